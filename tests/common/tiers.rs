//! Runs a program in both tiers, which must do the same to the last tick: print the same, fail at
//! the same place with the same backtrace, and run out of fuel at the same moment.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use cairn::data::port::Streams;
use cairn::engine::{Config, Engine, Limits, Native};
use cairn_gc::Stress;

/// An output that is recorded.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The result of a run: output, and the report if it failed.
type End = (String, Option<String>);

fn run(text: &str, native: Native, stress: Stress, fuel: Option<u64>) -> End {
    let kept = Kept::default();
    let mut config = Config {
        streams: Streams {
            input: Box::new(io::empty()),
            input_ready: Box::new(|_| true),
            output: Box::new(kept.clone()),
            ..Streams::default()
        },
        limits: Limits { fuel, ..Limits::NONE },
        native,
        ..Config::default()
    };
    config.heap.stress = stress;
    config.heap.nursery_bytes = 64 << 10;
    let mut engine = Engine::new(config).expect("an engine");
    let report = engine.run_final_program("program", text).err().map(|report| report.render());
    let output = String::from_utf8_lossy(&kept.0.lock().expect("no panic")).into_owned();
    (output, report)
}

/// Compares a tier with the interpreter.
///
/// # Errors
/// The difference, if they do not end alike.
pub(crate) fn compare(text: &str, native: Native, stress: Stress, fuel: Option<u64>) -> Result<(), String> {
    let expected = run(text, Native::Off, Stress::Off, fuel);
    let found = run(text, native, stress, fuel);
    if found == expected {
        return Ok(());
    }
    Err(format!("{native:?}, {stress:?}:\n{}\n{:?}\ninstead of\n{}\n{:?}", found.0, found.1, expected.0, expected.1))
}
