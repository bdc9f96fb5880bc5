//! Cairn: Scheme in Rust, as a command to run scripts with and a library to embed.
//!
//! An [`Engine`] runs programs; a [`Config`] says with what limits, files and streams. The
//! names here are the whole interface for hosts.
//!
//! The modules are layers: each uses those before it in this list, and no other. They are
//! public only with the feature `internals`, for the command and for Cairn's own tests;
//! they change without notice.

pub use cairn_gc::{Config as HeapConfig, Stats as HeapStats, Stop, Stress, Value};

pub use compiler::environment::{Files, NoFiles, SystemFiles};
pub use compiler::passes::Options as Passes;
pub use data::error::ErrorKind;
pub use data::port::{Flushing, Ready, Streams};
pub use engine::{
    Arguments, Arity, Builder, Bytes, CallOutcome, Cause, Config, Data, Engine, Entry, Frame, FromValue, Func,
    HostError, IntoAnswer, IntoValue, Library, Limits, Method, MethodMut, Mismatch, Native, New, Obj, Outcome, Pair,
    Permissions, Position, Ratio, Report, Rest, Resume, Scope, SetupError, Shared, Step, StopHandle, Symbol, Takes,
    Trouble, Userdata, Vector, at_least, between, exactly,
};

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

layers! { number data text compiler vm stdlib engine }
