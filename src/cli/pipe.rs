//! Ends the process quietly if the reader of its standard output goes away.

use std::io::{self, ErrorKind, Write};

/// An output whose reader may have seen enough and gone: then nobody is left to
/// write for, and the process ends without complaint, as others in a pipeline do.
pub(super) struct Pipe<W>(pub W);

impl<W: Write> Pipe<W> {
    fn checked<T>(result: io::Result<T>) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
            other => other,
        }
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Self::checked(self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Self::checked(self.0.flush())
    }
}
