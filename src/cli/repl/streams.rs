//! Shares the standard streams between a session and its programs.
//!
//! Programs get standard input a line at a time, so that the session reads on after what
//! they have read; at a terminal the line editor gives the line. Outputs note what they
//! have written in the present line.

use std::io::{self, BufRead, BufReader, Read, Stdin, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cairn::data::port::process_input_ready;

use super::Line;
use super::editor::Editor;

/// Standard input. Clones are the same stream.
#[derive(Clone)]
pub(super) struct StandardInput(Arc<Shared>);

struct Shared {
    source: Source,
    column: Column,
    /// The part of its line that a program has not read yet.
    rest: Mutex<Vec<u8>>,
    /// Set when the user interrupts a program that waits for a line.
    interrupt: Mutex<Option<Arc<AtomicBool>>>,
}

enum Source {
    Stream(Mutex<BufReader<Stdin>>),
    Terminal(Arc<Mutex<Editor>>),
}

/// The content of a part of a stream.
pub(super) fn held<T>(part: &Mutex<T>) -> MutexGuard<'_, T> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

impl StandardInput {
    /// Standard input: through the editor of a terminal that shows what is typed where
    /// `column` stands, or as it is.
    pub(super) fn new(column: Column, editor: Option<Arc<Mutex<Editor>>>) -> StandardInput {
        let stream = || Source::Stream(Mutex::new(BufReader::new(io::stdin())));
        let source = editor.map_or_else(stream, Source::Terminal);
        StandardInput(Arc::new(Shared { source, column, rest: Mutex::default(), interrupt: Mutex::default() }))
    }

    /// Sets the flag by which the user interrupts a program that waits for a line.
    pub(super) fn set_interrupt(&self, interrupt: &Arc<AtomicBool>) {
        *held(&self.0.interrupt) = Some(Arc::clone(interrupt));
    }

    /// The next line with its end; empty at the end of the input.
    ///
    /// # Errors
    /// Errors of the system; bytes that are not UTF-8.
    pub(super) fn line(&self) -> io::Result<String> {
        let mut line = String::new();
        if let Source::Stream(stream) = &self.0.source {
            held(stream).read_line(&mut line)?;
        }
        Ok(line)
    }

    /// Whether a read is sure not to wait, now or within a time. At a terminal, who may wait
    /// waits for the user's line.
    pub(super) fn is_ready(&self, wait: Duration) -> bool {
        match &self.0.source {
            Source::Stream(stream) => !held(stream).buffer().is_empty() || process_input_ready(wait),
            Source::Terminal(_) if !held(&self.0.rest).is_empty() => true,
            Source::Terminal(_) if wait.is_zero() => process_input_ready(wait),
            Source::Terminal(editor) => self.0.enter(&mut held(editor)),
        }
    }
}

impl Shared {
    /// Has the user enter a line. False when that was interrupted.
    fn enter(&self, editor: &mut Editor) -> bool {
        let line = editor.input(&self.column.line());
        self.column.restart();
        match line {
            Line::Text(text) => held(&self.rest).extend(text.bytes()),
            Line::End | Line::Failed(_) => {}
            Line::Discarded => {
                if let Some(interrupt) = &*held(&self.interrupt) {
                    interrupt.store(true, Ordering::Relaxed);
                }
                return false;
            }
        }
        true
    }
}

impl Read for StandardInput {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match &self.0.source {
            Source::Terminal(_) => {
                let mut rest = held(&self.0.rest);
                let count = rest.len().min(bytes.len());
                bytes[..count].copy_from_slice(&rest[..count]);
                rest.drain(..count);
                Ok(count)
            }
            Source::Stream(stream) => {
                let mut stream = held(stream);
                let buffered = stream.fill_buf()?;
                let line = buffered.iter().position(|&byte| byte == b'\n').map_or(buffered.len(), |end| end + 1);
                let count = line.min(bytes.len());
                bytes[..count].copy_from_slice(&buffered[..count]);
                stream.consume(count);
                self.0.column.restart();
                Ok(count)
            }
        }
    }
}

/// Bytes of the present line that are remembered.
const LONGEST: usize = 1000;

/// Where an output stands: what the present line holds. Clones are the same place.
#[derive(Clone, Default)]
pub(super) struct Column(Arc<Mutex<Vec<u8>>>);

impl Column {
    /// At the start of a line.
    pub(super) fn new() -> Column {
        Column::default()
    }

    /// An output that notes where it stands.
    pub(super) fn noting(&self, output: Box<dyn Write + Send>) -> Box<dyn Write + Send> {
        Box::new(Noting { output, column: self.clone() })
    }

    /// The end of a line if there is one to be ended, to stand at the start of the next.
    pub(super) fn fresh_line(&self) -> &'static str {
        let is_start = held(&self.0).is_empty();
        self.restart();
        if is_start { "" } else { "\n" }
    }

    /// Notes that a line begins.
    fn restart(&self) {
        held(&self.0).clear();
    }

    /// The text written on the current line; of a long one, the end.
    fn line(&self) -> String {
        let line = held(&self.0);
        let shown = String::from_utf8_lossy(&line[line.len().saturating_sub(LONGEST)..]);
        shown.rsplit('\r').next().unwrap_or_default().to_string()
    }

    fn note(&self, bytes: &[u8]) {
        let mut line = held(&self.0);
        if let Some(end) = bytes.iter().rposition(|&byte| byte == b'\n') {
            line.clear();
            line.extend_from_slice(&bytes[end + 1..]);
        } else {
            line.extend_from_slice(bytes);
        }
        let excess = line.len().saturating_sub(2 * LONGEST);
        line.drain(..excess);
    }
}

struct Noting {
    output: Box<dyn Write + Send>,
    column: Column,
}

impl Write for Noting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.output.write(bytes)?;
        self.column.note(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
