//! Defines the command line's options.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use cairn::Passes;
use cairn::SystemFiles;
use cairn::backend::passes::{PASSES, Pass};
use cairn::engine::{Capabilities, Config, Grant, Limits, Native, NativeStats};
use cairn_gc::{Pauses, Stats, Stress};
use clap::builder::{PossibleValuesParser, RangedU64ValueParser};
use clap::{Args, Parser, Subcommand};

use super::doc::DocOptions;
use super::pipe::Pipe;
use super::profile::ProfileOptions;
use super::reports::ReportOptions;
use super::test::{ChildOptions, TestOptions};

const USAGE: &str = "\
cairn [OPTIONS]
       cairn [OPTIONS] FILE [ARGS]...
       cairn [OPTIONS] -e EXPR
       cairn COMMAND";

const EXAMPLES: &str = "\
Examples:
  cairn                              an interactive session
  cairn -i hello.scm                 one that begins with what a script defines
  cairn hello.scm                    run a script
  cairn sum.scm 1 2                  (command-line) is (\"sum.scm\" \"1\" \"2\")
  cairn -e '(expt 2 100)'            print a value
  echo '(display 1)' | cairn         evaluate standard input, form by form
  echo '(display 1)' | cairn -       run standard input as a script
  echo '(+ 1 2)' | cairn repl        print each value
  cairn -I lib main.scm              (import (my list)) may be lib/my/list.sld
  cairn --memory 64 hello.scm        no more than 64 MiB of heap
  cairn --sandbox stranger.scm       nothing of the system, limits of all kinds
  cairn --allow-read=data a.scm      nothing of the system but the files below data
  cairn --timeout 5s hello.scm       no longer than 5 seconds
  cairn build hello.scm -o hello     make an executable of a script
  cairn new hello                    make a project; cairn run in its folder runs it
  cairn expand --dump inline a.scm   what the optimiser makes of a script
  cairn --gc-stress full:10 a.scm    find stale references in the engine itself

Options go before FILE; what follows FILE is the script's.

At a terminal the entries of sessions are kept in ~/.local/state/cairn/history, or
in the file that CAIRN_HISTORY names. A session lists its commands at ,help.

Exit codes: 0, or what (exit x) says; 1 an uncaught condition; 2 usage, an
unreadable file or a program that does not compile; 3 a limit was reached.";

/// Scheme (R7RS-small): runs scripts, and evaluates what is entered.
///
/// Without FILE, forms are read from standard input and evaluated one by one: at a
/// terminal in an interactive session, otherwise silently and up to the first error.
///
/// A script is a file of Scheme. Without an (import ...) it sees everything in
/// the standard libraries; with one, what it imports. Libraries (foo bar) are
/// looked for as foo/bar.sld next to the script and below each -I directory.
#[derive(Parser)]
#[command(name = "cairn", version, after_help = EXAMPLES)]
#[command(override_usage = USAGE)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Options {
    /// The action, unless it is to run FILE.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The options without a subcommand.
    #[command(flatten)]
    pub direct: Direct,
}

/// Options without those of subcommands.
#[derive(Parser)]
struct Alone {
    #[command(flatten)]
    direct: Direct,
}

impl Options {
    /// The options of the command line. To describe all subcommands to the parser takes longer
    /// than many a script; so it hears of them only when one is named, or the options are wrong.
    pub(super) fn of_command_line() -> Options {
        let is_subcommand =
            |word: OsString| word.to_str().is_some_and(|word| word == "help" || Command::has_subcommand(word));
        if std::env::args_os().skip(1).any(is_subcommand) {
            return Options::parse();
        }
        match Alone::try_parse() {
            Ok(Alone { direct }) => Options { command: None, direct },
            Err(_) => Options::parse(),
        }
    }
}

/// The text to run, when there is no subcommand.
#[derive(Args)]
pub(super) struct Direct {
    /// Evaluate EXPR, one or more expressions, and print the value of the last.
    #[arg(short = 'e', value_name = "EXPR", conflicts_with = "file")]
    pub expression: Option<String>,
    /// Go on with an interactive session when FILE or EXPR has run.
    #[arg(short = 'i')]
    pub interactive: bool,
    /// The script to run; `-` is standard input.
    pub file: Option<String>,
    /// Arguments for the script, see (command-line).
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub args: Vec<String>,
    /// Options of the engine.
    #[command(flatten)]
    pub run: RunOptions,
}

