//! Finds the variables of a program that none of its code reads, so that their procedures need not be saved.
//!
//! The code of a library defines its procedures one after the other: it loads a closure without captured values from
//! its constants, and gives it to a variable. Where nothing else mentions the closure, it is wanted only when the code
//! of something wanted reads the variable.

use cairn_gc::{Kind, Value};

use crate::compiler::bytecode::ops::constant_index;
use crate::compiler::bytecode::{Op, Role, Word, length_of};
use crate::data::address::{WordMap, WordSet};
use crate::data::global;

/// The search for what is wanted.
#[derive(Default)]
struct Search<'gc> {
    /// Variables that wanted code reads or assigns.
    cells: WordSet,
    /// Objects that have been looked at.
    seen: WordSet,
    /// Closures that are wanted when the variable is, by its word.
    definitions: WordMap<Vec<Value<'gc>>>,
    pending: Vec<Value<'gc>>,
}

/// The variables that these procedures, and those that they want, read or assign, by their words.
pub(super) fn wanted_by(thunks: &[Value<'_>]) -> WordSet {
    let mut search = Search { pending: thunks.to_vec(), ..Search::default() };
    while let Some(object) = search.pending.pop() {
        search.look_at(object);
    }
    search.cells
}

/// Puts `#f` in place of the closures that code only gives to variables which are not wanted.
pub(super) fn drop_unwanted(code: &[u64], constants: &mut [Value<'_>], wanted: &WordSet) {
    let mut dropped = WordSet::default();
    let mut kept = WordSet::default();
    let mut after_load = false;
    for (at, word) in instructions(code) {
        let found = definition(code, constants, at);
        match found {
            Some(Definition { cell, .. }) if !wanted.contains(&cell.bits()) => {
                dropped.insert(constant_index(word.bc()) as u64);
            }
            _ if after_load => {}
            _ => kept.extend(constants_of(word).map(|index| index as u64)),
        }
        after_load = found.is_some();
    }
    for index in dropped.difference(&kept) {
        if let Some(constant) = constants.get_mut(*index as usize) {
            *constant = Value::FALSE;
        }
    }
}

impl<'gc> Search<'gc> {
    fn look_at(&mut self, object: Value<'gc>) {
        match object.kind() {
            Some(Kind::Closure) => self.pending.extend(object.closure_proto()),
            Some(Kind::Proto) if self.seen.insert(object.bits()) => self.code(object),
            Some(Kind::Global) if self.cells.insert(object.bits()) => {
                self.pending.extend(object.slot(global::VALUE));
                self.pending.extend(self.definitions.remove(&object.bits()).unwrap_or_default());
            }
            Some(Kind::CaseLambda | Kind::Vector) if self.seen.insert(object.bits()) => {
                self.pending.extend(object.slot_slice());
            }
            _ if object.is_pair() && self.seen.insert(object.bits()) => {
                self.pending.extend(object.as_pair().into_iter().flat_map(|(car, cdr)| [car, cdr]));
            }
            _ => {}
        }
    }

    fn code(&mut self, code: Value<'gc>) {
        let parts = code.proto_parts();
        for (at, word) in instructions(parts.code) {
            if let Some(Definition { closure, cell }) = definition(parts.code, &parts.constants, at) {
                match self.cells.contains(&cell.bits()) {
                    true => self.pending.push(closure),
                    false => self.definitions.entry(cell.bits()).or_default().push(closure),
                }
            } else if word.op() != Op::DefGlobal {
                self.pending.extend(constants_of(word).filter_map(|index| parts.constants.get(index)));
            }
        }
    }
}

/// A variable that code defines as a procedure.
#[derive(Clone, Copy)]
struct Definition<'gc> {
    closure: Value<'gc>,
    cell: Value<'gc>,
}

/// The definition that begins at an index, if one does.
fn definition<'gc>(code: &[u64], constants: &[Value<'gc>], at: usize) -> Option<Definition<'gc>> {
    let [load, define, rest @ ..] = code.get(at..)? else { return None };
    let (load, define) = (Word(*load), Word(*define));
    if load.op() != Op::LoadK || define.op() != Op::DefGlobal || define.b() != load.a() || !is_lost(rest, load.a()) {
        return None;
    }
    let closure = *constants.get(constant_index(load.bc()))?;
    let cell = *constants.get(constant_index((define.a() as i16).into()))?;
    (is_closed(closure) && cell.has_kind(Kind::Global)).then_some(Definition { closure, cell })
}

/// Whether it is a procedure without captured values, or several of one `case-lambda`.
fn is_closed(object: Value<'_>) -> bool {
    match object.kind() {
        Some(Kind::Closure) => object.closure_captures() == 0,
        Some(Kind::CaseLambda) => object.slot_slice().iter().all(|clause| clause.is_closure() && clause.closure_captures() == 0),
        _ => false,
    }
}

/// Whether a register is written before it may be read.
fn is_lost(code: &[u64], register: u16) -> bool {
    for (_, word) in instructions(code) {
        let [_, fields @ ..] = word.op().roles();
        let mut is_written = false;
        for (role, field) in fields.into_iter().zip([word.a(), word.b(), word.c()]) {
            match role {
                Role::W if field == register => is_written = true,
                Role::R if field == register => return false,
                // What these say of other registers is not looked into.
                Role::W2 | Role::Args | Role::Row | Role::Below | Role::From | Role::Caps | Role::J | Role::J32 => return false,
                Role::Win | Role::WinF if field <= register => return false,
                _ => {}
            }
        }
        if is_written {
            return true;
        }
    }
    true
}

fn instructions(code: &[u64]) -> impl Iterator<Item = (usize, Word)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let word = Word(*code.get(at)?);
        let here = at;
        at += length_of(word);
        Some((here, word))
    })
}

/// The constants that an instruction refers to, by their indices.
fn constants_of(word: Word) -> impl Iterator<Item = usize> {
    let [_, fields @ ..] = word.op().roles();
    fields.into_iter().zip([word.a(), word.b(), word.c()]).filter_map(move |(role, field)| match role {
        Role::K | Role::G | Role::Code => Some(constant_index((field as i16).into())),
        Role::K32 => Some(constant_index(word.bc())),
        _ => None,
    })
}
