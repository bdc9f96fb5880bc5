//! Expands `delay`, `delay-force`, `parameterize` and `guard` (R7RS 4.2.5 to 4.2.7) to calls of
//! builtins with procedures made of the parts.

use cairn_data::error::Result;
use cairn_gc::Value;
use cairn_middle::ir::Node;

use crate::task::{Build, Task};
use crate::{Cx, Syntax};

const PARAMETERIZE: &str = "(parameterize ((parameter value) ...) body ...)";
const GUARD: &str = "(guard (name clause ...) body ...)";

/// `(delay expression)`
pub fn delay<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    delayed(ctx, form, "(delay expression)", "%delay")
}

/// `(delay-force expression)`
pub fn delay_force<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    delayed(ctx, form, "(delay-force expression)", "%delay-force")
}

fn delayed<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, usage: &str, maker: &'static str) -> Result<'gc, ()> {
    let [expression] = ctx.exactly(form, usage)?;
    ctx.schedule([
        Task::Expression(expression, Value::FALSE),
        Task::Build(Build::Thunk, form.span),
        Task::Build(Build::Primitive(maker, 1), form.span),
    ]);
    Ok(())
}

/// `(parameterize ((parameter value) ...) body ...)`: the list of pairs is made
/// before the call.
pub fn parameterize<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    let spans = &ctx.ex.context.spans;
    let rest = spans.rest(form);
    let (Some(list), body) = (spans.head(rest), spans.rest(rest)) else {
        return Err(ctx.malformed(form, PARAMETERIZE));
    };
    let bindings = ctx.list(list, PARAMETERIZE)?;
    let mut tasks = Vec::with_capacity(bindings.len() * 4 + 1);
    for &binding in &bindings {
        let parts = ctx.items(binding, "a binding (parameter value)")?;
        let [parameter, value] = parts[..] else { return Err(ctx.malformed(form, PARAMETERIZE)) };
        tasks.push(Task::Expression(parameter, Value::FALSE));
        tasks.push(Task::Expression(value, Value::FALSE));
        tasks.push(Task::Build(Build::Primitive("cons", 2), binding.span));
    }
    tasks.push(Task::Build(Build::Nil, form.span));
    tasks.extend(bindings.iter().map(|_| Task::Build(Build::Primitive("cons", 2), form.span)));
    ctx.schedule([Task::Build(Build::Thunk, form.span), Task::Build(Build::Primitive("%parameterize", 2), form.span)]);
    ctx.schedule_body(body, Value::FALSE, form.span)?;
    ctx.schedule(tasks);
    Ok(())
}

/// `(guard (name clause ...) body ...)`: the clauses become a procedure of the
/// condition, and of a procedure that raises it again unless one of them always
/// applies.
pub fn guard<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    let spans = &ctx.ex.context.spans;
    let rest = spans.rest(form);
    let (Some(head), body) = (spans.head(rest), spans.rest(rest)) else {
        return Err(ctx.malformed(form, GUARD));
    };
    if !head.datum.is_pair() {
        let error =
            ctx.malformed(form, GUARD).primary("").label(head.span, "the variable and its clauses stand in one list");
        return Err(error.hint("write (guard (e ((string? e) ...) (else ...)) body ...)"));
    }
    let parts = ctx.items(head, "(name clause ...)")?;
    let name = ctx.identifier(parts[0], "the name of a variable")?;
    let condition = ctx.var(name);
    let reraise = if ctx.is_exhaustive(&parts[1..]) { None } else { Some(ctx.ex.draft.unit.add_var("reraise")) };
    ctx.schedule([Task::Leave, Task::Build(Build::Guard(condition, reraise), form.span)]);
    ctx.ex.tasks.push(Task::Clauses(parts[1..].to_vec(), reraise, head.span));
    ctx.ex.tasks.push(Task::Enter(vec![(name, condition)]));
    ctx.schedule_body(body, Value::FALSE, form.span)
}

/// `(time form ...)`: the values of the last form; how long that took goes to standard
/// error. (Chez Scheme)
pub fn time<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    ctx.operands(form, 1, "(time form ...)")?;
    let body = ctx.ex.context.spans.rest(form);
    let forms = ctx.datum(body)?;
    ctx.result(Node::Quote(forms), form.span);
    ctx.schedule([Task::Build(Build::Thunk, form.span), Task::Build(Build::Primitive("%time", 2), form.span)]);
    ctx.schedule_body(body, Value::FALSE, form.span)
}
