//! Runs code for the tests.

use cairn_data::global;
use cairn_data::port::Streams;
use cairn_gc::{Mutation, Stress, Value};
use cairn_middle::environment::Binding;
use cairn_vm::Machine;

use crate::engine::Engine;

/// A number that an environment variable gives, or another one.
pub(super) fn number_from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Streams that take everything and have nothing.
pub(super) fn quiet() -> Streams {
    Streams {
        input: Box::new(std::io::empty()),
        input_ready: Box::new(|_| true),
        output: Box::new(std::io::sink()),
        error: Box::new(std::io::sink()),
        ..Streams::default()
    }
}

/// Changes what the collector does at each safepoint.
pub(super) fn set_stress(engine: &mut Engine, stress: Stress) {
    engine.heap.set_stress(stress);
    engine.mutate(|_, machine| machine.stress = stress != Stress::Off);
}

/// The value of a variable of the interaction environment.
pub(super) fn value_named<'gc>(mc: Mutation<'gc>, machine: &Machine<'gc>, name: &str) -> Value<'gc> {
    let environments = &machine.world.session.libraries.environments;
    match environments.find(machine.world.interaction, mc.intern(name)).map(|entry| entry.binding) {
        Some(Binding::Global(cell)) => cell.slot(global::VALUE).expect("a cell"),
        _ => panic!("{name} is no variable"),
    }
}
