//! Walks compound data with an explicit stack, and prints it.

use std::fmt::Write;

use cairn_data::conditions;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_gc::{Kind, Mutation, Value};

use super::Style;
use super::atoms::print_atom_within;
use super::labels::Labels;
use super::objects::{self, Parts, parts};

/// Bytes of text after which the heap is checked for room again.
const CHECK_EVERY: usize = 16 << 10;

/// The longest text.
const LONGEST: usize = 1 << 30;

/// The limit on the output.
#[derive(Clone, Copy)]
pub(super) enum Budget<'gc> {
    /// The memory limit.
    Heap(Mutation<'gc>),
    /// About this many bytes.
    Bytes(usize),
}

/// The next thing to print.
enum Step<'gc> {
    Value(Value<'gc>),
    /// The rest of a list, and its closing text.
    Tail(Value<'gc>, &'static str),
    /// The elements from an index on, separated by spaces.
    Slots(&'gc [Value<'gc>], usize),
    /// The fields of a record from an index on.
    Fields(Value<'gc>, usize),
    Text(&'static str),
}

/// Prints one value.
pub(super) struct Printer<'o, 'gc> {
    out: &'o mut String,
    style: Style,
    labels: Labels,
    next_label: u32,
    stack: Vec<Step<'gc>>,
    budget: Budget<'gc>,
    /// Length of the text at which the budget is checked next.
    check_at: usize,
    /// Length beyond which a string may be cut off.
    most: usize,
}

impl<'o, 'gc> Printer<'o, 'gc> {
    pub(super) fn new(out: &'o mut String, style: Style, labels: Labels, budget: Budget<'gc>) -> Self {
        let (most, check_at) = match budget {
            Budget::Heap(_) => (usize::MAX, out.len() + CHECK_EVERY),
            Budget::Bytes(bytes) => (bytes, bytes),
        };
        Printer { out, style, labels, next_label: 0, stack: Vec::new(), budget, check_at, most }
    }

    /// Prints `value` and its contents.
    pub(super) fn print(&mut self, value: Value<'gc>) -> Result<'gc, ()> {
        self.stack.push(Step::Value(value));
        while let Some(step) = self.stack.pop() {
            self.check()?;
            match step {
                Step::Value(value) => self.value(value)?,
                Step::Tail(rest, close) => self.tail(rest, close)?,
                Step::Slots(slots, next) => self.slots(slots, next)?,
                Step::Fields(record, next) => self.fields(record, next),
                Step::Text(text) => self.out.push_str(text),
            }
        }
        Ok(())
    }

    #[inline]
    fn check(&mut self) -> Result<'gc, ()> {
        if self.out.len() <= self.check_at { Ok(()) } else { self.check_budget() }
    }

    #[cold]
    fn check_budget(&mut self) -> Result<'gc, ()> {
        let Budget::Heap(mc) = self.budget else {
            return Err(Throw::new(ErrorKind::Limit, "cut off", &[]));
        };
        self.check_at = self.out.len() + CHECK_EVERY;
        mc.work(CHECK_EVERY)?;
        if self.out.len() > LONGEST {
            return Err(Throw::new(ErrorKind::Limit, "the printed text is too long", &[]));
        }
        let stack = self.stack.capacity() * size_of::<Step<'_>>();
        Ok(mc.check_room(2 * self.out.len() + stack)?)
    }

    /// Prints a reference to the label of `value` if there is one, and returns whether that
    /// suffices; prints the label itself the first time.
    fn is_reference(&mut self, value: Value<'gc>) -> bool {
        if self.labels.is_empty() {
            return false;
        }
        let Some(label) = self.labels.get_mut(&value.bits()) else { return false };
        let (n, mark) = match *label {
            Some(n) => (n, '#'),
            None => (*label.insert(self.next_label), '='),
        };
        self.next_label += u32::from(mark == '=');
        let _ = write!(self.out, "#{n}{mark}");
        mark == '#'
    }

    fn atom(&mut self, value: Value<'gc>) -> Result<'gc, bool> {
        print_atom_within(value, self.style, self.out, self.most)
    }

    fn value(&mut self, value: Value<'gc>) -> Result<'gc, ()> {
        if self.atom(value)? || self.is_reference(value) {
            return Ok(());
        }
        match parts(value) {
            Parts::None => objects::push_opaque(value, self.out),
            Parts::Pair(car, cdr) => {
                self.out.push('(');
                self.stack.push(Step::Tail(cdr, ")"));
                self.stack.push(Step::Value(car));
            }
            Parts::Slots(slots) => self.object(value, slots),
        }
        Ok(())
    }

    /// Begins an object that is not a pair.
    fn object(&mut self, value: Value<'gc>, slots: &'gc [Value<'gc>]) {
        match value.kind() {
            Some(Kind::Record) => {
                self.out.push_str("#<");
                objects::push_record_name(value, self.out);
                self.stack.push(Step::Fields(value, 0));
            }
            Some(Kind::Condition) => {
                self.out.push_str("#<condition ");
                objects::push_condition_head(value, self.out, self.most);
                let irritants = value.slot(conditions::IRRITANTS).unwrap_or(Value::NIL);
                self.stack.push(Step::Tail(irritants, ">"));
            }
            Some(kind) => {
                let (open, close) = match kind {
                    Kind::Vector => ("#(", ")"),
                    Kind::Box => ("#<box ", ">"),
                    _ if slots.is_empty() => ("#<values", ">"),
                    _ => ("#<values ", ">"),
                };
                self.out.push_str(open);
                self.stack.push(Step::Text(close));
                self.stack.push(Step::Slots(slots, 0));
            }
            None => {}
        }
    }

    /// Prints the rest of a list. Atoms are printed at once; any other element waits on the stack,
    /// above the remaining rest.
    fn tail(&mut self, mut rest: Value<'gc>, close: &'static str) -> Result<'gc, ()> {
        while let Some((car, cdr)) = rest.as_pair() {
            if !self.labels.is_empty() && self.labels.contains_key(&rest.bits()) {
                break;
            }
            self.check()?;
            self.out.push(' ');
            if !self.atom(car)? {
                self.stack.push(Step::Tail(cdr, close));
                self.stack.push(Step::Value(car));
                return Ok(());
            }
            rest = cdr;
        }
        if rest.is_nil() {
            self.out.push_str(close);
        } else {
            self.out.push_str(" . ");
            self.stack.push(Step::Text(close));
            self.stack.push(Step::Value(rest));
        }
        Ok(())
    }

    /// The elements of a vector from `next` on.
    fn slots(&mut self, slots: &'gc [Value<'gc>], next: usize) -> Result<'gc, ()> {
        for (i, &slot) in slots.iter().enumerate().skip(next) {
            self.check()?;
            if i > 0 {
                self.out.push(' ');
            }
            if !self.atom(slot)? {
                self.stack.push(Step::Slots(slots, i + 1));
                self.stack.push(Step::Value(slot));
                break;
            }
        }
        Ok(())
    }

    /// The fields of a record from `next` on: ` name: value`.
    fn fields(&mut self, record: Value<'gc>, next: usize) {
        let Some(value) = record.slot(next + 1) else { return self.out.push('>') };
        self.out.push(' ');
        objects::push_field_name(objects::field_names(record).get(next), self.out);
        self.stack.push(Step::Fields(record, next + 1));
        self.stack.push(Step::Value(value));
    }
}
