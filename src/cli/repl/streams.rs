//! The standard streams of a session, which its programs share.
//!
//! Programs get standard input a line at a time, so that the session reads on behind what
//! they have read. Outputs note whether they stand at the start of a line.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, BufReader, Read, Stdin, Write};
use std::rc::Rc;
use std::time::Duration;

use cairn::data::port::process_input_ready;

/// Standard input. Clones are the same stream.
#[derive(Clone)]
pub struct StandardInput(Rc<Shared>);

struct Shared {
    stream: RefCell<BufReader<Stdin>>,
    column: Column,
}

impl StandardInput {
    /// Standard input, for a terminal that shows what is typed where `column` stands.
    pub fn new(column: Column) -> StandardInput {
        let stream = RefCell::new(BufReader::new(io::stdin()));
        StandardInput(Rc::new(Shared { stream, column }))
    }

    /// The next line with its end; empty at the end of the input.
    ///
    /// # Errors
    /// What the system reports; bytes that are no UTF-8.
    pub fn line(&self) -> io::Result<String> {
        let mut line = String::new();
        self.0.stream.borrow_mut().read_line(&mut line)?;
        Ok(line)
    }

    /// Whether a read is sure not to wait, now or within a time.
    pub fn is_ready(&self, wait: Duration) -> bool {
        !self.0.stream.borrow().buffer().is_empty() || process_input_ready(wait)
    }
}

impl Read for StandardInput {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let mut stream = self.0.stream.borrow_mut();
        let buffered = stream.fill_buf()?;
        let line = buffered.iter().position(|&byte| byte == b'\n').map_or(buffered.len(), |end| end + 1);
        let count = line.min(bytes.len());
        bytes[..count].copy_from_slice(&buffered[..count]);
        stream.consume(count);
        self.0.column.is_start.set(true);
        Ok(count)
    }
}

/// Where an output stands. Clones are the same place.
#[derive(Clone)]
pub struct Column {
    is_start: Rc<Cell<bool>>,
}

impl Column {
    /// At the start of a line.
    pub fn new() -> Column {
        Column { is_start: Rc::new(Cell::new(true)) }
    }

    /// An output that notes where it stands.
    pub fn noting(&self, output: Box<dyn Write>) -> Box<dyn Write> {
        Box::new(Noting { output, column: self.clone() })
    }

    /// The end of a line if there is one to be ended, to stand at the start of the next.
    pub fn fresh_line(&self) -> &'static str {
        if self.is_start.replace(true) { "" } else { "\n" }
    }
}

struct Noting {
    output: Box<dyn Write>,
    column: Column,
}

impl Write for Noting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.output.write(bytes)?;
        if count > 0 {
            self.column.is_start.set(bytes[count - 1] == b'\n');
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
