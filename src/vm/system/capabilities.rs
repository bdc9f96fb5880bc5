//! Says what a program may reach of the system. A host that runs untrusted programs grants
//! little, and a program may give up what it has.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::{host_files, paths};

/// The kinds of grants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Capability {
    /// Looking for files and directories, and reading them.
    Read,
    /// Writing, making and deleting files and directories.
    Write,
    /// Reading and setting environment variables.
    Environment,
    /// Running other programs.
    Run,
}

impl Capability {
    /// Every capability.
    pub const ALL: [Capability; 4] = [Capability::Read, Capability::Write, Capability::Environment, Capability::Run];

    /// Its name: a symbol in programs, the end of an option of the command.
    pub fn name(self) -> &'static str {
        match self {
            Capability::Read => "read",
            Capability::Write => "write",
            Capability::Environment => "env",
            Capability::Run => "run",
        }
    }

    /// The capability of this name.
    pub fn named(name: &str) -> Option<Capability> {
        Capability::ALL.into_iter().find(|capability| capability.name() == name)
    }
}

/// How much of a capability a program has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Grant {
    /// All of it.
    All,
    /// Only these: directories with everything below them, files, names of variables
    /// or programs.
    Only(Vec<OsString>),
}

impl Grant {
    /// Nothing.
    pub const NONE: Grant = Grant::Only(Vec::new());

    /// Whether it covers everything.
    pub fn is_all(&self) -> bool {
        *self == Grant::All
    }

    /// A grant of these paths, names or programs.
    pub fn only<T: Into<OsString>>(items: impl IntoIterator<Item = T>) -> Grant {
        Grant::Only(items.into_iter().map(Into::into).collect())
    }

    /// Whether it covers a path that has no links in it.
    pub fn covers_path(&self, path: &Path) -> bool {
        match self {
            Grant::All => true,
            Grant::Only(roots) => roots.iter().any(|root| contains(Path::new(root), path)),
        }
    }

    /// Whether it covers exactly this name.
    pub fn covers_name(&self, name: &OsStr) -> bool {
        match self {
            Grant::All => true,
            Grant::Only(names) => names.iter().any(|known| known == name),
        }
    }

    /// The intersection of this grant and `other`.
    fn meet(&self, other: &Grant, covers: fn(&Grant, &OsStr) -> bool) -> Grant {
        match (self, other) {
            (Grant::All, kept) | (kept, Grant::All) => kept.clone(),
            (Grant::Only(mine), Grant::Only(theirs)) => {
                let of_mine = mine.iter().filter(|item| covers(other, item));
                let of_theirs = theirs.iter().filter(|item| covers(self, item) && !mine.contains(item));
                Grant::Only(of_mine.chain(of_theirs).cloned().collect())
            }
        }
    }

    fn map(&self, f: impl Fn(&OsStr) -> Vec<OsString>) -> Grant {
        match self {
            Grant::All => Grant::All,
            Grant::Only(items) => Grant::Only(items.iter().flat_map(|item| f(item)).collect()),
        }
    }
}

/// The kernel's view of processes, their memory, environment and open files. A grant of a
/// directory above it does not cover it.
const PROCESSES: &str = "/proc";

fn contains(root: &Path, path: &Path) -> bool {
    path.starts_with(root) && (root.starts_with(PROCESSES) || !path.starts_with(PROCESSES))
}

/// The parts of the system that a program may access. The default is everything.
///
/// Standard streams are the host's own choice ([`Streams`](cairn_data::port::Streams)).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Capabilities {
    /// Files and directories to look for and to read. The texts of libraries and of included
    /// and loaded files are among them.
    pub read: Grant,
    /// Files and directories to write, make and delete.
    pub write: Grant,
    /// Environment variables to read and to set, by name.
    pub environment: Grant,
    /// Programs to run: paths, or names that are looked up in `PATH` when the engine is made.
    pub run: Grant,
}

