//! Parses tokens into data (R7RS 7.1.2), with an explicit stack.
//!
//! Each open construct is a frame. Complete data wait in one vector, above the `base` of their
//! frame, until its `)` arrives; then the list is built from its end, so that no pair is ever
//! modified.

use cairn_data::error::{Result, Throw};
use cairn_data::homogeneous::{self, Element};
use cairn_data::source::Span;
use cairn_gc::{Charge, Kind, Mutation, Value};

use super::Datum;
use super::labels::Labels;
use super::lexer::{Lexer, Prefix, Token};
use super::problem::{Problem, Shape};
use super::source::CharSource;
use super::spans::SpanMap;

/// A datum and its position.
#[derive(Clone, Copy)]
struct Item<'gc> {
    value: Value<'gc>,
    start: u32,
    end: u32,
}

/// The state of a list's dot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dot {
    /// No dot yet.
    None,
    /// A dot whose datum is missing.
    Open,
    /// A dot and its datum.
    Filled,
}

/// An open construct; `start` is where it begins.
enum Frame {
    List { start: u32, base: usize, dot: Dot, shape: Shape },
    Vector { start: u32, base: usize },
    Bytes { start: u32, base: usize },
    Numbers { start: u32, base: usize, element: Element },
    Prefix { start: u32, end: u32, prefix: Prefix },
    Label { start: u32, end: u32, number: u64, index: usize },
    Comment { start: u32, end: u32 },
}

/// Reads data from the tokens of a lexer.
pub(super) struct Parser<'a, 'gc, 's, S> {
    mc: Mutation<'gc>,
    pub lexer: Lexer<'s, S>,
    /// Records positions. If it is present, pairs are tenured, so that their words may be keys.
    spans: Option<&'a mut SpanMap>,
    frames: Vec<Frame>,
    items: Vec<Item<'gc>>,
    labels: Labels<'gc>,
    /// The memory of all these.
    charge: Charge,
    /// Number of frames and items at which memory is counted again.
    counted: usize,
}

/// Characters of a token that count as one unit of work.
const CHARS_PER_UNIT: usize = 4;

/// Bytes of an abbreviation's two pairs.
const ABBREVIATION_BYTES: usize = 32;

/// Frames and items between two counts of their memory.
const COUNT_EVERY: usize = 1 << 10;

