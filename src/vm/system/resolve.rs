//! Resolves a path one component at a time, holding each directory open on the way.
//!
//! The checked object is the one used: the result is a directory that is open and the name of
//! something in it, to be used without following links. So neither a link nor a directory
//! that is exchanged meanwhile leads elsewhere.

use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, openat, readlinkat, statat};

use super::files::Links;

/// Links that a path may lead through, as many as Linux allows.
const MOST_LINKS: usize = 40;

/// Something in a directory that is open.
pub struct Place {
    /// The directory.
    pub directory: OwnedFd,
    /// The name in it, or `.` for the directory itself.
    pub name: OsString,
    /// The path, without links.
    pub path: PathBuf,
}

/// A path that cannot be resolved: how far it leads, what is left of it, and why.
pub(super) struct Dead {
    /// The path that it would have.
    pub path: PathBuf,
    /// Why it ends.
    pub error: io::Error,
}

/// A path under way.
struct Walk {
    /// The open directories from the root on.
    open: Vec<OwnedFd>,
    /// The path of the last one.
    path: PathBuf,
    /// Components to come.
    rest: VecDeque<OsString>,
    links: usize,
}

/// Resolves a path, which is absolute.
pub(super) fn resolve(path: &Path, last: Links) -> Result<Place, Dead> {
    let mut walk = Walk { open: Vec::new(), path: PathBuf::from("/"), rest: VecDeque::new(), links: 0 };
    walk.push_front(path.as_os_str());
    let found = walk.run(last);
    found.map_err(|error| {
        let left = walk.rest.iter().fold(walk.path.clone(), |path, part| path.join(part));
        Dead { path: super::paths::normal(&left), error }
    })
}

impl Walk {
    /// Puts the components of a path before what is to come. An absolute one starts at the root.
    fn push_front(&mut self, path: &OsStr) {
        let bytes = path.as_bytes();
        if bytes.first() == Some(&b'/') {
            self.open.clear();
            self.path = PathBuf::from("/");
        }
        if bytes.last() == Some(&b'/') {
            self.rest.push_front(".".into());
        }
        for part in bytes.split(|&byte| byte == b'/').rev().filter(|part| !part.is_empty()) {
            self.rest.push_front(OsStr::from_bytes(part).into());
        }
    }

    fn run(&mut self, last: Links) -> io::Result<Place> {
        self.open_root()?;
        while let Some(name) = self.rest.pop_front() {
            let found = match name.as_bytes() {
                b"." => None,
                b".." => {
                    self.leave();
                    None
                }
                _ => {
                    let step = self.step(&name, last);
                    if step.is_err() {
                        self.rest.push_front(name);
                    }
                    step?
                }
            };
            if let Some(place) = found {
                return Ok(place);
            }
        }
        self.place(".".into(), self.path.clone())
    }

    fn open_root(&mut self) -> io::Result<()> {
        if self.open.is_empty() {
            self.open.push(openat(
                rustix::fs::CWD,
                "/",
                OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC,
                Mode::empty(),
            )?);
        }
        Ok(())
    }

    fn leave(&mut self) {
        if self.open.len() > 1 {
            self.open.pop();
            self.path.pop();
        }
    }

    fn here(&self) -> io::Result<&OwnedFd> {
        self.open.last().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn place(&self, name: OsString, path: PathBuf) -> io::Result<Place> {
        Ok(Place { directory: self.here()?.try_clone()?, name, path })
    }

    /// Takes one component that is a name: the place, when it is the last.
    fn step(&mut self, name: &OsStr, last: Links) -> io::Result<Option<Place>> {
        let is_last = self.rest.is_empty();
        let status = statat(self.here()?, name, AtFlags::SYMLINK_NOFOLLOW);
        let is_link = status.is_ok_and(|status| FileType::from_raw_mode(status.st_mode) == FileType::Symlink);
        if is_link && !(is_last && last == Links::Keep) {
            self.follow(name)?;
            return Ok(None);
        }
        if is_last {
            return self.place(name.into(), self.path.join(name)).map(Some);
        }
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let directory = openat(self.here()?, name, flags, Mode::empty())?;
        self.open.push(directory);
        self.path.push(name);
        Ok(None)
    }

    fn follow(&mut self, name: &OsStr) -> io::Result<()> {
        self.links += 1;
        if self.links > MOST_LINKS {
            return Err(rustix::io::Errno::LOOP.into());
        }
        let target = readlinkat(self.here()?, name, Vec::new())?;
        self.push_front(OsStr::from_bytes(target.as_bytes()));
        self.open_root()
    }
}
