//! Implements `syntax-rules` (R7RS 4.3.2): compiles it where it is defined, and runs it by two small machines.
//!
//! A pattern is compiled to a program that takes a form apart ([`matching`]), a
//! template to one that puts a form together ([`instance`]); both work on a stack
//! of data, so that neither patterns nor forms are recursed on. A macro object
//! holds the programs, their constants, and the home of its identifiers. `syntax-case`
//! and `syntax` use the same programs, one at a time, see [`syntax`].

mod compile;
mod instance;
mod matching;
pub(super) mod syntax;

use cairn_data::diagnostic::Code;
use cairn_data::error::{Result, Throw};
use cairn_data::source::Span;
use cairn_gc::{Kind, Payload, Value};
use cairn_middle::environment::identifier::{Home, name_of};

use super::transformer::{CONSTANTS, Flavour, PROGRAM, macro_home, new_macro};
use super::{Cx, Syntax};
use instance::Names;

/// Patterns that a message shows, at most.
const MOST_PATTERNS: usize = 4;

/// The rules of one `syntax-rules`.
struct Rules(Box<[Rule]>);

impl Payload for Rules {
    fn owned_bytes(&self) -> usize {
        let bytes = |rule: &Rule| size_of::<Rule>() + rule.pattern.owned_bytes() + rule.template.owned_bytes();
        self.0.iter().map(bytes).sum()
    }
}

/// One rule, and where its parts stand.
struct Rule {
    pattern: Pattern,
    template: Template,
    pattern_span: Span,
    template_span: Span,
}

/// A compiled pattern.
struct Pattern {
    code: Box<[PatternOp]>,
    /// Number of pattern variables.
    slots: u32,
}

impl Payload for Pattern {
    fn owned_bytes(&self) -> usize {
        size_of_val(&*self.code)
    }
}

/// A compiled template.
struct Template {
    code: Box<[TemplateOp]>,
    /// Slots that the loops run over, as the ranges in the code say.
    repeated: Box<[u32]>,
    /// Number of identifiers that the template brings in.
    symbols: u32,
}

impl Payload for Template {
    fn owned_bytes(&self) -> usize {
        size_of_val(&*self.code) + size_of_val(&*self.repeated)
    }
}

/// An instruction of a pattern. Each takes the datum on top of the stack.
#[derive(Clone, Copy, Debug)]
enum PatternOp {
    /// Anything will do.
    Skip,
    /// Anything will do, and becomes the value of the variable in this slot.
    Bind(u32),
    /// An identifier that is the same as the constant.
    Literal(u32),
    /// A datum equal to the constant.
    Datum(u32),
    /// The empty list.
    Nil,
    /// A pair; it is replaced by its cdr, with its car on top.
    Pair,
    /// A vector; it is replaced by the list of its elements.
    Vector,
    /// A list, whose elements but the last `least` are matched one by one with the
    /// instructions up to `end`. It is replaced by what is left. The variables
    /// from `first` up to `last` get a sequence.
    Each { least: u32, first: u32, last: u32, end: u32 },
    /// The end of those instructions.
    Next,
}

/// An instruction of a template.
#[derive(Clone, Copy, Debug)]
enum TemplateOp {
    /// Pushes a constant.
    Constant(u32),
    /// Pushes an alias of the constant, the same one each time in an expansion:
    /// the second number tells which.
    Symbol(u32, u32),
    /// Pushes the value of a variable.
    Insert(u32),
    /// Replaces a cdr and the car above it by a pair.
    Cons,
    /// Replaces a list by a vector.
    Vector,
    /// Runs the instructions up to `end` for the elements, last to first, of the
    /// variables in this part of `repeated`.
    Each { start: u32, count: u32, end: u32 },
    /// The end of those instructions.
    Next,
}

/// The value of a pattern variable.
#[derive(Debug)]
enum Bound<'gc> {
    One(Value<'gc>),
    Many(Vec<Bound<'gc>>),
}

impl<'gc> Cx<'_, 'gc> {
    /// The macro of a `syntax-rules` form of that home.
    pub(super) fn syntax_rules(&mut self, form: Syntax<'gc>, home: Home) -> Result<'gc> {
        let (rules, constants) = compile::compile(self, form)?;
        let constants = self.mc.alloc_copy(Kind::Vector, &constants)?;
        let program = self.mc.payload(Box::new(rules));
        Ok(new_macro(self.mc, Flavour::Rules, program, constants, home))
    }

    /// The expansion of a use of such a macro.
    pub(super) fn expand_rules(&mut self, object: Value<'gc>, form: Syntax<'gc>) -> Result<'gc> {
        let program = object.slot(PROGRAM).unwrap_or(Value::NIL);
        let constants = object.slot(CONSTANTS).unwrap_or(Value::NIL).slot_slice();
        let home = macro_home(object);
        let Some(Rules(rules)) = program.as_payload::<Rules>() else {
            return Err(self.error("not a syntax transformer", form.span));
        };
        let operands = form.datum.cdr().unwrap_or(Value::NIL);
        for rule in rules {
            if let Some(bound) = matching::matches(self, &rule.pattern, constants, home, operands)? {
                let mut names = Names::Fresh(None);
                let (datum, pairs) =
                    instance::instantiate(self, &rule.template, constants, home, &bound, &mut names, form.span)?;
                self.count_pairs(pairs);
                self.ex.trail.add(form.span, rule.template_span);
                return Ok(datum);
            }
        }
        Err(self.no_rule(form, rules))
    }

    /// The error of a use of a macro that none of its rules matches.
    fn no_rule(&self, form: Syntax<'gc>, rules: &[Rule]) -> Throw<'gc> {
        let name = form.datum.car().map_or("macro", name_of);
        let mut error = self.error_about(format!("no rule of the macro {name} matches"), form).code(Code::NO_RULE);
        let mut patterns = Vec::new();
        for rule in rules.iter().take(MOST_PATTERNS) {
            let Some(source) = self.session.sources.get(rule.pattern_span) else { continue };
            let (start, end) = (rule.pattern_span.start as usize, rule.pattern_span.end as usize);
            let text = source.text[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
            patterns.push(if text.starts_with("(_ ") { text.replacen('_', name, 1) } else { text });
        }
        let place = rules.first().map_or(Span::NONE, |rule| rule.pattern_span);
        error = error.label(place, if rules.len() == 1 { "the pattern of its only rule" } else { "its first pattern" });
        match patterns.is_empty() {
            true => error,
            false => error.hint(format!("it is used as {}", patterns.join(", or "))),
        }
    }

    /// Whether an identifier here is the same as the literal of a macro.
    fn is_literal(&self, datum: Value<'gc>, literal: Value<'gc>, home: Home) -> bool {
        cairn_middle::environment::identifier::is_identifier(datum)
            && self.is_same(self.resolve(datum), self.resolve_at(literal, home))
    }
}
