//! Saves procedures as the steps that rebuild them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use cairn_data::bridge;
use cairn_data::code::{CodeMeta, Places};
use cairn_data::global;
use cairn_data::source::{Sites, Span, TAIL};
use cairn_gc::{Kind, ProtoParts, Value, WordMap, WordSet};
use cairn_middle::primitives::{BuiltinId, Primitives};
use cairn_number as number;

use super::bytes::{put_bytes, put_number};
use super::format::{Step, part};
use super::unused;
use crate::bytecode::{Op, Word};

/// Describes a part of a procedure that cannot be saved, for a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unsaveable(pub String);

type Result<T> = std::result::Result<T, Unsaveable>;

/// An image under construction.
pub struct Saver {
    primitives: &'static Primitives,
    names: HashMap<Box<str>, u32>,
    name_bytes: Vec<Vec<u8>>,
    items: Vec<Vec<u8>>,
    /// The numbers of the sources of positions, in the order of their numbers in the image, from 1.
    sources: Vec<u32>,
    /// The values of global variables are left out, as code that runs gives them, but for those that
    /// the compiler has given.
    leaves_values: bool,
    /// The library and name of each variable that the host gives, by the word of its cell.
    outside: WordMap<(Box<str>, Box<str>)>,
    /// The variables that code of the program reads, when procedures of the others are left out.
    wanted: Option<WordSet>,
}

impl Saver {
    /// Starts an image without items.
    pub fn new(primitives: &'static Primitives) -> Self {
        Saver {
            primitives,
            names: HashMap::new(),
            name_bytes: Vec::new(),
            items: Vec::new(),
            sources: Vec::new(),
            leaves_values: false,
            outside: WordMap::default(),
            wanted: None,
        }
    }

