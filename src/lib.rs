//! Cairn: Scheme in Rust, as a command to run scripts with and a library to embed.
//!
//! An [`Engine`] runs programs; a [`Config`] says with what limits, files and streams. The
//! names here are the whole interface for hosts.
//!
//! The modules are layers: each uses those before it in this list, and no other. They are
//! public only with the feature `internals`, for the command and for Cairn's own tests;
//! they change without notice.

pub use cairn_gc::{Config as HeapConfig, Stats as HeapStats, Stress};

pub use compiler::environment::{Files, NoFiles, SystemFiles};
pub use compiler::passes::Options as Passes;
pub use data::error::ErrorKind;
pub use data::port::{Flushing, Ready, Streams};
pub use engine::{
    Arity, Capabilities, Capability, Code, Config, Data, Engine, Entry, Frame, Grant, HostFunction, Label, Native,
    NativeStats, Outcome, Position, Procedure, Report, at_least, between, exactly,
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

layers! { number data text compiler jit vm stdlib engine }
