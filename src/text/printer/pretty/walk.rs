//! Walks a value to make the stream that the pretty printer lays out.

use std::fmt::Write;

use cairn_data::conditions;
use cairn_data::error::Result;
use cairn_data::hashtable::Table;
use cairn_gc::{Kind, Mutation, Value};

use super::Options;
use super::layout::{Breaking, Stream};
use crate::printer::Style;
use crate::printer::atoms::print_atom_within;
use crate::printer::labels::{self, Labels};
use crate::printer::objects::{self, Parts, parts};

/// Stands for what is left out.
const CUT: &str = "...";
/// Data after which the heap is asked for room again.
const CHECK_EVERY: usize = 1 << 10;

/// Forms of code with a body: how many operands come before it.
const BODIES: &[(&str, usize)] = &[
    ("begin", 0),
    ("case", 1),
    ("case-lambda", 0),
    ("define", 1),
    ("define-library", 1),
    ("define-record-type", 3),
    ("define-syntax", 1),
    ("define-values", 1),
    ("do", 2),
    ("dynamic-wind", 0),
    ("fluid-let", 1),
    ("guard", 1),
    ("lambda", 1),
    ("let", 1),
    ("let*", 1),
    ("let*-values", 1),
    ("let-syntax", 1),
    ("let-values", 1),
    ("letrec", 1),
    ("letrec*", 1),
    ("letrec-syntax", 1),
    ("parameterize", 1),
    ("syntax-rules", 1),
    ("unless", 1),
    ("when", 1),
    ("with-exception-handler", 1),
    ("λ", 1),
];

/// Forms that have an abbreviation.
const ABBREVIATIONS: &[(&str, &str)] =
    &[("quote", "'"), ("quasiquote", "`"), ("unquote", ","), ("unquote-splicing", ",@")];

/// An operator with a longer name has its operands below it.
const LONG_NAME: usize = 16;

/// The state of printing the rest of a list.
#[derive(Clone, Copy)]
struct List {
    depth: usize,
    code: bool,
    /// Elements so far.
    count: usize,
    /// Elements that stay on the line of the first.
    lead: usize,
    close: &'static str,
}

