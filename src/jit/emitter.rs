//! Emits the machine code of one procedure: registers, labels, edges and slow paths.
//!
//! Invariant: at each call, safepoint and step every register stands in its slot, with
//! just the word that the interpreter would have there. So either tier can go on with any
//! frame, and collections and captures know one kind of frame.

use super::homes::{Regions, find_regions};
use super::listing::Line;
use super::types::{Known, State, Types, result};
use super::x64::*;
use super::{Helper, Layout, Natives};
use crate::compiler::bytecode::{Flow, Word, jump_of, length_of};

/// A constant, as native code may refer to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Constant {
    /// A word that stays what it is: no reference, or one to an object that never moves.
    Word(u64),
    /// A code object: the address of its first instruction.
    Code(u64),
    /// A reference that collections change: to be read from its place.
    Moving,
}

/// A procedure to be compiled.
pub struct Source<'a> {
    /// Its instructions.
    pub code: &'a [Word],
    /// The address of the first.
    pub entry: u64,
    /// Where it goes on after failures of operands that were evaluated early.
    pub in_order: &'a [usize],
    /// The registers of assigned variables.
    pub assigned: &'a [u16],
    /// Its constants by index.
    pub constants: &'a [Constant],
    /// The builtins.
    pub natives: &'a Natives,
    /// Where native code finds what it needs.
    pub layout: &'a Layout,
}

/// The result.
pub struct Output {
    /// The table of places to go on at, and the machine code, which is entered at
    /// `entry`. The place of instruction `i` is the 32-bit word `i + 1` words before the
    /// entry: how far it is after the entry, or 0.
    pub bytes: Vec<u8>,
    /// Where a call enters, in bytes from the start, a multiple of 16.
    pub entry: usize,
    /// For each call: the index of the instruction that it returns to, and how far from
    /// the entry native code goes on.
    pub returns: Vec<(usize, u32)>,
    /// The listing, if one was asked for.
    lines: Vec<Line>,
}

/// Procedures of more instructions are not compiled.
const MOST_INSTRUCTIONS: usize = 20_000;

/// Compiles a procedure, unless it is too long.
pub fn compile(source: &Source<'_>) -> Option<Output> {
    (source.code.len() <= MOST_INSTRUCTIONS).then(|| Emitter::new(source).run())
}

/// The machine code of a procedure as text, in the order of their addresses; nothing if it is too long.
pub fn lines(source: &Source<'_>) -> Vec<Line> {
    if source.code.len() > MOST_INSTRUCTIONS {
        return Vec::new();
    }
    let mut emitter = Emitter::new(source);
    emitter.asm.notes = Some(Vec::new());
    emitter.run().lines
}

/// Code to be emitted after all instructions: for which of them, in which version.
struct Later<'a> {
    at: usize,
    version: usize,
    emit: Box<dyn FnOnce(&mut Emitter<'a>) + 'a>,
}

/// Places in the code of a version of the procedure.
struct Version {
    /// Where each instruction begins.
    labels: Vec<Label>,
    /// Where slow paths of each instruction come back.
    rejoin: Vec<Label>,
    /// The contents of rax after each instruction.
    acc_after: Vec<Option<u16>>,
}

/// The version of all instructions, and the one of regions whose guards hold.
const GENERAL: usize = 0;
const GUARDED: usize = 1;

/// The state of a compilation.
pub(super) struct Emitter<'a> {
    pub asm: Asm,
    pub source: &'a Source<'a>,
    pub regions: Regions,
    versions: [Version; 2],
    /// The one that is emitted.
    version: usize,
    /// Whether control comes to an instruction from elsewhere than the one before.
    leaders: Vec<bool>,
    types: Types,
    /// The same within regions whose guards hold.
    guarded: Vec<Option<Types>>,
    /// Types of registers before the instruction. Slow paths are emitted later, when these have changed.
    known: State,
    /// Places to go on at that are not the labels.
    places: Vec<Option<Label>>,
    later: Vec<Later<'a>>,
    /// The instruction whose code is emitted.
    pub at: usize,
    /// The register that rax holds too.
    acc: Option<u16>,
    /// The step of the instruction.
    step: Option<Label>,
    /// Label of the procedure's entry, where ticks are counted.
    pub entry: Label,
    returns: Vec<(usize, Label)>,
}