impl Capabilities {
    /// Everything.
    pub const ALL: Capabilities =
        Capabilities { read: Grant::All, write: Grant::All, environment: Grant::All, run: Grant::All };
    /// Nothing.
    pub const NONE: Capabilities =
        Capabilities { read: Grant::NONE, write: Grant::NONE, environment: Grant::NONE, run: Grant::NONE };

    /// The grant of a capability.
    pub fn of(&self, capability: Capability) -> &Grant {
        match capability {
            Capability::Read => &self.read,
            Capability::Write => &self.write,
            Capability::Environment => &self.environment,
            Capability::Run => &self.run,
        }
    }

    fn of_mut(&mut self, capability: Capability) -> &mut Grant {
        match capability {
            Capability::Read => &mut self.read,
            Capability::Write => &mut self.write,
            Capability::Environment => &mut self.environment,
            Capability::Run => &mut self.run,
        }
    }

    /// Sets the grant of a capability.
    pub fn set(&mut self, capability: Capability, grant: Grant) {
        *self.of_mut(capability) = grant;
    }

    /// Keeps of a capability what `kept` covers too. Its paths are resolved below `directory`; without one
    /// they are of the host's files.
    pub(crate) fn narrow(&mut self, capability: Capability, kept: &Grant, directory: Option<&Path>) {
        let kept = kept.map(|item| resolved(capability, item, directory));
        let covers = match capability {
            Capability::Read | Capability::Write => |grant: &Grant, item: &OsStr| grant.covers_path(Path::new(item)),
            Capability::Environment | Capability::Run => Grant::covers_name,
        };
        let grant = self.of_mut(capability);
        *grant = grant.meet(&kept, covers);
    }

    /// The same with all paths absolute and free of links, and programs found: what is granted
    /// stays the same whatever becomes of the current directory, of links and of `PATH`. Without a
    /// directory the paths are of the host's files.
    pub(crate) fn resolved(&self, directory: Option<&Path>) -> Capabilities {
        let mut all = self.clone();
        for capability in Capability::ALL {
            all.set(capability, self.of(capability).map(|item| resolved(capability, item, directory)));
        }
        all
    }
}

impl Default for Capabilities {
    fn default() -> Self {
        Capabilities::ALL
    }
}

fn resolved(capability: Capability, item: &OsStr, directory: Option<&Path>) -> Vec<OsString> {
    match capability {
        Capability::Read | Capability::Write => {
            let path = match directory {
                Some(directory) => paths::canonical(&directory.join(item)),
                None => host_files::normal(Path::new(item)),
            };
            vec![path.into_os_string()]
        }
        Capability::Environment => vec![item.to_os_string()],
        Capability::Run => {
            let search = std::env::var_os("PATH");
            let program = paths::program(item, search.as_deref(), directory.unwrap_or(Path::new("/")));
            program.into_iter().map(PathBuf::into).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_covers_what_is_below_it_and_nothing_beside_it() {
        let grant = Grant::only(["/data"]);
        for (path, covered) in [("/data", true), ("/data/a/b", true), ("/database", false), ("/", false)] {
            assert_eq!(grant.covers_path(Path::new(path)), covered, "{path}");
        }
        assert!(!Grant::only(["/"]).covers_path(Path::new("/proc/self/environ")));
        assert!(Grant::only(["/proc/self"]).covers_path(Path::new("/proc/self/environ")));
    }

    #[test]
    fn narrowing_never_adds() {
        let here = Some(Path::new("/"));
        let mut capabilities = Capabilities { read: Grant::only(["/a", "/b/c"]), ..Capabilities::ALL };
        capabilities.narrow(Capability::Read, &Grant::only(["/b", "/a/x", "/d"]), here);
        assert_eq!(capabilities.read, Grant::only(["/b/c", "/a/x"]));
        capabilities.narrow(Capability::Environment, &Grant::only(["HOME"]), here);
        capabilities.narrow(Capability::Environment, &Grant::only(["USER"]), here);
        assert_eq!(capabilities.environment, Grant::NONE);
        capabilities.narrow(Capability::Read, &Grant::All, here);
        assert_eq!(capabilities.read, Grant::only(["/b/c", "/a/x"]));
    }
}
