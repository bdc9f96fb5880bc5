//! Says when procedures become machine code, and what came of that.

use std::time::Duration;

/// When procedures become machine code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Native {
    /// Never.
    Off,
    /// When they have run for a while.
    #[default]
    Sampled,
    /// When they are called for the first time. This costs more than it gains, and is there
    /// for tests.
    AtFirstCall,
}

impl Native {
    /// The mode that the environment variable `CAIRN_NATIVE` names, for tests: `off`,
    /// `sampled` or `first-call`. The default without it.
    #[cfg(feature = "internals")]
    pub fn from_environment() -> Native {
        match std::env::var("CAIRN_NATIVE").as_deref() {
            Ok("off") => Native::Off,
            Ok("first-call") => Native::AtFirstCall,
            _ => Native::Sampled,
        }
    }

    /// The default.
    #[cfg(not(feature = "internals"))]
    pub fn from_environment() -> Native {
        Native::default()
    }
}

/// Figures of the native tier.
#[derive(Clone, Debug, Default)]
pub struct NativeStats {
    /// Procedures compiled.
    pub procedures: usize,
    /// Bytes of their code and tables.
    pub bytes: usize,
    /// Time that took.
    pub time: Duration,
    /// Procedures that were not compiled, as they are too long or memory for code is used up.
    pub left_out: usize,
    /// How often the interpreter went over to native code.
    pub entered: u64,
    /// Instructions that native code left to Rust, by their names, most frequent first.
    pub steps: Vec<(&'static str, u64)>,
    /// Whether the system gave no memory for code.
    pub refused: bool,
}

/// The machine code of a procedure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NativeSymbol {
    /// Where it begins.
    pub address: u64,
    /// How long it is.
    pub bytes: usize,
    /// The name of the procedure.
    pub name: String,
}
