//! Lets a session inspect a program that has failed, and go on with it where that can be.

use cairn_compiler as compile;
use cairn_data::source::{Source, Span};
use cairn_expand::{Expander, Syntax};
use cairn_gc::{Kind, Mutation, Value};
use cairn_middle::environment::files::read_source;
use cairn_middle::environment::{LibraryName, Text};
use cairn_text::printer::pretty::{Limits, Options, pretty};
use cairn_text::printer::summary;
use cairn_vm::describe;
use cairn_vm::inspect::Activation;
use cairn_vm::world::World;

use super::report::{self, Position};
use super::{Engine, Outcome, Report, calls};

/// Characters of a variable's value.
const VALUE_WIDTH: usize = 400;

/// An activation when the last run failed.
#[derive(Clone, Debug)]
pub struct Stopped {
    /// The procedure's name, if it has one.
    pub name: Option<String>,
    /// Where it was.
    pub position: Position,
    /// The variables in scope and their values, shortened; outermost first.
    pub variables: Vec<(String, String)>,
}

/// How a procedure of a session is watched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Watching {
    /// It tells of its calls.
    Tracing,
    /// The program stops before each call.
    Stopping,
}

impl Engine {
    /// The activations when the last run in a session failed, innermost first; those of Cairn
    /// itself are left out.
    pub fn stopped(&mut self) -> Vec<Stopped> {
        self.mutate(|_, machine| {
            let world = &machine.world;
            let shown = |(number, activation): (usize, &Activation<'_>)| {
                let about = &activation.about;
                let variables = variables(world, number).into_iter();
                Some(Stopped {
                    name: about.name.as_ref().map(|name| name.to_string()),
                    position: report::position(world, about.span)?,
                    variables: variables.map(|(name, value)| (name.to_string(), summary(value, VALUE_WIDTH))).collect(),
                })
            };
            world.inspection.stopped.iter().enumerate().filter_map(shown).collect()
        })
    }

    /// Evaluates the forms of a text where the variables of the activation of this number,
    /// counted as [`Engine::stopped`] does, have their values. Assignments to them do
    /// not last.
    ///
    /// # Errors
    /// As for [`Engine::eval`].
    pub fn eval_in_activation(&mut self, number: usize, name: &str, text: &str) -> Result<Outcome, Box<Report>> {
        self.start_expansion(|mc, world| {
            let source = world.session.sources.add(name, text);
            let text = read_source(mc, &world.session.sources, source, false)?;
            let forms: Vec<_> = text.forms.iter().map(|form| form.datum).collect();
            let names: Vec<_> = variables(world, number).iter().map(|&(name, _)| mc.intern(name)).collect();
            let lambda = mc.cons(mc.intern("lambda"), mc.cons(mc.list(&names), mc.list(&forms)));
            let span = Span { source, start: 0, end: 0, site: 0 };
            let text = Text { forms: vec![Syntax { datum: lambda, span }], spans: text.spans };
            Ok(Expander::entry(world.interaction, text, span))
        })?;
        self.drive()?;
        self.apply_last(|mc, world, procedure| {
            let values: Vec<_> = variables(world, number).iter().map(|&(_, value)| value).collect();
            (procedure, mc.list(&values))
        })
    }

    /// A procedure that a variable of a session holds, as it is shown, with the comment before
    /// its definition; nothing when it is none, or comes from Cairn itself.
    pub fn documentation(&mut self, name: &str) -> Option<(String, String)> {
        self.mutate(|mc, machine| {
            let world = &mut machine.world;
            let procedure = calls::variable(mc, world, name).ok()?;
            let span = describe::place(procedure)?;
            let source = world.session.sources.get(span)?;
            if world.session.libraries.bundle.has(&LibraryName::parse(source.name.trim_matches(['(', ')']))) {
                return None;
            }
            Some((describe::procedure(world, procedure)?, comment_before(&source, span.start)))
        })
    }

    /// Whether the program whose condition was not handled goes on when it gets a value.
    pub fn can_resume(&mut self) -> bool {
        self.mutate(|_, machine| machine.world.inspection.offered != Value::FALSE)
    }

    /// Goes on with the program that has stopped: it gets the value of the form that was
    /// evaluated last.
    ///
    /// # Errors
    /// As for [`Engine::eval`].
    pub fn resume(&mut self) -> Result<Outcome, Box<Report>> {
        self.apply_last(|mc, world, value| {
            let resume = std::mem::replace(&mut world.inspection.offered, Value::FALSE);
            (resume, mc.list(&[value]))
        })
    }

