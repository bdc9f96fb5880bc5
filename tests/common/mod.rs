//! Shared by the tests: the files of a folder, and scratch folders.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A stream whose bytes can be examined afterwards.
#[derive(Clone, Default)]
#[allow(dead_code, reason = "not every test looks at streams")]
pub(crate) struct Sink(pub Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A new empty folder, removed when dropped.
#[allow(dead_code, reason = "not every test writes files")]
pub(crate) struct Scratch(pub PathBuf);

#[allow(dead_code, reason = "not every test writes files")]
impl Scratch {
    /// Creates the folder.
    pub(crate) fn new() -> Scratch {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("cairn-test-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for scratch files");
        Scratch(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A remaining folder does no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The files of a folder below `tests` with this extension, sorted.
#[allow(dead_code, reason = "not every test is about files")]
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = std::fs::read_dir(&folder).expect("a folder of tests");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no tests in {}", folder.display());
    files
}
