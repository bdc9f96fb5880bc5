//! Reaches what only POSIX has: files opened with its flags, their owners, the room on their
//! volume, descriptors that the process has inherited.

use std::fs::File;
use std::io;
use std::os::fd::BorrowedFd;
use std::path::Path;

use rustix::fs::{self, Gid, OFlags, Uid};

use super::files::{At, Links, Outcome};
use super::{Capability, Problem, System};

/// How to open a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opening {
    /// Whether it is written, and otherwise read.
    pub writes: bool,
    /// Whether it is written at its end.
    pub append: bool,
    /// Whether it is made when it is not there.
    pub create: bool,
    /// Whether it must not be there.
    pub exclusive: bool,
    /// Whether a link at the end of the path is an error.
    pub no_follow: bool,
    /// Whether it is emptied.
    pub truncate: bool,
    /// Its permissions when it is made, before the masks.
    pub mode: u32,
}

impl Opening {
    fn flags(&self) -> OFlags {
        let base = if self.writes { OFlags::WRONLY } else { OFlags::RDONLY };
        [
            (self.append, OFlags::APPEND),
            (self.create, OFlags::CREATE),
            (self.exclusive, OFlags::EXCL),
            (self.no_follow, OFlags::NOFOLLOW),
            (self.truncate, OFlags::TRUNC),
        ]
        .into_iter()
        .filter(|(wanted, _)| *wanted)
        .fold(base | OFlags::NONBLOCK | OFlags::NOCTTY, |flags, (_, flag)| flags | flag)
    }

    /// The capabilities that a program needs for it: a file that is made or emptied is written, too.
    fn capabilities(&self) -> &'static [Capability] {
        match (self.writes, self.create || self.truncate) {
            (true, _) => &[Capability::Write],
            (false, true) => &[Capability::Read, Capability::Write],
            (false, false) => &[Capability::Read],
        }
    }
}

impl System {
    /// Opens a file; a directory is none.
    ///
    /// # Errors
    /// When the program may not, or the system cannot.
    pub fn open_as(&self, path: &Path, how: &Opening) -> Outcome<File> {
        let links = if how.no_follow || how.exclusive { Links::Keep } else { Links::Follow };
        let at = self.at_below(how.capabilities(), &[], path, links)?;
        let flags = how.flags() | at.open_flags(links);
        let file = File::from(fs::openat(at.directory(), at.name(), flags, self.masked(how.mode))?);
        match file.metadata()?.is_dir() {
            true => Err(io::Error::from(io::ErrorKind::IsADirectory).into()),
            false => Ok(file),
        }
    }

    /// Another descriptor of what the process has open under this number. Only a program with
    /// all of a capability may use what it did not open.
    ///
    /// # Errors
    /// When the program may not, or nothing is open there.
    pub fn inherited(&self, number: i32, capability: Capability) -> Outcome<File> {
        if !self.has_all(capability) {
            return Err(Problem::Refused(capability));
        }
        if number < 0 {
            return Err(io::Error::from_raw_os_error(rustix::io::Errno::BADF.raw_os_error()).into());
        }
        // SAFETY: the number is not -1, which is all that the type demands. The borrow ends
        // with this one call, which the system refuses when nothing is open there.
        let borrowed = unsafe { BorrowedFd::borrow_raw(number) };
        Ok(File::from(rustix::io::fcntl_dupfd_cloexec(borrowed, 3)?))
    }

    /// Changes the owner and the group of a file; none leaves it as it is.
    ///
    /// # Errors
    /// When the program may not write it, or the system cannot.
    pub fn set_owner(&self, path: &Path, user: Option<u32>, group: Option<u32>) -> Outcome<()> {
        let at = self.at(Capability::Write, path, Links::Follow)?;
        let (user, group) = (user.map(Uid::from_raw), group.map(Gid::from_raw));
        Ok(fs::chownat(at.directory(), at.name(), user, group, at.at_flags(Links::Follow))?)
    }

    /// The bytes that are free on the volume of a file.
    ///
    /// # Errors
    /// When the program may not read it, or it is not there.
    pub fn free_space(&self, path: &Path) -> Outcome<u64> {
        let at = self.at(Capability::Read, path, Links::Follow)?;
        let volume = match &at {
            At::Path(path) => fs::statvfs(path)?,
            // There is no call that takes a name in an open directory.
            At::Place(_) => {
                let flags = OFlags::RDONLY | OFlags::NONBLOCK | at.open_flags(Links::Keep);
                fs::fstatvfs(fs::openat(at.directory(), at.name(), flags, fs::Mode::empty())?)?
            }
        };
        Ok(volume.f_bavail.saturating_mul(volume.f_frsize))
    }
}
