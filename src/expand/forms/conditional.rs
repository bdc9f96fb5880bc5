//! Expands `cond`, `case`, `and`, `or`, `when` and `unless` (R7RS 4.2.1).

use cairn_data::diagnostic::Code;
use cairn_data::error::Result;
use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_middle::environment::special::Special;
use cairn_middle::ir::VarId;

use crate::task::{Build, Task};
use crate::{Cx, Syntax};

const COND: &str = "(cond (test expression ...) ... [(else expression ...)])";
const CLAUSE: &str = "a clause (test expression ...)";
const CASE: &str = "(case key ((datum ...) expression ...) ... [(else expression ...)])";
const CASE_CLAUSE: &str = "a clause ((datum ...) expression ...)";

/// `(and expression ...)`
pub fn and<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    junction(ctx, form, "(and expression ...)", Build::And)
}

/// `(or expression ...)`
pub fn or<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    junction(ctx, form, "(or expression ...)", Build::Or)
}

fn junction<'gc>(
    ctx: &mut Cx<'_, 'gc>,
    form: Syntax<'gc>,
    usage: &str,
    build: fn(usize) -> Build<'gc>,
) -> Result<'gc, ()> {
    let parts = ctx.operands(form, 0, usage)?;
    ctx.ex.tasks.push(Task::Build(build(parts.len()), form.span));
    ctx.schedule(parts.into_iter().map(|part| Task::Expression(part, Value::FALSE)));
    Ok(())
}

/// `(when test expression ...)`
pub fn when<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    guarded(ctx, form, "(when test expression ...)", Build::When)
}

/// `(unless test expression ...)`
pub fn unless<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    guarded(ctx, form, "(unless test expression ...)", Build::Unless)
}

fn guarded<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, usage: &str, build: Build<'gc>) -> Result<'gc, ()> {
    let parts = ctx.operands(form, 2, usage)?;
    let body = ctx.sequence(&parts[1..], Value::FALSE, form.span);
    ctx.ex.tasks.push(Task::Build(build, form.span));
    ctx.schedule(body);
    ctx.ex.tasks.push(Task::Expression(parts[0], Value::FALSE));
    Ok(())
}

/// `(cond clause ...)`
pub fn cond<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let clauses = ctx.operands(form, 1, COND)?;
    ctx.schedule_clauses(&clauses, None, name, form.span)?;
    Ok(())
}

