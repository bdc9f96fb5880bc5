//! Emits the machine code of one procedure: registers, labels, edges and slow paths.
//!
//! Invariant: at each call, safepoint and step every register stands in its slot, with
//! just the word that the interpreter would have there. So either tier can go on with any
//! frame, and collections and captures know one kind of frame.

use cairn_backend::bytecode::{Flow, Live, Word, jump_of, length_of};

use super::homes::{Regions, Version, find_regions};
use super::listing::Line;
use super::machine::*;
use super::types::{Known, Outcome, State, Types, known_in};
use super::{Helper, Layout, Natives};
use std::rc::Rc;

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
    let output = (source.code.len() <= MOST_INSTRUCTIONS).then(|| Emitter::new(source).run());
    output.filter(|output| output.bytes.len() <= REACH)
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

/// Code to be emitted after all instructions: for which of them, in which version, and what is known before it there
/// (nothing in the general version).
struct Later<'a> {
    at: usize,
    version: Version,
    known: Rc<State>,
    emit: Box<dyn FnOnce(&mut Emitter<'a>) + 'a>,
}

/// Places in the code of a version of the procedure.
struct Places {
    /// Where each instruction begins.
    labels: Vec<Label>,
    /// Where slow paths of each instruction come back.
    rejoin: Vec<Label>,
    /// The contents of rax after each instruction.
    acc_after: Vec<Option<u16>>,
}