/// Subcommands.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Run a script, or the program of the project that the current directory is in.
    Run {
        /// The script; `-` is standard input.
        file: Option<String>,
        /// Arguments for the script.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
        /// Options of the engine.
        #[command(flatten)]
        run: RunOptions,
    },
    /// Make an executable of a script, with its libraries and the runtime.
    Build {
        /// The script; by default the program of the project that the current directory is in.
        file: Option<String>,
        /// The executable.
        #[arg(short = 'o', value_name = "FILE")]
        output: PathBuf,
        /// Options of the engine that expands the script.
        #[command(flatten)]
        run: RunOptions,
    },
    /// Make a folder with a new project.
    New {
        /// The name of the project and its folder.
        name: String,
    },
    /// Start an interactive session, also where standard input is no terminal.
    Repl {
        /// Options of the engine.
        #[command(flatten)]
        run: RunOptions,
    },
    /// Run tests: files that use SRFI 64, SRFI 78 or (chibi test), and the programs below
    /// `tests`. The exit code is 0 when all pass.
    Test {
        /// Which, and how.
        #[command(flatten)]
        options: TestOptions,
    },
    /// Run a script and tell where its time goes, or its memory: tables on standard error.
    Profile {
        /// Which, and how.
        #[command(flatten)]
        options: ProfileOptions,
    },
    /// Say what a name is, or write the reference of all names as pages.
    Doc {
        /// Which.
        #[command(flatten)]
        options: DocOptions,
    },
    /// Print the manual page, for `man -l -`.
    #[cfg(feature = "documents")]
    Man,
    /// Print the completions for a shell.
    #[cfg(feature = "documents")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Run one file of tests and leave a report, for `cairn test`.
    #[command(hide = true)]
    TestFile {
        /// Which, and how.
        #[command(flatten)]
        options: ChildOptions,
    },
    /// Check scripts and libraries without running them: unbound names, calls that must fail,
    /// and what is likely a mistake. The exit code is 2 when there are errors.
    Check {
        /// The files.
        #[arg(required = true)]
        files: Vec<String>,
        /// Let warnings end with the exit code 1.
        #[arg(long, value_name = "WHAT", value_parser = ["warnings"])]
        deny: Option<String>,
        /// Options of the engine.
        #[command(flatten)]
        run: RunOptions,
    },
    /// Explain the error with a number, such as E042.
    Explain {
        /// The number, as messages show it.
        code: String,
    },
    /// List the bytecode of a script.
    Disasm {
        /// The script.
        file: String,
        /// With the machine code for each instruction below it.
        #[arg(long)]
        native: bool,
        /// Options of the engine.
        #[command(flatten)]
        run: RunOptions,
    },
    /// Print a script as it is after macro expansion, or after a pass.
    Expand {
        /// The script.
        file: String,
        /// As it is after this pass of the optimiser; nothing when the pass does not run.
        #[arg(long, value_name = "PASS", value_parser = pass_names(|_| true))]
        dump: Option<String>,
        /// Options of the engine.
        #[command(flatten)]
        run: RunOptions,
    },
}

