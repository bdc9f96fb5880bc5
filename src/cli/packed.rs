//! Makes executables of scripts, and runs what such an executable holds.
//!
//! An executable is a copy of this one with an *archive* after its end. The archive of most scripts
//! is a compiled program, with its libraries. A script that evaluates text may import libraries
//! while it runs, and those that it has imported already must be the same ones; its archive has
//! the script, the texts of its libraries and of the files that it includes, and which paths were
//! looked at in vain, so that no file of the machine it runs on goes before them. The last bytes
//! of an executable say that there is an archive, and how long it is.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use cairn::engine::{Config, Outcome, Stage};
use cairn::{Engine, Files, Program, Report, SystemFiles};

use super::options::RunOptions;
use super::pipe::Pipe;
use super::reports::ReportOptions;

/// The outcome of a run.
type Ran = Result<Outcome, Box<Report>>;

/// The end of an archive.
const MAGIC: &[u8; 8] = b"CAIRN\x01ap";
/// Bytes of the end of an executable that has one: the length of the archive, and the sign.
const TRAILER: u64 = 16;

/// The contents of an archive.
enum Contents {
    Compiled(Program),
    Texts(Archive),
}

impl Contents {
    fn read(bytes: &[u8]) -> Option<Contents> {
        match bytes.split_first()? {
            (&COMPILED, program) => Program::from_bytes(program).ok().map(Contents::Compiled),
            (&TEXTS, texts) => Archive::read(texts).map(Contents::Texts),
            _ => None,
        }
    }

    fn write(&self) -> Vec<u8> {
        let (sort, bytes) = match self {
            Contents::Compiled(program) => (COMPILED, program.to_bytes()),
            Contents::Texts(archive) => (TEXTS, archive.write()),
        };
        let mut out = vec![sort];
        out.extend(bytes);
        out
    }
}

/// The first byte of a compiled program.
const COMPILED: u8 = 1;
/// The first byte of a script with the texts that it needs.
const TEXTS: u8 = 2;

/// A script and the texts that it needs.
#[derive(Default)]
struct Archive {
    name: String,
    text: String,
    /// Texts by the path at which they were found; nothing where there was none.
    files: BTreeMap<String, Option<String>>,
}

impl Archive {
    fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut put = |text: &str| {
            out.extend_from_slice(&(text.len() as u64).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        };
        put(&self.name);
        put(&self.text);
        for (path, text) in &self.files {
            put(path);
            // One character before each text, so that none is not the empty one.
            put(&text.as_ref().map_or(String::new(), |text| format!("={text}")));
        }
        out
    }

    fn read(mut bytes: &[u8]) -> Option<Archive> {
        let mut take = || {
            let (length, rest) = bytes.split_at_checked(8)?;
            let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
            let (text, rest) = rest.split_at_checked(length)?;
            bytes = rest;
            String::from_utf8(text.to_vec()).ok()
        };
        let mut archive = Archive { name: take()?, text: take()?, files: BTreeMap::new() };
        while let Some(path) = take() {
            let text = take()?;
            archive.files.insert(path, text.strip_prefix('=').map(str::to_string));
        }
        Some(archive)
    }
}

/// Files that remember what was read.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<BTreeMap<String, Option<String>>>>);

impl Recorder {
    /// Takes the files that were read.
    fn take(&self) -> BTreeMap<String, Option<String>> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Files for Recorder {
    fn read(&self, path: &str) -> Result<Option<String>, String> {
        let text = SystemFiles.read(path)?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_string(), text.clone());
        Ok(text)
    }
}

/// The files of an archive; for paths that it does not know, those of the system.
struct Packed(BTreeMap<String, Option<String>>);

impl Files for Packed {
    fn read(&self, path: &str) -> Result<Option<String>, String> {
        match self.0.get(path) {
            Some(text) => Ok(text.clone()),
            None => SystemFiles.read(path),
        }
    }
}

/// Makes an executable of a script.
pub(super) fn build(script: &str, output: &Path, run: &RunOptions) -> Result<(), String> {
    let text = std::fs::read_to_string(script).map_err(|error| format!("cannot read {script}: {error}"))?;
    let contents = contents(script, text, run)?;
    write_executable(output, &contents.write()).map_err(|error| format!("cannot write {}: {error}", output.display()))
}

