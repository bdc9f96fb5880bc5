//! Opens, makes, changes and deletes files; no other module of the engine does.
//!
//! Each operation names the capability that it needs. A program that has all of it uses the
//! path as the operating system does. For another the path is resolved first, and what is
//! checked is the directory, held open, that is then used (`resolve`).

use std::fs::File;
use std::path::{Path, PathBuf};

use super::{Capability, Problem, System};

/// How to treat a link at the end of a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Links {
    /// Use what it points to.
    Follow,
    /// Use the link itself.
    Keep,
}

/// The purpose of opening a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// To be read.
    Read,
    /// To be written from its start; it is made, or emptied.
    Write,
    /// To be written at its end; it is made when it is not there.
    Append,
    /// To be made and written; it must not be there. Only its owner may use it.
    Create,
}

impl Access {
    /// The capability that it needs.
    pub fn capability(self) -> Capability {
        if self == Access::Read { Capability::Read } else { Capability::Write }
    }
}

/// A time to set for a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// The present time.
    Now,
    /// The file's time stays.
    Unchanged,
    /// Nanoseconds since 1970.
    At(i128),
}

/// The system's information about a file.
#[derive(Clone, Debug)]
pub struct Status {
    /// The type of file and its permissions.
    pub mode: u32,
    /// Bytes.
    pub size: u64,
    /// When it was changed, in nanoseconds since 1970.
    pub modified: i128,
    /// When it was used, in nanoseconds since 1970.
    pub accessed: i128,
    /// When it or its status was changed, in nanoseconds since 1970.
    pub changed: i128,
    /// Its number on its device.
    pub inode: u64,
    /// The device that it is on.
    pub device: u64,
    /// Links to it.
    pub links: u64,
    /// The number of the user that owns it.
    pub user: u32,
    /// The number of the group that owns it.
    pub group: u32,
    /// The device that it is, if it is one.
    pub special: u64,
    /// The size of the blocks that suit it best.
    pub block_size: u64,
    /// Blocks of 512 bytes that it takes.
    pub blocks: u64,
}

pub(super) type Outcome<T> = Result<T, Problem>;

#[cfg(unix)]
pub use unix::{At, Entry, FileKind};

#[cfg(unix)]
mod unix {
    use super::*;
    use std::borrow::Cow;
    use std::ffi::OsString;
    use std::io;
    use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
    use std::os::unix::ffi::{OsStrExt, OsStringExt};

    use rustix::fs::{self, AtFlags, CWD, Dir, FileType, Mode, OFlags};

    use super::super::resolve::{Place, resolve};

    /// Permissions of what is made, before the process's mask.
    const NEW_FILE: u32 = 0o666;
    const NEW_DIRECTORY: u32 = 0o777;
    const PRIVATE: u32 = 0o600;

    /// A place that the program may use as it asked: the operations on it follow no link that
    /// was not checked.
    pub enum At {
        /// The program has all of the capability: the path as the system understands it.
        Path(PathBuf),
        /// A name in a directory that is open.
        Place(Place),
    }

    impl At {
        pub(in super::super) fn directory(&self) -> BorrowedFd<'_> {
            match self {
                At::Path(_) => CWD,
                At::Place(place) => place.directory.as_fd(),
            }
        }

        pub(in super::super) fn name(&self) -> &Path {
            match self {
                At::Path(path) => path,
                At::Place(place) => Path::new(&place.name),
            }
        }

        pub(in super::super) fn open_flags(&self, links: Links) -> OFlags {
            let keep = links == Links::Keep || matches!(self, At::Place(_));
            OFlags::CLOEXEC | if keep { OFlags::NOFOLLOW } else { OFlags::empty() }
        }

        pub(in super::super) fn at_flags(&self, links: Links) -> AtFlags {
            let keep = links == Links::Keep || matches!(self, At::Place(_));
            if keep { AtFlags::SYMLINK_NOFOLLOW } else { AtFlags::empty() }
        }