impl<'a> Emitter<'a> {
    fn new(source: &'a Source<'a>) -> Self {
        let count = source.code.len();
        let mut asm = Asm::default();
        let mut version = || Version {
            labels: (0..=count).map(|_| asm.label()).collect(),
            rejoin: (0..=count).map(|_| asm.label()).collect(),
            acc_after: vec![None; count + 1],
        };
        let versions = [version(), version()];
        let entry = asm.label();
        let leaders = leaders(source);
        let types = Types::find(source, &leaders);
        let mut regions = find_regions(source.code);
        let guarded = regions.guard(source.code, &leaders, &types);
        Emitter {
            asm,
            source,
            regions,
            versions,
            version: GENERAL,
            types,
            guarded,
            known: State::new(),
            leaders,
            places: vec![None; count + 1],
            later: Vec::new(),
            at: 0,
            acc: None,
            step: None,
            entry,
            returns: Vec::new(),
        }
    }

    fn run(mut self) -> Output {
        self.emit_entry();
        self.emit_range(0, self.source.code.len(), true);
        self.emit_places();
        self.version = GUARDED;
        for region in 0..self.guarded.len() {
            if self.guarded[region].is_some() {
                let (head, end) = self.regions.range(region);
                self.emit_range(head, end, false);
            }
        }
        while let Some(later) = self.later.pop() {
            (self.at, self.asm.origin, self.version) = (later.at, later.at, later.version);
            self.acc = None;
            (later.emit)(&mut self);
        }
        self.finish()
    }

    /// Emits the instructions from one to before another; control `falls` into the first or not.
    fn emit_range(&mut self, from: usize, to: usize, mut falls: bool) {
        let code = self.source.code;
        let mut at = from;
        while at < to {
            self.begin(at, falls);
            self.template(code[at]);
            self.end();
            falls = !matches!(code[at].op().flow(), Flow::Jump | Flow::Back | Flow::Leave);
            at += length_of(code[at]);
        }
    }

    /// The entry counts a tick.
    fn emit_entry(&mut self) {
        let entry = self.entry;
        let trap = self.asm.label();
        self.asm.bind(entry);
        self.asm.alu_constant32(Alu::Sub, R13, 1);
        self.asm.jump_if(Cond::Sign, trap);
        let first = self.versions[GENERAL].labels[0];
        let into = self.edge_between(None, 0);
        if into != first {
            self.asm.jump(into);
        }
        self.later_at(0, move |e| {
            e.asm.bind(trap);
            e.call(Helper::TrapAtEntry);
            e.asm.jump(into);
        });
    }

    fn begin(&mut self, at: usize, falls: bool) {
        let (before, now) = (self.regions.of(self.at), self.regions.of(at));
        if at > 0 && falls && before != now {
            let into = self.edge_between(before, at);
            self.asm.jump(into);
        }
        (self.at, self.asm.origin) = (at, at);
        if self.leaders[at] || before != now {
            self.acc = None;
        }
        if self.leaders[at] || !falls {
            let guarded = now.filter(|_| self.version == GUARDED).and_then(|region| self.guarded[region].as_ref());
            self.known = guarded.unwrap_or(&self.types).at(at);
        }
        let label = self.versions[self.version].labels[at];
        self.asm.bind(label);
        self.step = None;
    }

    fn end(&mut self) {
        self.versions[self.version].acc_after[self.at] = self.acc;
        self.types.follow(self.source.code, self.at, &mut self.known, false);
        let rejoin = self.versions[self.version].rejoin[self.at];
        self.asm.bind(rejoin);
    }

    /// Places to go on at: leaders, with homes loaded where they are in use.
    fn emit_places(&mut self) {
        for at in 0..self.source.code.len() {
            if self.leaders[at] && self.places[at].is_none() {
                self.places[at] = Some(self.edge_between(None, at));
            }
        }
    }

    fn finish(mut self) -> Output {
        // Instructions that are operands of others have no place.
        for label in self.versions[GENERAL].labels.clone() {
            if self.asm.offset_of(label) == u32::MAX {
                self.asm.bind(label);
            }
        }
        let base = self.asm.offset_of(self.entry);
        let offset = |label: Label| self.asm.offset_of(label) - base;
        let places: Vec<u32> = self.places.iter().map(|place| place.map_or(0, offset)).collect();
        let returns = self.returns.iter().map(|&(at, label)| (at, offset(label))).collect();
        let entry = (places.len() * 4).next_multiple_of(16);
        let mut bytes = vec![0; entry];
        for (i, place) in places.iter().enumerate() {
            let at = entry - 4 * (i + 1);
            bytes[at..at + 4].copy_from_slice(&place.to_le_bytes());
        }
        debug_assert_eq!(base, 0);
        let lines = self.asm.lines();
        bytes.extend(self.asm.finish());
        Output { bytes, entry, returns, lines }
    }

