//! Resolves paths as text: without links, and programs by the search path.

use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

/// The path without links, `.` and `..`, of which the end need not exist.
pub fn canonical(path: &Path) -> PathBuf {
    let mut existing = path.to_path_buf();
    let mut missing: Vec<OsString> = Vec::new();
    loop {
        if let Ok(real) = existing.canonicalize() {
            return normal(&missing.iter().rev().fold(real, |path, part| path.join(part)));
        }
        // `file_name` has none for `..`, which cannot be taken from what does not exist.
        match (existing.file_name().map(OsStr::to_os_string), existing.parent().map(Path::to_path_buf)) {
            (Some(name), Some(parent)) => {
                missing.push(name);
                existing = parent;
            }
            _ => return normal(path),
        }
    }
}

/// The path without `.` and `..`, by its text alone.
pub fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            Component::ParentDir if out.has_root() => {}
            other => out.push(other),
        }
    }
    if out.as_os_str().is_empty() { PathBuf::from(".") } else { out }
}

/// The file of a program, without links; see [`executable`].
pub fn program(name: &OsStr, search: Option<&OsStr>, directory: &Path) -> Option<PathBuf> {
    executable(name, search, directory).and_then(|found| found.canonicalize().ok())
}

/// The file of a program: a path, or a name that is looked for in the directories of `search`.
/// Relative ones are below `directory`.
pub fn executable(name: &OsStr, search: Option<&OsStr>, directory: &Path) -> Option<PathBuf> {
    let path = Path::new(name);
    let candidates: Vec<PathBuf> = if path.components().count() > 1 || path.is_absolute() {
        vec![directory.join(path)]
    } else {
        search
            .map(|dirs| std::env::split_paths(dirs).map(|dir| directory.join(dir).join(path)).collect())
            .unwrap_or_default()
    };
    candidates.into_iter().find(|candidate| is_program(candidate))
}

fn is_program(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_normalised() {
        for (path, wanted) in
            [("a/./b//c", "a/b/c"), ("a/../b", "b"), ("../a", "../a"), ("/../a", "/a"), ("", "."), ("a/..", ".")]
        {
            assert_eq!(normal(Path::new(path)), Path::new(wanted), "{path}");
        }
    }

    #[test]
    fn what_does_not_exist_is_resolved_as_far_as_it_does() {
        assert_eq!(canonical(Path::new("/nowhere/../else/x")), Path::new("/else/x"));
    }
}
