//! Hostile scripts in an engine with fuel, and in one that is killed: each run ends soon, and
//! the engine is usable afterwards. `peak_memory.rs` has them run by the command, and looks at its
//! memory.

#[path = "common/hostile_scripts.rs"]
mod hostile_scripts;

use std::time::{Duration, Instant};

use cairn::data::port::Streams;
use cairn::engine::{Config, Engine, Limits, Outcome};
use hostile_scripts::sample;

/// The longest that a script may take after the kill, on a machine that does much else.
const MOST_TIME: Duration = Duration::from_secs(30);
/// The limit of time, for those that sleep: that costs no fuel.
const MOST_SLEEP: Duration = Duration::from_secs(5);

fn engine() -> Engine {
    let streams = Streams {
        input: Box::new(std::io::empty()),
        input_ready: Box::new(|_| true),
        output: Box::new(std::io::sink()),
        error: Box::new(std::io::sink()),
        ..Streams::default()
    };
    Engine::new(Config { streams, stack_words: (16 << 20) / 8, ..Config::sandboxed(64 << 20) })
        .expect("memory for an engine")
}

fn check_usable(engine: &mut Engine, name: &str) {
    // A program that imports only a library of its own has no other names.
    let outcome = engine.eval("check", "(import (only (scheme base) +)) (+ 1 1)");
    assert!(matches!(&outcome, Ok(Outcome::Value(Some(value))) if value == "2"), "after {name}: {outcome:?}");
}

#[test]
fn fuel_ends_hostile_scripts() {
    for (name, script) in sample(0) {
        let mut engine = engine();
        engine.set_limits(Limits { fuel: Some(200_000), timeout: Some(MOST_SLEEP), output: Some(1 << 20) });
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
