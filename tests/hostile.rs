//! Hostile scripts in an engine with fuel, and in one that is killed: each run ends soon, and
//! the engine is usable afterwards.
//!
//! A file of `tests/hostile` has scripts one after the other, each below a line `=== name`.
//! `CAIRN_HOSTILE_EVERY=1` takes all of them instead of a sample; `run.py` there runs them by
//! the command, and looks at its memory.

use std::time::{Duration, Instant};

use cairn::data::port::Streams;
use cairn::engine::{Config, Engine, Limits, Outcome};

/// The longest that a script may take after the kill, on a machine that does much else.
const MOST_TIME: Duration = Duration::from_secs(30);

fn scripts() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile");
    let mut all = Vec::new();
    for file in std::fs::read_dir(folder).expect("the folder of scripts") {
        let path = file.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let text = std::fs::read_to_string(&path).expect("a text");
            let stem = path.file_stem().expect("a name").display().to_string();
            let parts = text.split("=== ").skip(1).filter_map(|script| script.split_once('\n'));
            all.extend(parts.map(|(name, script)| (format!("{stem}/{name}"), script.to_string())));
        }
    }
    all.sort();
    all
}

fn engine() -> Engine {
    let streams = Streams {
        input: Box::new(std::io::empty()),
        input_ready: Box::new(|_| true),
        output: Box::new(std::io::sink()),
        error: Box::new(std::io::sink()),
        ..Streams::default()
    };
    Engine::new(Config { streams, stack_words: (16 << 20) / 8, ..Config::sandboxed(64 << 20) })
}

fn check_usable(engine: &mut Engine, name: &str) {
    let outcome = engine.eval("check", "(+ 1 1)");
    assert!(matches!(&outcome, Ok(Outcome::Value(Some(value))) if value == "2"), "after {name}: {outcome:?}");
}

/// Each n-th of the scripts, beginning with one that depends on the test.
fn sample(first: usize) -> impl Iterator<Item = (String, String)> {
    let every = std::env::var("CAIRN_HOSTILE_EVERY").ok().and_then(|text| text.parse().ok()).unwrap_or(8);
    let all = scripts();
    assert!(all.len() >= 300, "{} scripts", all.len());
    all.into_iter().skip(first % every).step_by(every)
}

#[test]
fn fuel_ends_hostile_scripts() {
    for (name, script) in sample(0) {
        let mut engine = engine();
        engine.set_limits(Limits { fuel: Some(200_000), timeout: Some(MOST_TIME), output: Some(1 << 20) });
        let start = Instant::now();
        if let Err(report) = engine.run_program(&name, &script) {
            assert!(!report.render().is_empty());
        }
        assert!(start.elapsed() < MOST_TIME, "{name} takes {:?}", start.elapsed());
        check_usable(&mut engine, &name);
    }
}

#[test]
fn kills_end_hostile_scripts() {
    for (name, script) in sample(4) {
        let mut engine = engine();
        engine.set_limits(Limits { fuel: None, timeout: Some(2 * MOST_TIME), output: Some(1 << 20) });
        let handle = engine.stop_handle();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(40));
            handle.kill();
        });
        let start = Instant::now();
        let _ = engine.run_program(&name, &script);
        let time = start.elapsed();
        killer.join().expect("a kill");
        engine.stop_handle().clear();
        assert!(time < MOST_TIME, "{name} goes on for {time:?} after it was killed");
        check_usable(&mut engine, &name);
    }
}
