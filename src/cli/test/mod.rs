//! Implements `cairn test`: finds files of tests and runs each in a process of its own, several at a time.

mod child;
mod coverage;
mod discover;
mod html;
mod junit;
mod summary;

use std::collections::VecDeque;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use clap::Args;

use super::UNUSABLE;
use super::options::parse_time;
use summary::Progress;

pub(super) use child::{ChildOptions, run as run_child};

/// Options of `cairn test`.
#[derive(Args)]
pub(super) struct TestOptions {
    /// Files of tests, and folders to look for them in; the present folder when there are
    /// none. In a folder, files *.scm are tests below `tests` or `test`, and wherever they
    /// import (srfi 64), (srfi 78) or (chibi test).
    paths: Vec<PathBuf>,
    /// Run only the files whose path contains TEXT.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// How many files run at the same time; as many as there are processors.
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Limit of time for each file, such as 500ms, 5s or 2m.
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = parse_time)]
    timeout: Duration,
    /// Also look for libraries below DIR; may be repeated.
    #[arg(short = 'I', value_name = "DIR")]
    library_path: Vec<String>,
    /// Write the results to FILE, as JUnit does.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Write to DIR which lines have run: lcov.info, and pages that begin at index.html.
    #[arg(long, value_name = "DIR", num_args = 0..=1, default_missing_value = "coverage", require_equals = true)]
    coverage: Option<PathBuf>,
    /// Show what files print that pass, too.
    #[arg(long)]
    verbose: bool,
}

/// How a file of tests has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// It ran to its end, and no test failed.
    Passed,
    /// It ended with this code.
    Code(i32),
    /// It was ended by a signal, or could not be started.
    Broken(String),
    /// It took too long.
    TimedOut,
}

/// One test of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Test {
    /// `pass`, `fail`, `xpass`, `xfail` or `skip`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The fault.
    pub detail: String,
}

/// The result of a file.
pub(super) struct Outcome {
    /// The file.
    pub file: PathBuf,
    /// How it ended.
    pub ending: Ending,
    /// Its tests.
    pub tests: Vec<Test>,
    /// Its output.
    pub output: String,
    /// How long it took.
    pub time: Duration,
    /// Which lines of which texts have run.
    pub lines: Vec<(String, cairn::engine::Lines)>,
}

impl Outcome {
    /// Whether nothing is wrong.
    pub(super) fn is_good(&self) -> bool {
        self.ending == Ending::Passed
    }

    /// How many of its tests are of these kinds.
    pub(super) fn count(&self, kinds: &[&str]) -> usize {
        self.tests.iter().filter(|test| kinds.contains(&test.kind.as_str())).count()
    }
}

/// A test failed.
const FAILED: u8 = 1;

/// Runs the command; the result is the exit code.
pub(super) fn run(options: &TestOptions) -> u8 {
    let mut files = match discover::files(&options.paths) {
        Ok(files) => files,
        Err(error) => {
            eprintln!("cairn: {error}");
            return UNUSABLE;
        }
    };
    if let Some(text) = &options.filter {
        files.retain(|file| file.to_string_lossy().contains(text.as_str()));
    }
    if files.is_empty() {
        eprintln!("cairn: there are no tests; name files, or put them below a folder `tests`");
        return UNUSABLE;
    }
    let start = Instant::now();
    let mut outcomes = run_all(&files, options);
    outcomes.sort_by(|a, b| a.file.cmp(&b.file));
    print!("{}", summary::summary(&outcomes, start.elapsed()));
    if let Err(error) = write_reports(&outcomes, options) {
        eprintln!("cairn: {error}");
        return UNUSABLE;
    }
    if outcomes.iter().all(Outcome::is_good) { 0 } else { FAILED }
}

fn write_reports(outcomes: &[Outcome], options: &TestOptions) -> Result<(), String> {
    let failed = |path: &Path, error: std::io::Error| format!("cannot write {}: {error}", path.display());
    if let Some(file) = &options.junit {
        std::fs::write(file, junit::document(outcomes)).map_err(|error| failed(file, error))?;
    }
    if let Some(folder) = &options.coverage {
        let covered = coverage::merged(outcomes);
        coverage::write(folder, &covered).map_err(|error| failed(folder, error))?;
        println!("{}; see {}", coverage::total(&covered), folder.join("index.html").display());
    }
    Ok(())
}

/// Runs the files, several at a time, and shows how far that is.
fn run_all(files: &[PathBuf], options: &TestOptions) -> Vec<Outcome> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = options.jobs.map_or(processors, usize::from).min(files.len());
    let waiting = Mutex::new(files.iter().collect::<VecDeque<_>>());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let (sender, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let sender = sender.clone();
            scope.spawn(move || {
                while let Some(file) = next() {
                    let _ = sender.send(run_file(file, options));
                }
            });
        }
        drop(sender);
        let mut progress = Progress::new(files.len(), options.verbose);
        results.iter().inspect(|outcome| progress.add(outcome)).collect()
    })
}

/// Runs a file in a process of its own.
fn run_file(file: &Path, options: &TestOptions) -> Outcome {
    let start = Instant::now();
    let scratch = child::Scratch::new();
    let ended = start_child(file, options, &scratch).map(|mut child| wait(&mut child, options.timeout));
    let (tests, lines) = child::read_report(&scratch.report());
    let has_failed = tests.iter().any(|test| test.kind == "fail" || test.kind == "xpass");
    let ending = match ended {
        Ok(None) => Ending::TimedOut,
        Ok(Some(status)) => match status.code() {
            Some(0) if !has_failed => Ending::Passed,
            Some(0) => Ending::Code(i32::from(FAILED)),
            Some(code) if code == i32::from(child::TIMED_OUT) => Ending::TimedOut,
            Some(code) => Ending::Code(code),
            None => Ending::Broken(status.to_string()),
        },
        Err(error) => Ending::Broken(format!("cannot be started: {error}")),
    };
    Outcome { file: file.to_path_buf(), ending, tests, output: scratch.output_text(), time: start.elapsed(), lines }
}

fn start_child(file: &Path, options: &TestOptions, scratch: &child::Scratch) -> std::io::Result<Child> {
    let output = File::create(scratch.output())?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("test-file").arg("--report").arg(scratch.report());
    command.arg("--timeout").arg(format!("{}ms", options.timeout.as_millis()));
    if options.coverage.is_some() {
        command.arg("--coverage");
    }
    for folder in &options.library_path {
        command.arg("-I").arg(folder);
    }
    command.arg(file).stdin(Stdio::null()).stderr(output.try_clone()?).stdout(output).spawn()
}

/// Waits for the end of a process; nothing when it has to be ended, some time after its own limit.
fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    const GRACE: Duration = Duration::from_secs(2);
    let start = Instant::now();
    let mut pause = Duration::from_micros(500);
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if start.elapsed() > limit + GRACE {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}
