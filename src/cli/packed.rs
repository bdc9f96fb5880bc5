//! Makes executables of scripts, and runs what such an executable holds.
//!
//! An executable is a copy of this one with an *archive* after its end. The archive of most scripts
//! is a compiled program, with its libraries. A script that evaluates text may import libraries
//! while it runs, and those that it has imported already must be the same ones; its archive has
//! the script, the texts of its libraries and of the files that it includes, and which paths were
//! looked at in vain, so that no file of the machine it runs on goes before them.
//!
//! The copy of the runtime has a [`SEAL`] in which it says where its archive is, and a digest of it. So an executable
//! whose archive was cut off or damaged says so, and never acts as the command. An archive that has the digest is what
//! `cairn build` wrote; its code is not verified again. That is as safe as the machine code before it in the same file:
//! whoever can change the one can change the other.

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

/// Where an executable has its archive. In the command itself all but the sign is zero; `cairn build` writes the rest into
/// the copy.
#[repr(C)]
struct Seal {
    sign: [u8; 16],
    /// Where the archive begins, its length, and its digest: numbers of 64 bits.
    place: [u8; 24],
}

static SEAL: Seal = Seal { sign: *b"\x7Fcairn archive\x01\xE3", place: [0; 24] };

impl Seal {
    /// The place of the archive of the executable that runs, if it has one: start, length, digest.
    fn own() -> Option<[u64; 3]> {
        // The compiler would take the zeros for granted.
        let place = std::hint::black_box(&SEAL).place;
        let numbers = [0, 8, 16].map(|at| u64::from_le_bytes(std::array::from_fn(|i| place[at + i])));
        (numbers[0] != 0).then_some(numbers)
    }

    /// The runtime with a seal that says this.
    fn write(runtime: &mut [u8], place: [u64; 3]) -> Option<()> {
        let sign = std::hint::black_box(&SEAL).sign;
        let mut found = runtime.windows(sign.len()).enumerate().filter(|(_, bytes)| *bytes == sign).map(|(at, _)| at);
        let at = found.next()? + sign.len();
        if found.next().is_some() {
            return None;
        }
        let numbers = place.map(u64::to_le_bytes).concat();
        runtime.get_mut(at..at + numbers.len())?.copy_from_slice(&numbers);
        Some(())
    }
}

/// A digest of bytes that any accident changes: words are mixed by multiplication.
fn digest(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| {
        let product = u128::from(hash ^ word) * u128::from(FACTOR);
        (product as u64 ^ (product >> 64) as u64).rotate_left(23).wrapping_add(word)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    rest.iter().fold(hash, |hash, &byte| mix(hash, byte.into()))
}

/// The contents of an archive.
enum Contents {
    Compiled(Program),
    Texts(Archive),
}

impl Contents {
    /// The contents of an archive that has its digest.
    fn read(mut bytes: Vec<u8>) -> Option<Contents> {
        match bytes.pop()? {
            COMPILED => Program::of_executable(bytes).ok().map(Contents::Compiled),
            TEXTS => Archive::read(&bytes).map(Contents::Texts),
            _ => None,
        }
    }

    fn write(&self) -> Vec<u8> {
        let (sort, mut bytes) = match self {
            Contents::Compiled(program) => (COMPILED, program.to_bytes()),
            Contents::Texts(archive) => (TEXTS, archive.write()),
        };
        bytes.push(sort);
        bytes
    }
}

/// The last byte of a compiled program.
const COMPILED: u8 = 1;
/// The last byte of a script with the texts that it needs.
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
    let mut runtime = std::fs::read(&own)?;
    if let Some([start, ..]) = Seal::own() {
        // Of an executable that was built, the runtime alone.
        runtime.truncate(start as usize);
    }
    let place = [runtime.len() as u64, archive.len() as u64, digest(archive)];
    Seal::write(&mut runtime, place).ok_or_else(|| io::Error::other("the runtime has no place for an archive"))?;
    // An executable that runs cannot be written to; one that is replaced can.
    let new = output.with_extension("new");
    let mut file = File::create(&new)?;
    file.write_all(&runtime)?;
    file.write_all(archive)?;
    file.set_permissions(std::fs::metadata(&own)?.permissions())?;
    std::fs::rename(&new, output)
}

/// Reads the archive of this executable; none if it is not what was built.
fn own_contents([start, length, sum]: [u64; 3]) -> Option<Contents> {
    let mut file = File::open(std::env::current_exe().ok()?).ok()?;
    if file.metadata().ok()?.len().checked_sub(start)? < length {
        return None;
    }
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut bytes = vec![0; usize::try_from(length).ok()?];
    file.read_exact(&mut bytes).ok()?;
    if digest(&bytes) == sum { Contents::read(bytes) } else { None }
}

/// The exit code of an executable whose archive is damaged.
const DAMAGED: u8 = 2;

/// Runs the script of this executable, with all arguments; its exit code. Nothing when it holds
/// none.
pub(super) fn run_own() -> Option<u8> {
    let place = Seal::own()?;
    let Some(contents) = own_contents(place) else {
        let name = std::env::args().next().unwrap_or_default();
        eprintln!("{name}: this executable is damaged: its program is not the one that was built");
        return Some(DAMAGED);
    };
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

    #[test]
    fn a_digest_tells_alterations() {
        let mut random = fastrand::Rng::with_seed(5);
        let bytes: Vec<u8> = (0..5003).map(|_| random.u8(..)).collect();
        let sum = digest(&bytes);
        for _ in 0..5000 {
            let mut altered = bytes.clone();
            match random.u8(..3) {
                0 => altered[random.usize(..bytes.len())] ^= 1 << random.u8(..8),
                1 => altered.truncate(random.usize(..bytes.len())),
                _ => {
                    let at = random.usize(..bytes.len() - 16);
                    altered[at..at + 16].fill(random.u8(..));
                }
            }
            assert!(altered == bytes || digest(&altered) != sum);
        }
    }

    #[test]
    fn a_runtime_has_one_place_for_the_seal() {
        let mut runtime = [&[7; 100][..], &SEAL.sign, &[0; 24], &[9; 50]].concat();
        assert_eq!(Seal::write(&mut runtime, [1, 2, 3]), Some(()));
        assert_eq!(runtime[116..140], [1u64, 2, 3].map(u64::to_le_bytes).concat());
        runtime.extend(SEAL.sign);
        assert_eq!(Seal::write(&mut runtime, [1, 2, 3]), None);
        assert_eq!(Seal::write(&mut [0; 100], [1, 2, 3]), None);
    }
}
