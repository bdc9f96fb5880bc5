//! Connects the expander, which the prelude's `%expand` stops and resumes, to evaluation.

use cairn_compiler as compile;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::global;
use cairn_data::lists;
use cairn_data::source::Span;
use cairn_expand::{self as expand, Expander, Purpose, Stage, Step};
use cairn_gc::{Kind, Value};
use cairn_middle::environment::files::read_source;
use cairn_middle::environment::identifier::is_identifier;
use cairn_middle::environment::{EnvId, environment_object, environment_of, standard};
use cairn_middle::ir::Unit;
use cairn_vm::world::World;

use crate::{Args, Builtin, Context, exactly, flag, native};
use crate::{args, confinement};

/// Tells the prelude's `%expand` what to do after a step of an expansion.
pub mod step {
    /// The last unit: call its procedures, the last in tail position.
    pub const DONE: usize = 0;
    /// Call the unit's procedures, and resume with the value.
    pub const RUN: usize = 1;
    /// Call a transformer, and resume with the value.
    pub const TRANSFORM: usize = 2;
}

/// Bytes that a step of an expansion has when it begins. One that runs out of memory while it
/// compiles cannot be tried again, so garbage is collected before it where there is less.
const STEP_ROOM: usize = 64 << 10;

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%expansion", exactly(2), expansion, flag::INTERNAL | flag::EVALUATES, "(%expansion expr env) starts to expand an expression."),
    native("%load-expansion", exactly(2), load_expansion, flag::INTERNAL | flag::EVALUATES, "(%load-expansion filename env) starts to expand the forms of a file."),
    native("%expand-step", exactly(2), expand_step, flag::INTERNAL | flag::EVALUATES, "(%expand-step expansion answer) a pair: what to do next (0 last, 1 run, 2 transform), and with what."),
    native("%rename", exactly(2), rename, flag::INTERNAL, "(%rename macro name) a fresh alias of the name where the macro was defined."),
    native("%same-identifier?", exactly(3), same_identifier, flag::INTERNAL, "(%same-identifier? expansion a b) whether both mean the same where the macro is used."),
    native("%environment-expansion", exactly(1), environment_expansion, flag::INTERNAL | flag::EVALUATES, "(%environment-expansion sets) starts to make the environment of a list of import sets."),
    native("%environment-here", exactly(3), environment_here, flag::INTERNAL | flag::OUTSIDE, "(%environment-here env scopes variables) the environment of local scopes, or env itself when there are none."),
    native("%unchanged?", exactly(1), unchanged, flag::INTERNAL, "(%unchanged? cell) whether the cell holds the builtin that it began with."),
    native("%either", exactly(2), either, flag::INTERNAL, "(%either cell1 cell2) the value of the first that has one."),
    native("%set-either!", exactly(3), set_either, flag::INTERNAL, "(%set-either! cell1 cell2 value) assigns the first that has a value."),
    native("scheme-report-environment", exactly(1), report_environment, flag::EVALUATES, "(scheme-report-environment version) the environment of R5RS (5) or of all standard libraries (7). R7RS 6.12, A."),
    native("null-environment", exactly(1), null_environment, flag::EVALUATES, "(null-environment version) the syntax of scheme-report-environment alone. R7RS A."),
    native("interaction-environment", exactly(0), interaction_environment, flag::OUTSIDE, "(interaction-environment) the environment of scripts and the REPL. R7RS 6.12."),
];

/// Stores an expansion in the world; the result identifies it.
pub fn start_expansion<'gc>(world: &mut World<'gc>, expander: Expander<'gc>) -> Value<'gc> {
    let free = world.expansions.iter().position(Option::is_none);
    let index = free.unwrap_or_else(|| {
        world.expansions.push(None);
        world.expansions.len() - 1
    });
    world.expansions[index] = Some(Box::new(expander));
    Value::fixnum(index as i64)
}

fn interaction_environment<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    Ok(environment_object(ctx.mc, ctx.world.interaction))
}

fn environment_expansion<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let expander = Expander::environment_of_sets(ctx.mc, &mut ctx.world.session, args[0], Span::NONE)?;
    Ok(start_expansion(ctx.world, expander))
}

fn report_environment<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    environment_of_version(ctx, "scheme-report-environment", args[0], false)
}

fn null_environment<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    environment_of_version(ctx, "null-environment", args[0], true)
}

