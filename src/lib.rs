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
//! # Layers
//!
//! The layers below the engine are crates of their own, from `cairn-gc` to `cairn-stdlib`. They are for this crate alone, and
//! change without notice; so does what the feature `internals` makes public, for the command and for Cairn's own tests.

#![forbid(unsafe_code)]

pub use cairn_gc::{Config as HeapConfig, Stats as HeapStats, Stop, Stress, Value};

pub use cairn_data::error::ErrorKind;
pub use cairn_data::port::{Flushing, Ready, Streams};
pub use cairn_middle::environment::{Files, NoFiles, SystemFiles};
pub use cairn_middle::options::Options as Passes;
pub use engine::{
    Arguments, Arity, AsyncFn, Budget, Builder, Bytes, CallOutcome, Capabilities, Capability, Cause, Code, Config,
    Data, Engine, Entry, Fields, Frame, FromValue, Func, Grant, HostError, HostFn, IntoAnswer, IntoValue, Label,
    Library, Limits, Method, MethodMut, Mismatch, Native, NativeStats, NativeSymbol, New, NotAProgram, Obj, Outcome,
    Pair, Pending, Position, Program, Ratio, Report, Rest, Resume, Rooted, Run, Scope, SetupError, Slice, Step,
    StopHandle, Symbol, Takes, Trouble, Userdata, Vector, Writing, at_least, between, exactly,
};

/// ```
/// use std::io::{self, Read};
///
/// use cairn::{Capabilities, Engine, FileSystem, Grant};
///
/// struct Greetings;
///
/// impl FileSystem for Greetings {
///     fn open(&self, path: &str) -> io::Result<Box<dyn Read + Send>> {
///         match path {
///             "/texts/hello" => Ok(Box::new(&b"hello, world"[..])),
///             _ => Err(io::ErrorKind::NotFound.into()),
///         }
///     }
/// }
///
/// let capabilities = Capabilities { read: Grant::only(["/texts"]), ..Capabilities::NONE };
/// let mut engine = Engine::builder().file_system(Greetings).capabilities(capabilities).build()?;
/// let text = "(call-with-input-file \"texts/hello\" read-line)";
/// assert_eq!(engine.value::<String>("script", text)?, "hello, world");
/// assert!(engine.value::<bool>("script", "(file-exists? \"/etc/passwd\")").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub use engine::FileSystem;

#[cfg(feature = "serde")]
pub use engine::Serde;

/// Derives [`trait@FromValue`] for a struct or an enum.
///
/// A struct is an association list, a hash table or a record; `max_width` in Rust is `max-width` there. A field that is an
/// [`Option`] may be missing. A struct of one field without a name is that field; of several, a list. An enum is the symbol
/// of a variant, or a list of it and the variant's fields. `#[cairn(name = "...")]` gives a field or a variant
/// another name; a field with `#[cairn(skip)]` is its default, and one with `#[cairn(default)]` is that if it is missing.
/// A type may contain itself; its data may then be 200 levels deep, as those of [`Data`].
///
/// ```
/// use cairn::{Engine, FromValue, Func};
///
/// #[derive(FromValue)]
/// struct Window {
///     title: String,
///     max_width: Option<u32>,
///     on_close: Option<Func>,
///     style: Style,
/// }
///
/// #[derive(FromValue, PartialEq, Debug)]
/// enum Style {
///     Plain,
///     Framed(u8),
///     Coloured { red: u8, green: u8 },
/// }
///
/// let mut engine = Engine::builder().build()?;
/// let text = "(list (cons 'title \"Main\") '(style framed 3) (cons 'on-close (lambda () 'closed)))";
/// let window: Window = engine.value("config", text)?;
/// assert_eq!((window.title.as_str(), window.max_width, window.style), ("Main", None, Style::Framed(3)));
/// assert!(window.on_close.is_some());
/// let report = engine.value::<Style>("config", "'(coloured (red . 5) (green . 300))").err().unwrap();
/// assert_eq!(report.message, "coloured: green: expected an exact integer from 0 to 255, got 300");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A union has no such form, and each field must convert:
///
/// ```compile_fail
/// #[derive(cairn::FromValue)]
/// union Bits {
///     word: u64,
///     number: f64,
/// }
/// ```
///
/// ```compile_fail
/// #[derive(cairn::FromValue)]
/// struct Clock {
///     started: std::time::Instant,
/// }
/// ```
#[cfg(feature = "derive")]
pub use cairn_derive::FromValue;

/// Derives [`trait@IntoValue`] for a struct or an enum: the association lists, lists and symbols that the derived
/// [`trait@FromValue`] reads.
///
/// ```
/// use cairn::{Engine, Func, IntoValue};
///
/// #[derive(IntoValue)]
/// struct Point {
///     x: i64,
///     y: i64,
/// }
///
/// let mut engine = Engine::builder().build()?;
/// let sum: Func = engine.value("script", "(lambda (p) (+ (cdr (assq 'x p)) (cdr (assq 'y p))))")?;
/// assert_eq!(engine.call::<i64>(&sum, (Point { x: 3, y: 4 },))?, 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[cfg(feature = "derive")]
pub use cairn_derive::IntoValue;

/// Derives [`trait@Userdata`]: programs see the name of the type, `game-board` of `GameBoard`, or that of
/// `#[cairn(name = "...")]`.
#[cfg(feature = "derive")]
pub use cairn_derive::Userdata;

/// Makes procedures of the public functions of an `impl` block: adds a function `methods` to the type, which adds
/// them to a [`Library`].
///
/// A function with `&self` or `&mut self` is a method: `value` of `Counter` is `counter-value`, and one that changes the
/// object ends with `!`. `new` is `make-counter`, other functions are `counter-NAME`. A value of the type itself becomes an object.
/// `#[cairn(name = "...")]` gives another name; programs do not see a function with `#[cairn(skip)]`.
///
/// ```
/// use cairn::{Engine, Library, Userdata};
///
/// #[derive(Userdata)]
/// struct Counter(u32);
///
/// #[cairn::methods]
/// impl Counter {
///     pub fn new(start: u32) -> Counter {
///         Counter(start)
///     }
///
///     pub fn value(&self) -> u32 {
///         self.0
///     }
///
///     pub fn add(&mut self, count: u32) -> Result<(), String> {
///         self.0 = self.0.checked_add(count).ok_or("that is too much")?;
///         Ok(())
///     }
/// }
///
/// let mut engine = Engine::builder().build()?;
/// engine.add_library(Counter::methods(Library::new("counters")).visible())?;
/// let text = "(define c (make-counter 40)) (counter-add! c 2) (counter-value c)";
/// assert_eq!(engine.value::<u32>("script", text)?, 42);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A program keeps its object, so no method may take it:
///
/// ```compile_fail
/// # #[derive(cairn::Userdata)]
/// # struct Counter(u32);
/// #[cairn::methods]
/// impl Counter {
///     pub fn finish(self) -> u32 {
///         self.0
///     }
/// }
/// ```
#[cfg(feature = "derive")]
pub use cairn_derive::methods;

/// The layers below, for the command and for Cairn's own tests.
#[cfg(feature = "internals")]
#[doc(hidden)]
pub use {
    cairn_backend as backend, cairn_compiler as compiler, cairn_data as data, cairn_expand as expand,
    cairn_middle as middle, cairn_number as number, cairn_stdlib as stdlib, cairn_text as text, cairn_vm as vm,
};

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod engine;
#[cfg(not(feature = "internals"))]
#[allow(dead_code, unused_imports, reason = "some is for the command and the tests alone")]
mod engine;
