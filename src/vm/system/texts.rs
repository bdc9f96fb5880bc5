//! Reads the texts of libraries and of included and loaded files from the system, as far as
//! the program's capabilities go.

use std::path::PathBuf;

use cairn_middle::environment::Files;
use cairn_middle::environment::files::whole_text;

use super::files::Access;
use super::{Problem, System, reason};

/// The system's files, for an engine that finds texts there.
pub struct GrantedFiles {
    /// The parts of the system that the program may access.
    pub system: System,
    /// Directories whose texts it may read besides: the host named them as places of
    /// libraries.
    pub libraries: Vec<PathBuf>,
}

impl Files for GrantedFiles {
    fn read(&self, path: &str) -> Result<Option<String>, String> {
        let opened = self.system.open_below(&self.libraries, path.as_ref(), Access::Read);
        match opened.and_then(|file| Ok(whole_text(file)?)) {
            Ok(text) => Ok(Some(text)),
            Err(Problem::System(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(Problem::System(error)) => Err(reason(&error)),
            Err(Problem::Refused(_)) => Err("the capability read (--allow-read) does not cover it".to_string()),
            Err(Problem::Stopped(_) | Problem::Memory(_)) => Err("interrupted".to_string()),
        }
    }
}