fn environment_of_version<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    version: Value<'gc>,
    syntax_only: bool,
) -> Result<'gc> {
    let all = standard::LIBRARIES.map(|(name, _)| name);
    let libraries = match version.as_fixnum() {
        Some(5) => &["scheme r5rs"][..],
        Some(7) => &all[..],
        _ => return Err(Throw::out_of_range(who, "version", version)),
    };
    let environment = ctx.world.session.libraries.environment_of_standard(ctx.mc, libraries, syntax_only);
    Ok(environment_object(ctx.mc, environment))
}

fn environment_here<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (around, scopes, variables) = (args[0], args[1], args[2]);
    if scopes.is_nil() {
        return Ok(around);
    }
    let scope = ctx.world.session.libraries.new_scope();
    expand::environment::local_environment(ctx.mc, around, scope, scopes, variables)
}

/// The record of the macro use whose transformer is running, see the prelude's `%transform`.
pub fn current_use<'gc>(ctx: &Context<'_, 'gc>) -> Option<Value<'gc>> {
    let key = ctx.mc.intern("macro-use");
    lists::elements(ctx.world.parameters).find(|binding| binding.car() == Some(key))?.cdr()
}

fn has_value(cell: Value<'_>) -> bool {
    cell.slot(global::VALUE) != Some(Value::UNBOUND)
}

fn unchanged<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].slot(global::BUILTIN).is_some_and(Value::is_true)))
}

/// The first of two cells that has a value.
fn first_bound<'gc>(who: &str, cells: &[Value<'gc>]) -> Result<'gc> {
    if let Some(&other) = cells.iter().find(|cell| !cell.has_kind(Kind::Global)) {
        return Err(Throw::wrong_type(who, "a global variable", other));
    }
    let unbound = || {
        let name = cells[0].slot(global::NAME).unwrap_or(Value::NIL);
        Throw::new(ErrorKind::Unbound, format!("{who}unbound variable:"), &[name])
    };
    cells.iter().copied().find(|&cell| has_value(cell)).ok_or_else(unbound)
}

fn either<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(first_bound("", args)?.slot(global::VALUE).unwrap_or(Value::UNSPECIFIED))
}

fn set_either<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    first_bound("set!: ", &args[..2])?.set_slot(ctx.mc, global::VALUE, args[2]);
    Ok(Value::UNSPECIFIED)
}

/// The environment that an argument denotes; `#f` denotes the scripts' environment.
fn environment_argument<'gc>(who: &str, world: &World<'gc>, value: Value<'gc>) -> Result<'gc, EnvId> {
    match value {
        Value::FALSE => Ok(world.interaction),
        object => environment_of(object).ok_or_else(|| Throw::wrong_type(who, "an environment", object)),
    }
}

fn load_expansion<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("load", args[0])?;
    let environment = environment_argument("load", ctx.world, args[1])?;
    let files = std::sync::Arc::clone(&ctx.world.session.libraries.loader.files);
    let path = ctx.world.system.located(&path).to_string_lossy().into_owned();
    let read = files.read(&path);
    let reason = match read {
        Ok(Some(text)) => {
            let source = ctx.world.session.sources.add(&path, text);
            let text = read_source(ctx.mc, &ctx.world.session.sources, source, false)?;
            let span = Span { source, start: 0, end: 0, site: 0 };
            let expander = Expander::program(environment, text, span).inside(args[1]);
            return Ok(start_expansion(ctx.world, expander));
        }
        Ok(None) => "no such file".to_string(),
        Err(reason) => reason,
    };
    Err(Throw::new(ErrorKind::File, format!("load: {reason}:"), &args[..1]))
}

fn expansion<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let environment = environment_argument("eval", ctx.world, args[1])?;
    let expander = Expander::form(environment, args[0], Span::NONE).inside(args[1]);
    Ok(start_expansion(ctx.world, expander))
}

