//! The command line's options.

use cairn::engine::Config;
use cairn::passes;
use cairn_gc::{Pauses, Stats, Stress};
use clap::{Args, Parser, Subcommand};

/// Scheme (R7RS-small): runs scripts.
///
/// A script is a file of Scheme. Without an (import ...) it sees everything in
/// the standard libraries; with one, what it imports. Libraries (foo bar) are
/// looked for as foo/bar.sld beside the script and below each -I directory.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(
    after_help = "Examples:\n  cairn hello.scm             run a script\n  cairn -e '(expt 2 100)'     print a value\n  echo '(display 1)' | cairn - run standard input\n\nExit codes: 0, or what (exit x) says; 1 an uncaught condition; 2 usage, an\nunreadable file or a program that does not compile; 3 a limit was reached."
)]
pub struct Options {
    /// What to do, when it is not to run FILE.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Evaluate EXPR and print its value.
    #[arg(short = 'e', value_name = "EXPR")]
    pub expression: Option<String>,
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
pub enum Command {
    /// Run a script.
    Run {
        /// The script; `-` is standard input.
        file: String,
        /// Arguments for the script.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
        /// Options of the engine.
        #[command(flatten)]
        run: RunOptions,
    },
    /// List the bytecode of a script.
    Disasm {
        /// The script.
        file: String,
        /// Options of the engine.
        #[command(flatten)]
        run: RunOptions,
    },
    /// Print a script as it is after macro expansion, or after a pass.
    Expand {
        /// The script.
        file: String,
        /// After this pass.
        #[arg(long, value_name = "PASS")]
        dump: Option<String>,
        /// Options of the engine.
        #[command(flatten)]
        run: RunOptions,
    },
}

/// Options of the engine.
#[derive(Args)]
pub struct RunOptions {
    /// Also look for libraries below DIR; may be repeated.
    #[arg(short = 'I', value_name = "DIR")]
    pub library_path: Vec<String>,
    /// Limit of the heap, in MiB.
    #[arg(long, value_name = "MIB")]
    pub memory: Option<usize>,
    /// Limit of the stack, in MiB.
    #[arg(long, value_name = "MIB")]
    pub stack: Option<usize>,
    /// Do not optimise.
    #[arg(short = 'O', value_name = "LEVEL", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=1))]
    pub optimise: u8,
    /// Leave out an optimising pass; may be repeated.
    #[arg(long, value_name = "NAME")]
    pub disable_pass: Vec<String>,
    /// Size of the nursery, in KiB.
    #[arg(long, value_name = "KIB")]
    pub nursery: Option<usize>,
    /// Collect at each safepoint: `minor`, `full`, or `full:N` for a full one at every N-th.
    #[arg(long, value_name = "MODE", env = "CAIRN_GC_STRESS", value_parser = parse_stress)]
    pub gc_stress: Option<Stress>,
    /// Check the whole heap after each collection.
    #[arg(long)]
    pub gc_verify: bool,
    /// Print figures of the heap at the end, to standard error.
    #[arg(long)]
    pub gc_stats: bool,
}

impl RunOptions {
    /// The engine's configuration.
    pub fn config(&self, command_line: Vec<String>) -> Config {
        let mut config = Config {
            command_line,
            library_path: self.library_path.clone(),
            passes: passes::Options {
                minimal: self.optimise == 0,
                disabled: self.disable_pass.iter().cloned().collect(),
            },
            ..Config::default()
        };
        config.heap.stress = self.gc_stress.unwrap_or_default();
        config.heap.verify = self.gc_verify;
        if let Some(mib) = self.memory {
            config.heap.limit = mib << 20;
        }
        if let Some(kib) = self.nursery {
            config.heap.nursery_bytes = kib << 10;
        }
        if let Some(mib) = self.stack {
            config.stack_words = (mib << 20) / 8;
        }
        config
    }
}

fn parse_stress(text: &str) -> Result<Stress, String> {
    match text.split_once(':') {
        None if text == "minor" => Ok(Stress::Minor),
        None if text == "full" => Ok(Stress::Full(1)),
        Some(("full", n)) => n.parse().map(Stress::Full).map_err(|_| format!("{n} is not a number")),
        _ => Err("expected minor, full or full:N".to_string()),
    }
}

/// The heap's figures in words.
pub fn describe_stats(stats: &Stats) -> String {
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
