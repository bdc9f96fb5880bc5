//! Implements the output half of ports: a buffer of bytes, and the stream it is written to.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use cairn_gc::{Chars, Stop};

use super::{Trouble, contained};

/// Bytes that a buffer in front of a stream holds.
const CAPACITY: usize = 1 << 13;

/// When the buffer is written to the stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flushing {
    /// When it is full.
    WhenFull,
    /// At the end of each line, for a terminal.
    ByLine,
    /// At once, for messages.
    AtOnce,
}

/// The number of bytes that a group of outputs may still write; unlimited at first. Clones share
/// it.
#[derive(Clone, Default)]
pub struct Allowance(Arc<Account>);

/// Only the thread that runs the program counts.
struct Account {
    /// [`ENDLESS`] if there is no limit.
    left: AtomicU64,
    exceeded: AtomicBool,
}

/// More bytes than can be written.
const ENDLESS: u64 = u64::MAX;

impl Default for Account {
    fn default() -> Self {
        Account { left: AtomicU64::new(ENDLESS), exceeded: AtomicBool::default() }
    }
}

impl Allowance {
    /// Sets the number of bytes; `None` removes the limit.
    pub fn set(&self, bytes: Option<u64>) {
        self.0.left.store(bytes.unwrap_or(ENDLESS), Ordering::Relaxed);
        self.0.exceeded.store(false, Ordering::Relaxed);
    }

    /// Whether a write exceeded it.
    pub fn is_exceeded(&self) -> bool {
        self.0.exceeded.load(Ordering::Relaxed)
    }

    /// Takes up to `wanted` bytes; returns how many.
    fn take(&self, wanted: usize) -> usize {
        let left = self.0.left.load(Ordering::Relaxed);
        if left == ENDLESS {
            return wanted;
        }
        let taken = wanted.min(usize::try_from(left).unwrap_or(usize::MAX));
        self.0.left.store(left - taken as u64, Ordering::Relaxed);
        if taken < wanted {
            self.0.exceeded.store(true, Ordering::Relaxed);
        }
        taken
    }
}

/// A stream, and its allowance.
struct Sink {
    stream: Box<dyn Write + Send>,
    allowance: Allowance,
}

impl Sink {
    /// Writes the bytes, as far as the allowance permits.
    fn send(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        let allowed = self.allowance.take(bytes.len());
        contained(|| self.stream.write_all(&bytes[..allowed]))?;
        if allowed < bytes.len() { Err(Stop::Output.into()) } else { Ok(()) }
    }
}

/// Output to a stream or to memory.
pub struct Output {
    buffer: Vec<u8>,
    stream: Option<Sink>,
    flushing: Flushing,
    open: bool,
    /// Size up to which the memory limit was checked.
    checked: usize,
    /// Set by each write: see [`Touched`].
    touched: Touched,
}

/// Whether anything may have been written to a group of outputs since it was last asked, and what one
/// of them has lost. Clones are the same one.
#[derive(Clone, Default)]
pub struct Touched(Arc<Shared>);

#[derive(Default)]
struct Shared {
    touched: AtomicBool,
    lost: Mutex<Option<std::io::Error>>,
}

impl Touched {
    #[inline]
    fn set(&self) {
        self.0.touched.store(true, Ordering::Relaxed);
    }

