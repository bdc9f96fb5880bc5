//! Compiles the patterns and templates of `syntax-rules` and `syntax-case` to instructions.
//!
//! Both compilers walk a datum with a stack of work of their own. Variables get
//! slots in the order in which they appear in the pattern, so those below an
//! ellipsis have consecutive slots.

use cairn_data::diagnostic::Code;
use cairn_data::error::{Result, Throw};
use cairn_data::source::Span;
use cairn_gc::{Kind, Value, WordMap, WordSet};
use cairn_middle::environment::identifier::{is_identifier, name_of};
use cairn_middle::environment::special::Special;
use cairn_middle::ir::VarId;

use super::{Pattern, PatternOp, Rule, Rules, Template, TemplateOp};
use crate::resolve::{Keyword, Meaning};
use crate::scope::Local;
use crate::{Cx, Syntax};

const USAGE: &str = "(syntax-rules (literal ...) (pattern template) ...)";
const RULE: &str = "a rule (pattern template)";
/// Ellipses inside one another.
const MAX_DEPTH: u32 = 64;

/// The settings of all rules of a macro.
#[derive(Default)]
pub(super) struct Shape<'gc> {
    /// An ellipsis of its own.
    ellipsis: Option<Value<'gc>>,
    pub literals: Vec<Value<'gc>>,
    /// Whether a clause of `syntax-case` is compiled, whose literals are told by `bound-identifier=?`.
    pub is_case: bool,
    pub constants: Vec<Value<'gc>>,
}

/// Compiles a `syntax-rules` form: the rules and their constants.
pub(super) fn compile<'gc>(ctx: &Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, (Rules, Vec<Value<'gc>>)> {
    ctx.check_ends(form)?;
    let mut operands = ctx.operands(form, 1, USAGE)?;
    let mut shape = Shape::default();
    if is_identifier(operands[0].datum) {
        shape.ellipsis = Some(operands.remove(0).datum);
    }
    let Some((&literals, rules)) = operands.split_first() else { return Err(ctx.malformed(form, USAGE)) };
    for literal in ctx.list(literals, "a list of literals")? {
        if literal.datum.is_pair() {
            let error = ctx.malformed(form, USAGE).label(literals.span, "this is taken for the list of literals");
            return Err(error
                .primary("")
                .hint("before its rules stands a list of literals, often empty: (syntax-rules () ...)"));
        }
        shape.literals.push(ctx.identifier(literal, "a literal")?);
    }
    let mut compiled = Vec::with_capacity(rules.len());
    for &rule in rules {
        compiled.push(compile_rule(ctx, &mut shape, rule)?);
    }
    Ok((Rules(compiled.into()), shape.constants))
}

fn compile_rule<'gc>(ctx: &Cx<'_, 'gc>, shape: &mut Shape<'gc>, rule: Syntax<'gc>) -> Result<'gc, Rule> {
    let parts = ctx.items(rule, RULE)?;
    let [pattern, template] = parts[..] else {
        let extra = parts.get(2).map_or(rule.span, |part| part.span);
        return Err(ctx
            .malformed(rule, RULE)
            .code(Code::MACRO)
            .label(extra, "a rule is one pattern and one template")
            .hint("several forms in a template go into (begin ...)"));
    };
    let Some(datum) = pattern.datum.cdr() else {
        return Err(ctx
            .error_about("a pattern is a list, not", pattern)
            .code(Code::MACRO)
            .hint("a pattern looks like a use of the macro, with _ for its name: (_ a b ...)"));
    };
    let (pattern_span, template_span) = (pattern.span, template.span);
    let (pattern, variables) = compile_pattern(ctx, shape, Syntax { datum, span: pattern.span })?;
    let slots = variables.iter().enumerate();
    let slots = slots.map(|(slot, &(identifier, depth))| (identifier.bits(), (slot as u32, depth))).collect();
    let (template, _) = compile_template(ctx, shape, template, Slots::Rule(slots), Level::NONE)?;
    Ok(Rule { pattern, template, pattern_span, template_span })
}

