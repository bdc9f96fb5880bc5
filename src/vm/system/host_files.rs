//! Gives programs files that the host keeps, in place of the operating system's: libraries, included and
//! loaded texts, and the files of ports all come from there.
//!
//! Capabilities are checked here, by the text of a path, before the host sees the request. Other
//! operations on the system's files, such as making links, fail.

use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use cairn_data::port::contained;
use cairn_middle::environment::Files;
use cairn_middle::environment::files::whole_text;

use super::files::{Access, Outcome};
use super::{Capability, Problem, System, reason};

/// How a file is opened to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Writing {
    /// From its start: it is made, or emptied.
    Replace,
    /// At its end: it is made when it is not there.
    Append,
    /// It must not be there.
    New,
}

/// Files that a host keeps for programs.
///
/// Paths are absolute: a `/` before each name, and no `.`, `..`, empty name or null character. A program has no other
/// current directory than `/`. An error of the kind [`io::ErrorKind::NotFound`] says that there is no such
/// file.
pub trait FileSystem: Send + Sync {
    /// Opens a file to be read.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be read.
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + Send>>;

    /// Opens a file to be written. The host must keep what was written when the stream is dropped, at the
    /// latest.
    ///
    /// # Errors
    /// When it cannot be written. No file can, unless the host says how.
    fn create(&self, path: &str, how: Writing) -> io::Result<Box<dyn Write + Send>> {
        let _ = (path, how);
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }

    /// Whether there is such a file, or a directory.
    ///
    /// # Errors
    /// When that cannot be said.
    fn exists(&self, path: &str) -> io::Result<bool> {
        match self.open(path) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Deletes a file.
    ///
    /// # Errors
    /// When there is none, or it cannot be deleted. No file can, unless the host says how.
    fn delete(&self, path: &str) -> io::Result<()> {
        let _ = path;
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
}

/// The path of a file of the host: absolute, without `.`, `..` and empty names.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::from("/");
    for component in path.components() {
        match component {
            Component::Normal(name) => out.push(name),
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    out
}

/// The names of a path with `/` between them, as the host gets it.
fn text_of(path: &Path) -> io::Result<String> {
    let invalid = |message| io::Error::new(io::ErrorKind::InvalidInput, message);
    let text = path.to_str().ok_or_else(|| invalid("a path must be text"))?;
    if text.contains('\0') {
        return Err(invalid("a path cannot contain a null character"));
    }
    // Where the system has another separator.
    Ok(if cfg!(windows) { text.replace('\\', "/") } else { text.to_string() })
}

/// A file of the host that a program may use.
struct Granted<'a> {
    files: &'a dyn FileSystem,
    path: String,
}

impl System {
    /// Whether programs get files of the host in place of the system's.
    pub fn has_host_files(&self) -> bool {
        self.0.files.is_some()
    }

    /// Fails when the host keeps the files.
    pub(super) fn check_own_files(&self) -> Outcome<()> {
        if !self.has_host_files() {
            return Ok(());
        }
        let message = "the files of this program are its host's, which does not offer this";
        Err(io::Error::new(io::ErrorKind::Unsupported, message).into())
    }

    /// The file of the host at a path, if the program has this capability for it, or it is below `besides`;
    /// nothing when the files are the system's.
    fn of_host(&self, capability: Capability, besides: &[PathBuf], path: &Path) -> Outcome<Option<Granted<'_>>> {
        let Some(files) = &self.0.files else { return Ok(None) };
        if path.as_os_str().is_empty() {
            return Err(io::Error::from(io::ErrorKind::NotFound).into());
        }
        let path = normal(path);
        let is_besides = besides.iter().any(|root| path.starts_with(root));
        if !is_besides && !self.covers(capability, &path) {
            return Err(Problem::Refused(capability));
        }
        Ok(Some(Granted { files: &**files, path: text_of(&path)? }))
    }

    /// Opens a file of the host to be read; nothing when the files are the system's.
    ///
    /// # Errors
    /// When the program may not read it, or the host cannot.
    pub fn host_reader(&self, besides: &[PathBuf], path: &Path) -> Outcome<Option<Box<dyn Read + Send>>> {
        let granted = self.of_host(Capability::Read, besides, path)?;
        granted.map(|file| Ok(contained(|| file.files.open(&file.path))?)).transpose()
    }

    /// Opens a file of the host to be written; nothing when the files are the system's.
    ///
    /// # Errors
    /// When the program may not write it, or the host cannot.
    pub fn host_writer(&self, path: &Path, access: Access) -> Outcome<Option<Box<dyn Write + Send>>> {
        let how = match access {
            Access::Append => Writing::Append,
            Access::Create => Writing::New,
            Access::Read | Access::Write => Writing::Replace,
        };
        let granted = self.of_host(Capability::Write, &[], path)?;
        granted.map(|file| Ok(contained(|| file.files.create(&file.path, how))?)).transpose()
    }

    /// Whether there is such a file.
    ///
    /// # Errors
    /// When the program may not read it.
    pub fn exists(&self, path: &Path) -> Outcome<bool> {
        match self.of_host(Capability::Read, &[], path) {
            Ok(Some(file)) => Ok(contained(|| file.files.exists(&file.path))?),
            Ok(None) => self.exists_here(path),
            Err(Problem::System(_)) => Ok(false),
            Err(problem) => Err(problem),
        }
    }

    /// Deletes a file or a link.
    ///
    /// # Errors
    /// When the program may not, or the system or the host cannot.
    pub fn delete_file(&self, path: &Path) -> Outcome<()> {
        match self.of_host(Capability::Write, &[], path)? {
            Some(file) => Ok(contained(|| file.files.delete(&file.path))?),
            None => self.delete_here(path),
        }
    }
}

/// The texts of libraries, and of included and loaded files, among the host's files.
pub struct HostTexts {
    /// The files, and what the program may read of them.
    pub system: System,
    /// Directories whose texts it may read besides.
    pub libraries: Vec<PathBuf>,
}

impl HostTexts {
    /// The texts of a program whose libraries are in these directories.
    pub fn new(system: System, libraries: &[String]) -> HostTexts {
        HostTexts { system, libraries: libraries.iter().map(|directory| normal(directory.as_ref())).collect() }
    }

    fn text(&self, path: &str) -> Outcome<Option<String>> {
        let Some(stream) = self.system.host_reader(&self.libraries, path.as_ref())? else { return Ok(None) };
        Ok(Some(contained(|| whole_text(stream))?))
    }
}

impl Files for HostTexts {
    fn read(&self, path: &str) -> Result<Option<String>, String> {
        match self.text(path) {
            Err(Problem::System(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(Problem::System(error)) => Err(reason(&error)),
            Err(Problem::Refused(_)) => Err("the capability read (--allow-read) does not cover it".to_string()),
            Err(Problem::Stopped(_) | Problem::Memory(_)) => Err("interrupted".to_string()),
            Ok(text) => Ok(text),
        }
    }
}

/// The files of the host, as an engine is set up with them.
pub type HostFiles = Option<Arc<dyn FileSystem>>;
