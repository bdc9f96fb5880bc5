//! Implements pretty printing, and the natives of traces and stops.

use cairn_data::conditions;
use cairn_data::error::{ErrorKind, Result};
use cairn_data::port::Content;
use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_text::printer::pretty::{Limits, Options, pretty};
use cairn_text::printer::summary;
use cairn_vm::describe;
use cairn_vm::world::TestResult;

use crate::ports::transfer::Writing;
use crate::{Args, Builtin, Context, between, exactly, flag, native};

use flag::INTERNAL;

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("pp", between(1, 2), |ctx, args| pretty_print("pp", ctx, args), flag::NONE, "(pp obj [port]) writes obj on lines of at most 79 columns where it can, and ends the line. MIT Scheme."),
    native("pretty-print", between(1, 2), |ctx, args| pretty_print("pretty-print", ctx, args), flag::NONE, "(pretty-print obj [port]) the same as pp. Chez Scheme."),
    native("%count-line!", exactly(1), count_line, INTERNAL, "(%count-line! k) counts that the line of this number runs."),
    native("%test-result!", exactly(3), test_result, INTERNAL, "(%test-result! kind name detail) records a test for who runs the program: pass, fail, xpass, xfail or skip."),
    native("%offer-resume!", exactly(1), offer_resume, INTERNAL, "(%offer-resume! k) lets a session go on by k when nothing handles what comes."),
    native("%stop-condition", exactly(1), stop_condition, INTERNAL, "(%stop-condition call) says that the program has stopped before a call."),
    native("%trace-call!", exactly(1), trace_call, INTERNAL, "(%trace-call! call) tells of a call; how many there are around it."),
    native("%trace-return!", exactly(2), trace_return, INTERNAL, "(%trace-return! depth values) tells of the values of a call."),
];

/// Columns of what `pp` prints.
const WIDTH: usize = 79;
/// Characters of a call or value in a trace.
const TRACED: usize = 200;

fn pretty_print<'gc>(who: &'static str, ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let world = &*ctx.world;
    let describe = |value: Value<'_>| describe::procedure(world, value);
    let options = Options { width: WIDTH, column: 0, limits: Limits::NONE, code: true, describe: &describe };
    let text = pretty(ctx.mc, args[0], options)? + "\n";
    ctx.mc.check_room(2 * text.len())?;
    let mut writing = Writing::from(who, Content::Text, ctx, args, 1)?;
    writing.write(ctx.mc, text.len(), |output| output.bytes(text.as_bytes()))
}

fn count_line<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if let Some(coverage) = &mut ctx.world.session.coverage {
        coverage.count(args[0].as_index().unwrap_or(usize::MAX));
    }
    Ok(Value::UNSPECIFIED)
}

/// Characters of the name of a test, and of what it says.
const TEST_NAME: usize = 200;
const TEST_DETAIL: usize = 2000;

fn test_result<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let text = |value: Value<'gc>, most: usize| match value.as_string() {
        Some(chars) => chars.iter().take(most).collect(),
        None if value == Value::FALSE => String::new(),
        None => summary(value, most),
    };
    ctx.mc.work(TEST_DETAIL)?;
    if let Some(results) = &mut ctx.world.test_results {
        results.push(TestResult {
            kind: text(args[0], TEST_NAME),
            name: text(args[1], TEST_NAME),
            detail: text(args[2], TEST_DETAIL),
        });
    }
    Ok(Value::UNSPECIFIED)
}

fn offer_resume<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    ctx.world.inspection.resume = args[0];
    Ok(Value::UNSPECIFIED)
}

fn stop_condition<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let message = ctx.mc.string("stopped before")?;
    let irritants = ctx.mc.list(&[args[0]]);
    Ok(conditions::make(ctx.mc, ErrorKind::General, message, irritants, Span::NONE, Value::FALSE))
}

/// Writes a line of a trace to the current output, indented by its depth.
fn tell<'gc>(ctx: &mut Context<'_, 'gc>, depth: usize, text: &str) -> Result<'gc> {
    const DEEPEST: usize = 40;
    let line = format!("; {}{text}\n", "| ".repeat(depth.min(DEEPEST)));
    let mut writing = Writing::from("trace", Content::Text, ctx, &[], 0)?;
    writing.write(ctx.mc, line.len(), |output| output.bytes(line.as_bytes()))
}

fn trace_call<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let depth = ctx.world.inspection.trace_depth;
    tell(ctx, depth, &summary(args[0], TRACED))?;
    ctx.world.inspection.trace_depth = depth + 1;
    Ok(Value::fixnum(depth as i64))
}

fn trace_return<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let depth = args[0].as_index().unwrap_or(0);
    ctx.world.inspection.trace_depth = depth;
    tell(ctx, depth, &format!("=> {}", summary(args[1], TRACED)))
}