        fn open(&self, access: Access, mask: u32) -> io::Result<File> {
            let (flags, mode) = match access {
                Access::Read => (OFlags::RDONLY | OFlags::NONBLOCK, 0),
                Access::Write => (OFlags::WRONLY | OFlags::CREATE | OFlags::TRUNC, NEW_FILE),
                Access::Append => (OFlags::WRONLY | OFlags::CREATE | OFlags::APPEND, NEW_FILE),
                Access::Create => (OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL, PRIVATE),
            };
            // A pipe with a name would wait for its other end; who reads it asks first.
            let flags = flags | OFlags::NONBLOCK | OFlags::NOCTTY | self.open_flags(Links::Follow);
            Ok(File::from(fs::openat(self.directory(), self.name(), flags, Mode::from_raw_mode(mode & !mask))?))
        }

        fn open_directory(&self) -> io::Result<OwnedFd> {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | self.open_flags(Links::Follow);
            Ok(fs::openat(self.directory(), self.name(), flags, Mode::empty())?)
        }
    }

    /// The type of a file.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub enum FileKind {
        /// A regular file.
        File,
        /// A directory.
        Directory,
        /// A symbolic link.
        Link,
        /// A pipe with a name.
        Fifo,
        /// A socket.
        Socket,
        /// A device.
        Device,
        /// Anything else.
        Other,
    }

    impl From<FileType> for FileKind {
        fn from(kind: FileType) -> FileKind {
            match kind {
                FileType::RegularFile => FileKind::File,
                FileType::Directory => FileKind::Directory,
                FileType::Symlink => FileKind::Link,
                FileType::Fifo => FileKind::Fifo,
                FileType::Socket => FileKind::Socket,
                FileType::CharacterDevice | FileType::BlockDevice => FileKind::Device,
                FileType::Unknown => FileKind::Other,
            }
        }
    }

    /// The entries of a directory.
    pub struct Entry {
        /// Its name.
        pub name: OsString,
        /// Its type, a link's own.
        pub kind: FileKind,
    }

    impl Status {
        fn of(stat: &fs::Stat) -> Status {
            #[allow(clippy::unnecessary_cast, reason = "the types differ between systems")]
            let time = |seconds: i64, nanoseconds| i128::from(seconds) * 1_000_000_000 + nanoseconds as i128;
            #[allow(clippy::unnecessary_cast, reason = "the types differ between systems")]
            Status {
                mode: stat.st_mode as u32,
                size: stat.st_size as u64,
                modified: time(stat.st_mtime, stat.st_mtime_nsec),
                accessed: time(stat.st_atime, stat.st_atime_nsec),
                changed: time(stat.st_ctime, stat.st_ctime_nsec),
                inode: stat.st_ino as u64,
                device: stat.st_dev as u64,
                links: stat.st_nlink as u64,
                user: stat.st_uid as u32,
                group: stat.st_gid as u32,
                special: stat.st_rdev as u64,
                block_size: stat.st_blksize as u64,
                blocks: stat.st_blocks as u64,
            }
        }

        /// The type of the file.
        pub fn kind(&self) -> FileKind {
            FileType::from_raw_mode(self.mode as _).into()
        }

        /// Whether it is a directory.
        pub fn is_directory(&self) -> bool {
            self.kind() == FileKind::Directory
        }
    }

    impl System {
        /// The place of a path, if the program has this capability for it.
        pub(in super::super) fn at(&self, capability: Capability, path: &Path, links: Links) -> Outcome<At> {
            self.at_below(&[capability], &[], path, links)
        }

        /// The place of a path, if the program has all of these capabilities for it; it has
        /// them for what is below `besides`.
        pub(in super::super) fn at_below(
            &self,
            wanted: &[Capability],
            besides: &[PathBuf],
            path: &Path,
            links: Links,
        ) -> Outcome<At> {
            self.check_own_files()?;
            if path.as_os_str().is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            if path.as_os_str().as_bytes().contains(&0) {
                return Err(
                    io::Error::new(io::ErrorKind::InvalidInput, "a path cannot contain a null character").into()
                );
            }
            if wanted.iter().all(|&capability| self.has_all(capability)) {
                return Ok(At::Path(self.located(path)));
            }
            let refused = |path: &Path| {
                let lacks = |&&capability: &&Capability| !self.covers(capability, path);
                let is_besides = besides.iter().any(|root| path.starts_with(root));
                wanted.iter().find(lacks).filter(|_| !is_besides).copied()
            };
            let resolved = resolve(&self.current_directory().join(path), links);
            let reached = match &resolved {
                Ok(place) => &place.path,
                Err(dead) => &dead.path,
            };
            // Whether it exists is not said either.
            match (refused(reached), resolved) {
                (Some(capability), _) => Err(Problem::Refused(capability)),
                (None, Ok(place)) => Ok(At::Place(place)),
                (None, Err(dead)) => Err(dead.error.into()),
            }
        }

        /// Opens a file; a directory is none.
        ///
        /// # Errors
        /// When the program may not, or the system cannot.
        pub fn open(&self, path: &Path, access: Access) -> Outcome<File> {
            self.open_below(&[], path, access)
        }

        /// The same; what is below `besides` is covered, too.
        ///
        /// # Errors
        /// As for [`System::open`].
        pub fn open_below(&self, besides: &[PathBuf], path: &Path, access: Access) -> Outcome<File> {
            let file =
                self.at_below(&[access.capability()], besides, path, Links::Follow)?.open(access, self.mask())?;
            if access == Access::Read && file.metadata()?.is_dir() {
                return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
            }
            Ok(file)
        }

        /// The system's information about a file.
        ///
        /// # Errors
        /// When the program may not read it, or it is not there.
        pub fn status(&self, path: &Path, links: Links) -> Outcome<Status> {
            let at = self.at(Capability::Read, path, links)?;
            Ok(Status::of(&fs::statat(at.directory(), at.name(), at.at_flags(links))?))
        }

        pub(in super::super) fn exists_here(&self, path: &Path) -> Outcome<bool> {
            match self.status(path, Links::Follow) {
                Ok(_) => Ok(true),
                Err(Problem::System(_)) => Ok(false),
                Err(problem) => Err(problem),
            }
        }

        /// The path, absolute and without links, of what exists.
        ///
        /// # Errors
        /// When the program may not read it, or it is not there.
        pub fn real_path(&self, path: &Path) -> Outcome<PathBuf> {
            match self.at(Capability::Read, path, Links::Follow)? {
                At::Path(path) => Ok(path.canonicalize()?),
                At::Place(place) => {
                    fs::statat(&place.directory, &*place.name, AtFlags::SYMLINK_NOFOLLOW)?;
                    Ok(place.path)
                }
            }
        }

        /// The path of something that the program may write, without links in the directories
        /// above it.
        ///
        /// # Errors
        /// When the program may not write it.
        pub fn writable_path(&self, path: &Path) -> Outcome<PathBuf> {
            match self.at(Capability::Write, path, Links::Keep)? {
                At::Path(path) => Ok(super::super::paths::canonical(&path)),
                At::Place(place) => Ok(place.path),
            }
        }

        /// The target of a link, as written.
        ///
        /// # Errors
        /// When the program may not read it, or it is no link.
        pub fn read_link(&self, path: &Path) -> Outcome<OsString> {
            let at = self.at(Capability::Read, path, Links::Keep)?;
            Ok(OsString::from_vec(fs::readlinkat(at.directory(), at.name(), Vec::new())?.into_bytes()))
        }

        /// The entries of a directory, except itself and its parent, in the system's order.
        ///
        /// # Errors
        /// When the program may not read it, or it is no directory.
        pub fn entries(&self, path: &Path) -> Outcome<Vec<Entry>> {
            Ok(entries(self.at(Capability::Read, path, Links::Follow)?.open_directory()?)?)
        }

        /// Opens a directory whose content is to be looked through.
        ///
        /// # Errors
        /// As for [`System::entries`].
        pub fn open_directory(&self, path: &Path) -> Outcome<OwnedFd> {
            Ok(self.at(Capability::Read, path, Links::Follow)?.open_directory()?)
        }

        pub(in super::super) fn delete_here(&self, path: &Path) -> Outcome<()> {
            let at = self.at(Capability::Write, path, Links::Keep)?;
            Ok(fs::unlinkat(at.directory(), at.name(), AtFlags::empty())?)
        }

        /// Deletes an empty directory.
        ///
        /// # Errors
        /// As for [`System::delete_file`].
        pub fn delete_directory(&self, path: &Path) -> Outcome<()> {
            let at = self.at(Capability::Write, path, Links::Keep)?;
            Ok(fs::unlinkat(at.directory(), at.name(), AtFlags::REMOVEDIR)?)
        }

        /// Deletes a file, or a directory with all that it holds. Links are not followed.
        /// `each` is asked before each deletion.
        ///
        /// # Errors
        /// As for [`System::delete_file`]; what `each` says.
        pub fn delete_tree(&self, path: &Path, mut each: impl FnMut() -> Outcome<()>) -> Outcome<()> {
            let at = self.at(Capability::Write, path, Links::Keep)?;
            delete_tree(at.directory(), at.name(), &mut each)
        }

        /// Makes a directory with these permissions, or the usual ones, before the masks.
        ///
        /// # Errors
        /// When the program may not, or the system cannot.
        pub fn make_directory(&self, path: &Path, mode: Option<u32>) -> Outcome<()> {
            let at = self.at(Capability::Write, path, Links::Keep)?;
            Ok(fs::mkdirat(at.directory(), at.name(), self.masked(mode.unwrap_or(NEW_DIRECTORY)))?)
        }

        /// Gives a file another name, in place of what has that now.
        ///
        /// # Errors
        /// When the program may not write both, or the system cannot.
        pub fn rename(&self, from: &Path, to: &Path) -> Outcome<()> {
            // A file moved to a readable place could then be read there.
            self.check_readable(from, to)?;
            let from = self.at(Capability::Write, from, Links::Keep)?;
            let to = self.at(Capability::Write, to, Links::Keep)?;
            Ok(fs::renameat(from.directory(), from.name(), to.directory(), to.name())?)
        }

        /// Makes another link to a file.
        ///
        /// # Errors
        /// When the program may not read and write the file, and write the new name; or the
        /// system cannot.
        pub fn link(&self, from: &Path, to: &Path) -> Outcome<()> {
            // A second name would give access that the first may not have.
            self.at(Capability::Read, from, Links::Keep)?;
            let from = self.at(Capability::Write, from, Links::Keep)?;
            let to = self.at(Capability::Write, to, Links::Keep)?;
            Ok(fs::linkat(from.directory(), from.name(), to.directory(), to.name(), AtFlags::empty())?)
        }

        /// Makes a symbolic link to `target`, which is not looked at.
        ///
        /// # Errors
        /// When the program may not write it, or the system cannot.
        pub fn symbolic_link(&self, target: &Path, path: &Path) -> Outcome<()> {
            let at = self.at(Capability::Write, path, Links::Keep)?;
            Ok(fs::symlinkat(target, at.directory(), at.name())?)
        }

        /// Sets the permissions of a file.
        ///
        /// # Errors
        /// When the program may not write it, or the system cannot.
        pub fn set_mode(&self, path: &Path, mode: u32) -> Outcome<()> {
            let at = self.at(Capability::Write, path, Links::Follow)?;
            let mode = Mode::from_raw_mode(mode as _);
            match &at {
                At::Path(path) => Ok(fs::chmodat(CWD, path, mode, AtFlags::empty())?),
                // There is no call that changes the mode of a name and follows no link.
                At::Place(_) => {
                    let flags = OFlags::RDONLY | OFlags::NONBLOCK | at.open_flags(Links::Keep);
                    let file = fs::openat(at.directory(), at.name(), flags, Mode::empty())?;
                    Ok(fs::fchmod(file, mode)?)
                }
            }
        }

        /// Sets when a file was used and changed.
        ///
        /// # Errors
        /// When the program may not write it, or the system cannot.
        pub fn set_times(&self, path: &Path, accessed: Moment, modified: Moment) -> Outcome<()> {
            let at = self.at(Capability::Write, path, Links::Follow)?;
            let times = fs::Timestamps { last_access: timespec(accessed), last_modification: timespec(modified) };
            Ok(fs::utimensat(at.directory(), at.name(), &times, at.at_flags(Links::Follow))?)
        }

        /// Makes a pipe with a name, and with these permissions, or the usual ones.
        ///
        /// # Errors
        /// When the program may not write it, or the system cannot.
        pub fn make_fifo(&self, path: &Path, mode: Option<u32>) -> Outcome<()> {
            let at = self.at(Capability::Write, path, Links::Keep)?;
            let mode = self.masked(mode.unwrap_or(NEW_FILE));
            Ok(fs::mknodat(at.directory(), at.name(), FileType::Fifo, mode, 0)?)
        }

        /// Cuts a file to this size, or extends it with zeros.
        ///
        /// # Errors
        /// When the program may not write it, or the system cannot.
        pub fn truncate(&self, path: &Path, size: u64) -> Outcome<()> {
            let at = self.at(Capability::Write, path, Links::Follow)?;
            let flags = OFlags::WRONLY | OFlags::NONBLOCK | at.open_flags(Links::Follow);
            let file = File::from(fs::openat(at.directory(), at.name(), flags, Mode::empty())?);
            Ok(file.set_len(size)?)
        }

        /// Permissions without those that the engine's mask takes away.
        pub(in super::super) fn masked(&self, mode: u32) -> Mode {
            Mode::from_raw_mode((mode & !self.mask()) as _)
        }

        /// A file that can be written but not read must not become one that can be read.
        fn check_readable(&self, from: &Path, to: &Path) -> Outcome<()> {
            let readable = |path| self.at(Capability::Read, path, Links::Keep);
            match readable(to) {
                Ok(_) => readable(from).map(|_| ()),
                Err(_) => Ok(()),
            }
        }
    }

    fn timespec(moment: Moment) -> fs::Timespec {
        match moment {
            Moment::At(time) => fs::Timespec {
                tv_sec: time.div_euclid(1_000_000_000) as _,
                tv_nsec: time.rem_euclid(1_000_000_000) as _,
            },
            Moment::Now => fs::Timespec { tv_sec: 0, tv_nsec: fs::UTIME_NOW as _ },
            Moment::Unchanged => fs::Timespec { tv_sec: 0, tv_nsec: fs::UTIME_OMIT as _ },
        }
    }

    /// The entries of an open directory.
    ///
    /// # Errors
    /// Errors of the system.
    pub fn entries(directory: OwnedFd) -> io::Result<Vec<Entry>> {
        let mut found = Vec::new();
        let mut reader = Dir::new(directory)?;
        while let Some(entry) = reader.read() {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                let kind = match entry.file_type() {
                    // Some file systems do not say.
                    FileType::Unknown => kind_in(&reader, entry.file_name()),
                    kind => kind,
                };
                found.push(Entry { name: OsString::from_vec(name.to_vec()), kind: kind.into() });
            }
        }
        Ok(found)
    }

    fn kind_in(directory: &Dir, name: &std::ffi::CStr) -> FileType {
        let status = directory.fd().and_then(|fd| fs::statat(fd, name, AtFlags::SYMLINK_NOFOLLOW));
        status.map_or(FileType::Unknown, |status| FileType::from_raw_mode(status.st_mode))
    }

    /// Opens a directory in an open one, and follows no link.
    ///
    /// # Errors
    /// Errors of the system.
    pub fn open_directory_in(directory: BorrowedFd<'_>, name: &Path) -> io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(fs::openat(directory, name, flags, Mode::empty())?)
    }

    /// Deletes what has this name in an open directory. The directories under way are a list,
    /// so that depth costs no native stack; one that somebody fills meanwhile is an error.
    fn delete_tree(directory: BorrowedFd<'_>, name: &Path, each: &mut impl FnMut() -> Outcome<()>) -> Outcome<()> {
        each()?;
        match fs::unlinkat(directory, name, AtFlags::empty()) {
            Ok(()) => return Ok(()),
            Err(rustix::io::Errno::ISDIR | rustix::io::Errno::PERM) => {}
            Err(error) => return Err(error.into()),
        }
        let mut levels = vec![Level::open(directory, Cow::Borrowed(name))?];
        while let Some(level) = levels.last_mut() {
            each()?;
            let Some(entry) = level.entries.pop() else {
                let done = levels.pop().map(|level| level.name).unwrap_or_default();
                let parent = levels.last().map_or(directory, |level| level.directory.as_fd());
                fs::unlinkat(parent, &*done, AtFlags::REMOVEDIR)?;
                continue;
            };
            if entry.kind == FileKind::Directory {
                let below = Level::open(level.directory.as_fd(), Cow::Owned(entry.name.into()))?;
                levels.push(below);
            } else {
                match fs::unlinkat(&level.directory, &*entry.name, AtFlags::empty()) {
                    // Somebody else was faster.
                    Ok(()) | Err(rustix::io::Errno::NOENT) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(())
    }

    /// A directory that is being emptied.
    struct Level<'a> {
        directory: OwnedFd,
        name: Cow<'a, Path>,
        entries: Vec<Entry>,
    }

    impl<'a> Level<'a> {
        fn open(parent: BorrowedFd<'_>, name: Cow<'a, Path>) -> io::Result<Level<'a>> {
            let directory = open_directory_in(parent, &name)?;
            let entries = entries(directory.try_clone()?)?;
            Ok(Level { directory, name, entries })
        }
    }
}