impl<'gc> Cx<'_, 'gc> {
    /// Whether the last of the clauses is an `else`.
    pub(crate) fn has_else(&self, clauses: &[Syntax<'gc>]) -> bool {
        let head = clauses.last().and_then(|clause| clause.datum.car());
        head.is_some_and(|head| self.is_special(head, Special::Else))
    }

    /// Whether one of the clauses applies whatever happens: `else`, or the test `#t`.
    pub(crate) fn is_exhaustive(&self, clauses: &[Syntax<'gc>]) -> bool {
        self.has_else(clauses) || clauses.iter().any(|clause| clause.datum.car() == Some(Value::TRUE))
    }

    /// Work that leaves the node of the clauses of a `cond`. When none applies,
    /// `fallback`, a procedure, is called.
    pub(crate) fn schedule_clauses(
        &mut self,
        clauses: &[Syntax<'gc>],
        fallback: Option<VarId>,
        name: Value<'gc>,
        span: Span,
    ) -> Result<'gc, ()> {
        self.check_clauses(clauses, if fallback.is_some() { "guard" } else { "cond" })?;
        // The parts of all clauses in order, then the builds from last to first.
        let mut parts = Vec::new();
        let mut builds = Vec::new();
        let mut last = None;
        for (i, &clause) in clauses.iter().enumerate() {
            self.held(i, (parts.capacity() + builds.capacity()) * size_of::<Task<'_>>())?;
            let items = self.items(clause, CLAUSE)?;
            if self.is_special(items[0].datum, Special::Else) {
                last = Some(self.else_clause(&items, clause, i + 1 == clauses.len(), name)?);
                break;
            }
            parts.push(Task::Expression(items[0], Value::FALSE));
            let build = self.clause(&items, clause, name, &mut parts)?;
            builds.push(Task::Build(build, clause.span));
        }
        builds.reverse();
        self.schedule(builds);
        let last = last.unwrap_or_else(|| fallback_tasks(fallback, span));
        self.schedule(last);
        self.schedule(parts);
        Ok(())
    }

    /// A clause whose test is scheduled already.
    fn clause(
        &mut self,
        items: &[Syntax<'gc>],
        clause: Syntax<'gc>,
        name: Value<'gc>,
        parts: &mut Vec<Task<'gc>>,
    ) -> Result<'gc, Build<'gc>> {
        if items.len() == 1 {
            return Ok(Build::Or(2));
        }
        if self.is_special(items[1].datum, Special::Arrow) {
            let [_, _, receiver] = items[..] else {
                return Err(self.malformed(clause, "a clause (test => procedure)"));
            };
            parts.push(Task::Expression(receiver, Value::FALSE));
            return Ok(Build::Arrow);
        }
        parts.extend(self.sequence(&items[1..], name, clause.span));
        Ok(Build::If)
    }

    fn else_clause(
        &self,
        items: &[Syntax<'gc>],
        clause: Syntax<'gc>,
        is_last: bool,
        name: Value<'gc>,
    ) -> Result<'gc, Vec<Task<'gc>>> {
        if !is_last {
            return Err(self
                .error("else is not the last clause", clause.span)
                .code(Code::ELSE)
                .primary("no clause after this one is ever looked at")
                .hint("move the else clause to the end"));
        }
        if items.len() == 1 {
            return Err(self
                .error("else without an expression", clause.span)
                .code(Code::ELSE)
                .hint("write (else expression), with the value for all other cases"));
        }
        Ok(self.sequence(&items[1..], name, clause.span))
    }

    /// The tasks of a sequence that may be empty, and then has no useful value.
    pub(crate) fn sequence_or_nothing(&self, forms: &[Syntax<'gc>], span: Span) -> Vec<Task<'gc>> {
        if forms.is_empty() { nothing(span) } else { self.sequence(forms, Value::FALSE, span) }
    }
}

fn nothing<'gc>(span: Span) -> Vec<Task<'gc>> {
    vec![Task::Expression(Syntax { datum: Value::UNSPECIFIED, span }, Value::FALSE)]
}

fn fallback_tasks<'gc>(fallback: Option<VarId>, span: Span) -> Vec<Task<'gc>> {
    match fallback {
        Some(procedure) => vec![Task::Build(Build::CallLocal(procedure), span)],
        None => nothing(span),
    }
}

/// `(case key clause ...)`
pub fn case<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let parts = ctx.operands(form, 2, CASE)?;
    let key = ctx.ex.draft.unit.add_var("key");
    let mut bodies = Vec::new();
    let mut builds = Vec::new();
    let mut last = None;
    for (i, &clause) in parts[1..].iter().enumerate() {
        if !clause.datum.is_pair() {
            return Err(ctx.malformed(clause, CASE_CLAUSE).primary("this is not in parentheses"));
        }
        let items = ctx.items(clause, CASE_CLAUSE)?;
        if ctx.is_special(items[0].datum, Special::Else) {
            let is_last = i + 2 == parts.len();
            last = Some(case_else(ctx, &items, clause, is_last, key, name)?);
            break;
        }
        let data = case_data(ctx, &items, clause)?;
        case_body(ctx, &items, clause, key, name, &mut bodies)?;
        builds.push(Task::Build(Build::Case(key, data), clause.span));
    }
    builds.reverse();
    ctx.ex.tasks.push(Task::Build(Build::Let(vec![key]), form.span));
    ctx.schedule(builds);
    ctx.schedule(last.unwrap_or_else(|| nothing(form.span)));
    ctx.schedule(bodies);
    ctx.ex.tasks.push(Task::Expression(parts[0], Value::FALSE));
    Ok(())
}

/// The data of a clause, a list without aliases.
fn case_data<'gc>(ctx: &Cx<'_, 'gc>, items: &[Syntax<'gc>], clause: Syntax<'gc>) -> Result<'gc> {
    if items.len() == 1 {
        return Err(ctx.malformed(clause, CASE_CLAUSE));
    }
    if !items[0].datum.is_pair() && !items[0].datum.is_nil() {
        let datum = ctx.shown(items[0]);
        return Err(ctx
            .error("malformed clause of case", clause.span)
            .code(Code::CLAUSE)
            .label(items[0].span, "the data of a clause stand in a list")
            .hint(format!(
                "write (({datum}) {}); the last clause may be (else expression)",
                ctx.shown_all(&items[1..])
            )));
    }
    ctx.list(items[0], "a list of data")?;
    ctx.datum(items[0])
}

/// The expressions of a clause, or `=>` and a procedure that is called with the key.
fn case_body<'gc>(
    ctx: &mut Cx<'_, 'gc>,
    items: &[Syntax<'gc>],
    clause: Syntax<'gc>,
    key: VarId,
    name: Value<'gc>,
    tasks: &mut Vec<Task<'gc>>,
) -> Result<'gc, ()> {
    if !ctx.is_special(items[1].datum, Special::Arrow) {
        tasks.extend(ctx.sequence(&items[1..], name, clause.span));
        return Ok(());
    }
    let [_, _, receiver] = items[..] else {
        return Err(ctx.malformed(clause, "a clause ((datum ...) => procedure)"));
    };
    tasks.push(Task::Expression(receiver, Value::FALSE));
    tasks.push(Task::Build(Build::CallWith(key), clause.span));
    Ok(())
}

fn case_else<'gc>(
    ctx: &mut Cx<'_, 'gc>,
    items: &[Syntax<'gc>],
    clause: Syntax<'gc>,
    is_last: bool,
    key: VarId,
    name: Value<'gc>,
) -> Result<'gc, Vec<Task<'gc>>> {
    ctx.else_clause(items, clause, is_last, name)?;
    let mut tasks = Vec::new();
    case_body(ctx, items, clause, key, name, &mut tasks)?;
    Ok(tasks)
}
