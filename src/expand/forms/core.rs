//! Expands `quote`, `lambda`, `case-lambda`, `if`, `set!` and `syntax-error` (R7RS 4.1, 4.2.9).

use cairn_data::diagnostic::Code;
use cairn_data::error::{Result, Throw};
use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_middle::environment::identifier::strip;
use cairn_middle::ir::{Node, VarId};

use crate::forms::optional::has_markers;
use crate::task::{Build, Formals, Task, Variables};
use crate::{Cx, Syntax};

const LAMBDA: &str = "(lambda (parameter ...) body ...)";
const CLAUSE: &str = "a clause ((parameter ...) body ...)";
const IF: &str = "(if test consequent [alternate])";

/// `(quote datum)`
pub fn quote<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    let [datum] = ctx.exactly(form, "(quote datum)")?;
    let value = ctx.datum(datum)?;
    ctx.result(Node::Quote(value), form.span);
    Ok(())
}

/// `(lambda formals body ...)`
pub fn lambda<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let rest = ctx.ex.context.spans.rest(form);
    let Some(formals) = ctx.ex.context.spans.head(rest) else { return Err(ctx.malformed(form, LAMBDA)) };
    let body = ctx.ex.context.spans.rest(rest);
    ctx.schedule_lambda(formals, body, name, form.span)
}

/// `(case-lambda (formals body ...) ...)`
pub fn case_lambda<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let clauses = ctx.operands(form, 0, "(case-lambda ((parameter ...) body ...) ...)")?;
    let mut parts = Vec::with_capacity(clauses.len());
    let mut all_formals = Vec::with_capacity(clauses.len());
    for &clause in &clauses {
        let Some(formals) = ctx.ex.context.spans.head(clause) else { return Err(ctx.malformed(clause, CLAUSE)) };
        let (bindings, formals) = ctx.parameters(formals)?;
        let body = ctx.ex.context.spans.rest(clause);
        parts.push((bindings, body));
        all_formals.push(formals);
    }
    ctx.ex.tasks.push(Task::Build(Build::Lambda(name, all_formals), form.span));
    for (bindings, body) in parts.into_iter().rev() {
        ctx.schedule_scope(bindings, body, body.span)?;
    }
    Ok(())
}

/// `(if test consequent [alternate])`
pub fn if_<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let parts = ctx.operands(form, 2, IF)?;
    let test = Task::Expression(parts[0], Value::FALSE);
    let then = Task::Expression(parts[1], name);
    match parts[2..] {
        [] => ctx.schedule([test, then, Task::Build(Build::When, form.span)]),
        [otherwise] => {
            let otherwise = Task::Expression(otherwise, name);
            ctx.schedule([test, then, otherwise, Task::Build(Build::If, form.span)]);
        }
        _ => return Err(ctx.long_if(form, &parts, IF)),
    }
    Ok(())
}

/// `(set! name expression)`
pub fn set<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    let [name, value] = ctx.exactly(form, "(set! name expression)")?;
    ctx.identifier(name, "the name of a variable")?;
    let place = ctx.assigned(name)?;
    ctx.schedule([Task::Expression(value, name.datum), Task::Build(Build::Assign(place, name.datum), form.span)]);
    Ok(())
}

/// `(syntax-error message form ...)`
pub fn syntax_error<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    let parts = ctx.operands(form, 1, "(syntax-error message form ...)")?;
    let Some(message) = parts[0].datum.as_string() else {
        return Err(ctx.error_about("syntax-error: expected a message, a string, but got", parts[0]));
    };
    let mut irritants = Vec::with_capacity(parts.len() - 1);
    for part in &parts[1..] {
        irritants.push(strip(ctx.mc, part.datum)?);
    }
    Err(Throw::syntax(message.to_string(), form.span, &irritants).code(Code::SYNTAX_ERROR))
}

impl<'gc> Cx<'_, 'gc> {
    /// A datum as a constant: without aliases.
    pub(crate) fn datum(&self, form: Syntax<'gc>) -> Result<'gc> {
        // Data from the reader contain no aliases.
        if form.datum.is_pair() && self.ex.context.spans.form(form.datum).is_some() {
            return Ok(form.datum);
        }
        strip(self.mc, form.datum)
    }

    /// Work that leaves the node of a procedure.
    pub(crate) fn schedule_lambda(
        &mut self,
        formals: Syntax<'gc>,
        body: Syntax<'gc>,
        name: Value<'gc>,
        span: Span,
    ) -> Result<'gc, ()> {
        if has_markers(formals.datum) {
            let procedure = self.with_optionals(formals, body)?;
            self.ex.tasks.push(Task::Expression(procedure, name));
            return Ok(());
        }
        let (bindings, formals) = self.parameters(formals)?;
        self.ex.tasks.push(Task::Build(Build::Lambda(name, vec![formals]), span));
        self.schedule_scope(bindings, body, span)
    }

    /// Work that expands a body in which these variables are bound.
    pub(crate) fn schedule_scope(
        &mut self,
        bindings: Variables<'gc>,
        body: Syntax<'gc>,
        span: Span,
    ) -> Result<'gc, ()> {
        self.ex.tasks.push(Task::Leave);
        self.schedule_body(body, Value::FALSE, span)?;
        self.ex.tasks.push(Task::Enter(bindings));
        Ok(())
    }

    /// The variables of a parameter list.
    pub(crate) fn parameters(&mut self, formals: Syntax<'gc>) -> Result<'gc, (Variables<'gc>, Formals)> {
        let (names, rest) = self.formal_names(formals)?;
        let bindings = {
            let mut all = names;
            all.extend(rest);
            self.variables(&all, "parameter")?
        };
        let mut params: Vec<VarId> = bindings.iter().map(|&(_, var)| var).collect();
        let rest = if rest.is_some() { params.pop() } else { None };
        Ok((bindings, Formals { params, rest }))
    }
}
