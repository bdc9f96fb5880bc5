//! Reads projects: a folder with a file `cairn.toml`, which names the program to run, where its
//! libraries are, and the projects that it depends on.
//!
//! ```toml
//! name = "greet"
//! entry = "main.scm"
//! libraries = ["lib"]
//!
//! [dependencies]
//! words = { path = "../words" }
//! lists = { git = "/srv/git/lists", rev = "v1.2" }
//! ```
//!
//! `cairn.lock` has a digest of each dependency. One that has become another is an error until
//! the lock file is deleted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml::{Table, Value};

/// The file that makes a folder a project.
const MANIFEST: &str = "cairn.toml";
const LOCK: &str = "cairn.lock";
/// Where repositories are checked out.
const CHECKOUTS: &str = ".cairn";

/// The program to run, and the places of its libraries.
pub(super) struct Project {
    /// The program.
    pub entry: String,
    /// The directories of libraries.
    pub libraries: Vec<String>,
}

type Outcome<T> = Result<T, String>;

/// A manifest that was read.
struct Manifest {
    folder: PathBuf,
    table: Table,
}

impl Manifest {
    fn read(folder: &Path) -> Outcome<Manifest> {
        let path = folder.join(MANIFEST);
        let text =
            std::fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let table = text.parse::<Table>().map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Manifest { folder: folder.to_path_buf(), table })
    }

    fn wrong(&self, what: &str) -> String {
        format!("{}: {what}", self.folder.join(MANIFEST).display())
    }

    fn text(&self, key: &str, default: &str) -> Outcome<String> {
        match self.table.get(key) {
            None => Ok(default.to_string()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(_) => Err(self.wrong(&format!("{key} is not a string"))),
        }
    }

    /// The directories of libraries.
    fn libraries(&self) -> Outcome<Vec<PathBuf>> {
        let wrong = || self.wrong("libraries is not a list of strings");
        let listed = match self.table.get("libraries") {
            None => return Ok(vec![self.folder.join("lib")]),
            Some(Value::Array(listed)) => listed,
            Some(_) => return Err(wrong()),
        };
        listed.iter().map(|path| path.as_str().map(|path| self.folder.join(path)).ok_or_else(wrong)).collect()
    }

    /// The folders of the projects that it depends on, by their names.
    fn dependencies(&self) -> Outcome<BTreeMap<String, PathBuf>> {
        let mut found = BTreeMap::new();
        let Some(listed) = self.table.get("dependencies") else { return Ok(found) };
        let listed = listed.as_table().ok_or_else(|| self.wrong("dependencies is not a table"))?;
        for (name, source) in listed {
            let text = |key: &str| source.get(key).and_then(Value::as_str);
            let folder = match (text("path"), text("git")) {
                (Some(path), None) => self.folder.join(path),
                (None, Some(repository)) => self.checkout(name, repository, text("rev"))?,
                _ => return Err(self.wrong(&format!("{name} is neither {{ path = ... }} nor {{ git = ... }}"))),
            };
            found.insert(name.clone(), folder);
        }
        Ok(found)
    }

    /// The folder of a repository that is checked out, which is done at the first run.
    fn checkout(&self, name: &str, repository: &str, revision: Option<&str>) -> Outcome<PathBuf> {
        let is_safe = |text: &str| !text.is_empty() && !text.starts_with(['-', '.']) && !text.contains(['/', '\\']);
        if !is_safe(name) || repository.starts_with('-') || revision.is_some_and(|revision| revision.starts_with('-')) {
            return Err(self.wrong(&format!("{name}: a name that no folder can have")));
        }
        let folder = self.folder.join(CHECKOUTS).join(name);
        if !folder.exists() {
            git(&self.folder, &["clone", "--quiet", repository, &folder.to_string_lossy()])?;
            if let Some(revision) = revision {
                git(&folder, &["checkout", "--quiet", revision])?;
            }
        }
        Ok(folder)
    }
}

fn git(folder: &Path, words: &[&str]) -> Outcome<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let status = Command::new("git").current_dir(folder).args(words).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("git {} ended with {status}", words.join(" "))),
        Err(error) => Err(format!("cannot run git: {error}")),
    }
}

