//! Runs a program on engines that must agree, and compares their output.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use cairn::data::error::ErrorKind;
use cairn::engine::{Config, Engine, Limits};
use cairn::middle::options::Options;
use cairn_gc::Stress;

/// An output that is recorded.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Limits that programs of the generator only reach if they do not end.
fn limited() -> Config {
    let mut config = Config::sandboxed(64 << 20);
    config.limits = Limits { fuel: Some(300_000), output: Some(1 << 18), timeout: None };
    config
}

/// The output of a program, with the message that ends it. `None` if it reaches a limit, which
/// engines need not do at the same point.
fn output(mut config: Config, text: &str) -> Option<String> {
    let kept = Kept::default();
    config.streams.output = Box::new(kept.clone());
    config.streams.error = Box::new(io::sink());
    config.streams.input = Box::new(io::empty());
    config.streams.input_ready = Box::new(|_| true);
    let outcome = Engine::new(config).expect("an engine").run_program("generated", text);
    let mut printed = String::from_utf8_lossy(&kept.0.lock().expect("no panic")).into_owned();
    match outcome {
        Err(report) if report.kind == Some(ErrorKind::Limit) => return None,
        Err(report) => printed += &report.message,
        Ok(outcome) => printed += &format!("{outcome:?}"),
    }
    Some(printed)
}

/// Runs the program optimised, unoptimised, and under stress; returns whether all of them ended.
///
/// # Panics
/// If they do not agree.
pub(crate) fn check(text: &str, stress: bool) -> bool {
    let Some(expected) = output(limited(), text) else { return false };
    let unoptimised = || Config { passes: Options { minimal: true, ..Options::default() }, ..limited() };
    let stressed = || {
        let mut config = limited();
        config.heap.stress = Stress::Full(17);
        config.heap.nursery_bytes = 64 << 10;
        config
    };
    let mut all = vec![("unoptimised", unoptimised())];
    if stress {
        all.push(("under stress", stressed()));
    }
    all.into_iter().all(|(name, config)| match output(config, text) {
        None => false,
        Some(printed) => {
            assert!(printed == expected, "{name} it prints\n{printed}\ninstead of\n{expected}\nThe program:\n{text}");
            true
        }
    })
}
