//! Parses the command line and carries it out; sessions are in [`repl`].
//!
//! Exit codes: 0; what `(exit x)` says; 1 an uncaught condition; 2 usage, an
//! unreadable file, or a program that does not compile; 3 a limit was reached; 70 a bug
//! of the command itself.

mod doc;
mod explain;
mod options;
mod packed;
mod page;
mod pipe;
mod profile;
mod project;
mod repl;
mod reports;
#[cfg(feature = "documents")]
mod shell;
mod test;

use std::io::{IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use cairn::backend::passes::named;
use cairn::data::error::ErrorKind;
use cairn::engine::{Engine, NativeSymbol, Outcome, Report, Stage};

use options::{Command, Direct, Options, RunOptions};
use repl::Start;
use reports::ReportOptions;

/// Uncaught condition.
const UNCAUGHT: u8 = 1;
/// Usage, unreadable file, program that does not compile.
const UNUSABLE: u8 = 2;
/// A limit was reached.
const LIMIT: u8 = 3;
/// A panic: a bug of the command.
const INTERNAL: u8 = 70;

/// Runs the command.
pub(crate) fn run() -> ExitCode {
    if let Some(code) = packed::run_own() {
        return ExitCode::from(code);
    }
    let options = Options::of_command_line();
    let code = match options.command {
        Some(Command::Run { file: Some(file), args, run }) => run_file(&file, args, &run),
        Some(Command::Run { file: None, run, .. }) => run_project(run),
        Some(Command::Build { file: Some(file), output, run }) => done(packed::build(&file, &output, &run)),
        Some(Command::Build { file: None, output, run }) => done(build_project(&output, run)),
        Some(Command::New { name }) => done(project::create(&name)),
        Some(Command::Repl { run }) => repl::run(Start::Nothing, &run),
        Some(Command::Check { files, deny, run }) => check(&files, deny.is_some(), &run),
        Some(Command::Explain { code }) => explain(&code),
        Some(Command::Disasm { file, native, run }) => disassemble(&file, native, &run),
        Some(Command::Expand { file, dump, run }) => expand(&file, dump.as_deref(), &run),
        Some(Command::Profile { options }) => profile::run(&options),
        Some(Command::Doc { options }) => doc::run(&options),
        #[cfg(feature = "documents")]
        Some(Command::Man) => shell::manual(),
        #[cfg(feature = "documents")]
        Some(Command::Completions { shell }) => shell::completions(shell),
        Some(Command::Test { options }) => test::run(&options),
        Some(Command::TestFile { options }) => test::run_child(&options),
        None => run_default(options.direct),
    };
    ExitCode::from(code)
}

fn run_default(direct: Direct) -> u8 {
    let Direct { expression, interactive, file, args, run } = direct;
    match (expression, file) {
        (Some(text), _) if interactive => repl::run(Start::Expression(text), &run),
        (Some(text), _) => evaluate(&text, &run),
        (None, Some(file)) if interactive => repl::run(Start::File(file, args), &run),
        (None, Some(file)) => run_file(&file, args, &run),
        (None, None) if interactive || std::io::stdin().is_terminal() => repl::run(Start::Nothing, &run),
        (None, None) => repl::run_standard_input(&run),
    }
}

/// Runs the program of the project that the current directory is in.
fn run_project(mut run: RunOptions) -> u8 {
    match project::find() {
        Ok(project) => {
            run.library_path.extend(project.libraries);
            run_file(&project.entry, Vec::new(), &run)
        }
        Err(message) => done(Err(message)),
    }
}

/// Makes an executable of the program of the project that the current directory is in.
fn build_project(output: &Path, mut run: RunOptions) -> Result<(), String> {
    let project = project::find()?;
    run.library_path.extend(project.libraries);
    packed::build(&project.entry, output, &run)
}

/// The exit code of what may have failed with a message.
fn done(result: Result<(), String>) -> u8 {
    match result {
        Ok(()) => 0,
        Err(message) => {
            eprintln!("cairn: {}", message.trim_end());
            UNUSABLE
        }
    }
}

/// The text of a program; `-` is standard input.
fn read_program(file: &str) -> Result<String, u8> {
    let text = if file == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    text.map_err(|error| {
        eprintln!("cairn: cannot read {file}: {error}");
        UNUSABLE
    })
}

/// An engine, or the end of the process when there is no memory for one.
pub(crate) fn new_engine(config: cairn::engine::Config) -> Engine {
    Engine::new(config).unwrap_or_else(|error| {
        eprintln!("cairn: {error}");
        std::process::exit(UNUSABLE.into())
    })
}

fn run_file(file: &str, args: Vec<String>, run: &RunOptions) -> u8 {
    let text = match read_program(file) {
        Ok(text) => text,
        Err(code) => return code,
    };
    let command_line = std::iter::once(file.to_string()).chain(args).collect();
    let mut engine = new_engine(run.config(command_line));
    #[cfg(unix)]
    engine.end_by_signals();
    let outcome = engine.run_final_program(file, &text);
    finish(engine, run, outcome, false)
}

fn evaluate(text: &str, run: &RunOptions) -> u8 {
    let mut engine = new_engine(run.config(vec!["-e".to_string()]));
    let outcome = engine.eval("-e", text);
    finish(engine, run, outcome, true)
}

fn finish(mut engine: Engine, run: &RunOptions, outcome: Result<Outcome, Box<Report>>, show: bool) -> u8 {
    let code = describe_outcome(&mut engine, run.reports, outcome, show);
    close(engine, run, code)
}

/// Says what came of a program, with its value if `show` says so; the result is the exit code.
fn describe_outcome(
    engine: &mut Engine,
    reports: ReportOptions,
    outcome: Result<Outcome, Box<Report>>,
    show: bool,
) -> u8 {
    match outcome {
        Ok(Outcome::Value(value)) => {
            let shown = value.filter(|_| show).map_or(Ok(()), |value| write_out(&format!("{value}\n")));
            match shown {
                Ok(()) => engine.final_code(),
                Err(error) => {
                    eprintln!("cairn: standard output: {error}");
                    UNCAUGHT
                }
            }
        }
        Ok(Outcome::Exit(code)) => code,
        Err(report) => {
            reports.print(&report);
            code_of(&report)
        }
    }
}

/// Ends the use of an engine; the result is the code.
fn close(mut engine: Engine, run: &RunOptions, code: u8) -> u8 {
    if run.gc_stats {
        eprint!("{}", options::describe_stats(&engine.heap_stats()));
    }
    if run.jit_stats {
        eprint!("{}", options::describe_native(&engine.native_stats()));
    }
    if run.perf_map {
        write_perf_map(&mut engine);
    }
    // The process ends and its outputs are flushed: freeing a large heap object by
    // object would be for nothing.
    std::mem::forget(engine);
    code
}

/// Writes the names of machine code where `perf` looks for them.
fn write_perf_map(engine: &mut Engine) {
    let path = format!("/tmp/perf-{}.map", std::process::id());
    let line = |symbol: NativeSymbol| format!("{:x} {:x} scheme:{}\n", symbol.address, symbol.bytes, symbol.name);
    let text: String = engine.native_symbols().into_iter().map(line).collect();
    // One of an earlier process may be in the way; what another user has put there is not followed.
    let _ = std::fs::remove_file(&path);
    let file = std::fs::File::options().write(true).create_new(true).open(&path);
    if let Err(error) = file.and_then(|mut file| file.write_all(text.as_bytes())) {
        eprintln!("error: cannot write {path}: {error}");
    }
}

/// Writes to standard output. A closed pipe is no failure: whoever read us has seen enough.
fn write_out(text: &str) -> std::io::Result<()> {
    let mut output = pipe::Pipe(std::io::stdout());
    output.write_all(text.as_bytes()).and_then(|()| output.flush())
}

/// Writes to standard output what may as well be lost.
fn print(text: &str) {
    let _ = write_out(text);
}

fn code_of(report: &Report) -> u8 {
    match report.kind {
        Some(ErrorKind::Limit) => LIMIT,
        Some(ErrorKind::Internal) => INTERNAL,
        Some(ErrorKind::Syntax | ErrorKind::Read | ErrorKind::File) if !report.started => UNUSABLE,
        _ => UNCAUGHT,
    }
}

fn explain(code: &str) -> u8 {
    match explain::section(code) {
        Some(text) => {
            print(&format!("{text}\n"));
            0
        }
        None => {
            eprintln!("cairn: there is no error {code}; the numbers stand below messages, such as E042");
            UNUSABLE
        }
    }
}

/// Checks files; an engine for each, since they may define the same names.
fn check(files: &[String], deny_warnings: bool, run: &RunOptions) -> u8 {
    let (mut errors, mut warnings) = (0, 0);
    for file in files {
        let Ok(text) = read_program(file) else {
            errors += 1;
            continue;
        };
        for report in new_engine(run.config(Vec::new())).check_program(file, &text) {
            run.reports.print(&report);
            *if report.warning.is_some() { &mut warnings } else { &mut errors } += 1;
        }
    }
    match (errors, warnings) {
        (0, 0) => 0,
        (0, _) => u8::from(deny_warnings),
        _ => UNUSABLE,
    }
}

fn disassemble(file: &str, native: bool, run: &RunOptions) -> u8 {
    with_program(file, run, |engine, text| match native {
        true => engine.list_native(file, text, print),
        false => engine.dump(Stage::Bytecode, file, text, print),
    })
}

fn expand(file: &str, dump: Option<&str>, run: &RunOptions) -> u8 {
    let show = |core: &str| print(&format!("{core}\n"));
    let stage = dump.and_then(named).map_or(Stage::Expanded, Stage::After);
    with_program(file, run, |engine, text| engine.dump(stage, file, text, show))
}

fn with_program(file: &str, run: &RunOptions, f: impl FnOnce(&mut Engine, &str) -> Result<(), Box<Report>>) -> u8 {
    let text = match read_program(file) {
        Ok(text) => text,
        Err(code) => return code,
    };
    let mut engine = new_engine(run.config(Vec::new()));
    match f(&mut engine, &text) {
        Ok(()) => 0,
        Err(report) => {
            run.reports.print(&report);
            UNUSABLE
        }
    }
}
