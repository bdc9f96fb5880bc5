//! Sets up engines.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use cairn_data::port::Streams;
use cairn_middle::environment::Files;

use super::{Capabilities, Config, Engine, FileSystem, Limits};

/// Memory or address space was short when an engine was to be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct SetupError;

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no memory for an engine")
    }
}

impl std::error::Error for SetupError {}

/// An engine to be made. Without further words it has no access to files, the environment or
/// the standard streams' counterparts of other programs; it has 64 MiB of heap.
pub struct Builder(Config);

impl Engine {
    /// An engine to be made.
    pub fn builder() -> Builder {
        Builder(Config { small: true, ..Config::sandboxed(64 << 20).unlimited() })
    }
}

impl Builder {
    /// Bytes of heap at most.
    #[must_use]
    pub fn memory(mut self, bytes: usize) -> Builder {
        self.0.heap.limit = bytes;
        self
    }

    /// Bytes of the stack of calls at most.
    #[must_use]
    pub fn stack(mut self, bytes: usize) -> Builder {
        self.0.stack_words = bytes / 8;
        self
    }

    /// Bytes for young objects.
    #[must_use]
    pub fn nursery(mut self, bytes: usize) -> Builder {
        self.0.heap.nursery_bytes = bytes;
        self
    }

    /// Sets the limits of each run.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Builder {
        self.0.limits = limits;
        self
    }

    /// Sets the access of programs to the system.
    #[must_use]
    pub fn capabilities(mut self, capabilities: Capabilities) -> Builder {
        self.0.capabilities = capabilities;
        self
    }

    /// Where libraries, and files that are included or loaded, come from.
    #[must_use]
    pub fn files(mut self, files: impl Files + 'static) -> Builder {
        self.0.files = Arc::new(files);
        self
    }

    /// Gives programs these files in place of the system's: libraries, texts, and ports, as far as the
    /// capabilities to read and to write cover their paths.
    #[must_use]
    pub fn file_system(mut self, files: impl FileSystem + 'static) -> Builder {
        self.0.file_system = Some(Arc::new(files));
        self
    }

    /// Directories in which libraries are looked for.
    #[must_use]
    pub fn library_path(mut self, directories: impl IntoIterator<Item = impl Into<String>>) -> Builder {
        self.0.library_path = directories.into_iter().map(Into::into).collect();
        self
    }

    /// The directory in which relative paths of programs, texts and capabilities begin, in place of the
    /// current directory of the process, which all its threads share.
    #[must_use]
    pub fn directory(mut self, directory: impl Into<PathBuf>) -> Builder {
        self.0.directory = Some(directory.into());
        self
    }

    /// Standard input, output and error.
    #[must_use]
    pub fn streams(mut self, streams: Streams) -> Builder {
        self.0.streams = streams;
        self
    }

    /// Makes the engine.
    ///
    /// # Errors
    /// When there is no memory or address space for it.
    pub fn build(self) -> Result<Engine, SetupError> {
        Engine::new(self.0)
    }
}