/// Options of the engine.
#[derive(Args)]
pub(super) struct RunOptions {
    /// How messages are printed.
    #[command(flatten)]
    pub reports: ReportOptions,
    /// Also look for libraries below DIR; may be repeated.
    #[arg(short = 'I', value_name = "DIR")]
    pub library_path: Vec<String>,
    /// Limit of memory, in MiB: 4096, with --sandbox 256. Exceeding it is an error that the
    /// script may handle.
    #[arg(long, value_name = "MIB", value_parser = size())]
    pub memory: Option<usize>,
    /// Limit of the stack, in MiB: 1024, with --sandbox 64. Exceeding it is an error that the
    /// script may handle.
    #[arg(long, value_name = "MIB", value_parser = size())]
    pub stack: Option<usize>,
    /// Limit of time by the clock, such as 500ms, 5s or 2m; with --sandbox 10s. It ends the
    /// script, which cannot handle it. In a session it holds for each entry.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub timeout: Option<Duration>,
    /// Limit of calls and loop rounds, the work of builtins included; with --sandbox
    /// 2000000000. Ends as --timeout does.
    #[arg(long, value_name = "N")]
    pub fuel: Option<u64>,
    /// Limit of what is written to standard output and error; with --sandbox 16777216. Ends
    /// as --timeout does.
    #[arg(long, value_name = "BYTES")]
    pub max_output: Option<u64>,
    /// Let the script reach nothing of the system but what the options --allow-... grant, and set
    /// all the limits above that are not given.
    #[arg(long)]
    pub sandbox: bool,
    /// Let the script read these files and directories, the texts of libraries included; without
    /// PATH all. Nothing else is granted.
    #[arg(long, value_name = "PATH,...", num_args = 0..=1, require_equals = true, default_missing_value = EVERYTHING, value_delimiter = ',')]
    pub allow_read: Vec<OsString>,
    /// Let the script write, make and delete these files, and what is in these directories.
    #[arg(long, value_name = "PATH,...", num_args = 0..=1, require_equals = true, default_missing_value = EVERYTHING, value_delimiter = ',')]
    pub allow_write: Vec<OsString>,
    /// Let the script read and set these environment variables.
    #[arg(long, value_name = "NAME,...", num_args = 0..=1, require_equals = true, default_missing_value = EVERYTHING, value_delimiter = ',')]
    pub allow_env: Vec<OsString>,
    /// Let the script run these programs: paths, or names that are looked up in PATH now. What
    /// they do is not restricted.
    #[arg(long, value_name = "PROGRAM,...", num_args = 0..=1, require_equals = true, default_missing_value = EVERYTHING, value_delimiter = ',')]
    pub allow_run: Vec<OsString>,
    /// The name that a capability for the network will have; no library reaches the network yet.
    #[arg(long, hide = true, value_name = "HOST,...", num_args = 0..=1, require_equals = true, default_missing_value = EVERYTHING, value_parser = no_network)]
    allow_net: Option<String>,
    /// Let the script reach everything, as it may without any of these options.
    #[arg(long)]
    pub allow_all: bool,
    /// How much to optimise: 1 runs all passes, 0 those that no program can do without.
    #[arg(short = 'O', value_name = "LEVEL", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=1))]
    pub optimise: u8,
    /// Leave out an optimising pass; may be repeated.
    #[arg(long, value_name = "NAME", value_parser = pass_names(|pass| !pass.required))]
    pub disable_pass: Vec<String>,
    /// Size of the nursery, where new objects are, in KiB.
    #[arg(long, value_name = "KIB", default_value_t = Config::default().heap.nursery_bytes >> KIB, value_parser = size())]
    pub nursery: usize,
    /// Collect where there is no need to, to find stale references: `minor` does so at
    /// every safepoint, `full` in full, `full:N` in full at every N-th, `increment:N` with
    /// N units of work on the old space after each.
    #[arg(long, value_name = "MODE", env = "CAIRN_GC_STRESS", value_parser = parse_stress)]
    pub gc_stress: Option<Stress>,
    /// Check the whole heap before and after each collection; of a stress mode that has
    /// full collections, before and after these.
    #[arg(long)]
    pub gc_verify: bool,
    /// Print figures of the heap at the end, to standard error.
    #[arg(long)]
    pub gc_stats: bool,
    /// Interpret everything: compile nothing to machine code.
    #[arg(long)]
    pub no_jit: bool,
    /// Print figures of the compiler to machine code at the end, to standard error.
    #[arg(long)]
    pub jit_stats: bool,
    /// Write the names of machine code to /tmp/perf-PID.map at the end, where `perf report` looks for them.
    #[arg(long)]
    pub perf_map: bool,
}

impl RunOptions {
    /// The engine's configuration.
    pub(super) fn config(&self, command_line: Vec<String>) -> Config {
        let base = if self.sandbox { Config::sandboxed(SANDBOX_MEMORY << MIB) } else { Config::default() };
        let mut config = Config {
            command_line,
            library_path: self.library_path.clone(),
            passes: Passes { minimal: self.optimise == 0, disabled: self.disable_pass.iter().cloned().collect() },
            limits: Limits {
                timeout: self.timeout.or(base.limits.timeout),
                fuel: self.fuel.or(base.limits.fuel),
                output: self.max_output.or(base.limits.output),
            },
            capabilities: self.capabilities(),
            ..base
        };
        if self.sandbox && config.capabilities.read != Grant::NONE {
            config.files = Arc::new(SystemFiles);
        }
        let output = std::mem::replace(&mut config.streams.output, Box::new(std::io::sink()));
        config.streams.output = Box::new(Pipe(output));
        if self.no_jit {
            config.native = Native::Off;
        }
        config.heap.stress = self.gc_stress.unwrap_or_default();
        config.heap.verify = self.gc_verify;
        if let Some(memory) = self.memory {
            config.heap.limit = memory << MIB;
        }
        config.heap.nursery_bytes = self.nursery << KIB;
        if let Some(stack) = self.stack {
            config.stack_words = (stack << MIB) / WORD;
        }
        config
    }
}

