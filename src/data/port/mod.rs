//! Implements ports (R7RS 6.13) as Rust values in the heap.
//!
//! A port is for input or for output, and textual or binary; the standard ports carry both. It has
//! a buffer of bytes and, unless it reads from or writes to memory, a stream. Text is UTF-8; line
//! ends are not translated. Operations that may fail return a [`Trouble`]; the natives add the
//! wording and the file name.
//!
//! Input is examined in the buffer and taken only after its result has been allocated, so that a
//! native which runs out of memory may be retried.

mod files;
mod input;
mod output;
mod streams;

use std::cell::{Cell, RefCell, RefMut};
use std::fmt::{self, Write};
use std::sync::Arc;

use cairn_gc::{Joint, Mutation, OutOfMemory, Payload, Stop, Value};

pub use files::{CountedFile, OpenFiles};
pub use input::{Extent, Input, ReadState, Ready};
pub use output::{Allowance, Flushing, Output};
pub use streams::{Ports, Streams, Which, process_input_ready};

/// Why a port operation failed.
#[derive(Debug)]
pub enum Trouble {
    /// An error of the operating system.
    System(std::io::Error),
    /// The bytes are not UTF-8.
    Encoding,
    /// The port has been closed.
    Closed,
    /// The memory limit leaves no room for this many bytes.
    Memory(usize),
    /// The run must stop.
    Stopped(Stop),
}

impl From<Stop> for Trouble {
    fn from(stop: Stop) -> Self {
        Trouble::Stopped(stop)
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Stopped>()) {
            Some(&Stopped(stop)) => Trouble::Stopped(stop),
            None => Trouble::System(error),
        }
    }
}

/// The error that a stream reports, as one of the system, if something stops the run while it
/// waits.
#[derive(Clone, Copy, Debug)]
pub struct Stopped(pub Stop);

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped")
    }
}

impl std::error::Error for Stopped {}

impl From<Stopped> for std::io::Error {
    fn from(stopped: Stopped) -> Self {
        std::io::Error::other(stopped)
    }
}

impl From<OutOfMemory> for Trouble {
    fn from(OutOfMemory(bytes): OutOfMemory) -> Self {
        Trouble::Memory(bytes)
    }
}

/// Calls a stream of the host; if it panics, the stream has failed.
pub fn contained<T>(work: impl FnOnce() -> std::io::Result<T>) -> std::io::Result<T> {
    // The stream is the host's, who has panicked: what it is worth now is for the host to say.
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    done.unwrap_or_else(|_| Err(std::io::Error::other("the stream of the host panicked")))
}

/// Whether a port carries characters, bytes or both.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Content {
    /// Characters.
    Text,
    /// Bytes.
    Binary,
    /// Both, as the process's standard streams do.
    Both,
}

impl Content {
    /// Whether a port of this content carries `wanted`.
    #[inline]
    pub fn carries(self, wanted: Content) -> bool {
        self == wanted || self == Content::Both
    }
}

/// The mutable half of a port.
enum Side {
    Input(RefCell<Input>),
    Output(Arc<Joint<Output>>),
}

/// A port.
pub struct Port {
    /// Its name in messages: the name of its file, `stdin`, `string`.
    pub name: Box<str>,
    /// Its content.
    pub content: Content,
    side: Side,
    /// Bytes that the output side held in memory when last counted.
    held: Cell<usize>,
}

impl Payload for Port {
    fn owned_bytes(&self) -> usize {
        match &self.side {
            Side::Input(input) => input.try_borrow().map_or(0, |input| input.capacity()),
            Side::Output(_) => self.held.get(),
        }
    }
}

impl Port {
    /// A port that reads from `input`.
    pub fn reading(name: &str, content: Content, input: Input) -> Port {
        Port { name: name.into(), content, side: Side::Input(RefCell::new(input)), held: Cell::default() }
    }

    /// A port that writes to `output`.
    pub fn writing(name: &str, content: Content, output: Arc<Joint<Output>>) -> Port {
        Port { name: name.into(), content, side: Side::Output(output), held: Cell::default() }
    }

    /// A port that collects its output in memory.
    pub fn gathering(mc: Mutation<'_>, content: Content) -> Port {
        let name = if content == Content::Text { "string" } else { "bytevector" };
        Port::writing(name, content, Joint::new(mc, Output::to_memory()))
    }

    /// The input side, if this is an input port. `None` while it is in use.
    #[inline]
    pub fn input(&self) -> Option<RefMut<'_, Input>> {
        match &self.side {
            Side::Input(input) => input.try_borrow_mut().ok(),
            Side::Output(_) => None,
        }
    }

    /// The output side, if this is an output port. `None` while it is in use.
    #[inline]
    pub fn output<'gc>(&'gc self, mc: Mutation<'gc>) -> Option<RefMut<'gc, Output>> {
        match &self.side {
            Side::Output(output) => output.get(mc),
            Side::Input(_) => None,
        }
    }

    /// Records the bytes that the output side holds in memory; returns whether the number changed,
    /// so that the heap must account for the port again.
    #[inline]
    pub fn note_held(&self, bytes: usize) -> bool {
        self.held.replace(bytes) != bytes
    }

    /// Whether this is an input port.
    pub fn is_input(&self) -> bool {
        matches!(self.side, Side::Input(_))
    }

    /// Whether this is an output port.
    pub fn is_output(&self) -> bool {
        matches!(self.side, Side::Output(_))
    }

    /// Whether the port has not been closed.
    pub fn is_open<'gc>(&'gc self, mc: Mutation<'gc>) -> bool {
        self.input().is_some_and(|input| input.is_open()) || self.output(mc).is_some_and(|output| output.is_open())
    }

    /// Closes the port, after writing its buffer. Closing a closed port does nothing.
    ///
    /// # Errors
    /// If the rest cannot be written; the port is closed nevertheless.
    pub fn close<'gc>(&'gc self, mc: Mutation<'gc>) -> Result<(), Trouble> {
        if let Some(mut input) = self.input() {
            input.close();
        }
        match self.output(mc) {
            Some(mut output) => output.close(),
            None => Ok(()),
        }
    }
}

/// Describes a port: `#<input-port stdin>`.
pub fn describe(value: Value<'_>, out: &mut String) -> bool {
    let Some(port) = value.as_payload::<Port>() else { return false };
    let content = if port.content.carries(Content::Text) { "" } else { "binary-" };
    let direction = if port.is_input() { "input" } else { "output" };
    let _ = write!(out, "#<{content}{direction}-port {}>", port.name);
    true
}

pub mod testing;
#[cfg(test)]
mod tests;
