//! Checks the rules that concern single instructions, and where jumps land.

use cairn_data::code::CodeMeta;
use cairn_gc::{Kind, TAG_IMMEDIATE, TAG_MASK, Value};

use super::{Checked, Problem, Subject, require};
use crate::bytecode::flow::{Plain, ends, following, jump_of, plain};
use crate::bytecode::forms::FORMS;
use crate::bytecode::ops::{CaptureKind, Op, Role, Word, constant_index};

/// Registers of an ordinary frame, for which every call finds room.
const ORDINARY_REGISTERS: usize = 256;

/// Facts about 64 words of code, a bit for each.
#[derive(Clone, Copy, Default)]
pub(super) struct Marks {
    /// An instruction starts there.
    pub starts: u64,
    /// Jumps land there, or it is the first instruction.
    pub targets: u64,
    /// The instruction before goes on to it.
    pub falls: u64,
}

/// A jump: the index of the instruction, and of its target.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub at: u32,
    pub target: u32,
}

/// The results of the pass over the instructions.
#[derive(Default)]
pub(super) struct Facts {
    /// The captured values that must be cells.
    cells: Vec<u16>,
    pub marks: Vec<Marks>,
    /// The jumps, in the order of the code.
    pub edges: Vec<Edge>,
    /// Where open cells are made, and for which register; in the order of the code.
    pub opened: Vec<(u32, u16)>,
}

/// Checks rules 1 to 8, and 11 and the first part of 12.
pub(super) fn check(subject: &Subject<'_, '_>, facts: &mut Facts) -> Checked {
    let code = subject.code;
    facts.clear(code.len());
    let mut pass = Operands { subject, facts };
    let (mut at, mut falls) = (0, false);
    while let Some(&word) = code.get(at) {
        let op = operation(word).ok_or_else(|| format!("no operation at {at}"))?;
        let bit = 1 << (at % 64);
        let marks = &mut pass.facts.marks[at / 64];
        marks.starts |= bit;
        marks.falls |= if falls { bit } else { 0 };
        let checked = pass.instruction(at, word, plain(op));
        checked.map_err(|problem| format!("{} at {at}: {problem}", op.name()))?;
        (at, falls) = (following(at, word), !ends(op));
    }
    require(!code.is_empty() && !falls, || "the code ends in an instruction that goes on".to_string())?;
    pass.early()?;
    pass.frame()?;
    match pass.facts.marks.iter().position(|marks| marks.targets & !marks.starts != 0) {
        Some(i) => Err(format!("a jump to one of {} to {}, where no instruction is", i * 64, i * 64 + 63).into()),
        None => Ok(()),
    }
}

impl Facts {
    /// Forgets what is known of other code.
    fn clear(&mut self, words: usize) {
        self.marks.clear();
        self.marks.resize(words / 64 + 1, Marks::default());
        self.marks[0].targets = 1;
        self.cells.clear();
        self.edges.clear();
        self.opened.clear();
    }

    /// The captured values that must be cells, ascending.
    pub(super) fn cells(&mut self) -> Box<[u16]> {
        self.cells.sort_unstable();
        self.cells.dedup();
        self.cells.as_slice().into()
    }
}

#[inline]
fn operation(word: Word) -> Option<Op> {
    Op::ALL.get(word.0 as u8 as usize).copied().filter(|&op| op != Op::Capture)
}

struct Operands<'a, 'gc> {
    subject: &'a Subject<'a, 'gc>,
    facts: &'a mut Facts,
}