fn no_network(_: &str) -> Result<String, String> {
    Err("--allow-net grants nothing: no library of Cairn reaches the network".to_string())
}

impl RunOptions {
    /// The parts of the system that the script may access: everything, unless an option restricts it.
    fn capabilities(&self) -> Capabilities {
        let granted = [&self.allow_read, &self.allow_write, &self.allow_env, &self.allow_run];
        if self.allow_all || (!self.sandbox && granted.iter().all(|items| items.is_empty())) {
            return Capabilities::ALL;
        }
        let [read, write, environment, run] = granted.map(|items| grant(items));
        Capabilities { read, write, environment, run }
    }
}

/// The value of an option --allow-... given without a value. No argument can equal it.
const EVERYTHING: &str = "\0";

/// The grant of an option: everything if it is given without a value. An empty item, which an
/// empty variable of a shell may leave, is nothing.
fn grant(items: &[OsString]) -> Grant {
    match items.iter().any(|item| item == EVERYTHING) {
        true => Grant::All,
        false => Grant::only(items.iter().filter(|item| !item.is_empty())),
    }
}

/// MiB of memory with `--sandbox`.
const SANDBOX_MEMORY: usize = 256;
/// Binary logarithm of the bytes of a KiB.
const KIB: u32 = 10;
/// Binary logarithm of the bytes of a MiB.
const MIB: u32 = 20;
/// Bytes of a word of the stack.
const WORD: usize = 8;

/// A number of KiB or MiB; 16 TiB are well below what a process can address.
fn size() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=1 << 24)
}

/// The names of passes.
fn pass_names(choose: impl Fn(&Pass) -> bool) -> PossibleValuesParser {
    let names: Vec<&str> = PASSES.iter().filter(|pass| choose(pass)).map(|pass| pass.name).collect();
    PossibleValuesParser::new(names)
}

/// A time with its unit.
pub(super) fn parse_time(text: &str) -> Result<Duration, String> {
    const UNITS: [(&str, u64); 3] = [("ms", 1), ("s", 1000), ("m", 60_000)];
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = UNITS.iter().find(|(name, _)| *name == &text[digits.len()..]);
    match (digits.parse::<u64>(), unit) {
        (Ok(count), Some((_, milliseconds))) => Ok(Duration::from_millis(count.saturating_mul(*milliseconds))),
        _ => Err("expected a number and a unit, such as 500ms, 5s or 2m".to_string()),
    }
}

fn parse_stress(text: &str) -> Result<Stress, String> {
    match text.split_once(':') {
        None if text == "minor" => Ok(Stress::Minor),
        None if text == "full" => Ok(Stress::Full(1)),
        Some(("full", n)) => positive(n).map(Stress::Full),
        Some(("increment", n)) => positive(n).map(Stress::Incremental),
        _ => Err("expected minor, full, full:N or increment:N".to_string()),
    }
}

fn positive(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|&n| n > 0).ok_or_else(|| format!("{text} is not a positive number"))
}

/// The native tier's figures in words.
pub(super) fn describe_native(stats: &NativeStats) -> String {
    let refused = if stats.refused { "the system gives no memory for code\n" } else { "" };
    let mut text = format!(
        "{refused}procedures   {} compiled, {} bytes, {:.1} ms; {} left out\nentered      {} times\n",
        stats.procedures,
        stats.bytes,
        stats.time.as_secs_f64() * 1e3,
        stats.left_out,
        stats.entered
    );
    for (name, count) in &stats.steps {
        text += &format!("exit         {name:<16} {count} times\n");
    }
    text
}

/// The heap's figures in words.
pub(super) fn describe_stats(stats: &Stats) -> String {
    let pauses = |name: &str, p: &Pauses| {
        let us = |percent| p.percentile(percent) as f64 / 1000.0;
        format!(
            "{name:<12} {:>8} times, pauses p50 {:.1} us, p99 {:.1} us, max {:.1} us, total {:.1} ms\n",
            p.count,
            us(50.0),
            us(99.0),
            p.max as f64 / 1000.0,
            p.total as f64 / 1e6
        )
    };
    format!(
        "{}{}{}allocated    {} bytes in the nursery, {} outside, {} promoted\nlive         {} bytes after the last cycle, {} cycles\npeak         {} bytes\n",
        pauses("minor", &stats.minor),
        pauses("increments", &stats.increments),
        pauses("full", &stats.full),
        stats.young_bytes,
        stats.tenured_bytes,
        stats.promoted_bytes,
        stats.live_after_cycle,
        stats.cycles,
        stats.peak_bytes,
    )
}
