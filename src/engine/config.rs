//! Describes how an engine is set up.

use std::path::PathBuf;
use std::sync::Arc;

use cairn_data::port::Streams;
use cairn_middle::environment::{Files, NoFiles, SystemFiles};
use cairn_middle::options::Options;
use cairn_vm::system::host_files::{HostFiles, HostTexts};
use cairn_vm::system::{System, paths, texts::GrantedFiles};

use super::{Capabilities, Limits, Native};

/// Bytes of heap of an engine, unless the host says otherwise: 4 GiB, or an eighth of what
/// addresses reach.
const LIMIT: usize = if usize::BITS > 32 { (4u64 << 30) as usize } else { usize::MAX / 8 };

/// How an engine is set up.
pub struct Config {
    /// The heap: nursery, limit, stress.
    pub heap: cairn_gc::Config,
    /// Words of the register stack before it counts as overflown.
    pub stack_words: usize,
    /// Directories in which libraries and included files are looked for, after the directory of
    /// the file that names them.
    pub library_path: Vec<String>,
    /// The directory in which relative paths of programs, texts and capabilities begin. Without it
    /// they begin in the current directory of the process, which all its threads share.
    pub directory: Option<PathBuf>,
    /// The value of `(command-line)`.
    pub command_line: Vec<String>,
    /// Which passes run.
    pub passes: Options,
    /// Access to the texts of libraries, and of files that are included or loaded.
    pub files: Arc<dyn Files>,
    /// Files of the host that programs get in place of the system's and of `files`: texts and ports
    /// alike, as far as the capabilities to read and to write cover their paths.
    pub file_system: HostFiles,
    /// The parts of the system that programs may access.
    pub capabilities: Capabilities,
    /// Standard input, output and error.
    pub streams: Streams,
    /// The limits of each run.
    pub limits: Limits,
    /// When procedures become machine code.
    pub native: Native,
    /// The engine starts in a mebibyte of addresses, and takes more when a program needs it, so that
    /// a process may have very many. Without this it reserves the addresses for its stack at once.
    pub small: bool,
    /// A panic of the interpreter or the host ends the run with a report, and makes the
    /// engine unusable. Without this it unwinds through the engine, as builds for
    /// development have it unless told otherwise.
    pub contain_panics: bool,
}

impl Default for Config {
    fn default() -> Self {
        let heap = cairn_gc::Config { limit: LIMIT, ..cairn_gc::Config::default() };
        Config {
            heap,
            stack_words: (1 << 30) / 8,
            library_path: Vec::new(),
            directory: None,
            command_line: Vec::new(),
            passes: Options::default(),
            files: Arc::new(SystemFiles),
            file_system: None,
            capabilities: Capabilities::ALL,
            streams: Streams::default(),
            limits: Limits::NONE,
            native: Native::from_environment(),
            small: false,
            contain_panics: !cfg!(debug_assertions),
        }
    }
}

impl Config {
    /// A configuration for programs that are not to be trusted: they see no files, those of
    /// libraries included, and no environment variables; they have `bytes` of heap, 64 MiB
    /// of stack, and for each run what [`Limits::SANDBOX`] allows.
    pub fn sandboxed(bytes: usize) -> Config {
        let mut config = Config {
            files: Arc::new(NoFiles),
            capabilities: Capabilities::NONE,
            stack_words: (64 << 20) / 8,
            limits: Limits::SANDBOX,
            ..Config::default()
        };
        config.heap.limit = bytes;
        config
    }

    /// The same without limits for each run.
    pub(super) fn unlimited(mut self) -> Config {
        self.limits = Limits::NONE;
        self
    }
}

/// The files that a program's texts come from: the system's only as far as it may read, and
/// below the directories of libraries.
pub(super) fn program_files(files: Arc<dyn Files>, system: &System, library_path: &[String]) -> Arc<dyn Files> {
    if system.has_host_files() {
        return Arc::new(HostTexts::new(system.clone(), library_path));
    }
    if !files.are_of_the_system() || system.capabilities().read.is_all() {
        return files;
    }
    let libraries = library_path.iter().map(|directory| paths::canonical(directory.as_ref())).collect();
    Arc::new(GrantedFiles { system: system.clone(), libraries })
}