    /// Watches the procedure that a variable of a session holds; false when that is none.
    ///
    /// # Errors
    /// When there is no such variable.
    pub fn watch(&mut self, name: &str, watching: Watching) -> Result<bool, Box<Report>> {
        let watch = match watching {
            Watching::Tracing => "%traced",
            Watching::Stopping => "%stopping",
        };
        let is_procedure = self.mutate(|mc, machine| {
            let world = &mut machine.world;
            let found = calls::variable(mc, world, name);
            let procedure = found.map_err(|thrown| report::of_throw(mc, world, &thrown))?;
            let is_procedure = matches!(procedure.kind(), Some(Kind::Closure | Kind::CaseLambda | Kind::Native));
            world.last = procedure;
            Ok::<_, Box<Report>>(is_procedure)
        })?;
        if !is_procedure {
            return Ok(false);
        }
        let named = name.to_string();
        self.apply_builtin(watch, move |mc, _, procedure| mc.list(&[mc.intern(&named), procedure]))?;
        self.mutate(|mc, machine| {
            let world = &mut machine.world;
            let watched = std::mem::replace(&mut world.last, Value::UNSPECIFIED);
            world.session.libraries.environments.define(mc, world.interaction, name, watched);
        });
        Ok(true)
    }

    /// Calls a procedure with a list of arguments: both are made of the last value.
    fn apply_last(
        &mut self,
        make: impl for<'gc> FnOnce(Mutation<'gc>, &mut World<'gc>, Value<'gc>) -> (Value<'gc>, Value<'gc>),
    ) -> Result<Outcome, Box<Report>> {
        self.begin_run();
        let others = self.has_runs();
        self.mutate(|mc, machine| {
            let world = &mut machine.world;
            let last = std::mem::replace(&mut world.last, Value::UNSPECIFIED);
            let (procedure, arguments) = make(mc, world, last);
            world.reset_dynamic_state(others);
            world.started = true;
            let apply = compile::prelude_procedure(mc, world, "%apply");
            let apply = apply.map_err(|thrown| report::of_throw(mc, world, &thrown))?;
            machine.start(apply, &[procedure, arguments]);
            Ok::<_, Box<Report>>(())
        })?;
        self.drive()
    }

    fn apply_builtin(
        &mut self,
        name: &str,
        arguments: impl for<'gc> FnOnce(Mutation<'gc>, &mut World<'gc>, Value<'gc>) -> Value<'gc>,
    ) -> Result<Outcome, Box<Report>> {
        self.mutate(|mc, machine| {
            let world = &mut machine.world;
            compile::prelude_procedure(mc, world, name)
                .map(|_| ())
                .map_err(|thrown| report::of_throw(mc, world, &thrown))
        })?;
        self.apply_last(|mc, world, last| {
            let procedure = compile::prelude_procedure(mc, world, name).unwrap_or(Value::FALSE);
            let arguments = arguments(mc, world, last);
            (procedure, arguments)
        })
    }

    /// The values of the form that was evaluated last, for people, without those that are
    /// unspecified: in lines of at most `width` columns, the first of which begins at the
    /// column that `name` gives with the name of the variable that keeps the value.
    pub fn keep_values_pretty(
        &mut self,
        width: usize,
        limits: Limits,
        mut name: impl FnMut() -> (String, usize),
    ) -> Vec<String> {
        self.mutate(|mc, machine| {
            let world = &mut machine.world;
            let last = std::mem::replace(&mut world.last, Value::UNSPECIFIED);
            let values = if last.has_kind(Kind::Values) { last.slot_slice().to_vec() } else { vec![last] };
            let mut texts = Vec::new();
            for value in values.into_iter().filter(|&value| value != Value::UNSPECIFIED) {
                let (name, column) = name();
                texts.push(pretty_text(mc, world, value, width, column, limits));
                world.session.libraries.environments.define(mc, world.interaction, &name, value);
            }
            texts
        })
    }
}

/// The comment in the lines before a place, without the semicolons.
fn comment_before(source: &Source, at: u32) -> String {
    let before = source.text.get(..at as usize).unwrap_or_default();
    let before = before.rfind('\n').map_or("", |end| &before[..end]);
    let lines = before.lines().rev().map_while(|line| line.trim_start().strip_prefix(';'));
    let mut lines: Vec<&str> = lines.map(|line| line.trim_start_matches(';').trim()).collect();
    lines.reverse();
    lines.join("\n")
}

fn pretty_text<'gc>(
    mc: Mutation<'gc>,
    world: &World<'gc>,
    value: Value<'gc>,
    width: usize,
    column: usize,
    limits: Limits,
) -> String {
    let describe = |value: Value<'_>| describe::procedure(world, value);
    let options = Options { width, column, limits, code: false, describe: &describe };
    pretty(mc, value, options).unwrap_or_else(|_| summary(value, VALUE_WIDTH))
}

/// The variables of an activation: of those of one name the innermost.
fn variables<'w, 'gc>(world: &'w World<'gc>, number: usize) -> Vec<(&'w str, Value<'gc>)> {
    let Some(activation) = world.inspection.stopped.get(number) else { return Vec::new() };
    let mut found: Vec<(&str, Value<'gc>)> = Vec::new();
    for (name, &value) in activation.about.names.iter().zip(&activation.values) {
        match found.iter_mut().find(|(known, _)| *known == &**name) {
            Some(variable) => variable.1 = value,
            None => found.push((name, value)),
        }
    }
    found
}
