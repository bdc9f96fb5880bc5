//! Implements the input half of ports: a buffer of bytes, and the stream that fills it.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use cairn_gc::{Joint, Watch};

use super::{Output, Trouble, contained};

/// The state that a port keeps between two calls of `read`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ReadState {
    /// Whether `#!fold-case` is in force.
    pub fold_case: bool,
}

/// Bytes asked of a stream at once.
const CHUNK: usize = 1 << 13;
/// A larger buffer is released when empty.
const LARGEST_KEPT: usize = 1 << 20;

/// Whether a stream delivers data, or its end, within a time.
pub type Ready = Box<dyn Fn(Duration) -> bool + Send>;

/// How long a read waits at a time before it checks for requests to stop.
const PATIENCE: Duration = Duration::from_millis(20);

/// A range of the buffer, from the current position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    /// Bytes wanted.
    pub content: usize,
    /// Bytes to take: the content and the end of line after it.
    pub whole: usize,
}

/// Input from a stream or from memory.
pub struct Input {
    buffer: Vec<u8>,
    at: usize,
    /// Bytes from here on stay in the buffer (see [`Input::hold`]).
    held: Option<usize>,
    stream: Option<Box<dyn Read + Send>>,
    open: bool,
    /// A peek has met the end: so does the next read, whatever the stream delivers.
    end_seen: bool,
    /// The output to flush before reading from the stream: the other half of a terminal.
    flush_first: Option<Arc<Joint<Output>>>,
    /// Whether the stream delivers data, or its end, within a time.
    ready: Ready,
    /// The conditions that end waiting for the stream.
    watch: Arc<Watch>,
    /// The state of `read`.
    pub read_state: ReadState,
}

impl Input {
    /// Input from these bytes.
    pub fn from_memory(buffer: Vec<u8>) -> Input {
        Input {
            buffer,
            at: 0,
            held: None,
            stream: None,
            open: true,
            end_seen: false,
            flush_first: None,
            ready: Box::new(|_| true),
            watch: Arc::default(),
            read_state: ReadState::default(),
        }
    }

    /// Input from a stream.
    pub fn from_stream(stream: Box<dyn Read + Send>) -> Input {
        Input { stream: Some(stream), ..Input::from_memory(Vec::new()) }
    }

    /// Input from a stream that may wait for a user who reads `output`; `ready` tells whether
    /// reading would not wait, `watch` ends the waiting.
    pub fn interactive(
        stream: Box<dyn Read + Send>,
        ready: Ready,
        watch: Arc<Watch>,
        output: Arc<Joint<Output>>,
    ) -> Input {
        Input { flush_first: Some(output), ..Input::waiting(stream, ready, watch) }
    }

    /// Input from a stream that may wait; `ready` says that it would not, `watch` what ends the
    /// waiting.
    pub fn waiting(stream: Box<dyn Read + Send>, ready: Ready, watch: Arc<Watch>) -> Input {
        Input { ready, watch, ..Input::from_stream(stream) }
    }

    /// Whether it has not been closed.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Releases stream and buffer.
    pub fn close(&mut self) {
        *self = Input { open: false, ..Input::from_memory(Vec::new()) };
    }

    /// Size of the buffer in bytes.
    pub fn capacity(&self) -> usize {
        self.buffer.capacity()
    }