    // --- registers ----------------------------------------------------------

    /// The type of a register. Only for code that is emitted in line.
    pub(super) fn known(&self, register: u16) -> Known {
        self.known.get(register as usize).copied().unwrap_or_default()
    }

    /// Whether the instruction gives `R[a]` a fixnum, whatever the values of what is known.
    pub(super) fn gives_fixnum(&self, w: Word) -> bool {
        result(w, &self.known).is_fixnum()
    }

    /// The slot of a register.
    pub(super) fn slot(&self, register: u16) -> Mem {
        at(RBX, 8 * register as i32)
    }

    /// Where a register is: at home, or in its slot.
    pub(super) fn place(&self, register: u16) -> Rm {
        match self.regions.home(self.at, register) {
            Some(home) => home.into(),
            None => self.slot(register).into(),
        }
    }

    /// Loads a register.
    pub(super) fn load(&mut self, to: Gp, register: u16) {
        match self.place(register) {
            Rm::M(_) if self.acc == Some(register) => self.asm.mov(to, RAX),
            place => self.asm.mov(to, place),
        }
        if to == RAX {
            self.acc = Some(register);
        }
    }

    /// Gives a register the value in a scratch register.
    pub(super) fn set(&mut self, register: u16, from: Gp) {
        match self.place(register) {
            Rm::R(home) => self.asm.mov(home, from),
            Rm::M(slot) => self.asm.store(slot, from),
        }
        if from == RAX {
            self.acc = Some(register);
        } else if self.acc == Some(register) {
            self.acc = None;
        }
    }

    /// Gives a register a constant word.
    pub(super) fn set_constant(&mut self, register: u16, word: u64) {
        match (self.place(register), i32::try_from(word as i64)) {
            (Rm::R(home), _) => self.asm.load(home, word),
            (Rm::M(slot), Ok(small)) => self.asm.store_constant(slot, small),
            (Rm::M(slot), Err(_)) => {
                self.acc = None;
                self.asm.load(RAX, word);
                self.asm.store(slot, RAX);
            }
        }
        if self.acc == Some(register) {
            self.acc = None;
        }
    }

    /// Says that rax holds no register any more.
    pub(super) fn clobber(&mut self) {
        self.acc = None;
    }

    // --- edges --------------------------------------------------------------

    /// A label for jumps from the present instruction to another.
    pub(super) fn edge(&mut self, target: usize) -> Label {
        self.edge_between(self.regions.of(self.at), target)
    }

    /// A label for jumps from code in a region to an instruction: the way there stores the
    /// homes that are left, and loads those that are entered.
    fn edge_between(&mut self, from: Option<usize>, target: usize) -> Label {
        let to = self.regions.of(target);
        if from == to {
            return self.versions[self.version].labels[target];
        }
        let way = self.asm.label();
        self.later_at(target, move |e| {
            e.asm.bind(way);
            e.store_homes(from);
            e.load_homes(to);
            e.enter_region(to, target);
        });
        way
    }

    /// Jumps to an instruction of a region, or of none: at a region's head to the version whose guards hold.
    fn enter_region(&mut self, region: Option<usize>, target: usize) {
        let general = self.versions[GENERAL].labels[target];
        if let Some(region) = region
            && self.guarded[region].is_some()
            && self.regions.range(region).0 == target
        {
            for (register, known) in self.regions.guards(region).to_vec() {
                self.check_guard(register, known, general);
            }
            let guarded = self.versions[GUARDED].labels[target];
            return self.asm.jump(guarded);
        }
        self.asm.jump(general);
    }

    fn store_homes(&mut self, region: Option<usize>) {
        for (register, home) in self.regions.written(region) {
            let slot = self.slot(register);
            self.asm.store(slot, home);
        }
    }

    fn load_homes(&mut self, region: Option<usize>) {
        for (register, home) in self.regions.homes(region) {
            let slot = self.slot(register);
            self.asm.mov(home, slot);
        }
    }

    /// Jumps to an instruction when the condition holds.
    pub(super) fn go_if(&mut self, condition: Cond, target: usize) {
        let label = self.edge(target);
        self.asm.jump_if(condition, label);
    }

