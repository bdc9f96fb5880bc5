//! Implements `cairn profile`: runs a script and reports where time, memory or calls go.

mod flame;
mod table;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use cairn::engine::{Measure, Sample};
use clap::Args;

use super::options::RunOptions;
use super::{UNUSABLE, close, describe_outcome, read_program};

/// Options of `cairn profile`.
#[derive(Args)]
pub(super) struct ProfileOptions {
    /// Measure the memory that is allocated, not the time.
    #[arg(long)]
    alloc: bool,
    /// Count calls and loop rounds, not the time: every run gives the same figures.
    #[arg(long, conflicts_with = "alloc")]
    steps: bool,
    /// List N procedures and N lines.
    #[arg(long, value_name = "N", default_value_t = 15)]
    top: usize,
    /// Write a flame graph to FILE, a picture for browsers (SVG).
    #[arg(long, value_name = "FILE")]
    flame: Option<PathBuf>,
    /// Write the stacks to FILE, each on a line with what was measured: `main;area 12000`.
    #[arg(long, value_name = "FILE")]
    folded: Option<PathBuf>,
    /// The script; `-` is standard input. Later arguments are the script's.
    #[arg(trailing_var_arg = true, required = true, value_names = ["FILE", "ARGS"])]
    command_line: Vec<String>,
    /// Options of the engine.
    #[command(flatten)]
    run: RunOptions,
}

impl ProfileOptions {
    fn measure(&self) -> Measure {
        match (self.alloc, self.steps) {
            (true, _) => Measure::Allocation,
            (_, true) => Measure::Steps,
            _ => Measure::Time,
        }
    }
}

/// Size of the nursery while allocation is measured: what is allocated between two
/// collections counts for what runs at the second.
const NURSERY: usize = 64 << 10;

/// Runs the command; the result is the exit code of the script.
pub(super) fn run(options: &ProfileOptions) -> u8 {
    let command_line = options.command_line.clone();
    let file = &options.command_line[0];
    let text = match read_program(file) {
        Ok(text) => text,
        Err(code) => return code,
    };
    let mut config = options.run.config(command_line);
    if options.alloc {
        config.heap.nursery_bytes = NURSERY;
    }
    let mut engine = crate::cli::new_engine(config);
    let timer = engine.start_profile(options.measure());
    let outcome = engine.run_final_program(file, &text);
    drop(timer);
    let code = describe_outcome(&mut engine, options.run.reports, outcome, false);
    let samples = engine.samples();
    eprint!("{}", table::table(&samples, options.measure(), options.top));
    let code = match write(&samples, options) {
        Ok(()) => code,
        Err(error) => {
            eprintln!("cairn: {error}");
            UNUSABLE
        }
    };
    close(engine, &options.run, code)
}

fn write(samples: &[Sample], options: &ProfileOptions) -> Result<(), String> {
    let unit = match options.measure() {
        Measure::Time => "microseconds",
        Measure::Allocation => "bytes",
        Measure::Steps => "steps",
    };
    let files = [
        (&options.folded, folded as fn(&[Sample], &str) -> String),
        (&options.flame, flame::graph as fn(&[Sample], &str) -> String),
    ];
    for (file, content) in files {
        if let Some(file) = file {
            let written = std::fs::write(file, content(samples, unit));
            written.map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        }
    }
    Ok(())
}

/// The stacks as other tools read them: names with semicolons between them.
fn folded(samples: &[Sample], _: &str) -> String {
    let mut amounts: BTreeMap<String, u64> = BTreeMap::new();
    for (stack, amount) in samples {
        let names: Vec<String> = stack.iter().map(|frame| frame.name.replace(';', ":")).collect();
        *amounts.entry(names.join(";")).or_default() += amount;
    }
    amounts.into_iter().fold(String::new(), |mut out, (stack, amount)| {
        let _ = writeln!(out, "{stack} {amount}");
        out
    })
}
