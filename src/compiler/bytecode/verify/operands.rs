//! Checks the rules that concern single instructions, and where jumps land.

use cairn_gc::{Kind, Value};

use super::{Checked, Subject, require};
use crate::compiler::bytecode::flow::{ends, following, jump_of};
use crate::compiler::bytecode::ops::{Op, Role, Word, constant_index};
use crate::compiler::bytecode::registers as sets;
use crate::data::code::CodeMeta;

/// Registers of an ordinary frame, for which every call finds room.
const ORDINARY_REGISTERS: usize = 256;

/// What the pass over the instructions finds.
pub(super) struct Facts {
    /// The captured values that must be cells, ascending.
    pub cells: Box<[u16]>,
    /// Where instructions start.
    pub starts: Vec<u64>,
    /// Where jumps land, and the first instruction.
    pub targets: Vec<u64>,
    /// Where open cells are made, and for which register; in the order of the code.
    pub opened: Vec<(u32, u16)>,
}

/// Checks rules 1 to 8, and 11 and the first part of 12.
pub(super) fn check(subject: &Subject<'_, '_>) -> Result<Facts, String> {
    let code = subject.code;
    let mut pass = Operands::new(subject);
    let (mut at, mut last) = (0, None);
    while let Some(&word) = code.get(at) {
        let op = operation(word).ok_or_else(|| format!("no operation at {at}"))?;
        let after = following(at, word);
        require(after <= code.len(), || format!("{} at {at} lacks words", op.name()))?;
        pass.instruction(at, word).map_err(|problem| format!("{} at {at}: {problem}", op.name()))?;
        (at, last) = (after, Some(op));
    }
    require(last.is_some_and(ends), || format!("the code ends in {last:?}"))?;
    pass.early()?;
    pass.frame()?;
    let lost = sets::first_missing_in(&pass.facts.targets, &pass.facts.starts);
    match lost {
        Some(target) => Err(format!("a jump to {target}, where no instruction is")),
        None => Ok(pass.finish()),
    }
}

fn operation(word: Word) -> Option<Op> {
    Op::ALL.get(word.0 as u8 as usize).copied().filter(|&op| op != Op::Capture)
}

struct Operands<'a, 'gc> {
    subject: &'a Subject<'a, 'gc>,
    facts: Facts,
    cells: Vec<u16>,
}

impl<'a, 'gc> Operands<'a, 'gc> {
    fn new(subject: &'a Subject<'a, 'gc>) -> Self {
        let none = vec![0; sets::words(subject.code.len())];
        let mut targets = none.clone();
        sets::add(&mut targets, 0);
        let facts = Facts { cells: Box::default(), starts: none, targets, opened: Vec::new() };
        Operands { subject, facts, cells: Vec::new() }
    }

    fn finish(self) -> Facts {
        let Operands { mut cells, facts, .. } = self;
        cells.sort_unstable();
        cells.dedup();
        Facts { cells: cells.into(), ..facts }
    }

    fn instruction(&mut self, at: usize, word: Word) -> Checked {
        sets::add(&mut self.facts.starts, at);
        if let Some(target) = jump_of(at, word) {
            self.target(target)?;
        }
        let fields = [word.d() as u16, word.a(), word.b(), word.c()];
        for (role, field) in word.op().roles().into_iter().zip(fields) {
            self.operand(at, word, role, field)?;
        }
        self.particular(at, word)
    }

    fn target(&mut self, target: usize) -> Checked {
        require(target < self.subject.code.len(), || format!("a jump to {}", target as i64))?;
        sets::add(&mut self.facts.targets, target);
        Ok(())
    }

    #[inline]
    fn operand(&mut self, at: usize, word: Word, role: Role, field: u16) -> Checked {
        let near = field as i16;
        match role {
            Role::No | Role::Cont | Role::N | Role::V | Role::P | Role::I | Role::I32 | Role::J | Role::J32 => Ok(()),
            Role::R | Role::W | Role::From => self.registers(field as usize, 1),
            Role::W2 => self.registers(field as usize, 2),
            Role::Win | Role::WinF => self.registers(field as usize, 2 + word.d() as usize),
            Role::Args => self.registers(field as usize, word.d().max(1) as usize),
            Role::Row => self.registers(field as usize, word.c() as usize),
            Role::Below => self.registers(field as usize, 0),
            Role::K => self.constant(near as i32, |_| true),
            Role::K32 => self.constant(word.bc(), |_| true),
            Role::G => self.constant(near as i32, |k| k.has_kind(Kind::Global)),
            Role::Code => self.constant(near as i32, |k| k.has_kind(Kind::Proto)),
            Role::Flo => self.constant(near as i32, Value::is_immediate_flonum),
            Role::U => self.captured(field),
            Role::Cell => {
                self.cells.push(field);
                self.captured(field)
            }
            Role::Idx => require(near >= 0, || format!("index {near}")),
            Role::Div => require(near > 0, || format!("divisor {near}")),
            Role::Imm => {
                let bits = word.bc() as u32 as u64;
                require(Value::is_immediate_word(bits), || format!("{bits:#x} is no immediate value"))
            }
            Role::B => {
                let (count, is_native) = (word.d(), self.subject.is_native);
                require(is_native(field, count as usize), || format!("{field} is no native for {count} arguments"))
            }
            Role::Kind => kind(field, word.c()),
            Role::Caps => self.closure(at, word),
        }
    }