    /// Leaves out the procedures of variables that these procedures do not read, nor any that they want. For a
    /// program that evaluates no text.
    pub fn only_wanted_by(&mut self, thunks: &[Value<'_>]) {
        self.wanted = Some(unused::wanted_by(thunks));
    }

    /// Starts an image of a program, whose variables get their values when it runs, but for those
    /// that the host gives, of which these are the cells, with their libraries and names.
    pub fn of_program<'gc>(
        primitives: &'static Primitives,
        outside: impl Iterator<Item = (Value<'gc>, Box<str>, Box<str>)>,
    ) -> Self {
        let outside = outside.map(|(cell, library, name)| (cell.bits(), (library, name))).collect();
        Saver { leaves_values: true, outside, ..Saver::new(primitives) }
    }

    /// The sources of the positions in what has been added, in the order in which
    /// [`Image::load`](super::Image::load) wants them.
    pub fn sources(&self) -> &[u32] {
        &self.sources
    }

    /// Whether something that has been added has this name: a builtin, a variable or a symbol.
    pub fn mentions(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// The number of a source in the image.
    fn source(&mut self, number: u32) -> u32 {
        if number == 0 {
            return 0;
        }
        let at = self.sources.iter().position(|&known| known == number).unwrap_or_else(|| {
            self.sources.push(number);
            self.sources.len() - 1
        });
        at as u32 + 1
    }

    /// Adds an item: a procedure.
    ///
    /// # Errors
    /// When the procedure holds something that has no form outside the heap.
    pub fn add(&mut self, procedure: Value<'_>) -> Result<()> {
        let (numbers, waiting) = (WordMap::default(), WordMap::default());
        let mut item = Item { saver: self, out: Vec::new(), steps: 0, numbers, waiting };
        item.object(procedure)?;
        let Item { out: steps, steps: count, .. } = item;
        let mut out = Vec::new();
        put_number(&mut out, count);
        out.extend(steps);
        self.items.push(out);
        Ok(())
    }

    /// The bytes of the image, which begin with the fingerprint.
    pub fn finish(self, fingerprint: u64) -> Vec<u8> {
        let mut out = Vec::new();
        for word in [fingerprint, self.items.len() as u64, self.name_bytes.len() as u64] {
            out.extend(word.to_le_bytes());
        }
        let parts = || self.items.iter().chain(&self.name_bytes);
        let mut at = out.len() + 4 * parts().count();
        for bytes in parts() {
            out.extend((at as u32).to_le_bytes());
            at += bytes.len();
        }
        parts().for_each(|bytes| out.extend(bytes));
        out
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.names.get(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.insert(name.into(), number);
        let mut bytes = Vec::new();
        put_bytes(&mut bytes, name.as_bytes());
        self.name_bytes.push(bytes);
        number
    }
}

/// An item under construction.
struct Item<'a, 'gc> {
    saver: &'a mut Saver,
    out: Vec<u8>,
    steps: u64,
    /// The numbers of the objects that have been made, by their words.
    numbers: WordMap<u32>,
    /// Slots that are to get an object which is not made yet, by its word.
    waiting: WordMap<Vec<(Value<'gc>, usize)>>,
}

/// An object whose parts are being saved.
struct Open<'gc> {
    object: Value<'gc>,
    parts: std::vec::IntoIter<Value<'gc>>,
}

impl<'gc> Item<'_, 'gc> {
    /// Writes the steps that make an object: its parts first, on a stack of its own, for
    /// data may be deep.
    fn object(&mut self, root: Value<'gc>) -> Result<()> {
        let mut open = WordSet::default();
        let mut stack = Vec::new();
        self.enter(root, &mut stack, &mut open)?;
        while let Some(top) = stack.last_mut() {
            let owner = top.object;
            match top.parts.next() {
                Some(part) if self.numbers.contains_key(&part.bits()) => {}
                Some(part) if open.contains(&part.bits()) => self.wait(owner, part),
                Some(part) => self.enter(part, &mut stack, &mut open)?,
                None => {
                    stack.pop();
                    open.remove(&owner.bits());
                    self.leave(owner)?;
                }
            }
        }
        Ok(())
    }

    fn enter(&mut self, object: Value<'gc>, stack: &mut Vec<Open<'gc>>, open: &mut WordSet) -> Result<()> {
        if self.is_cell(object) {
            if let Some((library, name)) = self.saver.outside.get(&object.bits()).cloned() {
                self.step(Step::Outside);
                self.name(&library);
                self.name(&name);
                self.made(object);
                return Ok(());
            }
            // Its value may lead back to it.
            self.step(Step::Cell);
            self.name(object.slot(global::NAME).and_then(Value::as_symbol).unwrap_or_default());
            self.number(object.slot(global::FLAGS).and_then(Value::as_index).unwrap_or(0) as u64);
            self.made(object);
            if self.leaves_value(object)
                || self.saver.wanted.as_ref().is_some_and(|wanted| !wanted.contains(&object.bits()))
            {
                return Ok(());
            }
        }
        stack.push(Open { object, parts: self.parts(object)?.into_iter() });
        open.insert(object.bits());
        Ok(())
    }

    /// Whether code of the program gives a cell its value.
    fn leaves_value(&self, cell: Value<'gc>) -> bool {
        let flags = cell.slot(global::FLAGS).and_then(Value::as_fixnum).unwrap_or(0);
        self.saver.leaves_values && flags & global::CONSTANT == 0
    }

    /// Writes the step for an object whose parts have been made.
    fn leave(&mut self, object: Value<'gc>) -> Result<()> {
        if self.is_cell(object) {
            let value = object.slot(global::VALUE).unwrap_or(Value::UNBOUND);
            self.store(object, global::VALUE, value);
        } else {
            self.make(object)?;
            self.made(object);
        }
        for (owner, slot) in self.waiting.remove(&object.bits()).unwrap_or_default() {
            self.store(owner, slot, object);
        }
        Ok(())
    }

    fn made(&mut self, object: Value<'gc>) {
        let number = self.numbers.len() as u32;
        self.numbers.insert(object.bits(), number);
    }

    /// Takes note that the slots of `owner` which hold `part` are to be filled later.
    fn wait(&mut self, owner: Value<'gc>, part: Value<'gc>) {
        let slots = slots_of(owner);
        let held = slots.iter().enumerate().filter(|&(_, &slot)| slot == part).map(|(i, _)| (owner, i));
        let waiting = self.waiting.entry(part.bits()).or_default();
        held.for_each(|slot| {
            if !waiting.contains(&slot) {
                waiting.push(slot)
            }
        });
    }

    /// Whether it is the cell of a variable of the program, not of a builtin.
    fn is_cell(&self, object: Value<'gc>) -> bool {
        object.has_kind(Kind::Global) && self.builtin_of(object).is_none()
    }

    /// The builtin whose cell or procedure this is.
    fn builtin_of(&self, object: Value<'gc>) -> Option<Cow<'static, str>> {
        let slot = match object.kind()? {
            Kind::Global => global::BUILTIN,
            Kind::Native => 0,
            _ => return None,
        };
        let id = BuiltinId(u16::try_from(object.slot(slot)?.as_index()?).ok()?);
        Some(self.saver.primitives.unique_name(id))
    }

    /// The objects that must exist before this one.
    fn parts(&self, object: Value<'gc>) -> Result<Vec<Value<'gc>>> {
        Ok(match object.kind() {
            _ if is_word(object) || bridge::is_number(object) => Vec::new(),
            Some(Kind::Global) if self.is_cell(object) => vec![object.slot(global::VALUE).unwrap_or(Value::UNBOUND)],
            Some(Kind::Vector | Kind::CaseLambda) => object.slot_slice().to_vec(),
            Some(Kind::Closure) if object.closure_captures() == 0 => object.closure_proto().into_iter().collect(),
            Some(Kind::Proto) => self.constants(&object.proto_parts()),
            _ => slots_of(object),
        })
    }

    /// The constants of a code object, without procedures that nothing wants.
    fn constants(&self, code: &ProtoParts<'gc>) -> Vec<Value<'gc>> {
        let mut constants = code.constants.clone();
        if let Some(wanted) = &self.saver.wanted {
            unused::drop_unwanted(code.code, &mut constants, wanted);
        }
        constants
    }

    /// Writes the step that makes an object.
    fn make(&mut self, object: Value<'gc>) -> Result<()> {
        if is_word(object) {
            self.step(Step::Word);
            self.out.extend(object.bits().to_le_bytes());
        } else if let Some(name) = object.as_symbol() {
            let is_own = object.is_uninterned_symbol();
            self.named(if is_own { Step::Uninterned } else { Step::Symbol }, name);
        } else if let Some(number) = bridge::to_number(object) {
            let text = number::to_string(&number, 10).map_err(|_| cannot(object))?;
            self.named(Step::Number, &text);
        } else if let Some(text) = object.as_string() {
            self.step(Step::String);
            self.out.push(u8::from(object.is_immutable()));
            self.name(&text.to_string());
        } else if let Some((car, cdr)) = object.as_pair() {
            self.step(Step::Pair);
            self.refer(car);
            self.refer(cdr);
        } else {
            self.make_object(object)?;
        }
        Ok(())
    }

    fn make_object(&mut self, object: Value<'gc>) -> Result<()> {
        match object.kind() {
            Some(Kind::Vector) => {
                self.step(Step::Vector);
                self.out.push(u8::from(object.is_immutable()));
                self.refer_all(object.slot_slice());
            }
            Some(kind @ (Kind::Bytes | Kind::Homogeneous)) => {
                self.step(Step::Bytes);
                self.out.push(kind as u8);
                self.out.push(u8::from(object.is_immutable()));
                put_bytes(&mut self.out, object.bytes());
            }
            Some(Kind::CaseLambda) => {
                self.step(Step::CaseLambda);
                self.refer_all(object.slot_slice());
            }
            Some(Kind::Closure) if object.closure_captures() == 0 => {
                self.step(Step::Closure);
                self.refer(object.closure_proto().ok_or_else(|| cannot(object))?);
            }
            Some(Kind::Proto) => self.code(object.proto_parts())?,
            Some(Kind::Global) => self.named(Step::Builtin, &self.builtin_of(object).ok_or_else(|| cannot(object))?),
            Some(Kind::Native) => self.named(Step::Procedure, &self.builtin_of(object).ok_or_else(|| cannot(object))?),
            _ => return Err(cannot(object)),
        }
        Ok(())
    }

    /// Writes a code object: parameters, registers, captured values, flags of what it has; constants; the
    /// instructions; which of them name a builtin, and its name; what it has.
    fn code(&mut self, code: ProtoParts<'gc>) -> Result<()> {
        let meta = code.meta.as_payload::<CodeMeta>().ok_or_else(|| cannot(code.meta))?;
        self.step(Step::Code);
        self.number(code.info.params() as u64);
        self.number(code.info.registers() as u64);
        self.number(meta.captures as u64);
        let has = |flag, has: bool| if has { flag } else { 0 };
        self.out.push(
            has(part::NAME, meta.name.is_some())
                | has(part::PLACES, has_places(meta))
                | has(part::ASSIGNED, !meta.assigned.is_empty())
                | has(part::EARLY, !meta.early.is_empty())
                | has(part::REST, code.info.rest()),
        );
        self.refer_all(&self.constants(&code));
        self.instructions(code.code);
        self.meta(meta);
        Ok(())
    }

    fn instructions(&mut self, code: &[u64]) {
        self.number(code.len() as u64);
        code.iter().for_each(|word| self.out.extend(word.to_le_bytes()));
        let natives: Vec<_> = natives(code).collect();
        self.number(natives.len() as u64);
        for (at, word) in natives {
            self.number(at as u64);
            self.name(&self.saver.primitives.unique_name(BuiltinId(word.b())));
        }
    }

    fn meta(&mut self, meta: &CodeMeta) {
        if let Some(name) = &meta.name {
            self.name(name);
        }
        if has_places(meta) {
            self.span(meta.span);
            let before = std::mem::take(&mut self.out);
            self.places(meta.places.get());
            let places = std::mem::replace(&mut self.out, before);
            put_bytes(&mut self.out, &places);
        }
        if !meta.assigned.is_empty() {
            self.list(&meta.assigned, |item, range| {
                item.all([range.from, range.to, range.register.into()]);
            });
        }
        if !meta.early.is_empty() {
            self.list(&meta.early, |item, early| {
                item.all([early.from, early.to, early.in_order]);
            });
        }
    }

    /// Writes positions, with the calls that they refer to before them, and the variables in registers.
    fn places(&mut self, places: &Places) {
        let mut calls = Calls { sites: &places.sites, numbers: HashMap::new(), order: Vec::new() };
        let spans: Vec<_> = places.spans.iter().map(|&(from, span)| (from, calls.placed(span))).collect();
        self.list(&calls.order, |item, (call, name)| {
            item.placed(*call);
            item.name(name.as_deref().unwrap_or_default());
        });
        self.list(&spans, |item, &(from, span)| {
            item.number(from.into());
            item.placed(span);
        });
        self.list(&places.locals, |item, range| {
            item.all([range.from, range.to, range.register.into()]);
            item.name(&range.name);
        });
    }

    fn all(&mut self, numbers: [u32; 3]) {
        numbers.into_iter().for_each(|number| self.number(number.into()));
    }

    /// The source of a span and where it is there; 0 for no position, which most of the prelude has.
    fn span(&mut self, span: Span) {
        self.place(span, |source| source);
    }

    /// A span with the call in whose place it is, and whether it is a tail call.
    fn placed(&mut self, span: Span) {
        let has_site = span.site != 0;
        self.place(span, |source| source << 1 | u64::from(has_site));
        if has_site {
            self.number(u64::from(span.site_number()) << 1 | u64::from(span.is_tail()));
        }
    }

    fn place(&mut self, span: Span, first: impl FnOnce(u64) -> u64) {
        let source = self.saver.source(span.source);
        self.number(first(source.into()));
        if source != 0 {
            self.number(span.start.into());
            self.number(span.end.into());
        }
    }

    fn list<T>(&mut self, items: &[T], mut put: impl FnMut(&mut Self, &T)) {
        self.number(items.len() as u64);
        items.iter().for_each(|item| put(self, item));
    }

    fn store(&mut self, owner: Value<'gc>, slot: usize, object: Value<'gc>) {
        self.step(Step::Store);
        self.refer(owner);
        self.number(slot as u64);
        self.refer(object);
    }

    fn named(&mut self, step: Step, name: &str) {
        self.step(step);
        self.name(name);
    }

    fn step(&mut self, step: Step) {
        self.out.push(step as u8);
        self.steps += 1;
    }

    fn name(&mut self, name: &str) {
        let number = self.saver.name(name);
        self.number(number.into());
    }

    fn number(&mut self, number: u64) {
        put_number(&mut self.out, number);
    }

    /// Writes the number of an object; 0 for one that a later step puts there.
    fn refer(&mut self, object: Value<'gc>) {
        self.number(self.numbers.get(&object.bits()).map_or(0, |&number| number.into()));
    }

    fn refer_all(&mut self, objects: &[Value<'gc>]) {
        self.list(objects, |item, &object| item.refer(object));
    }
}

/// The instructions that name a builtin, and where they are.
fn natives(code: &[u64]) -> impl Iterator<Item = (usize, Word)> {
    let words = code.iter().map(|&word| Word(word)).enumerate();
    words.filter(|(_, word)| word.op() == Op::Native)
}

/// Whether a value is its word, wherever and whenever it is.
fn is_word(value: Value<'_>) -> bool {
    !value.is_pointer()
}

/// The calls in whose places the spans of a code object are, numbered anew: each refers to earlier ones only.
struct Calls<'s> {
    sites: &'s Sites,
    /// The new number of each that is needed, by its own: 0 when neither it nor a call around it has a position.
    numbers: HashMap<u32, u32>,
    order: Vec<(Span, Option<Arc<str>>)>,
}

impl Calls<'_> {
    /// A span that refers to the call by its new number. One without a position, as all of the prelude, is not the
    /// place of a tail call either.
    fn placed(&mut self, span: Span) -> Span {
        let number = self.number(span.site_number());
        let tail = if span.is_some() || number != 0 { span.site & TAIL } else { 0 };
        Span { site: number | tail, ..span }
    }

    fn number(&mut self, site: u32) -> u32 {
        // From the outermost call inwards, which each of them needs.
        let mut chain = Vec::new();
        let mut next = Span { site, ..Span::NONE };
        while let Some(found) = self.sites.of(next).filter(|_| !self.numbers.contains_key(&next.site_number())) {
            chain.push((next.site_number(), found));
            next = found.call;
        }
        for (number, site) in chain.into_iter().rev() {
            let outer = self.numbers.get(&site.call.site_number()).copied().unwrap_or(0);
            let mut new = 0;
            if site.call.is_some() || outer != 0 {
                self.order.push((Span { site: outer | site.call.site & TAIL, ..site.call }, site.name.clone()));
                new = self.order.len() as u32;
            }
            self.numbers.insert(number, new);
        }
        self.numbers.get(&site).copied().unwrap_or(0)
    }
}

/// The parts of a pair, or none.
fn slots_of(object: Value<'_>) -> Vec<Value<'_>> {
    match object.as_pair() {
        Some((car, cdr)) => vec![car, cdr],
        None if object.has_kind(Kind::Vector) => object.slot_slice().to_vec(),
        None => Vec::new(),
    }
}

fn cannot(object: Value<'_>) -> Unsaveable {
    Unsaveable(cairn_text::printer::summary(object, 80))
}

fn has_places(meta: &CodeMeta) -> bool {
    let Places { spans, locals, .. } = meta.places.get();
    meta.span.is_some() || !spans.is_empty() || !locals.is_empty()
}
