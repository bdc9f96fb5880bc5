//! Counts the files of ports. A port that a program drops without closing keeps its file open until
//! the collector finds it, so when many are open, a collection is due before the system runs out of
//! file descriptors.

use std::fs::File;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cairn_gc::trace_nothing;

/// Number of open files that never causes a collection.
const FEW: usize = 200;

/// The number of open files, and the number at which to collect.
pub struct OpenFiles {
    count: Arc<AtomicUsize>,
    many: usize,
}

trace_nothing!(OpenFiles);

impl Default for OpenFiles {
    fn default() -> Self {
        OpenFiles { count: Arc::default(), many: FEW }
    }
}

impl OpenFiles {
    /// Counts a file that was just opened.
    pub fn counted(&self, file: File) -> CountedFile {
        self.count.fetch_add(1, Ordering::Relaxed);
        CountedFile { file, count: Arc::clone(&self.count) }
    }

    /// Whether enough files are open that it is time to collect. If that does not help, the next
    /// time is when there are twice as many.
    pub fn are_many(&mut self) -> bool {
        let count = self.count.load(Ordering::Relaxed);
        let many = count >= self.many;
        if many {
            self.many = count * 2;
        } else if count < self.many / 4 {
            self.many = FEW.max(self.many / 2);
        }
        many
    }
}

/// A file that is counted until it is closed.
pub struct CountedFile {
    file: File,
    count: Arc<AtomicUsize>,
}

#[cfg(unix)]
impl std::os::fd::AsFd for CountedFile {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.file.as_fd()
    }
}

impl Read for CountedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Write for CountedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for CountedFile {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::Relaxed);
    }
}
