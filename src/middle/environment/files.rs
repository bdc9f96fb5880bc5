//! Finds and reads libraries and included files.
//!
//! A relative path is tried next to the file that asks for it, then, for a library, next to the
//! program, then below each directory of the search path, then below the current directory. File
//! access goes through [`Files`], so that tests and hosts can substitute their own.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::source::{SourceText, Sources, Span};
use cairn_gc::{Gauge, Mutation, trace_nothing};
use cairn_text::reader::{ProgramReader, SpanMap};

use super::syntax::Syntax;

/// Access to text files.
pub trait Files: Send + Sync {
    /// The content of a file; `None` if there is no such file.
    ///
    /// # Errors
    /// If it exists but cannot be read: the reason in words.
    fn read(&self, path: &str) -> std::result::Result<Option<String>, String>;

    /// Whether they are the system's, of which programs see what they may read.
    fn are_of_the_system(&self) -> bool {
        false
    }
}

/// The files of the operating system.
pub struct SystemFiles;

impl Files for SystemFiles {
    fn read(&self, path: &str) -> std::result::Result<Option<String>, String> {
        match std::fs::File::open(path).and_then(whole_text) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn are_of_the_system(&self) -> bool {
        true
    }
}

/// Bytes of a text that are read at a time.
const CHUNK: usize = 1 << 18;
/// Bytes that are one unit of work.
const BYTES_PER_UNIT: usize = 16;

/// The whole of a text, which may come from a device without an end: within the limits of the run.
///
/// # Errors
/// Those of the stream; when it is no UTF-8; the limits.
pub fn whole_text(mut stream: impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        // The source is kept with these bytes, and where its lines begin.
        if !Gauge.has_room(3 * (bytes.len() + CHUNK)) {
            return Err(io::Error::new(io::ErrorKind::OutOfMemory, "the memory limit leaves no room for it"));
        }
        Gauge.work(CHUNK / BYTES_PER_UNIT).map_err(|_| io::Error::other("interrupted"))?;
        if stream.by_ref().take(CHUNK as u64).read_to_end(&mut bytes)? == 0 {
            break;
        }
    }
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is no UTF-8 text"))
}

/// No files: only the bundled libraries are available.
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> std::result::Result<Option<String>, String> {
        Ok(None)
    }
}

/// The data of a text and their positions.
pub struct Text<'gc> {
    /// The data in order.
    pub forms: Vec<Syntax<'gc>>,
    /// The positions of their parts.
    pub spans: Arc<SpanMap>,
}

/// Where files are searched for.
pub struct Loader {
    /// Access to files.
    pub files: Arc<dyn Files>,
    /// Directories to search, after the directory of the file that imports.
    pub search_path: Vec<String>,
    /// The directory to search last: the one in which relative paths begin.
    pub directory: PathBuf,
}

impl Default for Loader {
    fn default() -> Self {
        Loader { files: Arc::new(SystemFiles), search_path: Vec::new(), directory: PathBuf::new() }
    }
}

trace_nothing!(Loader);

/// A file that was found.
pub struct Found {
    /// Its path.
    pub path: String,
    /// Its content.
    pub text: SourceText,
}

impl Loader {
    /// The paths at which `path` is searched for, on behalf of these files.
    pub fn candidates(&self, path: &str, asking: &[String]) -> Vec<String> {
        if Path::new(path).is_absolute() {
            return vec![path.to_string()];
        }
        let parent = |name: &String| Path::new(name).parent().map(Path::to_path_buf).unwrap_or_default();
        let directories =
            asking.iter().map(parent).chain(self.search_path.iter().map(PathBuf::from)).chain([self.directory.clone()]);
        let mut paths: Vec<String> = Vec::new();
        for directory in directories {
            let candidate = directory.join(path).to_string_lossy().into_owned();
            if !paths.contains(&candidate) {
                paths.push(candidate);
            }
        }
        paths
    }

    /// The first of the paths that exists.
    ///
    /// # Errors
    /// If none exists, and one of them cannot be read.
    pub fn first<'gc>(&self, paths: &[String], span: Span) -> Result<'gc, Option<Found>> {
        let mut unreadable = None;
        for path in paths {
            match self.files.read(path) {
                Ok(Some(text)) => return Ok(Some(Found { path: path.clone(), text: text.into() })),
                Ok(None) => {}
                Err(reason) => unreadable = unreadable.or(Some(format!("cannot read {path}: {reason}"))),
            }
        }
        match unreadable {
            Some(message) => Err(Throw::new(ErrorKind::File, message, &[]).at(span)),
            None => Ok(None),
        }
    }
}

/// Reads the data of the source with this number.
///
/// # Errors
/// The reader's errors.
pub fn read_source<'gc>(mc: Mutation<'gc>, sources: &Sources, source: u32, fold_case: bool) -> Result<'gc, Text<'gc>> {
    let start = Span { source, start: 0, end: 0, site: 0 };
    let Some(held) = sources.get(start) else {
        return Err(Throw::new(ErrorKind::File, "no such source", &[]));
    };
    held.count(mc)?;
    // The text is kept twice for a while: by whoever has read it.
    mc.check_room(held.text.len())?;
    let mut reader = ProgramReader::new(held.text.clone(), source);
    if fold_case {
        reader = reader.fold_case();
    }
    let mut spans = SpanMap::of(held);
    let data = reader.all(mc, &mut spans)?;
    let forms = data.into_iter().map(|datum| Syntax { datum: datum.value, span: datum.span }).collect();
    Ok(Text { forms, spans: Arc::new(spans) })
}

/// The name of the file that a span lies in, if it is a file.
pub fn file_of(sources: &Sources, span: Span) -> Option<String> {
    let source = sources.get(span)?;
    let name = &source.name;
    let is_file = !name.starts_with('<') && &**name != "-";
    is_file.then(|| name.to_string())
}
