//! Finds files of tests.

use std::fs;
use std::path::{Path, PathBuf};

/// The libraries that make a file one of tests.
const LIBRARIES: &[&str] = &["(srfi 64)", "(srfi 78)", "(srfi :64)", "(srfi :78)", "(chibi test)"];
/// Folders whose programs are tests.
const FOLDERS: &[&str] = &["tests", "test"];
/// Folders that hold no sources.
const LEFT_OUT: &[&str] = &["target", "node_modules", "coverage"];

/// The files that are named, and those in the folders that are named, in order, each once.
///
/// # Errors
/// When one cannot be read.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let present = [PathBuf::from(".")];
    for path in if paths.is_empty() { &present } else { paths } {
        if path.is_dir() {
            search(path, &mut found).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        } else if path.is_file() {
            found.push(path.clone());
        } else {
            return Err(format!("cannot read {}: there is no such file", path.display()));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn search(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut pending = vec![folder.to_path_buf()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') || path.is_symlink() || LEFT_OUT.contains(&&*name) {
                continue;
            }
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|ending| ending == "scm") && is_test(&path) {
                found.push(path.strip_prefix("./").map(Path::to_path_buf).unwrap_or(path));
            }
        }
    }
    Ok(())
}

fn is_test(file: &Path) -> bool {
    let in_folder = || {
        let path = file.canonicalize().unwrap_or_else(|_| file.to_path_buf());
        path.parent().is_some_and(|folder| {
            folder.components().any(|part| FOLDERS.contains(&&*part.as_os_str().to_string_lossy()))
        })
    };
    let imports = || {
        let text = fs::read_to_string(file).unwrap_or_default();
        LIBRARIES.iter().any(|library| text.contains(library))
    };
    in_folder() || imports()
}