    /// What belongs to single operations.
    fn particular(&mut self, at: usize, word: Word) -> Checked {
        match word.op() {
            Op::CallSelf => {
                let (shape, count) = (&self.subject.shape, word.d() as usize);
                require(count == shape.params && !shape.rest, || format!("{count} arguments for {shape:?}"))
            }
            Op::RecordRef | Op::RecordSet => {
                let name = self.operand_word(at + 1)?;
                self.constant(name.a() as i16 as i32, |_| true)
            }
            _ => Ok(()),
        }
    }

    #[inline]
    fn registers(&self, first: usize, count: usize) -> Checked {
        let registers = self.subject.shape.registers;
        require(first + count <= registers, || format!("registers {first} to {} of {registers}", first + count))
    }

    fn constant(&self, operand: i32, is_right: impl Fn(Value<'gc>) -> bool) -> Checked {
        let index = constant_index(operand);
        match self.subject.constants.get(index) {
            Some(&constant) if is_right(constant) => Ok(()),
            Some(_) => Err(format!("constant {index} is of another kind")),
            None => Err(format!("constant {index} of {}", self.subject.constants.len())),
        }
    }

    fn captured(&self, index: u16) -> Checked {
        let captures = self.subject.shape.captures;
        require((index as usize) < captures, || format!("captured value {index} of {captures}"))
    }

    fn operand_word(&self, at: usize) -> Result<Word, String> {
        let word = self.subject.code[at];
        require(word.0 as u8 == Op::Capture as u8, || format!("the word at {at} is no operand"))?;
        Ok(word)
    }

    fn closure(&mut self, at: usize, word: Word) -> Checked {
        let code = self.subject.constants[constant_index(word.b() as i16 as i32)];
        let Some(meta) = code.proto_meta().as_payload::<CodeMeta>() else { return Err("code without facts".into()) };
        let count = word.c() as usize;
        require(count == meta.captures, || format!("{count} captures for {}", meta.captures))?;
        let mut cells = meta.cells.iter().copied().peekable();
        for index in 0..count {
            let capture = self.operand_word(at + 1 + index)?;
            let must_be_cell = cells.next_if_eq(&(index as u16)).is_some();
            self.capture(at, capture, must_be_cell).map_err(|problem| format!("capture {index}: {problem}"))?;
        }
        Ok(())
    }

    fn capture(&mut self, at: usize, capture: Word, must_be_cell: bool) -> Checked {
        match capture.d() {
            1 => {
                if must_be_cell {
                    self.cells.push(capture.a());
                }
                self.captured(capture.a())
            }
            2 => {
                self.facts.opened.push((at as u32, capture.a()));
                self.registers(capture.a() as usize, 1)
            }
            _ if must_be_cell => Err("this must be a cell".into()),
            0 => self.registers(capture.a() as usize, 1),
            3 | 4 => Ok(()),
            other => Err(format!("capture of kind {other}")),
        }
    }

    /// The operands that are evaluated early follow each other, and have code for a failure.
    fn early(&mut self) -> Checked {
        let mut end = 0;
        for early in self.subject.early {
            let follows = end <= early.from && early.from <= early.to && early.to as usize <= self.subject.code.len();
            require(follows, || format!("an early operand from {} to {}", early.from, early.to))?;
            self.target(early.in_order as usize)?;
            end = early.to;
        }
        Ok(())
    }

    /// The parameters fit, and a large frame asks for its room.
    fn frame(&self) -> Checked {
        let shape = &self.subject.shape;
        let params = shape.params + usize::from(shape.rest);
        require(params <= shape.registers, || format!("{params} parameters in {} registers", shape.registers))?;
        let first = self.subject.code[0];
        let asks = first.op() == Op::LargeFrame && first.a() as usize + 2 >= shape.registers;
        require(shape.registers <= ORDINARY_REGISTERS || asks, || {
            format!("{} registers without LargeFrame", shape.registers)
        })
    }
}

/// Whether `MakeObject` may make objects of this kind with so many words.
fn kind(number: u16, words: u16) -> Checked {
    let least = match Kind::ALL.get(number as usize) {
        Some(Kind::Vector | Kind::Values) => 0,
        Some(Kind::Record | Kind::CaseLambda) => 1,
        _ => return Err(format!("objects of kind {number}")),
    };
    require(words >= least, || format!("{words} words"))
}
