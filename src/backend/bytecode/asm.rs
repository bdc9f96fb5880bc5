//! Assembles code objects: instruction words, labels, constants and positions of one
//! procedure.
//!
//! Fused branches carry a 16-bit offset; where a jump does not reach, the
//! assembler turns the branch into one over a 32-bit `Jump`.

use std::collections::HashMap;

use cairn_data::code::{CodeMeta, Early};
use cairn_data::source::Span;
use cairn_gc::{Kind, Mutation, OutOfMemory, ProtoInfo, Value};

use super::flow::{effects, instructions};
use super::fuse;
use super::ops::{Op, Role, Word, constant_index, constant_operand};
use super::verify::{Shape, Subject, Verifier};

/// How far back the fused test of a loop may jump.
const MOST_BACK: u32 = 1 << 15;
/// Constants with an index for a 16-bit operand, at most.
const MOST_NEAR: usize = 32_000;
/// The index of the first far constant, until all are known.
const FAR: u32 = 1 << 30;

/// A place in the code that jumps may name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(u32);

/// A procedure under construction.
pub struct Assembler<'gc> {
    code: Vec<Word>,
    spans: Vec<(u32, Span)>,
    constants: Vec<Value<'gc>>,
    constant_index: HashMap<u64, u32>,
    /// Constants that only `LoadK` names, which come after the others.
    far: Vec<Value<'gc>>,
    far_index: HashMap<u64, u32>,
    /// Instruction index of each label; `u32::MAX` until bound.
    labels: Vec<u32>,
    /// Jumps: instruction index, label.
    fixups: Vec<(u32, Label)>,
    /// The primitive that instructions are made for, by its row.
    primitive: u8,
    /// Operands that are evaluated early: start, end, and the code for their failure.
    early: Vec<[Label; 3]>,
}

impl<'gc> Assembler<'gc> {
    /// An empty procedure.
    pub fn new() -> Self {
        Assembler {
            code: Vec::new(),
            spans: Vec::new(),
            constants: Vec::new(),
            constant_index: HashMap::new(),
            far: Vec::new(),
            far_index: HashMap::new(),
            labels: Vec::new(),
            fixups: Vec::new(),
            primitive: 0,
            early: Vec::new(),
        }
    }

    /// Notes that the code between two labels is an operand which is evaluated before
    /// earlier ones, and where they are evaluated in order when it fails.
    pub fn evaluated_early(&mut self, from: Label, to: Label, in_order: Label) {
        self.early.push([from, to, in_order]);
    }

    /// Says which primitive the next instructions are made for; the one before.
    pub fn set_primitive(&mut self, row: u8) -> u8 {
        std::mem::replace(&mut self.primitive, row)
    }

    /// Index of the next instruction.
    pub fn here(&self) -> u32 {
        self.code.len() as u32
    }

    /// Adds an instruction that stands for the source at `span`. One that may fail as a
    /// primitive is marked with the present one.
    pub fn emit(&mut self, word: Word, span: Span) {
        let marked = word.op().roles()[0] == Role::P;
        let word = if marked { word.with_d(self.primitive) } else { word };
        if span.is_placed() && self.spans.last().is_none_or(|&(_, last)| last != span) {
            self.spans.push((self.here(), span));
        }
        self.code.push(word);
    }

    /// The positions of the instructions so far, which leave the assembler.
    pub fn take_spans(&mut self) -> Vec<(u32, Span)> {
        std::mem::take(&mut self.spans)
    }

    /// Adds a jump instruction to `label`.
    pub fn jump(&mut self, word: Word, label: Label, span: Span) {
        self.fixups.push((self.here(), label));
        self.emit(word, span);
    }

    /// A label to be bound later.
    pub fn label(&mut self) -> Label {
        self.labels.push(u32::MAX);
        Label(self.labels.len() as u32 - 1)
    }

    /// Binds a label to the next instruction.
    pub fn bind(&mut self, label: Label) {
        self.labels[label.0 as usize] = self.here();
    }