#[cfg(unix)]
pub use unix::{entries, open_directory_in};

/// Systems without the calls that open a name in an open directory: a program has all of a
/// capability there, or nothing.
#[cfg(not(unix))]
mod elsewhere {
    use super::*;

    impl Status {
        /// Whether it is a directory.
        pub fn is_directory(&self) -> bool {
            self.mode == 1
        }
    }

    impl System {
        fn whole(&self, capability: Capability, path: &Path) -> Outcome<PathBuf> {
            self.check_own_files()?;
            if self.has_all(capability) { Ok(self.located(path)) } else { Err(Problem::Refused(capability)) }
        }

        /// Opens a file.
        ///
        /// # Errors
        /// When the program may not, or the system cannot.
        pub fn open(&self, path: &Path, access: Access) -> Outcome<File> {
            let path = self.whole(access.capability(), path)?;
            let mut options = File::options();
            match access {
                Access::Read => options.read(true),
                Access::Write => options.write(true).create(true).truncate(true),
                Access::Append => options.append(true).create(true),
                Access::Create => options.write(true).create_new(true),
            };
            Ok(options.open(path)?)
        }

        /// The same; what is below `besides` is covered, too.
        ///
        /// # Errors
        /// As for [`System::open`].
        pub fn open_below(&self, besides: &[PathBuf], path: &Path, access: Access) -> Outcome<File> {
            match besides.iter().any(|root| super::super::paths::normal(path).starts_with(root)) {
                true => Ok(File::open(path)?),
                false => self.open(path, access),
            }
        }

        /// The system's information about a file.
        ///
        /// # Errors
        /// When the program may not read it, or it is not there.
        pub fn status(&self, path: &Path, _: Links) -> Outcome<Status> {
            let data = self.whole(Capability::Read, path)?.metadata()?;
            let mode = u32::from(data.is_dir());
            Ok(Status {
                mode,
                size: data.len(),
                modified: 0,
                accessed: 0,
                changed: 0,
                inode: 0,
                device: 0,
                links: 1,
                user: 0,
                group: 0,
                special: 0,
                block_size: 512,
                blocks: 0,
            })
        }

        pub(in super::super) fn exists_here(&self, path: &Path) -> Outcome<bool> {
            Ok(self.whole(Capability::Read, path)?.exists())
        }

        /// The path, absolute and without links, of what exists.
        ///
        /// # Errors
        /// When the program may not read it, or it is not there.
        pub fn real_path(&self, path: &Path) -> Outcome<PathBuf> {
            Ok(self.whole(Capability::Read, path)?.canonicalize()?)
        }

        pub(in super::super) fn delete_here(&self, path: &Path) -> Outcome<()> {
            Ok(std::fs::remove_file(self.whole(Capability::Write, path)?)?)
        }
    }
}
