//! Makes the standard ports, and finds the current ones among the parameter bindings.

use std::rc::Rc;

use cairn_gc::{Kind, Mutation, Value};

use super::world::World;
use crate::data::bindings::current_value;
use crate::data::global;
use crate::data::port::{Content, Flushing, Input, Output, Port, Streams, Which};

/// Connects the world to these streams: makes the standard ports, and the
/// parameter objects that `current-output-port` and its like name.
pub fn install<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, streams: Streams) {
    let output = world.ports.register(Output::to_stream(streams.output, streams.flushing));
    let error = world.ports.register(Output::to_stream(streams.error, Flushing::AtOnce));
    let input = Input::interactive(streams.input, streams.input_ready, Rc::clone(&output));
    let rows = [
        ("current-input-port", "%input-port", Port::reading("stdin", Content::Both, input)),
        ("current-output-port", "%output-port", Port::writing("stdout", Content::Both, output)),
        ("current-error-port", "%output-port", Port::writing("stderr", Content::Both, error)),
    ];
    for (i, (name, converter, port)) in rows.into_iter().enumerate() {
        let converter = world.session.cells.named(mc, converter).slot(global::VALUE).unwrap_or(Value::FALSE);
        let port = mc.payload(Box::new(port));
        let object = mc.alloc_tenured(Kind::Parameter, &[port, converter, Value::FALSE]);
        world.session.cells.named(mc, name).set_slot(mc, global::VALUE, object);
        world.ports.parameters[i] = object;
    }
}

/// The current port of this kind, as the parameter bindings in force say.
#[inline]
pub fn current<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, which: Which) -> Value<'gc> {
    if world.ports.parameters[which as usize] == Value::FALSE {
        install(mc, world, Streams::default());
    }
    let object = world.ports.parameters[which as usize];
    current_value(mc, world.parameters, object)
}