    /// Index of a constant; equal words share one.
    pub fn constant(&mut self, value: Value<'gc>) -> u32 {
        let next = self.constants.len() as u32;
        let index = *self.constant_index.entry(value.bits()).or_insert(next);
        if index == next {
            self.constants.push(value);
        }
        index
    }

    /// Whether a constant has, or can have, an index for a 16-bit operand.
    pub fn has_near(&self, value: Value<'gc>) -> bool {
        self.constants.len() < MOST_NEAR || self.constant_index.contains_key(&value.bits())
    }

    /// Index of a constant for a 32-bit operand: when there are many constants, those that
    /// are only loaded leave the indices of 16 bits to others.
    pub fn loaded_constant(&mut self, value: Value<'gc>) -> u32 {
        if self.constants.len() < MOST_NEAR / 2 || self.constant_index.contains_key(&value.bits()) {
            return self.constant(value);
        }
        let next = self.far.len() as u32;
        let index = *self.far_index.entry(value.bits()).or_insert(next);
        if index == next {
            self.far.push(value);
        }
        FAR + index
    }

    /// Puts the far constants after the others, and corrects the operands that name them.
    fn settle_constants(&mut self) {
        let near = self.constants.len();
        self.constants.append(&mut self.far);
        for word in self.code.iter_mut().filter(|word| word.op() == Op::LoadK) {
            let index = constant_index(word.bc());
            if let Some(far) = index.checked_sub(FAR as usize)
                && let Some(operand) = constant_operand(near + far)
            {
                *word = Word::wide(Op::LoadK, 0, word.a(), operand as u32);
            }
        }
    }

    /// Ends a round of the loop whose head `head` is bound: jumps back, registers
    /// below `live` being live. The test that stands at the head is made here too,
    /// so that most rounds go straight into the loop.
    pub fn round(&mut self, head: Label, live: u16, span: Span) {
        let at = self.labels[head.0 as usize];
        if let Ok(i) = self.fixups.binary_search_by_key(&at, |&(at, _)| at) {
            let target = self.fixups[i].1;
            // The head jumps into the loop, or out of it to where no code is yet.
            let stays = self.labels[target.0 as usize] != u32::MAX;
            let reaches = self.here() - at < MOST_BACK;
            if let Some(word) = fuse::fused(self.code[at as usize], stays).filter(|_| reaches) {
                let into = if stays { target } else { self.label_at(at + 1) };
                self.jump(word, into, span);
            }
        }
        self.jump(Word::wide(Op::Loop, 0, live, 0), head, span);
    }

    fn label_at(&mut self, at: u32) -> Label {
        let label = self.label();
        self.labels[label.0 as usize] = at;
        label
    }

    /// Puts an instruction before all others.
    pub fn prepend(&mut self, word: Word) {
        self.code.insert(0, word);
        self.spans.iter_mut().for_each(|(at, _)| *at += 1);
        self.labels.iter_mut().filter(|at| **at != u32::MAX).for_each(|at| *at += 1);
        self.fixups.iter_mut().for_each(|(at, _)| *at += 1);
    }

    /// The last instruction, if no label is bound after it.
    pub fn last(&self) -> Option<Word> {
        let here = self.here();
        if self.labels.contains(&here) { None } else { self.code.last().copied() }
    }

    /// Resolves the jumps. Far ones of the 16-bit kind go over a 32-bit jump
    /// that is put after the code.
    fn link(&mut self) {
        let mut islands: Vec<(u32, Label)> = Vec::new();
        for (at, label) in std::mem::take(&mut self.fixups) {
            let offset = self.labels[label.0 as usize] as i64 - (at as i64 + 1);
            let word = &mut self.code[at as usize];
            if word.op().roles()[2] == Role::J32 {
                *word = Word((word.0 & 0xFFFF_FFFF) | ((offset as i32 as u32 as u64) << 32));
            } else if let Ok(near) = i16::try_from(offset) {
                *word = Word((word.0 & 0x0000_FFFF_FFFF_FFFF) | ((near as u16 as u64) << 48));
            } else {
                islands.push((at, label));
            }
        }
        self.far_branches(islands);
    }