fn expand_step<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    ctx.mc.check_room(STEP_ROOM)?;
    let index = args[0].as_index().unwrap_or(usize::MAX);
    let taken = ctx.world.expansions.get_mut(index).and_then(Option::take);
    let Some(mut expander) = taken else {
        return Err(Throw::new(ErrorKind::General, "this expansion has come to its end already", &[]));
    };
    expander.resume(args[1]);
    let step = match expander.step(ctx.mc, &mut ctx.world.session) {
        Ok(step) => step,
        Err(Throw::OutOfMemory(bytes)) if expander.can_go_on() => {
            // The machine collects, and calls this native again.
            ctx.world.expansions[index] = Some(expander);
            return Err(Throw::OutOfMemory(bytes));
        }
        Err(thrown) => {
            if thrown.is_syntax() {
                ctx.world.further_mistakes = expander.further_mistakes(ctx.mc, &mut ctx.world.session);
            }
            return Err(final_memory_error(thrown));
        }
    };
    let (kind, payload) = match step {
        Step::Done(unit) if expander.purpose == Purpose::Keep => {
            let thunks = compiled(ctx, unit)?;
            keep(ctx, thunks);
            return Ok(ctx.mc.cons(Value::fixnum(step::DONE as i64), Value::NIL));
        }
        Step::Done(unit) if let Purpose::Show(stage) = expander.purpose => {
            show(ctx, unit, stage)?;
            return Ok(ctx.mc.cons(Value::fixnum(step::DONE as i64), Value::NIL));
        }
        Step::Done(unit) => {
            let thunks = compiled(ctx, unit)?;
            ctx.world.started = true;
            return Ok(ctx.mc.cons(Value::fixnum(step::DONE as i64), thunks));
        }
        Step::Pause => (step::RUN, Value::NIL),
        Step::Run(unit) => {
            let thunks = compiled(ctx, unit)?;
            if expander.purpose == Purpose::Keep {
                keep(ctx, thunks);
            }
            (step::RUN, thunks)
        }
        Step::Confine(name, span) => {
            if expander.purpose == Purpose::Keep {
                let message = "confined libraries are loaded when a program runs; it cannot be compiled before";
                return Err(Throw::new(ErrorKind::Syntax, message, &[]).at(span));
            }
            confinement::load(ctx, &name).map_err(|thrown| final_memory_error(thrown).at(span))?;
            (step::RUN, Value::NIL)
        }
        Step::Evaluate(unit) => (step::RUN, compiled(ctx, unit)?),
        Step::Transform { flavour, procedure, form, macro_object } => {
            let transform = compile::prelude_procedure(ctx.mc, ctx.world, "%transform").map_err(final_memory_error)?;
            let flavour = Value::fixnum(flavour as i64);
            (step::TRANSFORM, ctx.mc.list(&[transform, flavour, procedure, form, macro_object]))
        }
    };
    ctx.world.expansions[index] = Some(expander);
    Ok(ctx.mc.cons(Value::fixnum(kind as i64), payload))
}

/// Keeps the procedures of a unit of a program that is compiled, not run.
fn keep<'gc>(ctx: &mut Context<'_, 'gc>, thunks: Value<'gc>) {
    ctx.world.kept.extend(lists::elements(thunks));
}

/// Adds the text of a unit to the output to be shown.
fn show<'gc>(ctx: &mut Context<'_, 'gc>, unit: Unit<'gc>, stage: Stage) -> Result<'gc, ()> {
    let text = compile::dump(ctx.mc, ctx.world, stage, unit).map_err(final_memory_error)?;
    ctx.world.shown.push_str(&text);
    Ok(())
}

fn compiled<'gc>(ctx: &mut Context<'_, 'gc>, unit: Unit<'gc>) -> Result<'gc> {
    let thunks = compile::unit(ctx.mc, ctx.world, unit).map_err(final_memory_error)?;
    Ok(ctx.mc.list(&thunks))
}

fn rename<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if !is_identifier(args[1]) {
        return Err(Throw::wrong_type("rename", "an identifier", args[1]));
    }
    Ok(expand::rename(ctx.mc, args[0], args[1]))
}

fn same_identifier<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let index = args[0].as_index().unwrap_or(usize::MAX);
    let taken = ctx.world.expansions.get_mut(index).and_then(Option::take);
    let Some(mut expander) = taken else { return Ok(Value::bool(args[1] == args[2])) };
    let same = expander.is_same_identifier(ctx.mc, &mut ctx.world.session, args[1], args[2]);
    ctx.world.expansions[index] = Some(expander);
    Ok(Value::bool(same))
}

/// A memory error in the middle of a step must not be retried.
fn final_memory_error<'gc>(thrown: Throw<'gc>) -> Throw<'gc> {
    match thrown {
        Throw::OutOfMemory(_) => Throw::new(ErrorKind::Limit, "out of memory while expanding and compiling", &[]),
        other => other,
    }
}
