//! From `syntax-rules` to instructions.
//!
//! Both compilers walk a datum with a stack of work of their own. Variables get
//! slots in the order in which they appear in the pattern, so those below an
//! ellipsis have consecutive slots.

use std::collections::HashMap;

use cairn_gc::{Kind, Value, WordHash};

use super::{PatternOp, Rule, Rules, TemplateOp};
use crate::error::{Result, Throw};
use crate::expand::identifier::{is_circular, is_identifier, name_of};
use crate::expand::special::Special;
use crate::expand::{Cx, Syntax};
use crate::source::Span;

const USAGE: &str = "(syntax-rules (literal ...) (pattern template) ...)";
const RULE: &str = "a rule (pattern template)";
/// Ellipses inside one another.
const MAX_DEPTH: u32 = 64;

/// What is fixed for all rules of a macro.
struct Shape<'gc> {
    /// An ellipsis of its own.
    ellipsis: Option<Value<'gc>>,
    literals: Vec<Value<'gc>>,
    constants: Vec<Value<'gc>>,
}

/// Compiles a `syntax-rules` form: the rules and their constants.
pub(super) fn compile<'gc>(cx: &Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, (Rules, Vec<Value<'gc>>)> {
    if is_circular(form.datum) {
        return Err(cx.error("program code that contains itself", form.span));
    }
    let mut operands = cx.operands(form, 1, USAGE)?;
    let mut shape = Shape { ellipsis: None, literals: Vec::new(), constants: Vec::new() };
    if is_identifier(operands[0].datum) {
        shape.ellipsis = Some(operands.remove(0).datum);
    }
    let Some((&literals, rules)) = operands.split_first() else { return Err(cx.malformed(form, USAGE)) };
    for literal in cx.list(literals, "a list of literals")? {
        shape.literals.push(cx.identifier(literal, "a literal")?);
    }
    let mut compiled = Vec::with_capacity(rules.len());
    for &rule in rules {
        compiled.push(compile_rule(cx, &mut shape, rule)?);
    }
    Ok((Rules(compiled.into()), shape.constants))
}

fn compile_rule<'gc>(cx: &Cx<'_, 'gc>, shape: &mut Shape<'gc>, rule: Syntax<'gc>) -> Result<'gc, Rule> {
    let parts = cx.items(rule, RULE)?;
    let [pattern, template] = parts[..] else { return Err(cx.malformed(rule, RULE)) };
    let Some(operands) = pattern.datum.cdr() else { return Err(cx.error_about("a pattern is a list, not", pattern)) };
    let mut patterns =
        PatternCompiler { cx, shape, code: Vec::new(), variables: HashMap::default(), span: pattern.span };
    patterns.run(operands)?;
    let PatternCompiler { code: pattern, variables, .. } = patterns;
    let mut templates = TemplateCompiler {
        cx,
        shape,
        code: Vec::new(),
        variables: &variables,
        symbols: HashMap::default(),
        repeated: Vec::new(),
        open: Vec::new(),
        span: template.span,
    };
    templates.run(template.datum)?;
    Ok(Rule {
        pattern: pattern.into(),
        template: templates.code.into(),
        repeated: templates.repeated.into(),
        slots: variables.len() as u32,
        symbols: templates.symbols.len() as u32,
    })
}

impl<'gc> Shape<'gc> {
    fn constant(&mut self, datum: Value<'gc>) -> u32 {
        self.constants.push(datum);
        self.constants.len() as u32 - 1
    }

    fn is_ellipsis(&self, cx: &Cx<'_, 'gc>, datum: Value<'gc>) -> bool {
        if self.literals.contains(&datum) {
            return false;
        }
        match self.ellipsis {
            Some(own) => datum == own,
            None => cx.is_special(datum, Special::Ellipsis),
        }
    }
}

/// Number of pairs of a list that is known to end.
fn length(mut list: Value<'_>) -> u32 {
    let mut count = 0;
    while let Some(rest) = list.cdr() {
        count += 1;
        list = rest;
    }
    count
}

fn list_of<'gc>(cx: &Cx<'_, 'gc>, vector: Value<'gc>) -> Value<'gc> {
    cx.mc.list(vector.slot_slice())
}

type Variables = HashMap<u64, (u32, u32), WordHash>;

struct PatternCompiler<'a, 'b, 'gc> {
    cx: &'a Cx<'b, 'gc>,
    shape: &'a mut Shape<'gc>,
    code: Vec<PatternOp>,
    /// Slot and ellipsis depth of each variable.
    variables: Variables,
    span: Span,
}

enum PatternWork<'gc> {
    Pattern(Value<'gc>, u32),
    /// The body of the loop at this address ends here.
    Close(usize),
}