/// Compiles a pattern. The variables stand in the order of their slots, each with its
/// ellipsis depth.
pub(super) fn compile_pattern<'gc>(
    ctx: &Cx<'_, 'gc>,
    shape: &mut Shape<'gc>,
    pattern: Syntax<'gc>,
) -> Result<'gc, (Pattern, PatternVariables<'gc>)> {
    let (code, variables, seen) = (Vec::new(), Vec::new(), WordSet::default());
    let mut compiler = PatternCompiler { ctx, shape, code, variables, seen, span: pattern.span };
    compiler.run(pattern.datum)?;
    let PatternCompiler { code, variables, .. } = compiler;
    Ok((Pattern { code: code.into(), slots: variables.len() as u32 }, variables))
}

/// Compiles a template; the slots come back with what was found for them.
pub(super) fn compile_template<'gc>(
    ctx: &Cx<'_, 'gc>,
    shape: &mut Shape<'gc>,
    template: Syntax<'gc>,
    slots: Slots<'gc>,
    level: Level,
) -> Result<'gc, (Template, Slots<'gc>)> {
    let mut compiler = TemplateCompiler {
        ctx,
        shape,
        code: Vec::new(),
        slots,
        symbols: WordMap::default(),
        repeated: Vec::new(),
        open: Vec::new(),
        span: template.span,
    };
    compiler.run(template.datum, Mode { live: true, level })?;
    let TemplateCompiler { code, repeated, symbols, slots, .. } = compiler;
    Ok((Template { code: code.into(), repeated: repeated.into(), symbols: symbols.len() as u32 }, slots))
}

/// Identifiers with their ellipsis depth.
pub(super) type PatternVariables<'gc> = Vec<(Value<'gc>, u32)>;

/// The meanings of the slots of a template.
pub(super) enum Slots<'gc> {
    /// The variables of one rule, by their words: slot and ellipsis depth.
    Rule(WordMap<(u32, u32)>),
    /// Parts in the order of their slots: variables that are in scope, and what a quasi
    /// template computes.
    Scope(Vec<Part<'gc>>),
}