/// The next thing to print.
enum Step<'gc> {
    Value(Value<'gc>, usize, bool),
    Tail(Value<'gc>, List),
    /// The elements of a vector from an index on.
    Slots(&'gc [Value<'gc>], usize, usize),
    /// The fields of a record from an index on.
    Fields(Value<'gc>, usize, usize),
    /// The entries of a table from an index on, and how many are left out.
    Entries(std::rc::Rc<[(Value<'gc>, Value<'gc>)]>, usize, usize, usize),
    Text(&'static str),
    /// A group ends with this text.
    Close(&'static str),
    /// A hash table has been printed.
    Left,
}

struct Walk<'o, 'gc> {
    mc: Mutation<'gc>,
    options: Options<'o>,
    stream: &'o mut Stream,
    labels: Labels,
    next_label: u32,
    stack: Vec<Step<'gc>>,
    /// The tables that are being printed: of one within itself the entries are not printed.
    tables: Vec<Value<'gc>>,
    /// Data so far.
    total: usize,
}

/// Prints `value` to the stream.
///
/// # Errors
/// The limits of memory and time.
pub(super) fn walk<'gc>(
    mc: Mutation<'gc>,
    value: Value<'gc>,
    options: Options<'_>,
    stream: &mut Stream,
) -> Result<'gc, ()> {
    let labels = labels::find(Some(mc), value, Style::Write, usize::MAX)?;
    let stack = vec![Step::Value(value, 0, options.code)];
    Walk { mc, options, stream, labels, next_label: 0, stack, tables: Vec::new(), total: 0 }.run()
}

impl<'gc> Walk<'_, 'gc> {
    fn run(mut self) -> Result<'gc, ()> {
        while let Some(step) = self.stack.pop() {
            match step {
                Step::Value(value, depth, code) => self.value(value, depth, code)?,
                Step::Tail(rest, list) => self.tail(rest, list),
                Step::Slots(slots, next, depth) => self.slots(slots, next, depth),
                Step::Fields(record, next, depth) => self.fields(record, next, depth),
                Step::Entries(entries, next, depth, missing) => self.entries(entries, next, depth, missing),
                Step::Text(text) => self.text(text),
                Step::Close(text) => {
                    self.text(text);
                    self.stream.close();
                }
                Step::Left => drop(self.tables.pop()),
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.stream.text.push_str(text);
    }

    fn check(&mut self) -> Result<'gc, ()> {
        self.total += 1;
        if !self.total.is_multiple_of(CHECK_EVERY) {
            return Ok(());
        }
        self.mc.work(CHECK_EVERY * 16)?;
        let stack = self.stack.capacity() * size_of::<Step<'_>>();
        Ok(self.mc.check_room(4 * self.stream.bytes() + stack)?)
    }

    fn value(&mut self, value: Value<'gc>, depth: usize, code: bool) -> Result<'gc, ()> {
        self.check()?;
        if self.total > self.options.limits.total {
            self.text(CUT);
            return Ok(());
        }
        let most = self.stream.text.len().saturating_add(self.options.limits.atom);
        if print_atom_within(value, Style::Write, &mut self.stream.text, most)? {
            if self.stream.text.len() > most {
                self.text(CUT);
            }
            return Ok(());
        }
        if self.is_reference(value) {
            return Ok(());
        }
        match parts(value) {
            Parts::None => self.opaque(value, depth),
            _ if depth >= self.options.limits.depth => self.text(CUT),
            Parts::Pair(car, cdr) => self.list(car, cdr, depth, code),
            Parts::Slots(slots) => self.object(value, slots, depth),
        }
        Ok(())
    }

    /// Whether nothing is left to do, as a reference to the label of `value` was printed.
    /// Prints the label when this is the first time.
    fn is_reference(&mut self, value: Value<'gc>) -> bool {
        let Some(label) = self.labels.get_mut(&value.bits()) else { return false };
        let (n, mark) = match *label {
            Some(n) => (n, '#'),
            None => (*label.insert(self.next_label), '='),
        };
        self.next_label += u32::from(mark == '=');
        let _ = write!(self.stream.text, "#{n}{mark}");
        mark == '#'
    }

    fn opaque(&mut self, value: Value<'gc>, depth: usize) {
        let table = Table::of(value).filter(|_| depth < self.options.limits.depth && !self.tables.contains(&value));
        if let Some(table) = table {
            return self.table(value, table, depth);
        }
        match (self.options.describe)(value) {
            Some(text) => self.text(&text),
            None => objects::push_opaque(value, &mut self.stream.text),
        }
    }

    fn table(&mut self, value: Value<'gc>, table: Table<'gc>, depth: usize) {
        let shown = self.options.limits.elements.min(self.options.limits.total);
        let entries: Vec<_> = table.entries(self.mc).take(shown).collect();
        let missing = table.len(self.mc) - entries.len();
        self.stream.open(Breaking::Each, 2);
        self.text("#<hash-table");
        self.tables.push(value);
        self.stack.push(Step::Left);
        self.stack.push(Step::Close(">"));
        self.stack.push(Step::Entries(entries.into(), 0, depth + 1, missing));
    }

    fn entries(&mut self, entries: std::rc::Rc<[(Value<'gc>, Value<'gc>)]>, next: usize, depth: usize, missing: usize) {
        let Some(&(key, value)) = entries.get(next) else {
            if missing > 0 {
                self.stream.space();
                let _ = write!(self.stream.text, "{CUT} {missing} more");
            }
            return;
        };
        self.stream.space();
        self.stream.open(Breaking::Each, 1);
        self.text("(");
        self.stack.push(Step::Entries(entries, next + 1, depth, missing));
        self.stack.push(Step::Close(")"));
        self.stack.push(Step::Value(value, depth, false));
        self.stack.push(Step::Text(" . "));
        self.stack.push(Step::Value(key, depth, false));
    }

    fn list(&mut self, car: Value<'gc>, cdr: Value<'gc>, depth: usize, code: bool) {
        let name = car.as_symbol();
        if code && let Some((mark, operand)) = abbreviation(name, cdr) {
            self.text(mark);
            self.stack.push(Step::Value(operand, depth, code && mark != "'"));
            return;
        }
        let (breaking, indent, lead) = match name.filter(|_| code) {
            Some(name) => code_layout(name, cdr),
            None if are_atoms(car, cdr) => (Breaking::Fill, 1, 0),
            None => (Breaking::Each, 1, 0),
        };
        self.stream.open(breaking, indent);
        self.text("(");
        let list = List { depth: depth + 1, code, count: 1, lead, close: ")" };
        self.stack.push(Step::Tail(cdr, list));
        self.stack.push(Step::Value(car, depth + 1, code));
    }

    fn tail(&mut self, rest: Value<'gc>, list: List) {
        let List { depth, code, count, lead, close } = list;
        let separate = |stream: &mut Stream| if count <= lead { stream.text.push(' ') } else { stream.space() };
        if rest.is_nil() {
            return self.stack.push(Step::Close(close));
        }
        let is_labelled = self.labels.contains_key(&rest.bits());
        match rest.as_pair().filter(|_| !is_labelled) {
            Some(_) if count >= self.options.limits.elements || self.total >= self.options.limits.total => {
                separate(self.stream);
                self.text(CUT);
                self.stack.push(Step::Close(close));
            }
            Some((car, cdr)) => {
                separate(self.stream);
                self.stack.push(Step::Tail(cdr, List { count: count + 1, ..list }));
                self.stack.push(Step::Value(car, depth, code));
            }
            None => {
                separate(self.stream);
                self.text(". ");
                self.stack.push(Step::Close(close));
                self.stack.push(Step::Value(rest, depth, code));
            }
        }
    }

    fn object(&mut self, value: Value<'gc>, slots: &'gc [Value<'gc>], depth: usize) {
        match value.kind() {
            Some(Kind::Record) => {
                self.stream.open(Breaking::Each, 2);
                self.text("#<");
                objects::push_record_name(value, &mut self.stream.text);
                self.stack.push(Step::Fields(value, 0, depth + 1));
            }
            Some(Kind::Condition) => {
                self.stream.open(Breaking::Each, 2);
                self.text("#<condition ");
                objects::push_condition_head(value, &mut self.stream.text, self.options.limits.atom);
                let irritants = value.slot(conditions::IRRITANTS).unwrap_or(Value::NIL);
                let list = List { depth: depth + 1, code: false, count: 1, lead: 0, close: ">" };
                self.stack.push(Step::Tail(irritants, list));
            }
            kind => {
                let (open, close) = match kind {
                    Some(Kind::Vector) => ("#(", ")"),
                    Some(Kind::Box) => ("#<box ", ">"),
                    _ => ("#<values ", ">"),
                };
                let are_atoms = slots.iter().all(|&slot| is_atom(slot));
                self.stream.open(if are_atoms { Breaking::Fill } else { Breaking::Each }, 2);
                self.text(open);
                self.stack.push(Step::Close(close));
                self.stack.push(Step::Slots(slots, 0, depth + 1));
            }
        }
    }

    fn slots(&mut self, slots: &'gc [Value<'gc>], next: usize, depth: usize) {
        let Some(&slot) = slots.get(next) else { return };
        if next > 0 {
            self.stream.space();
        }
        if next >= self.options.limits.elements || self.total >= self.options.limits.total {
            return self.text(CUT);
        }
        self.stack.push(Step::Slots(slots, next + 1, depth));
        self.stack.push(Step::Value(slot, depth, false));
    }

    fn fields(&mut self, record: Value<'gc>, next: usize, depth: usize) {
        let Some(value) = record.slot(next + 1) else { return self.stack.push(Step::Close(">")) };
        self.stream.space();
        objects::push_field_name(objects::field_names(record).get(next), &mut self.stream.text);
        self.stack.push(Step::Fields(record, next + 1, depth));
        self.stack.push(Step::Value(value, depth, false));
    }
}

fn is_atom(value: Value<'_>) -> bool {
    matches!(parts(value), Parts::None) && !value.has_kind(Kind::HashTable)
}

/// Elements of a list that are looked at to lay it out.
const LOOKED_AT: usize = 1000;

/// Whether a list has no elements with parts, as far as that is looked at.
fn are_atoms<'gc>(car: Value<'gc>, mut cdr: Value<'gc>) -> bool {
    let mut element = car;
    for _ in 0..LOOKED_AT {
        if !is_atom(element) {
            return false;
        }
        match cdr.as_pair() {
            Some((next, rest)) => (element, cdr) = (next, rest),
            None => return true,
        }
    }
    true
}

/// The mark and the operand of a form that is abbreviated.
fn abbreviation<'gc>(name: Option<&str>, cdr: Value<'gc>) -> Option<(&'static str, Value<'gc>)> {
    let (_, mark) = ABBREVIATIONS.iter().find(|(long, _)| Some(*long) == name)?;
    let (operand, rest) = cdr.as_pair()?;
    rest.is_nil().then_some((mark, operand))
}

/// How a form breaks, its indentation, and how many of its elements after the first stay on
/// the first line.
fn code_layout(name: &str, cdr: Value<'_>) -> (Breaking, usize, usize) {
    if let Some(&(_, operands)) = BODIES.iter().find(|(known, _)| *known == name) {
        let is_named_let = name == "let" && cdr.car().is_some_and(|first| first.as_symbol().is_some());
        return (Breaking::Each, 2, operands + usize::from(is_named_let));
    }
    let width = name.chars().count();
    if width > LONG_NAME {
        return (Breaking::Each, 2, 0);
    }
    let breaking = match cdr.as_pair() {
        Some((car, cdr)) if are_atoms(car, cdr) => Breaking::Fill,
        _ => Breaking::Each,
    };
    (breaking, width + 2, 1)
}