/// The state of a compilation.
pub(super) struct Emitter<'a> {
    pub asm: Asm,
    pub source: &'a Source<'a>,
    pub regions: Regions,
    versions: [Places; 2],
    /// The one that is emitted.
    pub(super) version: Version,
    /// Whether control comes to an instruction from elsewhere than the one before.
    leaders: Vec<bool>,
    types: Types<'a>,
    /// The same within regions whose guards hold.
    guarded: Vec<Option<Types<'a>>>,
    /// The live registers before each instruction, if there are registers of doubles.
    live: Live,
    /// Types of registers before the instruction. In the general version, slow paths are emitted later, when these have
    /// changed.
    known: State,
    /// The same for slow paths of the guarded version.
    before: Rc<State>,
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
        let mut version = || Places {
            labels: (0..=count).map(|_| asm.label()).collect(),
            rejoin: (0..=count).map(|_| asm.label()).collect(),
            acc_after: vec![None; count + 1],
        };
        let versions = [version(), version()];
        let entry = asm.label();
        let leaders = leaders(source);
        let types = Types::find(source, &leaders);
        let mut regions = find_regions(source.code);
        let guarded = regions.guard(source, &leaders, &types);
        let live = if regions.have_doubles() { Live::find(source.code, types.registers()) } else { Live::default() };
        Emitter {
            asm,
            source,
            regions,
            versions,
            version: Version::General,
            types,
            guarded,
            live,
            known: State::new(),
            before: Rc::default(),
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
        self.version = Version::Guarded;
        for region in 0..self.guarded.len() {
            if self.guarded[region].is_some() {
                let range = self.regions.range(region);
                self.emit_range(range.start, range.end, false);
            }
        }
        while let Some(later) = self.later.pop() {
            (self.at, self.asm.origin, self.version) = (later.at, later.at, later.version);
            (self.acc, self.step) = (None, None);
            self.known.clone_from(&later.known);
            self.before = later.known;
            (later.emit)(&mut self);
        }
        self.finish()
    }

    /// Emits the instructions from one to before another; control `falls` into the first or not.
    fn emit_range(&mut self, from: usize, to: usize, mut falls: bool) {
        let code = self.source.code;
        let mut at = from;
        while at < to {
            if self.is_reached(at, falls) {
                self.begin(at, falls);
                self.give_words(code[at]);
                self.template(code[at]);
                self.end();
                falls = !matches!(code[at].op().flow(), Flow::Jump | Flow::Back | Flow::Leave);
            }
            at += length_of(code[at]);
        }
    }

    /// Whether control comes to an instruction in the version that is emitted.
    fn is_reached(&self, at: usize, falls: bool) -> bool {
        let guarded = self.regions.of(at).filter(|_| self.version == Version::Guarded);
        guarded.and_then(|region| self.guarded[region].as_ref()).is_none_or(|types| types.is_reached(at, falls))
    }

    /// The entry counts a tick.
    fn emit_entry(&mut self) {
        let entry = self.entry;
        let trap = self.asm.label();
        self.asm.bind(entry);
        self.asm.alu_constant32(Alu::Sub, R13, 1);
        self.asm.jump_if(Cond::Sign, trap);
        let first = self.versions[Version::General as usize].labels[0];
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
        } else if falls && self.leaders[at] {
            self.change_doubles(at);
        }
        (self.at, self.asm.origin) = (at, at);
        if self.leaders[at] || before != now {
            self.acc = None;
        }
        if self.leaders[at] || !falls {
            self.known = self.types().at(at);
        }
        let label = self.places_of(self.version).labels[at];
        self.asm.bind(label);
        self.step = None;
        if self.version == Version::Guarded {
            self.before = Rc::new(self.known.clone());
        }
    }

    fn end(&mut self) {
        let (acc, version) = (self.acc, self.version as usize);
        self.versions[version].acc_after[self.at] = acc;
        if self.version == Version::Guarded {
            self.known.clone_from(&self.before);
        }
        let mut known = std::mem::take(&mut self.known);
        self.types().follow(self.source.code, self.at, &mut known, false);
        self.known = known;
        let rejoin = self.versions[version].rejoin[self.at];
        self.asm.bind(rejoin);
    }

    fn places_of(&self, version: Version) -> &Places {
        &self.versions[version as usize]
    }

    /// The types in the version of the code that is emitted.
    fn types(&self) -> &Types<'a> {
        let guarded = self.regions.of(self.at).filter(|_| self.version == Version::Guarded);
        guarded.and_then(|region| self.guarded[region].as_ref()).unwrap_or(&self.types)
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
        for label in self.places_of(Version::General).labels.clone() {
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

    /// The type of a register. In the general version only for code that is emitted in line.
    pub(super) fn known(&self, register: u16) -> Known {
        known_in(&self.known, register)
    }

    /// The outcome of the instruction.
    pub(super) fn outcome(&self, w: Word) -> Outcome {
        self.types().outcome(w, &self.known)
    }

    /// Whether the instruction gives `R[a]` a fixnum, whatever the values of what is known.
    pub(super) fn gives_fixnum(&self, w: Word) -> bool {
        let outcome = self.outcome(w);
        outcome.known.is_fixnum() && !outcome.leaves
    }

    /// The slot of a register.
    pub(super) fn slot(&self, register: u16) -> Mem {
        at(RBX, 8 * register as i32)
    }

    /// Where a register is: at home, or in its slot.
    pub(super) fn place(&self, register: u16) -> Rm {
        match self.regions.home(self.at, self.version, register) {
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

    /// Ends the computation of a register's value in its home, or in a scratch register.
    pub(super) fn settle(&mut self, register: u16, from: Gp) {
        if self.place(register) == Rm::R(from) {
            self.forget_word(register);
        } else {
            self.set(register, from);
        }
    }

    /// Says that rax does not hold a register any more.
    pub(super) fn forget_word(&mut self, register: u16) {
        if self.acc == Some(register) {
            self.acc = None;
        }
    }

    /// Where the value of a register is computed: at home, or in rax.
    pub(super) fn destination(&self, register: u16) -> Gp {
        match self.place(register) {
            Rm::R(home) => home,
            Rm::M(_) => RAX,
        }
    }

    /// Where a register is: at home, or loaded to `scratch`.
    pub(super) fn register_in(&mut self, register: u16, scratch: Gp) -> Gp {
        match self.place(register) {
            Rm::R(home) => home,
            Rm::M(_) => {
                self.load(scratch, register);
                scratch
            }
        }
    }

    /// Says that the place of a register has its word, while the instruction is emitted.
    pub(super) fn forget_double(&mut self, register: u16) {
        if let Some(known) = self.known.get_mut(usize::from(register)) {
            *known = Known::Nothing;
        }
    }

    /// The state where the instruction of the region may jump.
    pub(super) fn known_at(&self, target: usize) -> State {
        self.types().at(target)
    }

    /// Whether a register may be read from an instruction on before it is written.
    pub(super) fn is_live(&self, target: usize, register: u16) -> bool {
        self.live.has(target, register.into())
    }

    /// How many registers states are about.
    pub(super) fn register_count(&self) -> usize {
        self.types.registers()
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
        let label = self.places_of(self.version).labels[target];
        if from == to && !self.changes_doubles(target) {
            return label;
        }
        let way = self.asm.label();
        if from == to {
            let known = Rc::new(self.known.clone());
            self.later_knowing(self.at, known, move |e| {
                e.asm.bind(way);
                e.change_doubles(target);
                e.asm.jump(label);
            });
            return way;
        }
        // The state is about the registers of the region that is left.
        let known = if self.version == Version::Guarded { Rc::new(self.known.clone()) } else { Rc::default() };
        let at = self.at;
        self.later_knowing(at, known, move |e| {
            e.asm.bind(way);
            if let Some(region) = from {
                e.store_homes(region);
            }
            e.asm.origin = target;
            e.enter_region(target);
        });
        way
    }

    /// Goes on at an instruction of a region, or of none, no register of which is at home yet: at a region's head in the
    /// version whose guards hold.
    fn enter_region(&mut self, target: usize) {
        (self.at, self.version) = (target, Version::General);
        let general = self.places_of(Version::General).labels[target];
        let Some(region) = self.regions.of(target) else { return self.asm.jump(general) };
        if self.guarded[region].is_some() && self.regions.range(region).start == target {
            let other = self.asm.label();
            for (register, known) in self.regions.guards(region).to_vec() {
                self.check_guard(register, known, other);
            }
            self.version = Version::Guarded;
            self.known = self.types().at(target);
            self.load_homes(region);
            let guarded = self.places_of(Version::Guarded).labels[target];
            self.asm.jump(guarded);
            self.asm.bind(other);
            self.version = Version::General;
        }
        self.load_homes(region);
        self.asm.jump(general);
    }

    /// Stores what the region has written, from where it is now.
    fn store_homes(&mut self, region: usize) {
        for (register, home, is_written) in self.regions.homes(region, self.version).to_vec() {
            let slot = self.slot(register);
            if is_written && self.double_of(register).is_none() {
                self.asm.store(slot, home);
            }
        }
        if self.version == Version::Guarded {
            self.store_doubles(region);
        }
    }

    /// Loads what is at home in the region, to where it is now.
    fn load_homes(&mut self, region: usize) {
        for (register, home, _) in self.regions.homes(region, self.version).to_vec() {
            let slot = self.slot(register);
            self.asm.mov(home, slot);
        }
        if self.version == Version::Guarded {
            self.load_doubles(region);
        }
    }

    /// Goes on at the target of the present instruction, where all that the region has written is in its slots.
    pub(super) fn reenter(&mut self, target: usize) {
        let region = self.regions.of(self.at);
        let is_head = region.is_some_and(|region| self.regions.range(region).start == target);
        let Some(region) = region.filter(|_| self.regions.of(target) == region) else {
            return self.enter_region(target);
        };
        if self.version == Version::General && is_head {
            return self.enter_region(target);
        }
        self.known = self.known_at(target);
        self.load_homes(region);
        let label = self.places_of(self.version).labels[target];
        self.asm.jump(label);
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
        let known = if self.version == Version::Guarded { self.before.clone() } else { Rc::default() };
        self.later_knowing(at, known, emit);
    }

    fn later_knowing(&mut self, at: usize, known: Rc<State>, emit: impl FnOnce(&mut Emitter<'a>) + 'a) {
        self.later.push(Later { at, version: self.version, known, emit: Box::new(emit) });
    }

    /// Ends a slow path: rax becomes what it holds after the fast one.
    pub(super) fn come_back(&mut self) {
        let version = self.places_of(self.version);
        let rejoin = version.rejoin[self.at];
        if let Some(register) = version.acc_after[self.at]
            && self.acc != Some(register)
        {
            let place = self.place(register);
            self.asm.mov(RAX, place);
        }
        self.asm.jump(rejoin);
    }

    /// Ends a slow path on which Rust has executed the instruction, with all registers in their slots: in the general
    /// version when the result may be another than what is taken for granted after it.
    pub(super) fn come_back_from_rust(&mut self) {
        let Some(region) = self.regions.of(self.at) else { return self.come_back() };
        self.after_rust(region);
        self.come_back();
    }

    /// Loads the homes after the instruction, of the version in which the run goes on.
    fn after_rust(&mut self, region: usize) {
        if self.version == Version::Guarded {
            let w = self.source.code[self.at];
            if self.outcome(w).leaves {
                self.version = Version::General;
            } else {
                let mut known = std::mem::take(&mut self.known);
                self.types().follow(self.source.code, self.at, &mut known, false);
                self.known = known;
            }
        }
        self.load_homes(region);
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
            e.ask_for_step();
            e.come_back_from_rust();
        });
        step
    }

    /// Has the interpreter execute the present instruction.
    pub(super) fn step_always(&mut self) {
        self.acc = None;
        self.ask_for_step();
        self.go_on_after_rust();
    }

    /// Goes on in line after Rust has executed the instruction.
    pub(super) fn go_on_after_rust(&mut self) {
        let Some(region) = self.regions.of(self.at) else { return };
        if self.outcome(self.source.code[self.at]).leaves {
            let way = self.asm.label();
            self.asm.jump(way);
            self.later(move |e| {
                e.asm.bind(way);
                e.come_back_from_rust();
            });
        } else {
            let known = self.known.clone();
            self.after_rust(region);
            self.known = known;
        }
    }

    fn ask_for_step(&mut self) {
        let index = self.at as u64;
        self.store_all_homes();
        self.asm.load(RSI, index);
        self.call(Helper::Step);
    }

    /// Stores all that is at home.
    pub(super) fn store_all_homes(&mut self) {
        if let Some(region) = self.regions.of(self.at) {
            self.store_homes(region);
        }
    }

    /// Calls a helper, whose arguments are loaded; homes are stored.
    pub(super) fn call(&mut self, helper: Helper) {
        let stub = at(R14, self.source.layout.helpers + 8 * helper as i32);
        self.asm.call_through(stub);
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
            let label = self.places_of(Version::General).labels[next];
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
        let index = cairn_backend::bytecode::constant_index(operand);
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
pub(super) fn leaders(source: &Source<'_>) -> Vec<bool> {
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