    /// The bytes in the buffer that have not been read.
    #[inline]
    pub fn buffered(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    /// Whether a read will certainly not wait.
    pub fn is_ready(&self) -> bool {
        self.end_seen || !self.buffered().is_empty() || (self.ready)(Duration::ZERO)
    }

    /// Takes bytes from the buffer.
    #[inline]
    pub fn take(&mut self, count: usize) {
        self.at = (self.at + count).min(self.buffer.len());
    }

    /// Keeps bytes read from now on, for [`Input::rewind`].
    pub fn hold(&mut self) {
        self.held = Some(self.at);
    }

    /// Ends [`Input::hold`].
    pub fn release(&mut self) {
        self.held = None;
    }

    /// Ends [`Input::hold`] and returns to the position where it began.
    pub fn rewind(&mut self) {
        self.at = self.held.take().unwrap_or(self.at);
    }

    /// Fills the buffer to at least `wanted` unread bytes, or to the end of the stream.
    ///
    /// # Errors
    /// The stream's errors.
    #[inline]
    pub fn ensure(&mut self, wanted: usize) -> Result<(), Trouble> {
        while self.buffer.len() - self.at < wanted {
            if self.fill()? == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Reads more from the stream; returns the number of bytes.
    #[cold]
    #[inline(never)]
    fn fill(&mut self) -> Result<usize, Trouble> {
        if !self.open {
            return Err(Trouble::Closed);
        }
        let Some(stream) = &mut self.stream else { return Ok(0) };
        if let Some(flushed) = self.flush_first.as_ref().and_then(|output| output.with(Output::flush)) {
            flushed?;
        }
        while !(self.ready)(PATIENCE) {
            if let Some(stop) = self.watch.look() {
                return Err(stop.into());
            }
        }
        let keep = self.held.unwrap_or(self.at);
        self.buffer.drain(..keep);
        self.at -= keep;
        self.held = self.held.map(|_| 0);
        if self.buffer.is_empty() && self.buffer.capacity() > LARGEST_KEPT {
            self.buffer = Vec::new();
        }
        let old = self.buffer.len();
        let room = CHUNK.max(old / 2);
        self.buffer.try_reserve(room).map_err(|_| Trouble::Memory(room))?;
        self.buffer.resize(old + room, 0);
        let count = read_some(stream.as_mut(), &mut self.buffer[old..]);
        self.buffer.truncate(old + count.as_ref().map_or(0, |&n| n.min(room)));
        Ok(count?)
    }

    /// The next byte, without taking it.
    ///
    /// # Errors
    /// The stream's errors; a closed port.
    #[inline]
    pub fn peek_byte(&mut self) -> Result<Option<u8>, Trouble> {
        if let Some(&byte) = self.buffer.get(self.at) {
            return Ok(Some(byte));
        }
        self.peek_byte_slowly()
    }

    #[cold]
    #[inline(never)]
    fn peek_byte_slowly(&mut self) -> Result<Option<u8>, Trouble> {
        if self.end_seen {
            return Ok(None);
        }
        self.ensure(1)?;
        if !self.open {
            return Err(Trouble::Closed);
        }
        self.end_seen = self.at == self.buffer.len();
        Ok(self.buffer.get(self.at).copied())
    }

    /// Forgets that the end was met: the stream may be read again.
    #[inline]
    pub fn take_end(&mut self) {
        self.end_seen = false;
    }

    /// Takes the next byte.
    ///
    /// # Errors
    /// As for [`Input::peek_byte`].
    #[inline]
    pub fn byte(&mut self) -> Result<Option<u8>, Trouble> {
        let byte = self.peek_byte()?;
        match byte {
            Some(_) => self.at += 1,
            None => self.take_end(),
        }
        Ok(byte)
    }

    /// The next character, without taking it.
    ///
    /// # Errors
    /// As for [`Input::peek_byte`]; bytes that are not UTF-8.
    #[inline]
    pub fn peek_char(&mut self) -> Result<Option<char>, Trouble> {
        match self.peek_byte()? {
            None => Ok(None),
            Some(byte) if byte < 0x80 => Ok(Some(byte as char)),
            Some(byte) => self.peek_wide(byte),
        }
    }

    #[inline(never)]
    fn peek_wide(&mut self, first: u8) -> Result<Option<char>, Trouble> {
        let width = match first {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return Err(Trouble::Encoding),
        };
        self.ensure(width)?;
        let bytes = self.buffered().get(..width).ok_or(Trouble::Encoding)?;
        let text = std::str::from_utf8(bytes).map_err(|_| Trouble::Encoding)?;
        Ok(text.chars().next())
    }

    /// The next character, which is taken if it `takes` it, when the buffer has it and it is of ASCII.
    #[inline(always)]
    pub fn quick_char(&mut self, takes: bool) -> Option<char> {
        let byte = *self.buffer.get(self.at).filter(|byte| byte.is_ascii())?;
        self.at += usize::from(takes);
        Some(byte.into())
    }

    /// Takes the next character. A byte that begins none is taken as well.
    ///
    /// # Errors
    /// As for [`Input::peek_char`].
    #[inline]
    pub fn char(&mut self) -> Result<Option<char>, Trouble> {
        match self.peek_char() {
            Ok(Some(c)) => {
                self.at += c.len_utf8();
                Ok(Some(c))
            }
            Ok(None) => {
                self.take_end();
                Ok(None)
            }
            Err(trouble) => {
                if matches!(trouble, Trouble::Encoding) {
                    self.take(1);
                }
                Err(trouble)
            }
        }
    }

    /// The extent of the next line: up to a linefeed, a carriage return or both, or the end. `None`
    /// at the end. Calls `check` with the new size before the buffer grows.
    ///
    /// # Errors
    /// The stream's errors; a closed port; the errors of `check`.
    pub fn line(&mut self, mut check: impl FnMut(usize) -> Result<(), Trouble>) -> Result<Option<Extent>, Trouble> {
        if self.peek_byte()?.is_none() {
            return Ok(None);
        }
        let mut seen = 0;
        loop {
            let found = self.buffered()[seen..].iter().position(|&byte| byte == b'\n' || byte == b'\r');
            if let Some(offset) = found {
                return self.end_of_line(seen + offset).map(Some);
            }
            seen = self.buffered().len();
            check(seen)?;
            self.ensure(seen + 1)?;
            if self.buffered().len() == seen {
                return Ok(Some(Extent { content: seen, whole: seen }));
            }
        }
    }

    fn end_of_line(&mut self, content: usize) -> Result<Extent, Trouble> {
        let is_pair = |bytes: &[u8]| bytes[content..].starts_with(b"\r\n");
        if self.buffered()[content] == b'\r' {
            self.ensure(content + 2)?;
        }
        let end = if is_pair(self.buffered()) { 2 } else { 1 };
        Ok(Extent { content, whole: content + end })
    }

    /// The number of bytes of the next `count` characters, or of those up to the end.
    ///
    /// # Errors
    /// As for [`Input::line`]. Bytes that are not UTF-8 are reported if they come first, and
    /// otherwise left for the next call.
    pub fn chars(
        &mut self,
        count: usize,
        mut check: impl FnMut(usize) -> Result<(), Trouble>,
    ) -> Result<usize, Trouble> {
        let mut bytes = 0;
        for _ in 0..count {
            if bytes == self.buffered().len() {
                check(bytes)?;
                self.ensure(bytes + 1)?;
            }
            let Some(&first) = self.buffered().get(bytes) else { break };
            bytes += match first {
                0..0x80 => 1,
                _ => match self.width_at(bytes) {
                    Ok(width) => width,
                    Err(Trouble::Encoding) if bytes > 0 => break,
                    Err(trouble) => return Err(trouble),
                },
            };
        }
        Ok(bytes)
    }

    /// Width of the character that begins `offset` bytes from here.
    fn width_at(&mut self, offset: usize) -> Result<usize, Trouble> {
        self.ensure(offset + 4)?;
        let rest = &self.buffered()[offset..];
        let some = &rest[..rest.len().min(4)];
        let valid = match std::str::from_utf8(some) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&some[..error.valid_up_to()]).unwrap_or(""),
        };
        valid.chars().next().map(char::len_utf8).ok_or(Trouble::Encoding)
    }
}

/// Reads, retrying after a signal.
fn read_some(stream: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match contained(|| stream.read(buffer)) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