    /// Where the present instruction jumps.
    pub(super) fn target(&self) -> usize {
        jump_of(self.at, self.source.code[self.at]).unwrap_or(self.at)
    }

    // --- slow paths ---------------------------------------------------------

    /// Emits code out of line for the present instruction.
    pub(super) fn later(&mut self, emit: impl FnOnce(&mut Emitter<'a>) + 'a) {
        self.later_at(self.at, emit);
    }

    fn later_at(&mut self, at: usize, emit: impl FnOnce(&mut Emitter<'a>) + 'a) {
        self.later.push(Later { at, version: self.version, emit: Box::new(emit) });
    }


    /// Ends a slow path: rax becomes what it holds after the fast one.
    pub(super) fn come_back(&mut self) {
        let version = &self.versions[self.version];
        let rejoin = version.rejoin[self.at];
        if let Some(register) = version.acc_after[self.at]
            && self.acc != Some(register)
        {
            let place = self.place(register);
            self.asm.mov(RAX, place);
        }
        self.asm.jump(rejoin);
    }

    /// A label from where the interpreter executes the present instruction.
    pub(super) fn step(&mut self) -> Label {
        if let Some(step) = self.step {
            return step;
        }
        let step = self.asm.label();
        self.step = Some(step);
        self.later(move |e| {
            e.asm.bind(step);
            e.call_at(Helper::Step);
            e.come_back();
        });
        step
    }

    /// Has the interpreter execute the present instruction.
    pub(super) fn step_always(&mut self) {
        self.call_at(Helper::Step);
        self.acc = None;
    }

    /// Calls a helper with the index of the present instruction.
    pub(super) fn call_at(&mut self, helper: Helper) {
        let (region, index) = (self.regions.of(self.at), self.at as u64);
        self.store_homes(region);
        self.asm.load(RSI, index);
        self.call(helper);
        self.load_homes(region);
    }

    /// Calls a helper, whose arguments are loaded; homes are stored.
    pub(super) fn call(&mut self, helper: Helper) {
        let stub = at(R14, self.source.layout.helpers + 8 * helper as i32);
        self.asm.call_through(stub);
    }

    /// The homes around a call that is made by hand.
    pub(super) fn with_homes_stored(&mut self, emit: impl FnOnce(&mut Emitter<'a>)) {
        let region = self.regions.of(self.at);
        self.store_homes(region);
        emit(self);
        self.load_homes(region);
    }

    /// The word after the present one is where a call returns: what native code does
    /// there comes next.
    pub(super) fn return_point(&mut self, window: u16) {
        let label = self.asm.label();
        self.asm.bind(label);
        self.returns.push((self.at + 1, label));
        self.asm.alu_constant(Alu::Sub, RBX, 8 * (window as i32 + 2));
        self.acc = None;
        self.set(window, RAX);
        // Who goes on here otherwise finds the value in its register alone.
        let (next, resumed) = (self.at + 1, self.asm.label());
        if !self.leaders[next] {
            self.places[next] = Some(resumed);
            let label = self.versions[GENERAL].labels[next];
            let slot = self.slot(window);
            self.later(move |e| {
                e.asm.bind(resumed);
                e.asm.mov(RAX, slot);
                e.asm.jump(label);
            });
        }
    }

    /// The word of a constant that is one for good.
    pub(super) fn constant(&self, operand: i32) -> Constant {
        let index = crate::compiler::bytecode::constant_index(operand);
        self.source.constants.get(index).copied().unwrap_or(Constant::Moving)
    }

    /// Loads a constant.
    pub(super) fn load_constant(&mut self, to: Gp, operand: i32) {
        match self.constant(operand) {
            Constant::Word(word) => self.asm.load(to, word),
            Constant::Code(_) | Constant::Moving => {
                let address = self.source.entry.wrapping_add_signed(8 * operand as i64);
                self.asm.load(to, address);
                self.asm.mov(to, at(to, 0));
            }
        }
    }
}

/// Marks the instructions that control reaches from elsewhere than the one before: the
/// first, those that others jump to, and those that only failures lead to.
fn leaders(source: &Source<'_>) -> Vec<bool> {
    let code = source.code;
    let mut leaders = vec![false; code.len() + 1];
    leaders[0] = true;
    source.in_order.iter().for_each(|&target| leaders[target] = true);
    let mut at = 0;
    while at < code.len() {
        if let Some(target) = jump_of(at, code[at]) {
            leaders[target] = true;
        }
        at += length_of(code[at]);
    }
    leaders
}