/// The project that the current directory is in.
pub(super) fn find() -> Outcome<Project> {
    let here = std::env::current_dir().map_err(|error| error.to_string())?;
    let folder = here.ancestors().find(|folder| folder.join(MANIFEST).is_file());
    let folder = folder.ok_or_else(|| format!("no FILE was given, and no folder above has a {MANIFEST}"))?;
    // Shorter paths make shorter messages.
    let folder = if folder == here { Path::new("") } else { folder };
    let manifest = Manifest::read(folder)?;
    let mut libraries = Vec::new();
    let mut digests = BTreeMap::new();
    gather(&manifest, &mut libraries, &mut digests)?;
    check_lock(folder, &digests)?;
    Ok(Project {
        entry: manifest.folder.join(manifest.text("entry", "main.scm")?).to_string_lossy().into_owned(),
        libraries,
    })
}

/// Adds the libraries of a project, then those of what it depends on, each once.
fn gather(manifest: &Manifest, libraries: &mut Vec<String>, digests: &mut BTreeMap<String, String>) -> Outcome<()> {
    let mut pending = vec![(manifest.libraries()?, manifest.dependencies()?)];
    while let Some((own, dependencies)) = pending.pop() {
        libraries.extend(own.iter().map(|path| path.to_string_lossy().into_owned()));
        for (name, folder) in dependencies {
            if digests.contains_key(&name) {
                continue;
            }
            let below = Manifest::read(&folder)?;
            digests.insert(name, digest(&below)?);
            pending.push((below.libraries()?, below.dependencies()?));
        }
    }
    Ok(())
}

/// A digest of the texts of a project's libraries and of its manifest.
fn digest(manifest: &Manifest) -> Outcome<String> {
    let mut hasher = blake3::Hasher::new();
    let mut pending = manifest.libraries()?;
    let mut files = vec![manifest.folder.join(MANIFEST)];
    while let Some(folder) = pending.pop() {
        let entries =
            std::fs::read_dir(&folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| error.to_string())?.path();
            if path.is_dir() { pending.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    for path in files {
        let content = std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let name = path.strip_prefix(&manifest.folder).unwrap_or(&path).to_string_lossy().into_owned();
        for part in [name.as_bytes(), &content] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// Compares the dependencies with the lock file, to which new ones are added.
fn check_lock(folder: &Path, digests: &BTreeMap<String, String>) -> Outcome<()> {
    let path = folder.join(LOCK);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let mut locked = text.parse::<Table>().map_err(|error| format!("{}: {error}", path.display()))?;
    let changed =
        digests.iter().find(|&(name, digest)| locked.get(name).is_some_and(|known| known.as_str() != Some(digest)));
    if let Some((name, _)) = changed {
        return Err(format!("{name} is not what {} says; delete that file to accept it", path.display()));
    }
    let before = locked.clone();
    locked.retain(|name, _| digests.contains_key(name));
    locked.extend(digests.iter().map(|(name, digest)| (name.clone(), Value::String(digest.clone()))));
    if locked == before {
        return Ok(());
    }
    let text = format!("# Digests of the dependencies, made by cairn run.\n{locked}");
    std::fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

const MAIN: &str = "\
(import (scheme base) (scheme write) (NAME greeting))

(display (greeting \"world\"))
(newline)
";

const LIBRARY: &str = "\
(define-library (NAME greeting)
  (export greeting)
  (import (scheme base))
  (begin
    (define (greeting whom) (string-append \"Hello, \" whom \"!\"))))
";

/// Makes a project of a new folder.
pub(super) fn create(name: &str) -> Outcome<()> {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(is_safe) || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(format!("{name}: a name consists of letters, digits, - and _, and begins with a letter"));
    }
    let folder = Path::new(name);
    let failed = |path: &Path, error: std::io::Error| format!("cannot make {}: {error}", path.display());
    std::fs::create_dir(folder).map_err(|error| failed(folder, error))?;
    let library = folder.join("lib").join(name);
    std::fs::create_dir_all(&library).map_err(|error| failed(&library, error))?;
    let manifest = format!("name = \"{name}\"\nentry = \"main.scm\"\nlibraries = [\"lib\"]\n\n[dependencies]\n");
    for (path, text) in [
        (folder.join(MANIFEST), manifest.as_str()),
        (folder.join("main.scm"), &MAIN.replace("NAME", name)),
        (library.join("greeting.sld"), &LIBRARY.replace("NAME", name)),
    ] {
        std::fs::write(&path, text).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}
