//! What a program may ask of the system. A host that runs strangers' scripts takes it away.
//!
//! It is asked where the system is, in the builtins that reach it: nothing else does.
//! Standard streams are the host's own choice (`Streams`), and so are the texts of
//! libraries and included files (`Files`).

use cairn_gc::Value;

use crate::data::error::{ErrorKind, Result, Throw};

/// What a program may use. The default is everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Permissions {
    /// Look for files, and read them.
    pub read_files: bool,
    /// Write, make and delete files.
    pub write_files: bool,
    /// See environment variables. Without it there are none.
    pub environment: bool,
}

impl Permissions {
    /// Everything.
    pub const ALL: Permissions = Permissions { read_files: true, write_files: true, environment: true };
    /// Nothing.
    pub const NONE: Permissions = Permissions { read_files: false, write_files: false, environment: false };

    /// An error unless the program may read the file.
    pub(crate) fn check_read<'gc>(self, who: &str, name: Value<'gc>) -> Result<'gc, ()> {
        check(self.read_files, who, "read", name)
    }

    /// An error unless the program may change the file.
    pub(crate) fn check_write<'gc>(self, who: &str, name: Value<'gc>) -> Result<'gc, ()> {
        check(self.write_files, who, "write", name)
    }
}

impl Default for Permissions {
    fn default() -> Self {
        Permissions::ALL
    }
}

fn check<'gc>(allowed: bool, who: &str, what: &str, name: Value<'gc>) -> Result<'gc, ()> {
    if allowed {
        return Ok(());
    }
    Err(Throw::new(ErrorKind::File, format!("{who}: this program is not allowed to {what} files:"), &[name]))
}