/// The meaning of a slot of the template of a `syntax` form.
#[derive(Clone, Copy)]
pub(super) enum Part<'gc> {
    /// A pattern variable of this ellipsis depth.
    Variable(VarId, u32),
    /// The value of an expression.
    Computed(Syntax<'gc>),
    /// The elements of the list that is the value of an expression.
    Spliced(Syntax<'gc>),
}

/// How many `quasisyntax` there are around, less the `unsyntax`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Level(u32);

impl Level {
    /// In `syntax`: nothing is computed.
    pub(super) const NONE: Level = Level(0);
    /// In `quasisyntax`.
    pub(super) const INNERMOST: Level = Level(1);
}

/// How a part of a template is meant.
#[derive(Clone, Copy)]
struct Mode {
    /// Whether ellipses repeat, and are not just identifiers.
    live: bool,
    level: Level,
}

impl<'gc> Shape<'gc> {
    fn constant(&mut self, datum: Value<'gc>) -> u32 {
        self.constants.push(datum);
        self.constants.len() as u32 - 1
    }

    /// Whether an identifier of a pattern is a literal: it is in the list of literals, or a macro has made one of the
    /// two and both mean the same keyword, which nobody wants as a variable (the macros of SRFI 147 and 148 do that).
    fn is_literal(&self, ctx: &Cx<'_, 'gc>, identifier: Value<'gc>) -> bool {
        if self.literals.contains(&identifier) {
            return true;
        }
        let mut others = self.literals.iter().filter(|&&literal| name_of(literal) == name_of(identifier)).peekable();
        if self.is_case || others.peek().is_none() {
            return false;
        }
        let keyword = ctx.keyword_of(identifier);
        keyword.is_some() && others.any(|&literal| ctx.keyword_of(literal) == keyword)
    }

    fn is_ellipsis(&self, ctx: &Cx<'_, 'gc>, datum: Value<'gc>) -> bool {
        if self.is_literal(ctx, datum) {
            return false;
        }
        match self.ellipsis {
            Some(own) => datum == own,
            None => ctx.is_special(datum, Special::Ellipsis),
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

fn bytes_of<T>(items: &Vec<T>) -> usize {
    items.capacity() * size_of::<T>()
}

fn list_of<'gc>(ctx: &Cx<'_, 'gc>, vector: Value<'gc>) -> Value<'gc> {
    ctx.mc.list(vector.slot_slice())
}

struct PatternCompiler<'a, 'b, 'gc> {
    ctx: &'a Cx<'b, 'gc>,
    shape: &'a mut Shape<'gc>,
    code: Vec<PatternOp>,
    variables: PatternVariables<'gc>,
    /// The words of the variables.
    seen: WordSet,
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
        let mut steps = 0;
        while let Some(item) = work.pop() {
            steps += 1;
            self.ctx.held(steps, bytes_of(&self.code) + bytes_of(&work))?;
            match item {
                PatternWork::Pattern(datum, depth) => self.pattern(datum, depth, &mut work)?,
                PatternWork::Close(at) => self.close(at),
            }
        }
        Ok(())
    }

    fn error(&self, message: impl Into<String>) -> Throw<'gc> {
        self.ctx.error(message, self.span).code(Code::MACRO)
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
            work.push(PatternWork::Pattern(list_of(self.ctx, datum), depth));
        } else if datum.is_nil() {
            self.code.push(PatternOp::Nil);
        } else {
            let constant = self.shape.constant(datum);
            self.code.push(PatternOp::Datum(constant));
        }
        Ok(())
    }

    fn leaf(&mut self, identifier: Value<'gc>, depth: u32) -> Result<'gc, ()> {
        if self.shape.is_literal(self.ctx, identifier) {
            let constant = self.shape.constant(identifier);
            self.code.push(PatternOp::Literal(constant));
        } else if self.shape.is_ellipsis(self.ctx, identifier) {
            return Err(self
                .error("misplaced ellipsis in a pattern")
                .hint("... stands after what it repeats: (_ item ...)"));
        } else if self.ctx.is_special(identifier, Special::Underscore) {
            self.code.push(PatternOp::Skip);
        } else {
            if !self.seen.insert(identifier.bits()) {
                return Err(self.error(format!("duplicate pattern variable {}", name_of(identifier))));
            }
            self.code.push(PatternOp::Bind(self.variables.len() as u32));
            self.variables.push((identifier, depth));
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
        let after = cdr.as_pair().filter(|&(next, _)| self.shape.is_ellipsis(self.ctx, next)).map(|(_, after)| after);
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
            if self.shape.is_ellipsis(self.ctx, car) {
                return Err(self.error("two ellipses in one list of a pattern").hint(
                    "a list has one ellipsis, so that it is clear where each part ends: write ((a ...) (b ...)), or ((a b) ...) for pairs",
                ));
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
    ctx: &'a Cx<'b, 'gc>,
    shape: &'a mut Shape<'gc>,
    code: Vec<TemplateOp>,
    slots: Slots<'gc>,
    /// Constant and number of each identifier brought in.
    symbols: WordMap<(u32, u32)>,
    repeated: Vec<u32>,
    /// Loops that are open: address, and slots they run over.
    open: Vec<(usize, Vec<u32>)>,
    span: Span,
}

enum TemplateWork<'gc> {
    Template(Value<'gc>, Mode),
    /// The elements of what is computed for this slot, in a loop over them.
    Elements(u32),
    Emit(TemplateOp),
    /// The number of loops that begin here.
    Open(u32),
    /// The number of loops that end here.
    Close(u32),
}

impl<'gc> TemplateCompiler<'_, '_, 'gc> {
    fn run(&mut self, template: Value<'gc>, mode: Mode) -> Result<'gc, ()> {
        let mut work = vec![TemplateWork::Template(template, mode)];
        let mut steps = 0;
        while let Some(item) = work.pop() {
            steps += 1;
            self.ctx.held(steps, bytes_of(&self.code) + bytes_of(&work))?;
            match item {
                TemplateWork::Template(datum, mode) => self.template(datum, mode, &mut work)?,
                TemplateWork::Elements(slot) => self.insert("unsyntax-splicing", slot, 1)?,
                TemplateWork::Emit(op) => self.code.push(op),
                TemplateWork::Open(count) => self.open(count),
                TemplateWork::Close(count) => self.close(count)?,
            }
        }
        Ok(())
    }

    fn error(&self, message: impl Into<String>) -> Throw<'gc> {
        self.ctx.error(message, self.span).code(Code::MACRO)
    }

    fn template(&mut self, datum: Value<'gc>, mode: Mode, work: &mut Vec<TemplateWork<'gc>>) -> Result<'gc, ()> {
        if let Some((car, cdr)) = datum.as_pair() {
            return self.pair(car, cdr, mode, work);
        }
        if is_identifier(datum) {
            return self.leaf(datum, mode);
        }
        if datum.has_kind(Kind::Vector) {
            work.push(TemplateWork::Emit(TemplateOp::Vector));
            work.push(TemplateWork::Template(list_of(self.ctx, datum), mode));
        } else {
            let constant = self.shape.constant(datum);
            self.code.push(TemplateOp::Constant(constant));
        }
        Ok(())
    }

    fn leaf(&mut self, identifier: Value<'gc>, mode: Mode) -> Result<'gc, ()> {
        if let Some((slot, depth)) = self.slot_of(identifier)? {
            return self.insert(name_of(identifier), slot, depth);
        }
        if mode.live && self.shape.is_ellipsis(self.ctx, identifier) {
            return Err(self
                .error("misplaced ellipsis in a template")
                .hint("... stands after what it repeats; ... itself is written (... ...)"));
        }
        let number = self.symbols.len() as u32;
        let shape = &mut *self.shape;
        let (constant, number) =
            *self.symbols.entry(identifier.bits()).or_insert_with(|| (shape.constant(identifier), number));
        self.code.push(TemplateOp::Symbol(constant, number));
        Ok(())
    }

    /// Slot and ellipsis depth of a pattern variable.
    fn slot_of(&mut self, identifier: Value<'gc>) -> Result<'gc, Option<(u32, u32)>> {
        let parts = match &mut self.slots {
            Slots::Rule(slots) => return Ok(slots.get(&identifier.bits()).copied()),
            Slots::Scope(parts) => parts,
        };
        let Meaning::Local(Local::Pattern(var, level, depth)) = self.ctx.resolve(identifier) else { return Ok(None) };
        self.ctx.check_level(Syntax { datum: identifier, span: self.span }, level)?;
        let known = parts.iter().position(|part| matches!(part, Part::Variable(other, _) if *other == var));
        let slot = known.unwrap_or_else(|| {
            parts.push(Part::Variable(var, depth));
            parts.len() - 1
        });
        Ok(Some((slot as u32, depth)))
    }

    /// The slot of a part that is computed.
    fn computed(&mut self, part: Part<'gc>) -> u32 {
        let Slots::Scope(parts) = &mut self.slots else { return 0 };
        parts.push(part);
        parts.len() as u32 - 1
    }

    /// The operand of a form that has one, whose operands these are.
    fn operand(&self, operands: Value<'gc>) -> Option<Syntax<'gc>> {
        let (datum, end) = operands.as_pair()?;
        end.is_nil().then(|| Syntax { datum, span: self.ctx.ex.context.spans.element(operands).or(self.span) })
    }

    /// A variable is repeated by the innermost loops, as many as its depth.
    fn insert(&mut self, name: &str, slot: u32, depth: u32) -> Result<'gc, ()> {
        let Some(outer) = self.open.len().checked_sub(depth as usize) else {
            let missing = "... ".repeat(depth as usize - self.open.len());
            return Err(self
                .error(format!("pattern variable {name} needs more ellipses in the template"))
                .hint(format!("it stands for several forms: write {name} {}here", missing)));
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
        mode: Mode,
        work: &mut Vec<TemplateWork<'gc>>,
    ) -> Result<'gc, ()> {
        if mode.level != Level::NONE && self.quasi(car, cdr, mode, work) {
            return Ok(());
        }
        let live = mode.live;
        if live && self.shape.is_ellipsis(self.ctx, car) {
            let Some((escaped, Value::NIL)) = cdr.as_pair() else {
                return Err(self
                    .error("misplaced ellipsis in a template")
                    .hint("... stands after what it repeats; ... itself is written (... ...)"));
            };
            work.push(TemplateWork::Template(escaped, Mode { live: false, ..mode }));
            return Ok(());
        }
        let mut loops = 0;
        while live
            && let Some((next, after)) = cdr.as_pair()
            && self.shape.is_ellipsis(self.ctx, next)
        {
            loops += 1;
            cdr = after;
        }
        if self.open.len() as u32 + loops > MAX_DEPTH {
            return Err(self.error("too many ellipses inside one another"));
        }
        work.push(TemplateWork::Close(loops));
        work.push(TemplateWork::Emit(TemplateOp::Cons));
        work.push(TemplateWork::Template(car, mode));
        work.push(TemplateWork::Open(loops));
        work.push(TemplateWork::Template(cdr, mode));
        Ok(())
    }

    /// Works on the pair of `car` and `cdr` when it means something to `quasisyntax`.
    fn quasi(&mut self, car: Value<'gc>, cdr: Value<'gc>, mode: Mode, work: &mut Vec<TemplateWork<'gc>>) -> bool {
        let innermost = mode.level == Level::INNERMOST;
        let level = match self.ctx.keyword_of(car) {
            Some(Keyword::Special(Special::Quasisyntax)) => Level(mode.level.0 + 1),
            Some(Keyword::Special(Special::Unsyntax)) if innermost => {
                let Some(expression) = self.operand(cdr) else { return false };
                let slot = self.computed(Part::Computed(expression));
                self.code.push(TemplateOp::Insert(slot));
                return true;
            }
            Some(Keyword::Special(Special::Unsyntax | Special::UnsyntaxSplicing)) if !innermost => {
                Level(mode.level.0 - 1)
            }
            _ if innermost => return self.inserted(car, cdr, mode, work),
            _ => return false,
        };
        work.push(TemplateWork::Emit(TemplateOp::Cons));
        work.push(TemplateWork::Template(car, Mode { level: Level::NONE, ..mode }));
        work.push(TemplateWork::Template(cdr, Mode { level, ..mode }));
        true
    }

    /// Works on the list whose first element is `(unsyntax-splicing expression ...)`, or
    /// `(unsyntax expression ...)` with another number of expressions than one: all their
    /// values are elements. Whether `car` is that.
    fn inserted(&mut self, car: Value<'gc>, cdr: Value<'gc>, mode: Mode, work: &mut Vec<TemplateWork<'gc>>) -> bool {
        let Some((head, mut rest)) = car.as_pair() else { return false };
        let splices = self.ctx.is_special(head, Special::UnsyntaxSplicing);
        let is_single = rest.cdr() == Some(Value::NIL);
        if !splices && (is_single || !self.ctx.is_special(head, Special::Unsyntax)) || !is_proper(rest) {
            return false;
        }
        while let Some((datum, after)) = rest.as_pair() {
            let expression = Syntax { datum, span: self.ctx.ex.context.spans.element(rest).or(self.span) };
            let part = if splices { Part::Spliced(expression) } else { Part::Computed(expression) };
            let slot = self.computed(part);
            if splices {
                work.extend([
                    TemplateWork::Close(1),
                    TemplateWork::Emit(TemplateOp::Cons),
                    TemplateWork::Elements(slot),
                    TemplateWork::Open(1),
                ]);
            } else {
                work.extend([TemplateWork::Emit(TemplateOp::Cons), TemplateWork::Emit(TemplateOp::Insert(slot))]);
            }
            rest = after;
        }
        work.push(TemplateWork::Template(cdr, mode));
        true
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
                return Err(self
                    .error("an ellipsis in the template repeats no pattern variable")
                    .hint("what stands before ... contains a variable that has ... after it in the pattern"));
            }
            let (start, count) = (self.repeated.len() as u32, slots.len() as u32);
            self.repeated.extend(slots);
            self.code[at] = TemplateOp::Each { start, count, end: self.code.len() as u32 };
        }
        Ok(())
    }
}

/// Whether these pairs, which end, end in `()`.
fn is_proper(mut pairs: Value<'_>) -> bool {
    while let Some(rest) = pairs.cdr() {
        pairs = rest;
    }
    pairs.is_nil()
}