impl<'a, 'gc, 's, S: CharSource<'gc>> Parser<'a, 'gc, 's, S> {
    pub(super) fn new(mc: Mutation<'gc>, lexer: Lexer<'s, S>, spans: Option<&'a mut SpanMap>) -> Self {
        Parser {
            mc,
            lexer,
            spans,
            frames: Vec::new(),
            items: Vec::new(),
            labels: Labels::default(),
            charge: Charge::default(),
            counted: COUNT_EVERY,
        }
    }

    /// The next datum, or `None` at the end of the text.
    pub(super) fn read(&mut self) -> Result<'gc, Option<Datum<'gc>>> {
        loop {
            let token = self.lexer.next(self.mc)?;
            let start = self.lexer.start;
            self.mc.work(1 + (self.lexer.chars.offset() - start) as usize / CHARS_PER_UNIT)?;
            if self.frames.len() + self.items.len() >= self.counted {
                self.count()?;
            }
            let value = match token {
                Token::End => match self.frames.last() {
                    None => return Ok(None),
                    Some(_) => return Err(self.unexpected_end()),
                },
                Token::Atom(value) => Some(value),
                Token::Reference(number) => {
                    let found = self.labels.refer(self.mc, number);
                    Some(found.map_err(|problem| self.lexer.fail(problem))?)
                }
                Token::Close(closer) => {
                    let item = self.close(closer)?;
                    if let Some(datum) = self.accept(item)? {
                        return Ok(Some(datum));
                    }
                    None
                }
                Token::Dot => {
                    self.dot()?;
                    None
                }
                opening => {
                    self.open(opening, start)?;
                    None
                }
            };
            if let Some(value) = value {
                let item = Item { value, start, end: self.lexer.chars.offset() };
                if let Some(datum) = self.accept(item)? {
                    return Ok(Some(datum));
                }
            }
        }
    }

    /// Counts the memory in use, which doubles when the vectors grow.
    #[cold]
    fn count(&mut self) -> Result<'gc, ()> {
        self.counted = self.frames.len() + self.items.len() + COUNT_EVERY;
        let frames = (self.frames.len() + COUNT_EVERY).next_power_of_two() * size_of::<Frame>();
        let items = (self.items.len() + COUNT_EVERY).next_power_of_two() * size_of::<Item<'_>>();
        // A growing vector is copied, so the old one coexists for a while.
        self.charge.hold(self.mc, (frames + items) / 2 * 3)?;
        if let Some(spans) = &mut self.spans {
            spans.count(self.mc)?;
        }
        Ok(())
    }

    /// Opens the construct that begins with this token.
    fn open(&mut self, token: Token<'gc>, start: u32) -> Result<'gc, ()> {
        let (base, end) = (self.items.len(), self.lexer.chars.offset());
        let frame = match token {
            Token::Open(shape @ (Shape::List | Shape::Brackets)) => Frame::List { start, base, dot: Dot::None, shape },
            Token::Open(Shape::Vector) => Frame::Vector { start, base },
            Token::Open(Shape::Bytes) => Frame::Bytes { start, base },
            Token::Open(Shape::Numbers(element)) => Frame::Numbers { start, base, element },
            Token::Prefix(prefix) => Frame::Prefix { start, end, prefix },
            Token::Label(number) => {
                let index = self.labels.begin(number).map_err(|problem| self.lexer.fail(problem))?;
                Frame::Label { start, end, number, index }
            }
            _ => Frame::Comment { start, end },
        };
        self.frames.push(frame);
        Ok(())
    }

    fn dot(&mut self) -> Result<'gc, ()> {
        match self.frames.last_mut() {
            Some(Frame::List { base, dot, .. }) if *dot == Dot::None && *base < self.items.len() => {
                *dot = Dot::Open;
                Ok(())
            }
            _ => Err(self.lexer.fail(Problem::MisplacedDot)),
        }
    }

    /// Passes a complete datum to the innermost construct, and each construct that it completes to
    /// the next one. Returns a complete outermost datum.
    fn accept(&mut self, mut item: Item<'gc>) -> Result<'gc, Option<Datum<'gc>>> {
        loop {
            match self.frames.last_mut() {
                None => return Ok(Some(self.finish(item))),
                Some(&mut Frame::Prefix { start, end, prefix }) => {
                    item = self.abbreviation(prefix, Item { value: Value::NIL, start, end }, item)?;
                }
                Some(&mut Frame::Label { start, number, index, .. }) => {
                    let finished = self.labels.finish(index, number, item.value);
                    if let Some(spans) = &mut self.spans {
                        spans.add_label(item.value, item.start, start);
                    }
                    item.start = start;
                    finished.map_err(|problem| self.fail_item(problem, item))?;
                }
                Some(Frame::Comment { .. }) => {
                    self.frames.pop();
                    if self.frames.is_empty() {
                        self.labels.settle(self.mc, Value::NIL);
                    }
                    return Ok(None);
                }
                Some(Frame::List { dot, .. }) => {
                    if *dot == Dot::Filled {
                        return Err(self.fail_item(Problem::DotWantsOne, item));
                    }
                    if *dot == Dot::Open {
                        *dot = Dot::Filled;
                    }
                    self.items.push(item);
                    return Ok(None);
                }
                Some(Frame::Bytes { .. }) if item.value.as_index().is_none_or(|n| n > 255) => {
                    return Err(self.fail_item(Problem::NoByte, item));
                }
                Some(&mut Frame::Numbers { element, .. }) if element.encode(item.value).is_none() => {
                    return Err(self.fail_item(Problem::NoElement(element), item));
                }
                Some(Frame::Vector { .. } | Frame::Bytes { .. } | Frame::Numbers { .. }) => {
                    self.items.push(item);
                    return Ok(None);
                }
            }
            self.frames.pop();
        }
    }

    /// Completes an outermost datum.
    fn finish(&mut self, item: Item<'gc>) -> Datum<'gc> {
        self.labels.settle(self.mc, item.value);
        Datum { value: item.value, span: self.lexer.span_of(item.start, item.end) }
    }

    /// Builds `(quote datum)` and the like. One datum can complete many of them.
    fn abbreviation(&mut self, prefix: Prefix, mark: Item<'gc>, item: Item<'gc>) -> Result<'gc, Item<'gc>> {
        if self.frames.len().is_multiple_of(COUNT_EVERY) {
            self.mc.work(COUNT_EVERY)?;
            self.mc.check_room(COUNT_EVERY * ABBREVIATION_BYTES)?;
        }
        let symbol = Item { value: self.mc.intern(prefix.symbol()), ..mark };
        let rest = self.cons(item, Value::NIL, (item.start, item.end));
        let whole = (mark.start, item.end);
        Ok(Item { value: self.cons(symbol, rest, whole), start: whole.0, end: whole.1 })
    }

    /// Allocates a pair that holds `item`, at the beginning of the datum at `form`.
    #[inline]
    fn cons(&mut self, item: Item<'gc>, rest: Value<'gc>, form: (u32, u32)) -> Value<'gc> {
        let Some(spans) = &mut self.spans else { return self.mc.cons(item.value, rest) };
        let pair = self.mc.cons_tenured(item.value, rest);
        let span = |(start, end)| Span { source: self.lexer.number, start, end, site: 0 };
        spans.set(pair, span((item.start, item.end)), span(form));
        pair
    }

    /// Completes the construct that a `)` or `]` ends.
    fn close(&mut self, closer: char) -> Result<'gc, Item<'gc>> {
        let end = self.lexer.chars.offset();
        let (start, base, shape, dotted) = match self.frames.last() {
            Some(&Frame::List { dot: Dot::Open, .. }) => return Err(self.lexer.fail(Problem::DotWantsOne)),
            Some(&Frame::List { start, base, dot, shape }) => (start, base, shape, dot == Dot::Filled),
            Some(&Frame::Vector { start, base }) => (start, base, Shape::Vector, false),
            Some(&Frame::Bytes { start, base }) => (start, base, Shape::Bytes, false),
            Some(&Frame::Numbers { start, base, element }) => (start, base, Shape::Numbers(element), false),
            None => return Err(self.lexer.fail(Problem::UnexpectedClose(closer))),
            Some(frame) => {
                let prefix = frame.text();
                return Err(self.lexer.fail(Problem::CloseAfter(prefix)));
            }
        };
        if closer != shape.closer() {
            return Err(self.lexer.fail(Problem::WrongClose(closer, shape.closer())));
        }
        self.mc.check_room((self.items.len() - base) * 16)?;
        let value = match shape {
            Shape::List | Shape::Brackets => self.list(start, end, base, dotted),
            Shape::Vector => {
                let elements: Vec<Value<'gc>> = self.items[base..].iter().map(|item| item.value).collect();
                self.mc.alloc_copy(Kind::Vector, &elements)?
            }
            Shape::Bytes => {
                let byte = |item: &Item<'gc>| item.value.as_index().unwrap_or(0) as u8;
                let bytes: Vec<u8> = self.items[base..].iter().map(byte).collect();
                self.mc.alloc_bytes_from(Kind::Bytes, &bytes)?
            }
            Shape::Numbers(element) => {
                let numbers = self.items[base..].iter().map(|item| item.value);
                let vector = homogeneous::collect(self.mc, element, numbers.len(), numbers)?;
                vector.map_err(|_| self.lexer.fail(Problem::NoElement(element)))?
            }
        };
        self.items.truncate(base);
        self.frames.pop();
        Ok(Item { value, start, end })
    }

    /// Builds the list of the items from `base` on.
    fn list(&mut self, start: u32, end: u32, base: usize, dotted: bool) -> Value<'gc> {
        let mut rest = match dotted {
            true => self.items.pop().map_or(Value::NIL, |item| item.value),
            false => Value::NIL,
        };
        for i in (base..self.items.len()).rev() {
            let item = self.items[i];
            let from = if i == base { start } else { item.start };
            rest = self.cons(item, rest, (from, end));
        }
        rest
    }

    fn fail_item(&mut self, problem: Problem, item: Item<'gc>) -> Throw<'gc> {
        let span = self.lexer.span_of(item.start, item.end);
        self.lexer.fail_at(problem, span)
    }

    /// The failure at the end of the text inside the innermost construct.
    #[cold]
    fn unexpected_end(&mut self) -> Throw<'gc> {
        let Some(frame) = self.frames.last() else { return self.lexer.fail(Problem::MisplacedDot) };
        let (problem, start, length) = match *frame {
            Frame::List { start, base, shape, .. } => (Problem::Unclosed(shape, self.suspect(base)), start, 1),
            Frame::Vector { start, base } => (Problem::Unclosed(Shape::Vector, self.suspect(base)), start, 2),
            Frame::Bytes { start, base } => (Problem::Unclosed(Shape::Bytes, self.suspect(base)), start, 4),
            Frame::Numbers { start, base, element } => {
                let length = element.tag().len() as u32 + 2;
                (Problem::Unclosed(Shape::Numbers(element), self.suspect(base)), start, length)
            }
            Frame::Prefix { start, end, .. } | Frame::Label { start, end, .. } | Frame::Comment { start, end } => {
                (Problem::EndAfter(frame.text()), start, end - start)
            }
        };
        let span = self.lexer.span_of(start, start.saturating_add(length));
        self.lexer.fail_at(problem, span)
    }

    /// The line of the first datum of an unclosed list that begins in the first
    /// column, as outermost forms do.
    fn suspect(&self, base: usize) -> Option<usize> {
        let inner = self.items.get(base..)?.iter();
        inner.filter(|item| item.value.is_pair()).find_map(|item| self.lexer.chars.line_starting_at(item.start))
    }
}

impl Frame {
    /// The prefix that lacks a datum.
    fn text(&self) -> String {
        match self {
            Frame::Prefix { prefix, .. } => prefix.text().into(),
            Frame::Label { number, .. } => format!("#{number}="),
            _ => "#;".into(),
        }
    }
}
