//! Finds the variables of a program that none of its code reads, so that their procedures need not be saved.
//!
//! The code of a library defines its procedures one after the other: it loads a closure without captured values from
//! its constants, and gives it to a variable. Where nothing else mentions the closure, it is wanted only when the code
//! of something wanted reads the variable.

use cairn_data::global;
use cairn_gc::{Kind, Value, WordMap, WordSet};

use crate::bytecode::ops::constant_index;
use crate::bytecode::{Op, Role, Word, instructions, instructions_in, jump_of, reads_of, written_by};

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
    let code = words(code);
    for at in instructions(&code) {
        let word = code[at];
        let found = definition(&code, constants, at);
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
        let code = words(parts.code);
        for at in instructions(&code) {
            let word = code[at];
            if let Some(Definition { closure, cell }) = definition(&code, &parts.constants, at) {
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
fn definition<'gc>(code: &[Word], constants: &[Value<'gc>], at: usize) -> Option<Definition<'gc>> {
    let [load, define, ..] = *code.get(at..)? else { return None };
    let defines = load.op() == Op::LoadK && define.op() == Op::DefGlobal && define.b() == load.a();
    if !defines || !is_lost(code, at + 2, load.a()) {
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
        Some(Kind::CaseLambda) => {
            object.slot_slice().iter().all(|clause| clause.is_closure() && clause.closure_captures() == 0)
        }
        _ => false,
    }
}

/// Whether the code from an index on writes a register before it may read it.
fn is_lost(code: &[Word], from: usize, register: u16) -> bool {
    let register = usize::from(register);
    for at in instructions_in(code, from..code.len()) {
        if reads_of(code, at).contains(&register) || jump_of(at, code[at]).is_some() {
            return false;
        }
        if written_by(code, at).any(|written| written == register) {
            return true;
        }
    }
    true
}

fn words(code: &[u64]) -> Vec<Word> {
    code.iter().map(|&word| Word(word)).collect()
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
