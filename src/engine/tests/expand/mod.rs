//! Tests of the expander: program text in, core language or an error out.

use std::collections::HashMap;
use std::sync::Arc;

use cairn_data::error::{Result, Throw};
use cairn_data::source::Span;
use cairn_expand::unparse::unparse;
use cairn_expand::{Expander, Step, program_environment};
use cairn_gc::{Config, Heap, Mutation, Rootable};
use cairn_middle::environment::{Files, files};
use cairn_middle::session::Session;
use cairn_stdlib as stdlib;
use cairn_text::printer::summary;

mod depth;
mod errors;
mod forms;
mod hygiene;
mod libraries;
mod standard;

type Root = Rootable![Session<'_>];

/// Files in memory.
struct Memory(HashMap<String, String>);

impl Files for Memory {
    fn read(&self, path: &str) -> std::result::Result<Option<String>, String> {
        Ok(self.0.get(path).cloned())
    }
}

/// Runs `f` with a fresh session in which these files exist.
fn with_world<T>(files: &[(&str, &str)], f: impl for<'gc> FnOnce(Mutation<'gc>, &mut Session<'gc>) -> T) -> T {
    let mut heap: Heap<Root> =
        Heap::new(Config::default(), |_| Session::new(&stdlib::builtins().primitives, &stdlib::srfi::BUNDLE));
    let files = files.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    heap.mutate(|mc, session| {
        session.libraries.loader.files = Arc::new(Memory(files));
        f(mc, session)
    })
}

/// Expands a program named `main.scm`: its units as text, in order.
fn expand_in<'gc>(mc: Mutation<'gc>, session: &mut Session<'gc>, text: &str) -> Result<'gc, String> {
    let source = session.sources.add_main("main.scm", text, 1);
    let text = files::read_source(mc, &session.sources, source, false)?;
    let environment = program_environment(session, &text.forms);
    drive(mc, session, Expander::closed_program(environment, text, Span { source, start: 0, end: 0, site: 0 }))
}

fn drive<'gc>(mc: Mutation<'gc>, session: &mut Session<'gc>, mut expander: Expander<'gc>) -> Result<'gc, String> {
    let mut out = String::new();
    loop {
        match expander.step(mc, session)? {
            Step::Run(unit) => {
                out.push_str(&unparse(mc, session.primitives, &unit)?);
                out.push_str("--\n");
                expander.resume(cairn_gc::Value::UNSPECIFIED);
            }
            Step::Pause => {}
            Step::Done(unit) => {
                check(&unit);
                out.push_str(&unparse(mc, session.primitives, &unit)?);
                return Ok(out);
            }
            Step::Evaluate(_) | Step::Transform { .. } | Step::Confine(..) => {
                return Err(Throw::syntax("stopped", Span::NONE, &[]));
            }
        }
    }
}

/// Each node that can be reached is reached once, and each variable bound once.
fn check(unit: &cairn_middle::ir::Unit<'_>) {
    let mut seen = vec![false; unit.nodes.len()];
    let mut stack = vec![unit.root];
    while let Some(id) = stack.pop() {
        assert!(!std::mem::replace(&mut seen[id.0 as usize], true), "node {id:?} has two parents");
        unit.node(id).push_children(&mut stack);
    }
}

/// The core of a program, without the last newline.
fn core(text: &str) -> String {
    core_with(&[], text)
}

fn core_with(files: &[(&str, &str)], text: &str) -> String {
    with_world(files, |mc, session| match expand_in(mc, session, text) {
        Ok(out) => out.trim_end().to_string(),
        Err(error) => format!("error: {}", describe(session, &error)),
    })
}

/// A failure as `line:column-column: message irritants`.
fn describe(session: &Session<'_>, error: &Throw<'_>) -> String {
    let Throw::Failure(failure) = error else { return format!("{error:?}") };
    let irritants: String = failure.irritants.iter().map(|&datum| format!(" {}", summary(datum, 60))).collect();
    let place = session.sources.get(failure.span).map_or(String::from("nowhere"), |source| {
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