impl<'gc> PatternCompiler<'_, '_, 'gc> {
    fn run(&mut self, pattern: Value<'gc>) -> Result<'gc, ()> {
        let mut work = vec![PatternWork::Pattern(pattern, 0)];
        while let Some(item) = work.pop() {
            match item {
                PatternWork::Pattern(datum, depth) => self.pattern(datum, depth, &mut work)?,
                PatternWork::Close(at) => self.close(at),
            }
        }
        Ok(())
    }

    fn error(&self, message: impl Into<String>) -> Throw<'gc> {
        self.cx.error(message, self.span)
    }

    fn pattern(&mut self, datum: Value<'gc>, depth: u32, work: &mut Vec<PatternWork<'gc>>) -> Result<'gc, ()> {
        if let Some((car, cdr)) = datum.as_pair() {
            return self.pair(car, cdr, depth, work);
        }
        if is_identifier(datum) {
            return self.leaf(datum, depth);
        }
        if datum.has_kind(Kind::Vector) {
            self.code.push(PatternOp::Vector);
            work.push(PatternWork::Pattern(list_of(self.cx, datum), depth));
        } else if datum.is_nil() {
            self.code.push(PatternOp::Nil);
        } else {
            let constant = self.shape.constant(datum);
            self.code.push(PatternOp::Datum(constant));
        }
        Ok(())
    }

    fn leaf(&mut self, identifier: Value<'gc>, depth: u32) -> Result<'gc, ()> {
        if self.shape.literals.contains(&identifier) {
            let constant = self.shape.constant(identifier);
            self.code.push(PatternOp::Literal(constant));
        } else if self.shape.is_ellipsis(self.cx, identifier) {
            return Err(self.error("misplaced ellipsis in a pattern"));
        } else if self.cx.is_special(identifier, Special::Underscore) {
            self.code.push(PatternOp::Skip);
        } else {
            let slot = self.variables.len() as u32;
            if self.variables.insert(identifier.bits(), (slot, depth)).is_some() {
                return Err(self.error(format!("duplicate pattern variable {}", name_of(identifier))));
            }
            self.code.push(PatternOp::Bind(slot));
        }
        Ok(())
    }

    fn pair(
        &mut self,
        car: Value<'gc>,
        cdr: Value<'gc>,
        depth: u32,
        work: &mut Vec<PatternWork<'gc>>,
    ) -> Result<'gc, ()> {
        let after = cdr.as_pair().filter(|&(next, _)| self.shape.is_ellipsis(self.cx, next)).map(|(_, after)| after);
        let Some(after) = after else {
            self.code.push(PatternOp::Pair);
            work.push(PatternWork::Pattern(cdr, depth));
            work.push(PatternWork::Pattern(car, depth));
            return Ok(());
        };
        if depth == MAX_DEPTH {
            return Err(self.error("too many ellipses inside one another"));
        }
        let first = self.variables.len() as u32;
        work.push(PatternWork::Pattern(after, depth));
        work.push(PatternWork::Close(self.code.len()));
        work.push(PatternWork::Pattern(car, depth + 1));
        self.code.push(PatternOp::Each { least: length(after), first, last: first, end: 0 });
        self.check_single(after)
    }

    /// Fails when the rest of a list has a second ellipsis.
    fn check_single(&self, mut rest: Value<'gc>) -> Result<'gc, ()> {
        while let Some((car, cdr)) = rest.as_pair() {
            if self.shape.is_ellipsis(self.cx, car) {
                return Err(self.error("two ellipses in one list of a pattern"));
            }
            rest = cdr;
        }
        Ok(())
    }

    fn close(&mut self, at: usize) {
        self.code.push(PatternOp::Next);
        let here = self.code.len() as u32;
        if let PatternOp::Each { last, end, .. } = &mut self.code[at] {
            *last = self.variables.len() as u32;
            *end = here;
        }
    }
}

struct TemplateCompiler<'a, 'b, 'gc> {
    cx: &'a Cx<'b, 'gc>,
    shape: &'a mut Shape<'gc>,
    code: Vec<TemplateOp>,
    variables: &'a Variables,
    /// Constant and number of each identifier brought in.
    symbols: HashMap<u64, (u32, u32), WordHash>,
    repeated: Vec<u32>,
    /// Loops that are open: address, and slots they run over.
    open: Vec<(usize, Vec<u32>)>,
    span: Span,
}

enum TemplateWork<'gc> {
    /// A template; false when ellipses in it are just identifiers.
    Template(Value<'gc>, bool),
    Emit(TemplateOp),
    /// So many loops begin here.
    Open(u32),
    /// So many loops end here.
    Close(u32),
}

