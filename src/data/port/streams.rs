//! Provides the standard streams, and the parameter objects that hold the current ports.

use std::io::{self, IsTerminal, Read, Write};
use std::sync::{Arc, Weak};
use std::time::Duration;

use cairn_gc::{Joint, Mutation, Value, trace_fields, trace_nothing};

use super::output::Touched;
use super::{Flushing, OpenFiles, Output, Ready, Trouble};

/// The streams that a host connects to a program.
pub struct Streams {
    /// Standard input.
    pub input: Box<dyn Read + Send>,
    /// Whether standard input delivers data, or its end, within a time. Programs that wait for
    /// input call this, so that they can be stopped.
    pub input_ready: Ready,
    /// Standard output.
    pub output: Box<dyn Write + Send>,
    /// The stream for messages.
    pub error: Box<dyn Write + Send>,
    /// When standard output is flushed, besides at the end and before input.
    pub flushing: Flushing,
}

impl Default for Streams {
    /// The streams of the process.
    fn default() -> Self {
        let flushing = if io::stdout().is_terminal() { Flushing::ByLine } else { Flushing::WhenFull };
        Streams {
            input: Box::new(io::stdin()),
            input_ready: Box::new(process_input_ready),
            output: process_output(),
            error: Box::new(io::stderr()),
            flushing,
        }
    }
}

/// Standard output without a second buffer, if the system permits.
#[cfg(unix)]
fn process_output() -> Box<dyn Write + Send> {
    Box::new(Unbuffered)
}

/// The same.
#[cfg(not(unix))]
fn process_output() -> Box<dyn Write + Send> {
    Box::new(io::stdout())
}

/// Standard output of the process. It has no descriptor of its own, since a process may have very many engines.
#[cfg(unix)]
struct Unbuffered;

#[cfg(unix)]
impl Write for Unbuffered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match rustix::io::write(io::stdout(), bytes) {
            // As the standard library has it: a process may have no standard output.
            Err(rustix::io::Errno::BADF) => Ok(bytes.len()),
            result => Ok(result?),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether standard input delivers data, or its end, within a time. If the system cannot tell, it
/// is assumed to.
pub fn process_input_ready(wait: Duration) -> bool {
    #[cfg(unix)]
    {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let stdin = io::stdin();
        let mut descriptors = [PollFd::new(&stdin, PollFlags::IN)];
        let wait = Timespec::try_from(wait).unwrap_or_default();
        match poll(&mut descriptors, Some(&wait)) {
            Ok(ready) => ready > 0,
            Err(error) => error != rustix::io::Errno::INTR,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = wait;
        true
    }
}

/// One of the current ports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// `(current-input-port)`
    Input,
    /// `(current-output-port)`
    Output,
    /// `(current-error-port)`
    Error,
}

/// The world's ports.
pub struct Ports<'gc> {
    /// Parameter objects in the order of [`Which`]; `#f` before they are created.
    pub parameters: [Value<'gc>; 3],
    /// Outputs to be flushed at the end.
    outputs: Outputs,
    /// The files that are open.
    pub files: OpenFiles,
}

/// The outputs that may hold unwritten text.
#[derive(Default)]
struct Outputs {
    list: Vec<Weak<Joint<Output>>>,
    touched: Touched,
}

trace_nothing!(Outputs);
trace_fields!(Ports<'gc> { parameters, outputs, files });

impl Ports<'_> {
    /// Starts without ports.
    pub fn new() -> Self {
        Ports { parameters: [Value::FALSE; 3], outputs: Outputs::default(), files: OpenFiles::default() }
    }

    /// Registers an output, to be flushed at the end of the program.
    pub fn register(&mut self, mc: Mutation<'_>, output: Output) -> Arc<Joint<Output>> {
        let outputs = &mut self.outputs.list;
        if outputs.len() == outputs.capacity() {
            outputs.retain(|output| output.strong_count() > 0);
        }
        let output = Joint::new(mc, output.touching(&self.outputs.touched));
        outputs.push(Arc::downgrade(&output));
        output
    }

    /// Whether an output holds what its stream has not been given.
    pub fn any_unwritten(&self) -> bool {
        if !self.outputs.touched.get() {
            return false;
        }
        let mut outputs = self.outputs.list.iter().filter_map(Weak::upgrade);
        let any = outputs.any(|output| output.with(|output| output.is_unwritten()) != Some(false));
        if !any {
            self.outputs.touched.clear();
        }
        any
    }

    /// Flushes every output that is still open, and gives the first failure to write what a
    /// program has left in a buffer, also of ports that the collector has closed. A stream that fails
    /// without anything to write loses nothing.
    ///
    /// # Errors
    /// The streams' errors.
    pub fn flush_all(&self) -> Result<(), Trouble> {
        let mut flushed = Ok(());
        for output in self.outputs.list.iter().filter_map(Weak::upgrade) {
            let done = output.with(|output| (output.is_unwritten(), output.flush()));
            if let Some((true, done)) = done {
                flushed = flushed.and(done);
            }
        }
        match self.outputs.touched.take_lost() {
            Some(error) => flushed.and(Err(error.into())),
            None => flushed,
        }
    }
}

impl Default for Ports<'_> {
    fn default() -> Self {
        Ports::new()
    }
}