fn contents(script: &str, text: String, run: &RunOptions) -> Result<Contents, String> {
    let recorder = Recorder::default();
    let engine = || {
        let mut config = run.config(Vec::new());
        config.files = Arc::new(recorder.clone());
        crate::cli::new_engine(config)
    };
    let compiled = engine().compile_final(script, &text);
    if let Ok(program) = &compiled
        && !program.evaluates()
    {
        return Ok(Contents::Compiled(program.clone()));
    }
    if compiled.is_err() {
        // An error of the script, or the script has constants that cannot be saved.
        engine().dump(Stage::Expanded, script, &text, |_| {}).map_err(|report| report.render())?;
    }
    // The archive holds exactly the files that the compiler has read.
    Ok(Contents::Texts(Archive { name: script.to_string(), text, files: recorder.take() }))
}

fn write_executable(output: &Path, archive: &[u8]) -> io::Result<()> {
    let own = std::env::current_exe()?;
    let mut runtime = File::open(&own)?;
    // Of an executable that was built, the runtime alone.
    let end = runtime.metadata()?.len();
    let length = archive_length(&mut runtime)?.map_or(end, |length| end - length - TRAILER);
    runtime.seek(SeekFrom::Start(0))?;
    // An executable that runs cannot be written to; one that is replaced can.
    let new = output.with_extension("new");
    let mut file = File::create(&new)?;
    io::copy(&mut runtime.take(length), &mut file)?;
    file.write_all(archive)?;
    file.write_all(&(archive.len() as u64).to_le_bytes())?;
    file.write_all(MAGIC)?;
    file.set_permissions(std::fs::metadata(&own)?.permissions())?;
    std::fs::rename(&new, output)
}

/// The length of the archive of an executable, if it has one.
fn archive_length(file: &mut File) -> io::Result<Option<u64>> {
    let end = file.metadata()?.len();
    if end < TRAILER {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(end - TRAILER))?;
    let mut trailer = [0; TRAILER as usize];
    file.read_exact(&mut trailer)?;
    let (length, magic) = trailer.split_at(8);
    let length = u64::from_le_bytes(length.try_into().unwrap_or_default());
    Ok((magic == MAGIC && length <= end - TRAILER).then_some(length))
}

/// Reads the archive of this executable, if it has one.
fn own_contents() -> Option<Contents> {
    let mut file = File::open(std::env::current_exe().ok()?).ok()?;
    let length = archive_length(&mut file).ok()??;
    file.seek(SeekFrom::End(-(TRAILER as i64) - length as i64)).ok()?;
    let mut bytes = vec![0; length as usize];
    file.read_exact(&mut bytes).ok()?;
    Contents::read(&bytes)
}

/// Runs the script of this executable, with all arguments; its exit code. Nothing when it holds
/// none.
pub(super) fn run_own() -> Option<u8> {
    let contents = own_contents()?;
    let mut config = Config { command_line: std::env::args().collect(), ..Config::default() };
    let output = std::mem::replace(&mut config.streams.output, Box::new(io::sink()));
    config.streams.output = Box::new(Pipe(output));
    let (mut engine, outcome) = match contents {
        Contents::Compiled(program) => run_in(config, |engine| engine.run_final(&program)),
        Contents::Texts(Archive { name, text, files }) => {
            config.files = Arc::new(Packed(files));
            run_in(config, |engine| engine.run_final_program(&name, &text))
        }
    };
    let code = super::describe_outcome(&mut engine, ReportOptions::default(), outcome, false);
    std::mem::forget(engine);
    Some(code)
}

/// Makes an engine, and runs a program in it.
fn run_in(config: Config, run: impl FnOnce(&mut Engine) -> Ran) -> (Engine, Ran) {
    let mut engine = crate::cli::new_engine(config);
    #[cfg(unix)]
    engine.end_by_signals();
    let outcome = run(&mut engine);
    (engine, outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_read_as_it_was_written() {
        let files = [("a.sld", Some("text λ")), ("b.sld", Some("")), ("c.sld", None)];
        let files = files.map(|(path, text)| (path.to_string(), text.map(str::to_string)));
        let archive = Archive { name: "x.scm".to_string(), text: "(display 1)".to_string(), files: files.into() };
        let bytes = archive.write();
        let read = Archive::read(&bytes).expect("an archive");
        assert_eq!((read.name, read.text, read.files), (archive.name, archive.text, archive.files));
        assert!(Archive::read(&bytes[..20]).is_none());
    }
}