impl<'gc> TemplateCompiler<'_, '_, 'gc> {
    fn run(&mut self, template: Value<'gc>) -> Result<'gc, ()> {
        let mut work = vec![TemplateWork::Template(template, true)];
        while let Some(item) = work.pop() {
            match item {
                TemplateWork::Template(datum, live) => self.template(datum, live, &mut work)?,
                TemplateWork::Emit(op) => self.code.push(op),
                TemplateWork::Open(count) => self.open(count),
                TemplateWork::Close(count) => self.close(count)?,
            }
        }
        Ok(())
    }

    fn error(&self, message: impl Into<String>) -> Throw<'gc> {
        self.cx.error(message, self.span)
    }

    fn template(&mut self, datum: Value<'gc>, live: bool, work: &mut Vec<TemplateWork<'gc>>) -> Result<'gc, ()> {
        if let Some((car, cdr)) = datum.as_pair() {
            return self.pair(car, cdr, live, work);
        }
        if is_identifier(datum) {
            return self.leaf(datum, live);
        }
        if datum.has_kind(Kind::Vector) {
            work.push(TemplateWork::Emit(TemplateOp::Vector));
            work.push(TemplateWork::Template(list_of(self.cx, datum), live));
        } else {
            let constant = self.shape.constant(datum);
            self.code.push(TemplateOp::Constant(constant));
        }
        Ok(())
    }

    fn leaf(&mut self, identifier: Value<'gc>, live: bool) -> Result<'gc, ()> {
        if let Some(&(slot, depth)) = self.variables.get(&identifier.bits()) {
            return self.variable(identifier, slot, depth);
        }
        if live && self.shape.is_ellipsis(self.cx, identifier) {
            return Err(self.error("misplaced ellipsis in a template"));
        }
        let number = self.symbols.len() as u32;
        let shape = &mut *self.shape;
        let (constant, number) =
            *self.symbols.entry(identifier.bits()).or_insert_with(|| (shape.constant(identifier), number));
        self.code.push(TemplateOp::Symbol(constant, number));
        Ok(())
    }

    /// A variable is repeated by the innermost loops, as many as its depth.
    fn variable(&mut self, identifier: Value<'gc>, slot: u32, depth: u32) -> Result<'gc, ()> {
        let Some(outer) = self.open.len().checked_sub(depth as usize) else {
            let name = name_of(identifier);
            return Err(self.error(format!("pattern variable {name} needs more ellipses in the template")));
        };
        for (_, slots) in &mut self.open[outer..] {
            if !slots.contains(&slot) {
                slots.push(slot);
            }
        }
        self.code.push(TemplateOp::Insert(slot));
        Ok(())
    }

    fn pair(
        &mut self,
        car: Value<'gc>,
        mut cdr: Value<'gc>,
        live: bool,
        work: &mut Vec<TemplateWork<'gc>>,
    ) -> Result<'gc, ()> {
        if live && self.shape.is_ellipsis(self.cx, car) {
            let Some((escaped, Value::NIL)) = cdr.as_pair() else {
                return Err(self.error("misplaced ellipsis in a template"));
            };
            work.push(TemplateWork::Template(escaped, false));
            return Ok(());
        }
        let mut loops = 0;
        while live
            && let Some((next, after)) = cdr.as_pair()
            && self.shape.is_ellipsis(self.cx, next)
        {
            loops += 1;
            cdr = after;
        }
        if self.open.len() as u32 + loops > MAX_DEPTH {
            return Err(self.error("too many ellipses inside one another"));
        }
        work.push(TemplateWork::Close(loops));
        work.push(TemplateWork::Emit(TemplateOp::Cons));
        work.push(TemplateWork::Template(car, live));
        work.push(TemplateWork::Open(loops));
        work.push(TemplateWork::Template(cdr, live));
        Ok(())
    }

    fn open(&mut self, count: u32) {
        for _ in 0..count {
            self.open.push((self.code.len(), Vec::new()));
            self.code.push(TemplateOp::Each { start: 0, count: 0, end: 0 });
        }
    }

    fn close(&mut self, count: u32) -> Result<'gc, ()> {
        for _ in 0..count {
            self.code.push(TemplateOp::Next);
            let Some((at, slots)) = self.open.pop() else { break };
            if slots.is_empty() {
                return Err(self.error("an ellipsis in the template repeats no pattern variable"));
            }
            let (start, count) = (self.repeated.len() as u32, slots.len() as u32);
            self.repeated.extend(slots);
            self.code[at] = TemplateOp::Each { start, count, end: self.code.len() as u32 };
        }
        Ok(())
    }
}