    /// The first failure to write what an output held when it was dropped, since it was last asked.
    pub fn take_lost(&self) -> Option<std::io::Error> {
        self.0.lost.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn lose(&self, error: std::io::Error) {
        self.0.lost.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// Whether it is set.
    #[inline]
    pub fn get(&self) -> bool {
        self.0.touched.load(Ordering::Relaxed)
    }

    /// Forgets what was written.
    pub fn clear(&self) {
        self.0.touched.store(false, Ordering::Relaxed);
    }
}

impl Output {
    /// Output that stays in the buffer.
    pub fn to_memory() -> Output {
        Output::new(None, Flushing::WhenFull)
    }

    /// Output to a stream.
    pub fn to_stream(stream: Box<dyn Write + Send>, flushing: Flushing) -> Output {
        Output::new(Some(Sink { stream, allowance: Allowance::default() }), flushing)
    }

    /// Restricts output to the stream to `allowance`.
    pub fn within(mut self, allowance: &Allowance) -> Output {
        if let Some(sink) = &mut self.stream {
            sink.allowance = allowance.clone();
        }
        self
    }

    /// The same; each write sets `touched`.
    pub fn touching(mut self, touched: &Touched) -> Output {
        self.touched = touched.clone();
        self
    }

    fn new(stream: Option<Sink>, flushing: Flushing) -> Output {
        Output { buffer: Vec::new(), stream, flushing, open: true, checked: CAPACITY, touched: Touched::default() }
    }

    /// Whether it has not been closed.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Whether the buffer holds what the stream has not been given.
    pub fn is_unwritten(&self) -> bool {
        self.stream.is_some() && !self.buffer.is_empty()
    }

    /// Bytes taken by what was written to memory.
    #[inline]
    pub fn held(&self) -> usize {
        if self.stream.is_none() { self.buffer.capacity() } else { 0 }
    }

    /// The output in memory.
    pub fn gathered(&self) -> Option<&[u8]> {
        (self.stream.is_none() && self.open).then_some(&self.buffer)
    }

    /// Checks that `count` more bytes may be written: the port is open, and if they stay in memory,
    /// `check` allows the new size. Must be called before each write, which then does not fail
    /// halfway.
    ///
    /// # Errors
    /// A closed port; the errors of `check`.
    #[inline]
    pub fn prepare(&mut self, count: usize, check: impl FnOnce(usize) -> Result<(), Trouble>) -> Result<(), Trouble> {
        if !self.open {
            return Err(Trouble::Closed);
        }
        self.touched.set();
        let size = self.buffer.len().saturating_add(count);
        if size > self.checked { self.grow(size, check) } else { Ok(()) }
    }

    #[cold]
    fn grow(&mut self, size: usize, check: impl FnOnce(usize) -> Result<(), Trouble>) -> Result<(), Trouble> {
        if self.stream.is_none() {
            check(size)?;
            let more = size - self.buffer.len();
            self.buffer.try_reserve(more).map_err(|_| Trouble::Memory(more))?;
            self.checked = size.saturating_mul(2);
        }
        Ok(())
    }

    /// Writes a byte, if the buffer has room and need not be flushed then; whether it has done so.
    #[inline(always)]
    pub fn quick_byte(&mut self, byte: u8) -> bool {
        let size = self.buffer.len() + 1;
        let has_room = size <= self.buffer.capacity() && (self.stream.is_some() || size <= self.checked);
        let is_quiet = match self.flushing {
            Flushing::WhenFull => size < CAPACITY,
            Flushing::ByLine => byte != b'\n' && size < CAPACITY,
            Flushing::AtOnce => false,
        };
        let is_done = self.open && has_room && (is_quiet || self.stream.is_none());
        if is_done {
            self.touched.set();
            self.buffer.push(byte);
        }
        is_done
    }

    /// Writes a byte.
    ///
    /// # Errors
    /// The stream's errors.
    #[inline]
    pub fn byte(&mut self, byte: u8) -> Result<(), Trouble> {
        self.buffer.push(byte);
        self.settle(byte == b'\n')
    }

    /// Writes a character.
    ///
    /// # Errors
    /// The stream's errors.
    #[inline]
    pub fn char(&mut self, c: char) -> Result<(), Trouble> {
        if c.is_ascii() {
            return self.byte(c as u8);
        }
        self.buffer.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        self.settle(false)
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// The stream's errors.
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        if bytes.len() >= CAPACITY && self.stream.is_some() {
            self.flush_buffer()?;
            return self.stream.as_mut().map_or(Ok(()), |sink| sink.send(bytes));
        }
        self.buffer.extend_from_slice(bytes);
        let ends_line = self.flushing == Flushing::ByLine && bytes.contains(&b'\n');
        self.settle(ends_line)
    }

    /// Writes characters of a string.
    ///
    /// # Errors
    /// The stream's errors.
    pub fn chars(&mut self, chars: Chars<'_>) -> Result<(), Trouble> {
        match chars {
            Chars::Narrow(bytes) if bytes.is_ascii() => self.bytes(bytes),
            _ => chars.iter().try_for_each(|c| self.char(c)),
        }
    }

    /// Writes the buffer if it is due after an addition.
    #[inline]
    fn settle(&mut self, ends_line: bool) -> Result<(), Trouble> {
        let due = match self.flushing {
            Flushing::WhenFull => self.buffer.len() >= CAPACITY,
            Flushing::ByLine => ends_line || self.buffer.len() >= CAPACITY,
            Flushing::AtOnce => true,
        };
        if due && self.stream.is_some() { self.flush_buffer() } else { Ok(()) }
    }

    /// Writes the buffer to the stream. Bytes that cannot be written are dropped, so that the
    /// failure is reported once.
    #[cold]
    #[inline(never)]
    fn flush_buffer(&mut self) -> Result<(), Trouble> {
        let Some(sink) = &mut self.stream else { return Ok(()) };
        let sent = sink.send(&self.buffer);
        self.buffer.clear();
        sent
    }

    /// Writes everything through to the system.
    ///
    /// # Errors
    /// The stream's errors.
    pub fn flush(&mut self) -> Result<(), Trouble> {
        self.flush_buffer()?;
        match &mut self.stream {
            Some(sink) => Ok(contained(|| sink.stream.flush())?),
            None => Ok(()),
        }
    }

    /// Flushes, and releases stream and buffer.
    ///
    /// # Errors
    /// The stream's errors; it is closed nevertheless.
    pub fn close(&mut self) -> Result<(), Trouble> {
        let flushed = if self.open { self.flush() } else { Ok(()) };
        self.open = false;
        self.stream = None;
        self.buffer = Vec::new();
        flushed
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // The port is garbage. The end of the program reports the failure.
        if self.is_unwritten()
            && let Err(Trouble::System(error)) = self.flush()
        {
            self.touched.lose(error);
        }
    }
}
