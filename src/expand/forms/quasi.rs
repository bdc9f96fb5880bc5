//! Expands quasiquotation (R7RS 4.2.8) to calls of `cons`, `append` and `list->vector`.
//!
//! A template is walked with the work stack. Each part is either a constant, and
//! then shares the template, or a node; they wait on a stack of their own. So
//! what contains no unquoted expression stays one constant.

use cairn_data::error::Result;
use cairn_data::source::Span;
use cairn_gc::{Kind, Value, trace_nothing, trace_variants};
use cairn_middle::environment::identifier::strip;
use cairn_middle::environment::special::Special;
use cairn_middle::ir::NodeId;

use crate::resolve::Keyword;
use crate::task::Task;
use crate::{Cx, Syntax};

/// A part of a template that has been worked on.
pub enum Part<'gc> {
    /// Nothing in it is computed.
    Constant(Value<'gc>),
    /// It is computed.
    Node(NodeId),
}

trace_variants!(Part<'gc> { Constant(datum), Node(node) });

/// Work on a template.
pub enum Quasi<'gc> {
    /// A template at this level of nesting.
    Template(Syntax<'gc>, Level),
    /// The latest result is a part.
    Take,
    /// The latest two parts are the car and cdr of this pair.
    Pair(Syntax<'gc>),
    /// The latest part is the cdr of this pair, whose car is constant.
    Tail(Syntax<'gc>),
    /// The latest two parts are a list and what it is spliced in front of.
    Splice(Span),
    /// The latest part is the list of elements of this vector.
    Vector(Syntax<'gc>),
    /// The latest part is the value.
    Finish(Span),
}

/// How many quasiquotations there are around, less the unquotations.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Level(u32);

trace_nothing!(Level);
trace_variants!(Quasi<'gc> {
    Template(form, level),
    Take,
    Pair(form),
    Tail(form),
    Splice(span),
    Vector(form),
    Finish(span),
});

const INNERMOST: Level = Level(1);

/// `(quasiquote template)`
pub fn quasiquote<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    let [template] = ctx.exactly(form, "(quasiquote template)")?;
    ctx.check_ends(template)?;
    ctx.schedule([Task::Quasi(Quasi::Template(template, INNERMOST)), Task::Quasi(Quasi::Finish(form.span))]);
    Ok(())
}

impl<'gc> Cx<'_, 'gc> {
    /// Carries out one piece of work.
    pub(crate) fn quasi(&mut self, quasi: Quasi<'gc>) -> Result<'gc, ()> {
        match quasi {
            Quasi::Template(form, level) => return self.template(form, level),
            Quasi::Take => {
                if let Some(node) = self.ex.results.pop() {
                    self.ex.parts.push(Part::Node(node));
                }
            }
            Quasi::Pair(form) => {
                let (cdr, car) = (self.pop_part(), self.pop_part());
                self.join(form, car, cdr)?;
            }
            Quasi::Tail(form) => {
                let cdr = self.pop_part();
                self.join(form, Part::Constant(form.datum.car().unwrap_or(Value::NIL)), cdr)?;
            }
            Quasi::Splice(span) => self.splice_part(span)?,
            Quasi::Vector(form) => {
                let part = match self.pop_part() {
                    Part::Constant(_) => Part::Constant(form.datum),
                    Part::Node(node) => Part::Node(self.primitive("list->vector", vec![node], form.span)),
                };
                self.ex.parts.push(part);
            }
            Quasi::Finish(span) => {
                let part = self.pop_part();
                let node = self.part_node(part, span)?;
                self.ex.results.push(node);
            }
        }
        Ok(())
    }

    fn pop_part(&mut self) -> Part<'gc> {
        self.ex.parts.pop().unwrap_or(Part::Constant(Value::NIL))
    }

    fn part_node(&mut self, part: Part<'gc>, span: Span) -> Result<'gc, NodeId> {
        match part {
            Part::Node(node) => Ok(node),
            Part::Constant(datum) => {
                let value = self.datum(Syntax { datum, span })?;
                Ok(self.quote(value, span))
            }
        }
    }

    /// The part for a pair whose parts are these.
    fn join(&mut self, pair: Syntax<'gc>, car: Part<'gc>, cdr: Part<'gc>) -> Result<'gc, ()> {
        if let (Part::Constant(_), Part::Constant(_)) = (&car, &cdr) {
            self.ex.parts.push(Part::Constant(pair.datum));
            return Ok(());
        }
        let operands = vec![self.part_node(car, pair.span)?, self.part_node(cdr, pair.span)?];
        let node = self.primitive("cons", operands, pair.span);
        self.ex.parts.push(Part::Node(node));
        Ok(())
    }

    fn splice_part(&mut self, span: Span) -> Result<'gc, ()> {
        let (cdr, list) = (self.pop_part(), self.pop_part());
        if let Part::Constant(Value::NIL) = cdr {
            self.ex.parts.push(list);
            return Ok(());
        }
        let operands = vec![self.part_node(list, span)?, self.part_node(cdr, span)?];
        let node = self.primitive("append", operands, span);
        self.ex.parts.push(Part::Node(node));
        Ok(())
    }

    fn template(&mut self, form: Syntax<'gc>, level: Level) -> Result<'gc, ()> {
        let Some((car, _)) = form.datum.as_pair() else { return self.template_leaf(form, level) };
        let spans = &self.ex.context.spans;
        let tail = spans.rest(form);
        match self.keyword_of(car) {
            Some(Keyword::Special(Special::Quasiquote)) => self.nested(form, tail, Level(level.0 + 1)),
            Some(Keyword::Special(Special::Unquote)) if level == INNERMOST => {
                let [expression] = self.exactly(form, "(unquote expression)")?;
                self.schedule([Task::Expression(expression, Value::FALSE), Task::Quasi(Quasi::Take)]);
            }
            Some(Keyword::Special(Special::UnquoteSplicing)) if level == INNERMOST => {
                return Err(self.error("unquote-splicing that is not in a list", form.span));
            }
            Some(Keyword::Special(Special::Unquote | Special::UnquoteSplicing)) => {
                self.nested(form, tail, Level(level.0 - 1));
            }
            _ => return self.template_pair(form, tail, level),
        }
        Ok(())
    }

    fn nested(&mut self, form: Syntax<'gc>, tail: Syntax<'gc>, level: Level) {
        self.schedule([Task::Quasi(Quasi::Template(tail, level)), Task::Quasi(Quasi::Tail(form))]);
    }

    fn template_pair(&mut self, form: Syntax<'gc>, tail: Syntax<'gc>, level: Level) -> Result<'gc, ()> {
        let Some(head) = self.ex.context.spans.head(form) else { return Ok(()) };
        let tail_task = Task::Quasi(Quasi::Template(tail, level));
        let keyword = if level == INNERMOST { head.datum.car() } else { None };
        let is = |special| keyword.is_some_and(|keyword| self.is_special(keyword, special));
        if is(Special::Unquote) {
            let expressions = self.operands(head, 0, "(unquote expression ...)")?;
            self.inserted(expressions, tail_task, head.span, || Quasi::Pair(form));
        } else if is(Special::UnquoteSplicing) {
            let expressions = self.operands(head, 0, "(unquote-splicing expression ...)")?;
            self.inserted(expressions, tail_task, head.span, || Quasi::Splice(head.span));
        } else {
            let head_task = Task::Quasi(Quasi::Template(head, level));
            self.schedule([head_task, tail_task, Task::Quasi(Quasi::Pair(form))]);
        }
        Ok(())
    }

    /// The values of these expressions, each joined to what follows it. R6RS allows any number of
    /// operands where the values become elements of a list.
    fn inserted(&mut self, expressions: Vec<Syntax<'gc>>, tail: Task<'gc>, span: Span, join: impl Fn() -> Quasi<'gc>) {
        if expressions.is_empty() {
            // A part that is computed: a constant would stand for the template with the operator.
            return self.schedule([tail, Task::Quasi(Quasi::Finish(span)), Task::Quasi(Quasi::Take)]);
        }
        let joins: Vec<_> = expressions.iter().map(|_| Task::Quasi(join())).collect();
        let values =
            expressions.into_iter().flat_map(|form| [Task::Expression(form, Value::FALSE), Task::Quasi(Quasi::Take)]);
        let tasks: Vec<_> = values.chain([tail]).chain(joins).collect();
        self.schedule(tasks);
    }

    fn template_leaf(&mut self, form: Syntax<'gc>, level: Level) -> Result<'gc, ()> {
        if form.datum.has_kind(Kind::Vector) {
            let list = self.mc.list(form.datum.slot_slice());
            let elements = Syntax { datum: list, span: form.span };
            self.schedule([Task::Quasi(Quasi::Template(elements, level)), Task::Quasi(Quasi::Vector(form))]);
        } else {
            self.ex.parts.push(Part::Constant(strip(self.mc, form.datum)?));
        }
        Ok(())
    }
}
