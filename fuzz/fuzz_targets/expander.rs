//! Expands and compiles a program without running it, under limits.
#![no_main]

use cairn::engine::{Config, Engine, Limits, Stage};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut config = Config::sandboxed(64 << 20);
    config.limits = Limits { fuel: Some(200_000), ..Limits::NONE };
    let mut engine = Engine::new(config).expect("memory for an engine");
    let _ = engine.dump(Stage::Expanded, "fuzz", text, |_| {});
    let _ = engine.dump(Stage::Bytecode, "fuzz", text, |_| {});
});
