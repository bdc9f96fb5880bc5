//! Runs random programs about variables, which must print the same whatever the optimiser and the
//! collector do.
//!
//! `CAIRN_RANDOM_COUNT` is the number of programs, `CAIRN_RANDOM_SEED` the first seed. A
//! failure names the seed. `CAIRN_RANDOM_FOLDER` is a folder to which each program is
//! written as well, as `SEED.scm`.

mod common;
#[path = "random_programs/generator.rs"]
mod generator;

use std::sync::Arc;

use cairn::backend::passes::PASSES;
use cairn::data::port::Streams;
use cairn::engine::{Config, Engine, Native, Report};
use cairn::middle::environment::Files;
use cairn::middle::options::Options;
use common::Sink;
use generator::{Program, program};

/// Iterations and calls after which a program is abandoned.
const FUEL: u64 = 200_000;

/// The file that programs load.
struct Later(String);

impl Files for Later {
    fn read(&self, path: &str) -> Result<Option<String>, String> {
        Ok((path == "later.scm").then(|| self.0.clone()))
    }
}

/// How a program is run.
struct Variant {
    name: String,
    passes: Options,
    stress: cairn_gc::Stress,
    /// Whether the host evaluates more code afterwards.
    goes_on: bool,
    native: Native,
}

fn plain(name: &str) -> Variant {
    Variant {
        name: name.to_string(),
        passes: Options::default(),
        stress: cairn_gc::Stress::Off,
        goes_on: false,
        native: Native::Off,
    }
}

fn unoptimised() -> Options {
    Options { minimal: true, ..Options::default() }
}

/// Each configuration after the first three is only tried on some programs.
fn variants() -> Vec<Variant> {
    let mut all = vec![
        plain("optimised"),
        Variant { goes_on: true, ..plain("optimised, with later evaluations") },
        Variant { native: Native::AtFirstCall, ..plain("as machine code") },
        Variant { stress: cairn_gc::Stress::Minor, ..plain("under minor collections") },
        Variant {
            native: Native::AtFirstCall,
            stress: cairn_gc::Stress::Minor,
            ..plain("as machine code under minor collections")
        },
    ];
    all.extend(PASSES.iter().filter(|pass| !pass.required).map(|pass| Variant {
        passes: Options { disabled: [pass.name.to_string()].into(), ..Options::default() },
        ..plain(&format!("without {}", pass.name))
    }));
    all
}

/// The output of a program, and how it ends; `None` if it takes too long.
fn output(program: &Program, variant: &Variant) -> Option<String> {
    let sink = Sink::default();
    let mut config = Config {
        passes: variant.passes.clone(),
        files: Arc::new(Later(program.file.clone())),
        streams: Streams { output: Box::new(sink.clone()), ..Streams::default() },
        native: variant.native,
        ..Config::default()
    };
    config.heap.stress = variant.stress;
    let mut engine = Engine::new(config).expect("an engine");
    let mut endings = String::new();
    let mut note = |outcome: Result<_, Box<Report>>| {
        if let Err(report) = outcome {
            if report.message.contains("out of fuel") {
                return false;
            }
            endings.push_str(&format!("error: {}\n", report.message));
        }
        true
    };
    engine.set_fuel(Some(FUEL));
    let mut is_over = if variant.goes_on {
        note(engine.run_program("program", &program.text))
    } else {
        note(engine.run_final_program("program", &program.text))
    };
    for text in program.later.iter().filter(|_| variant.goes_on) {
        engine.set_fuel(Some(FUEL));
        is_over = is_over && note(engine.eval("later", text));
    }
    let printed = String::from_utf8_lossy(&sink.0.lock().expect("no panic")).into_owned();
    is_over.then(|| format!("{printed}\n{endings}"))
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn random_programs() {
    let (first, count) = (setting("CAIRN_RANDOM_SEED", 1), setting("CAIRN_RANDOM_COUNT", 600));
    let folder = std::env::var("CAIRN_RANDOM_FOLDER").ok();
    let variants = variants();
    let (mut compared, mut failures) = (0, Vec::new());
    for seed in first..first + count {
        let program = program(seed);
        if let Some(folder) = &folder {
            std::fs::write(format!("{folder}/{seed}.scm"), &program.text).expect("a folder");
        }
        let rest = &variants[3..];
        let chosen = [&variants[0], &variants[1], &variants[2], &rest[seed as usize % rest.len()]];
        for variant in chosen {
            let reference = Variant { passes: unoptimised(), ..plain("") };
            let expected = output(&program, &Variant { goes_on: variant.goes_on, ..reference });
            let Some(expected) = expected else { continue };
            compared += 1;
            match output(&program, variant) {
                Some(printed) if printed == expected => {}
                printed => failures.push(format!(
                    "seed {seed}, {}:\n{}\ninstead of\n{expected}",
                    variant.name,
                    printed.unwrap_or_else(|| "(no end)".to_string())
                )),
            }
        }
    }
    assert!(compared * 10 >= count * 4 * 9, "only {compared} comparisons");
    let shown = failures.iter().take(5).cloned().collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} of {compared} comparisons differ\n{shown}", failures.len());
}