impl<'gc> Operands<'_, 'gc> {
    #[inline]
    fn instruction(&mut self, at: usize, word: Word, plain: Plain) -> Checked {
        if let Some(target) = jump_of(at, word) {
            self.target(target)?;
            self.facts.edges.push(Edge { at: at as u32, target: target as u32 });
        }
        let fields = [word.a(), word.b(), word.c()];
        if !plain.is_plain || plain.has_others {
            return self.operands(at, word);
        }
        let registers = self.subject.shape.registers;
        let within = |(&is_read, field): (&bool, u16)| !is_read || (field as usize) < registers;
        let is_primitive = !plain.is_marked || (word.d() as usize) < FORMS.len();
        let right = is_primitive
            && plain.reads.iter().zip(fields).all(within)
            && (!plain.writes || (fields[0] as usize) < registers);
        require(right, || format!("registers {fields:?} of {registers}, primitive {}", word.d()))
    }

    fn operands(&mut self, at: usize, word: Word) -> Checked {
        let lacks = following(at, word) > self.subject.code.len();
        require(!lacks, || "words are missing".to_string())?;
        let [d, a, b, c] = word.op().roles();
        self.operand(at, word, d, word.d() as u16)?;
        self.operand(at, word, a, word.a())?;
        self.operand(at, word, b, word.b())?;
        self.operand(at, word, c, word.c())?;
        self.particular(at, word)
    }

    fn target(&mut self, target: usize) -> Checked {
        require(target < self.subject.code.len(), || format!("a jump to {}", target as i64))?;
        self.facts.marks[target / 64].targets |= 1 << (target % 64);
        Ok(())
    }

    #[inline]
    fn operand(&mut self, at: usize, word: Word, role: Role, field: u16) -> Checked {
        let near = field as i16;
        match role {
            Role::P => require((field as usize) < FORMS.len(), || format!("primitive {field}")),
            Role::No | Role::Cont | Role::N | Role::V | Role::I | Role::I32 | Role::J | Role::J32 => Ok(()),
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
                self.facts.cells.push(field);
                self.captured(field)
            }
            Role::Idx => require(near >= 0, || format!("index {near}")),
            Role::Div => require(near > 0, || format!("divisor {near}")),
            Role::Imm => {
                let bits = word.bc() as u32 as u64;
                let is_value = bits & TAG_MASK == TAG_IMMEDIATE && Value::from_word(bits).is_some();
                require(is_value, || format!("{bits:#x} is no immediate value"))
            }
            Role::B => {
                let (count, is_native) = (word.d(), self.subject.is_native);
                require(is_native(field, count as usize), || format!("{field} is no native for {count} arguments"))
            }
            Role::Kind => kind(field, word.c()),
            Role::Caps => self.closure(at, word),
        }
    }

    /// Checks that are specific to single operations.
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
            Some(_) => Err(format!("constant {index} is of another kind").into()),
            None => Err(format!("constant {index} of {}", self.subject.constants.len()).into()),
        }
    }

    fn captured(&self, index: u16) -> Checked {
        let captures = self.subject.shape.captures;
        require((index as usize) < captures, || format!("captured value {index} of {captures}"))
    }

    fn operand_word(&self, at: usize) -> Result<Word, Problem> {
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
        match capture.capture_kind() {
            Some(CaptureKind::Captured) => {
                if must_be_cell {
                    self.facts.cells.push(capture.a());
                }
                self.captured(capture.a())
            }
            Some(CaptureKind::OpenCell) => {
                self.facts.opened.push((at as u32, capture.a()));
                self.registers(capture.a() as usize, 1)
            }
            _ if must_be_cell => Err("this must be a cell".into()),
            Some(CaptureKind::Register) => self.registers(capture.a() as usize, 1),
            Some(CaptureKind::Patch | CaptureKind::Itself) => Ok(()),
            None => Err(format!("capture of kind {}", capture.d()).into()),
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

/// Whether `MakeObject` may create objects of this kind with this many words.
fn kind(number: u16, words: u16) -> Checked {
    let least = match Kind::ALL.get(number as usize) {
        Some(Kind::Vector | Kind::Values) => 0,
        Some(Kind::Record | Kind::CaseLambda) => 1,
        _ => return Err(format!("objects of kind {number}").into()),
    };
    require(words >= least, || format!("{words} words"))
}
