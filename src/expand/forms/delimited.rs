//! Expands `reset` and `shift` ("Abstracting Control", Danvy and Filinski) to calls of builtins
//! with procedures made of the bodies.

use cairn_data::error::Result;
use cairn_gc::Value;

use crate::task::{Build, Formals, Task};
use crate::{Cx, Syntax};

/// `(reset body ...)`
pub fn reset<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    ctx.operands(form, 1, "(reset body ...)")?;
    let body = ctx.ex.context.spans.rest(form);
    ctx.schedule([Task::Build(Build::Thunk, form.span), Task::Build(Build::Primitive("%reset", 1), form.span)]);
    ctx.schedule_body(body, Value::FALSE, form.span)
}

/// `(shift name body ...)`
pub fn shift<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    let parts = ctx.operands(form, 2, "(shift name body ...)")?;
    let name = ctx.identifier(parts[0], "the name of a variable")?;
    let k = ctx.var(name);
    let spans = &ctx.ex.context.spans;
    let body = spans.rest(spans.rest(form));
    let receiver = Build::Lambda(Value::FALSE, vec![Formals { params: vec![k], rest: None }]);
    ctx.schedule([Task::Build(receiver, form.span), Task::Build(Build::Primitive("%shift", 1), form.span)]);
    ctx.schedule_scope(vec![(name, k)], body, form.span)
}
