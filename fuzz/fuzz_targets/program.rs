//! Runs a program under limits, twice: the engine must be usable after any program.
#![no_main]

use cairn::engine::{Config, Engine, Limits, Outcome};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut config = Config::sandboxed(64 << 20);
    config.stack_words = 1 << 20;
    config.limits = Limits { fuel: Some(200_000), output: Some(1 << 16), timeout: None };
    config.streams.output = Box::new(std::io::sink());
    config.streams.error = Box::new(std::io::sink());
    config.streams.input = Box::new(std::io::empty());
    config.streams.input_ready = Box::new(|_| true);
    let mut engine = Engine::new(config);
    if let Err(report) = engine.run_program("fuzz", text) {
        let _ = report.render();
    }
    let _ = engine.eval("fuzz", text);
    let outcome = engine.eval("check", "1");
    assert!(matches!(&outcome, Ok(Outcome::Value(Some(value))) if value == "1"), "{outcome:?}");
});
