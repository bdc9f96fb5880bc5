//! Cairn: Scheme in Rust, as a command to run scripts with and a library to embed.
//!
//! ```
//! use cairn::{Engine, Func, Library};
//!
//! let mut engine = Engine::builder().memory(32 << 20).build()?;
//! engine.add_library(Library::new("host").func("twice", |n: i64| 2 * n).visible())?;
//! assert_eq!(engine.value::<Vec<i64>>("script", "(map twice '(1 2 3))")?, [2, 4, 6]);
//!
//! engine.eval("script", "(define (area w h) (* w h))")?;
//! let area: Func = engine.get("area")?;
//! assert_eq!(engine.call::<f64>(&area, (6, 0.5))?, 3.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Concepts
//!
//! - An [`Engine`] has a heap of its own and runs one thing at a time. [`Engine::builder`] sets it up
//!   for scripts that are not trusted; [`Config`] says everything in detail.
//! - Values cross by type: see [`FromValue`] and [`IntoValue`]. [`Data`] holds anything.
//! - [`Func`], [`Obj`] and [`Rooted`] are handles, which keep values alive. Within
//!   [`Engine::scope`] and in natives, values themselves are at hand.
//! - A [`Library`] has the host's procedures, constants and the methods of its [`Userdata`].
//! - A [`Step`] calls back into the script without native recursion.
//! - A [`Report`] says what went wrong, with the raised object and the host's own error.
//!
//! # Untrusted scripts
//!
//! A script can spend time, memory, stack and output, and ask the system for something. Each has a
//! limit: [`Limits`] for each run, [`Builder::memory`] and [`Builder::stack`] for the engine,
//! [`Capabilities`] for the system. [`StopHandle`] ends a run from another thread. Limits leave the engine usable.
//! A procedure of the host runs outside of these limits: it is the host's to bound.
//!
//! # Speed
//!
//! A call through a handle converts its arguments into registers and starts the machine. To build an
//! engine takes less than a tenth of a millisecond; the builtins written in Scheme are loaded as
//! compiled code. Cargo takes profiles from the host's workspace: `lto = "fat"` and `codegen-units = 1` in
//! its release profile are worth a tenth of a script's time.
//!
#![doc = include_str!("../docs/embedding.md")]
#![doc = include_str!("../docs/embedding-limits.md")]
#![doc = include_str!("../docs/embedding-speed.md")]
//! # Modules
//!
//! The modules are layers: each uses those before it in this list, and no other. They are
//! public only with the feature `internals`, for the command and for Cairn's own tests;
//! they change without notice.

// Without the feature, no layer is public.
#![cfg_attr(feature = "internals", deny(unreachable_pub))]

pub use cairn_gc::{Config as HeapConfig, Stats as HeapStats, Stop, Stress, Value};

pub use compiler::environment::{Files, NoFiles, SystemFiles};
pub use compiler::passes::Options as Passes;
pub use data::error::ErrorKind;
pub use data::port::{Flushing, Ready, Streams};
pub use engine::{
    Arguments, Arity, AsyncFn, Budget, Builder, Bytes, CallOutcome, Capabilities, Capability, Cause, Code, Config,
    Data, Engine, Entry, FileSystem, Frame, FromValue, Func, Grant, HostError, HostFn, IntoAnswer, IntoValue, Label,
    Library, Limits, Method, MethodMut, Mismatch, Native, NativeStats, NativeSymbol, New, NotAProgram, Obj, Outcome,
    Pair, Pending, Position, Program, Ratio, Report, Rest, Resume, Rooted, Run, Scope, SetupError, Slice, Step,
    StopHandle, Symbol, Takes, Trouble, Userdata, Vector, Writing, at_least, between, exactly,
};

#[cfg(feature = "serde")]
pub use engine::Serde;

/// Declares the layers, public with the feature `internals`.
macro_rules! layers {
    ($($layer:ident)*) => {$(
        #[cfg(feature = "internals")]
        #[doc(hidden)]
        pub mod $layer;
        #[cfg(not(feature = "internals"))]
        #[allow(dead_code, unused_imports, reason = "some is for the command and the tests alone")]
        mod $layer;
    )*};
}

layers! { number data text compiler jit vm stdlib engine }