    /// A branch that does not reach is moved after the code, followed by a jump
    /// back, and replaced by a 32-bit jump to its new place.
    fn far_branches(&mut self, islands: Vec<(u32, Label)>) {
        for (at, label) in islands {
            let target = self.labels[label.0 as usize];
            let branch = self.code[at as usize];
            let island = self.here();
            let wide = |from: u32, to: u32| Word::wide(Op::Jump, 0, 0, (to as i64 - from as i64 - 1) as i32 as u32);
            self.code.push(Word((branch.0 & 0x0000_FFFF_FFFF_FFFF) | (1 << 48)));
            self.code.push(wide(island + 1, at + 1));
            self.code.push(wide(island + 2, target));
            self.code[at as usize] = wide(at, island);
        }
    }

    /// Makes the code object, once the verifier has passed the code. `is_native` says whether
    /// the builtin with a number is a native that takes that many arguments.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room for it.
    ///
    /// # Panics
    /// When the code breaks a rule of the verifier: then the code generator is wrong.
    pub fn finish(
        mut self,
        mc: Mutation<'gc>,
        verifier: &mut Verifier,
        shape: Shape,
        mut meta: CodeMeta,
        is_native: &dyn Fn(u16, usize) -> bool,
    ) -> Result<Value<'gc>, OutOfMemory> {
        self.link();
        self.settle_constants();
        let at = |label: Label| self.labels[label.0 as usize];
        let early =
            self.early.iter().map(|&[from, to, in_order]| Early { from: at(from), to: at(to), in_order: at(in_order) });
        meta.early = early.collect();
        let object = code_object(mc, Some(verifier), &self.code, &self.constants, shape, meta, is_native);
        object.unwrap_or_else(|problem| panic!("the code generator is wrong: {problem}"))
    }
}

/// The code object of these instructions and constants: what comes from the outside is
/// checked like what the assembler makes. Without a verifier it is Cairn's own, and has been
/// checked when it was made.
///
/// # Errors
/// Which rule of the verifier is broken, and where. Inside: [`OutOfMemory`] when there is no
/// room.
pub fn code_object<'gc>(
    mc: Mutation<'gc>,
    verifier: Option<&mut Verifier>,
    code: &[Word],
    constants: &[Value<'gc>],
    shape: Shape,
    mut meta: CodeMeta,
    is_native: &dyn Fn(u16, usize) -> bool,
) -> Result<Result<Value<'gc>, OutOfMemory>, String> {
    let Shape { params, rest, registers, captures } = shape;
    let mut assigned = !meta.assigned.is_empty();
    if let Some(verifier) = verifier {
        meta.cells = verifier.check(&Subject { code, constants, shape, early: &meta.early, is_native })?;
        // The verifier has not looked at what the metadata says of variables.
        assigned |= instructions(code).any(|at| effects(code, at).cells().next().is_some());
    }
    meta.captures = captures;
    let meta = mc.payload(Box::new(meta));
    let words: Vec<u64> = code.iter().map(|word| word.0).collect();
    let info = |back| ProtoInfo::new(params, rest, registers, back).with_assigned(assigned);
    Ok(mc.proto(meta, constants, &words, info))
}

/// The procedure of a code object that captures nothing; none of other objects.
pub fn closed_procedure<'gc>(mc: Mutation<'gc>, code: Value<'gc>) -> Option<Value<'gc>> {
    let meta = code.has_kind(Kind::Proto).then(|| code.proto_meta().as_payload::<CodeMeta>())??;
    (meta.captures == 0).then(|| mc.closure(code, &[]))
}

impl Default for Assembler<'_> {
    fn default() -> Self {
        Assembler::new()
    }
}
