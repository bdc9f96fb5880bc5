//! Compiles bytecode to machine code, one procedure at a time (x86-64, aarch64).
//!
//! Each instruction has a template: its fast paths inline, the rest out of line. Everything
//! else is left to the interpreter, which executes the one instruction (a *step*) and
//! comes back. This layer makes bytes and tables, and runs nothing; `vm::tier` does.
//!
//! Registers of the machine, by the names that the templates use (`a64.rs` gives them to registers of aarch64):
//!
//! | register | holds |
//! |---|---|
//! | `rbx` | register 0 of the running frame |
//! | `r13d` | ticks left of the quantum |
//! | `r14` | what native code and the machine share |
//! | `r15` | the heap's state |
//! | `rax` `rcx` `rdx` | scratch; `rax` may hold the register that was written last |
//! | `rbp` `rsi` `rdi` `r8` to `r12`, and on aarch64 six more | homes of Cairn registers within a loop |
//! | `xmm2` to `xmm11`, on aarch64 `d16` to `d31` | flonums within a loop |

#![forbid(unsafe_code)]

// Its instructions are tested everywhere.
#[cfg(any(target_arch = "aarch64", test))]
mod a64;
mod arith;
mod asm;
mod branch;
mod builtins;
mod captures;
mod complex;
mod control;
mod data;
mod doubles;
mod emitter;
mod homes;
mod hopes;
mod listing;
mod objects;
mod stubs;
mod types;
#[cfg(not(target_arch = "aarch64"))]
mod x64;

#[cfg(target_arch = "aarch64")]
use a64 as machine;
#[cfg(not(target_arch = "aarch64"))]
use x64 as machine;

pub use builtins::{Builtin, TEMPLATES, classes};
pub use captures::Captures;
pub use emitter::{Constant, Output, Source, compile, lines};
pub use listing::Line;
pub use stubs::{Stubs, stubs};

use cairn_backend::bytecode::Word;

/// Where native code finds what it needs: distances from `r14` (shared) and `r15` (heap),
/// in bytes.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Shared: register 0 of the running frame.
    pub base: i32,
    /// Shared: the heap's state.
    pub state: i32,
    /// Shared: the machine that runs; and in it, below which slots of the stack collections do not look.
    pub machine: i32,
    /// See `machine`.
    pub old: i32,
    /// Shared: where the nursery begins, and its bytes.
    pub nursery: [i32; 2],
    /// Shared: pairs of return address and native address, by bits of the former.
    pub returns: i32,
    /// Shared: the classes of the characters of ASCII.
    pub classes: i32,
    /// Shared: the address of the stub for each helper.
    pub helpers: i32,
    /// Shared: the address of the stub that finds clauses, see [`Stubs::find_clause`].
    pub find_clause: i32,
    /// Shared: the address of the stub that captures continuations and goes on in them, see [`Stubs::call_control`].
    pub call_control: i32,
    /// Shared: the address of the stub that applies, see [`Stubs::call_apply`].
    pub call_apply: i32,
    /// Shared: the address of the place that returns, see [`Stubs::returned`].
    pub returned: i32,
    /// Where the continuation that is under way is found.
    pub captures: Captures,
    /// Heap: ticks left.
    pub ticks: i32,
    /// Heap: where the next young object goes, and up to where they may go.
    pub nursery_top: i32,
    /// See `nursery_top`.
    pub nursery_limit: i32,
    /// Heap: whether the marker is to be told of stores.
    pub marking: i32,
}

/// The facts about builtins that native code uses.
pub struct Natives {
    /// Their functions' addresses by number; 0 for those without.
    pub functions: Vec<u64>,
    /// The number of `list`.
    pub list: Option<u16>,
    /// Those with templates: number, arguments.
    pub templates: Vec<(u16, u8, Builtin)>,
    /// Whether the machine rounds doubles (SSE 4.1 on x86-64).
    pub rounds: bool,
}

/// Elements of lists that are made inline, at most.
const MOST_LISTED: u8 = 8;

impl Natives {
    /// The template of a builtin with this number of arguments.
    fn template(&self, number: u16, count: u8) -> Option<Builtin> {
        let found = self.templates.iter().find(|template| (template.0, template.1) == (number, count));
        found.map(|template| template.2)
    }

    /// Whether a `Native` instruction makes a list that is made inline.
    fn is_short_list(&self, w: Word) -> bool {
        self.list == Some(w.b()) && (1..=MOST_LISTED).contains(&w.d())
    }
}

/// Rust functions that native code calls, through a stub each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Helper {
    /// The interpreter executes the instruction with the index in the argument.
    Step,
    /// The tick at the entry of the running procedure was the quantum's last.
    TrapAtEntry,
    /// The same at a `Loop`: index of its target, and of the first register that is not live.
    TrapAtLoop,
    /// Returns the argument to where no native code was found.
    Return,
    /// Calls a builtin: address of its arguments, its function, number of arguments, index of
    /// the instruction.
    Native,
    /// Calls what is no closure with native code that takes just these arguments: address of the window,
    /// number of arguments, index of the instruction, and whether it is a tail call, the value of which is one.
    CallValue,
    /// Makes a pair where the nursery is full. See [`Helper::is_leaf`].
    Cons,
    /// Remembers the old slot in `rdx`, into which the young value in `rax` will be stored. See [`Helper::is_leaf`].
    Remember,
    /// Makes a flonum of the double whose bits are in `rax`. See [`Helper::is_leaf`].
    Box,
}

impl Helper {
    /// Every helper, in order of their numbers.
    pub const ALL: [Helper; 9] = [
        Helper::Step,
        Helper::TrapAtEntry,
        Helper::TrapAtLoop,
        Helper::Return,
        Helper::Native,
        Helper::CallValue,
        Helper::Cons,
        Helper::Remember,
        Helper::Box,
    ];

    /// Whether native code always goes on after it, with all registers as they were but `rax`, which gets
    /// its result: a function of what is in `rcx`, `rdx` and `rax`, that neither fails nor looks at the frame.
    pub const fn is_leaf(self) -> bool {
        matches!(self, Helper::Cons | Helper::Remember | Helper::Box)
    }
}

/// Bits of a return address that choose its place in the table of returns.
pub const RETURN_MASK: u64 = 0x3_FFF8;
