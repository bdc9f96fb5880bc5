//! Tests of the expander: program text in, core language or an error out.

use std::collections::HashMap;
use std::rc::Rc;

use cairn_gc::{Config, Heap, Mutation, Rootable};

use super::unparse::unparse;
use super::{Expander, Step, program_environment};
use crate::compiler::environment::{Files, files};
use crate::data::error::{Result, Throw};
use crate::data::source::Span;
use crate::text::printer::summary;
use crate::vm::world::World;

mod depth;
mod errors;
mod forms;
mod hygiene;
mod libraries;
mod standard;

type Root = Rootable![World<'_>];

/// Files in memory.
struct Memory(HashMap<String, String>);

impl Files for Memory {
    fn read(&self, path: &str) -> std::result::Result<Option<String>, String> {
        Ok(self.0.get(path).cloned())
    }
}

/// Runs `f` with a fresh world in which these files exist.
fn with_world<T>(files: &[(&str, &str)], f: impl for<'gc> FnOnce(Mutation<'gc>, &mut World<'gc>) -> T) -> T {
    let mut heap: Heap<Root> = Heap::new(Config::default(), |_| World::new());
    let files = files.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    heap.mutate(|mc, world| {
        world.libraries.loader.files = Rc::new(Memory(files));
        f(mc, world)
    })
}

/// Expands a program named `main.scm`: its units as text, in order.
fn expand_in<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, text: &str) -> Result<'gc, String> {
    let source = world.sources.add("main.scm", text);
    let text = files::read_source(mc, world, source, false)?;
    let environment = program_environment(world, &text.forms);
    drive(mc, world, Expander::program(environment, text, Span { source, start: 0, end: 0 }))
}

fn drive<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, mut expander: Expander<'gc>) -> Result<'gc, String> {
    let mut out = String::new();
    loop {
        match expander.step(mc, world)? {
            Step::Run(unit) => {
                out.push_str(&unparse(mc, &unit)?);
                out.push_str("--\n");
                expander.resume(cairn_gc::Value::UNSPECIFIED);
            }
            Step::Pause => {}
            Step::Done(unit) => {
                check(&unit);
                out.push_str(&unparse(mc, &unit)?);
                return Ok(out);
            }
            Step::Evaluate(_) | Step::Transform { .. } => return Err(Throw::syntax("stopped", Span::NONE, &[])),
        }
    }
}

/// Each node that can be reached is reached once, and each variable bound once.
fn check(unit: &crate::compiler::ir::Unit<'_>) {
    let mut seen = vec![false; unit.nodes.len()];
    let mut stack = vec![unit.root];
    while let Some(id) = stack.pop() {
        assert!(!std::mem::replace(&mut seen[id.0 as usize], true), "node {id:?} has two parents");
        unit.node(id).each_child(|child| stack.push(child));
    }
}

/// The core of a program, without the last newline.
fn core(text: &str) -> String {
    core_with(&[], text)
}

fn core_with(files: &[(&str, &str)], text: &str) -> String {
    with_world(files, |mc, world| match expand_in(mc, world, text) {
        Ok(out) => out.trim_end().to_string(),
        Err(error) => format!("error: {}", describe(world, &error)),
    })
}

/// A failure as `line:column-column: message irritants`.
fn describe(world: &World<'_>, error: &Throw<'_>) -> String {
    let Throw::Failure(failure) = error else { return format!("{error:?}") };
    let irritants: String = failure.irritants.iter().map(|&datum| format!(" {}", summary(datum, 60))).collect();
    let place = world.sources.get(failure.span).map_or(String::from("nowhere"), |source| {
        let start = source.position(failure.span.start);
        let text = &source.text[failure.span.start as usize..failure.span.end as usize];
        format!("{}:{} `{}`", start.line, start.column, text.replace('\n', " "))
    });
    format!("{place}: {}{irritants}", failure.message)
}

/// Checks a table of programs and their cores.
#[track_caller]
fn all(cases: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (text, expected) in cases {
        let got = core(text);
        if got != *expected {
            wrong.push_str(&format!("{text}\n  expected {expected}\n  got      {got}\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
