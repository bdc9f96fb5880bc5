//! Runs procedures as machine code: decides which, keeps their code, enters and leaves it.
//!
//! A procedure is compiled when traps have found it running a few times, or native code has
//! called it often. Its code object then has the native address before its entry and a
//! flag in its info word, so a call that compares the number of arguments notices it. The
//! interpreter enters native code at calls, returns and traps; native code leaves for the
//! interpreter where it calls or returns to what is not compiled.

mod calls;
mod helpers;
mod memory;
mod quick;
mod shared;

use std::time::Instant;

use cairn_backend::bytecode::{Op, Word};
use cairn_gc::{Kind, Mutation, ProtoInfo, Tracer, Value};
use cairn_jit::{self as jit, Constant, Layout, Natives, Source};

use self::memory::CodeMemory;
use self::shared::{FUNCTIONS_AT, Shared, SharedMemory};
use super::frames::code_meta;
use super::machine::{Exit, Machine};
use super::native::Entry;
use super::words::entry_at;
use super::world::World;

pub(super) use super::tiering::{Native, NativeStats, NativeSymbol};

/// Heat at which a procedure is compiled.
const HOT: u32 = 100;
/// Heat of a trap in a procedure.
const SAMPLE: u32 = 50;
/// Heat of a call by native code.
const CALL: u32 = 1;

/// Native code of one procedure.
struct Compiled<'gc> {
    /// A weak box with the code object.
    code: Value<'gc>,
    /// Where its memory begins, and how long it is.
    address: u64,
    bytes: usize,
    /// The procedure's name.
    name: String,
    /// Return addresses in the table of returns.
    returns: Vec<u64>,
}

/// The state that exists once something has been compiled.
struct Running<'gc> {
    memory: CodeMemory,
    shared: SharedMemory,
    layout: Layout,
    enter: u64,
    first_call: u64,
    compiled: Vec<Compiled<'gc>>,
    /// Weak words broken when the dead were last looked for.
    broken: u64,
}

/// The native tier of a machine.
pub(super) struct Tier<'gc> {
    mode: Native,
    running: Option<Box<Running<'gc>>>,
    stats: NativeStats,
    /// The builtins, once something has been compiled.
    natives: Option<Natives>,
    /// How often native code left an instruction to Rust, by operation.
    steps: Vec<u64>,
}

impl<'gc> Tier<'gc> {
    /// A tier without code.
    pub(super) fn new() -> Self {
        Tier { mode: Native::Off, running: None, stats: NativeStats::default(), natives: None, steps: Vec::new() }
    }

    /// Figures so far.
    pub(super) fn stats(&self) -> NativeStats {
        let steps = Op::ALL.iter().zip(&self.steps).filter(|&(_, &count)| count > 0);
        let mut steps: Vec<_> = steps.map(|(op, &count)| (op.name(), count)).collect();
        steps.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        NativeStats { steps, ..self.stats.clone() }
    }

    fn count_step(&mut self, op: Op) {
        self.steps[op as usize] += 1;
    }

    /// Shows weak boxes to a collector.
    pub(super) fn trace(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        let compiled = self.running.iter_mut().flat_map(|running| &mut running.compiled);
        compiled.for_each(|compiled| tracer.visit(&mut compiled.code));
    }

    fn shared(&self) -> *mut Shared {
        self.running.as_ref().map_or(std::ptr::null_mut(), |running| running.shared.shared())
    }

    fn leave(&self) -> *const u8 {
        // SAFETY: asked by what native code has called, so there is a shared part.
        unsafe { (*self.shared()).leave }
    }
}

impl<'gc> Running<'gc> {
    /// `controls` are the numbers of builtins that stubs carry out.
    fn new(mc: Mutation<'gc>, controls: [u64; 4]) -> Option<Running<'gc>> {
        let places = mc.places();
        let mut memory = CodeMemory::new()?;
        let layout = shared::layout(&places);
        let stubs = jit::stubs(&layout, FUNCTIONS_AT);
        let address = memory.install(&stubs.bytes)?;
        let shared = SharedMemory::new(&places, mc.nursery(), helpers::functions())?;
        let at = |offset: usize| address + offset as u64;
        // SAFETY: the shared part was just made, and nobody else knows it.
        unsafe {
            let shared = &mut *shared.shared();
            shared.leave = at(stubs.leave) as *const u8;
            shared.helpers = std::array::from_fn(|i| at(stubs.helpers[i]));
            shared.find_clause = at(stubs.find_clause);
            shared.call_control = at(stubs.call_control);
            shared.returned = at(stubs.returned);
            shared.call_apply = at(stubs.call_apply);
            shared.controls = controls;
        }
        let (enter, first_call) = (at(stubs.enter), at(stubs.first_call));
        Some(Running { memory, shared, layout, enter, first_call, compiled: Vec::new(), broken: 0 })
    }

    /// Calls a function with a code object as the compiler takes it.
    fn with_source<T>(
        &self,
        mc: Mutation<'gc>,
        proto: Value<'gc>,
        natives: &Natives,
        f: impl FnOnce(&Source<'_>) -> T,
    ) -> T {
        let parts = proto.proto_parts();
        let constants: Vec<_> = parts.constants.iter().map(|&constant| constant_for(mc, constant)).collect();
        let code: Vec<_> = parts.code.iter().map(|&word| Word(word)).collect();
        let entry = proto.proto_entry() as u64;
        let meta = code_meta(proto);
        let in_order: Vec<_> = meta.iter().flat_map(|meta| &meta.early).map(|early| early.in_order as usize).collect();
        let assigned: Vec<_> = meta.iter().flat_map(|meta| &meta.assigned).map(|range| range.register).collect();
        f(&Source {
            code: &code,
            entry,
            in_order: &in_order,
            assigned: &assigned,
            constants: &constants,
            natives,
            layout: &self.layout,
        })
    }

    /// Compiles a code object, if it can: the bytes of its code.
    fn compile(&mut self, mc: Mutation<'gc>, proto: Value<'gc>, natives: &Natives) -> Option<usize> {
        let entry = proto.proto_entry() as u64;
        let output = self.with_source(mc, proto, natives, jit::compile)?;
        let address = self.memory.install(&output.bytes)?;
        let native = address + output.entry as u64;
        for &(index, offset) in &output.returns {
            self.shared.set_return(entry + 8 * index as u64, native + offset as u64);
        }
        let returns = output.returns.iter().map(|&(index, _)| entry + 8 * index as u64).collect();
        let (code, bytes) = (mc.weak_box(proto), output.bytes.len());
        let name = code_meta(proto).and_then(|meta| meta.name.as_deref()).unwrap_or("(anonymous)").to_string();
        self.compiled.push(Compiled { code, address, bytes, name, returns });
        proto.set_proto_native(mc, native);
        Some(bytes)
    }

    /// Gives back the code of procedures that are dead. Their memory is not in use for
    /// others yet, or those have run no native code.
    fn forget_dead(&mut self) {
        let (memory, shared) = (&mut self.memory, &mut self.shared);
        self.compiled.retain(|compiled| {
            let dead = compiled.code.is_weak_cleared();
            if dead {
                compiled.returns.iter().for_each(|&ret| shared.forget_return(ret));
                memory.release(compiled.address, compiled.bytes);
            }
            !dead
        });
    }
}

/// The builtins as native code may refer to them.
fn natives_of(entries: &[Entry], world: &World<'_>) -> Natives {
    let functions = entries.iter().map(|entry| entry.native.map_or(0, |native| native as *const () as u64));
    let number = |name: &str| world.session.primitives.find(name).map(|id| id.0);
    let templates = jit::TEMPLATES.iter().filter_map(|&(name, count, builtin)| Some((number(name)?, count, builtin)));
    Natives { functions: functions.collect(), list: number("list"), templates: templates.collect(), rounds: rounds() }
}

/// Whether the processor rounds doubles.
#[cfg(target_arch = "x86_64")]
fn rounds() -> bool {
    is_x86_feature_detected!("sse4.1")
}

/// Whether the processor rounds doubles: each of this kind does.
#[cfg(target_arch = "aarch64")]
fn rounds() -> bool {
    true
}

/// A constant as native code may refer to it.
fn constant_for<'gc>(mc: Mutation<'gc>, constant: Value<'gc>) -> Constant {
    if constant.has_kind(Kind::Proto) {
        Constant::Code(constant.proto_entry() as u64)
    } else if mc.never_moves(constant) {
        Constant::Word(constant.bits())
    } else {
        Constant::Moving
    }
}

impl<'gc> Machine<'gc> {
    /// Sets when procedures become machine code.
    pub fn set_native(&mut self, mc: Mutation<'gc>, mode: Native) {
        self.tier.mode = mode;
        if mode == Native::AtFirstCall && self.start_tier(mc) {
            let first_call = self.tier.running.as_ref().map_or(0, |running| running.first_call);
            mc.set_code_stub(first_call);
        }
    }

    /// Figures of the native tier.
    pub fn native_stats(&self) -> NativeStats {
        self.tier.stats()
    }

    /// The code of procedures that is there now, for profilers.
    pub fn native_symbols(&self) -> Vec<NativeSymbol> {
        let compiled = self.tier.running.iter().flat_map(|running| &running.compiled);
        let symbol = |c: &Compiled<'_>| NativeSymbol { address: c.address, bytes: c.bytes, name: c.name.clone() };
        compiled.map(symbol).collect()
    }

    /// Makes ready for [`Machine::native_lines`].
    pub fn prepare_native(&mut self, mc: Mutation<'gc>) {
        self.start_tier(mc);
        self.tier.natives.get_or_insert_with(|| natives_of(self.entries, &self.world));
    }

    /// The machine code that would be made of a code object, line by line, each with the index of its
    /// instruction; nothing when the system gives no memory for code.
    pub fn native_lines(&self, mc: Mutation<'gc>, proto: Value<'gc>) -> Vec<(usize, String)> {
        let (Some(running), Some(natives)) = (&self.tier.running, &self.tier.natives) else { return Vec::new() };
        let lines = running.with_source(mc, proto, natives, jit::lines);
        lines.into_iter().map(|line| (line.origin, format!("{:#06x}  {}", line.offset, line.text))).collect()
    }

    fn start_tier(&mut self, mc: Mutation<'gc>) -> bool {
        if self.tier.running.is_none() {
            let number =
                |name| self.world.session.primitives.find(name).map_or(0, |id| Value::fixnum(id.0.into()).bits());
            let controls = ["call-with-current-continuation", "call/cc", "apply", "%apply-values"].map(number);
            self.tier.running = Running::new(mc, controls).map(Box::new);
            self.tier.steps = vec![0; Op::ALL.len()];
            self.tier.stats.refused = self.tier.running.is_none();
            if self.tier.stats.refused {
                self.tier.mode = Native::Off;
            }
        }
        self.tier.running.is_some()
    }

    /// Before the loop goes on after what may have been a collection: notes where the nursery is,
    /// and gives back dead code.
    pub(super) fn begin_native(&mut self, mc: Mutation<'gc>) {
        let Some(running) = &mut self.tier.running else { return };
        // SAFETY: the shared part lives as long as the tier, and no native code runs now.
        unsafe { (*running.shared.shared()).nursery = mc.nursery() };
        if running.broken != mc.weak_broken_epoch() {
            running.broken = mc.weak_broken_epoch();
            running.forget_dead();
        }
    }

    /// A trap has found the running procedure at work.
    pub(super) fn sample(&mut self, mc: Mutation<'gc>) {
        if self.tier.mode == Native::Sampled {
            // SAFETY: the word before register 0 of a frame is its closure.
            let closure = unsafe { *self.base.sub(1) };
            self.heat(mc, closure, SAMPLE);
        }
    }

    /// Native code has called or returned to where the machine stands.
    fn count_call(&mut self, mc: Mutation<'gc>) {
        // SAFETY: as above.
        let closure = unsafe { *self.base.sub(1) };
        // SAFETY: as above.
        if self.tier.mode == Native::Sampled && self.pc == unsafe { entry_at(self.base) } {
            self.heat(mc, closure, CALL);
        }
    }

    fn heat(&mut self, mc: Mutation<'gc>, closure: Value<'gc>, more: u32) {
        let Some(proto) = closure.closure_proto() else { return };
        let Some(meta) = code_meta(proto) else { return };
        let heat = meta.heat.get();
        if heat < HOT {
            meta.heat.set(heat + more);
            if heat + more >= HOT && proto.proto_native() == 0 {
                self.compile_native(mc, proto);
            }
        }
    }

    /// Compiles a code object; it stays as it is when that fails.
    fn compile_native(&mut self, mc: Mutation<'gc>, proto: Value<'gc>) {
        if !self.start_tier(mc) {
            return;
        }
        let began = Instant::now();
        let Some(running) = &mut self.tier.running else { return };
        let natives = self.tier.natives.get_or_insert_with(|| natives_of(self.entries, &self.world));
        match running.compile(mc, proto, natives) {
            Some(bytes) => {
                self.tier.stats.procedures += 1;
                self.tier.stats.bytes += bytes;
            }
            None => {
                self.tier.stats.left_out += 1;
                proto.set_proto_native(mc, 0);
            }
        }
        self.tier.stats.time += began.elapsed();
    }

    /// Whether the running procedure has native code.
    #[inline(always)]
    pub(super) fn is_native_here(&self) -> bool {
        // SAFETY: the word before register 0 is a closure, and its entry has an info word.
        unsafe { ProtoInfo::from_bits(*entry_at(self.base).sub(1)).is_native() }
    }

    /// Where native code goes on from where the machine stands, if it can; the running
    /// procedure has native code.
    fn native_address(&mut self, mc: Mutation<'gc>) -> Option<*const u8> {
        debug_assert!(self.is_native_here());
        // SAFETY: the word before register 0 is a closure; the native word stands two words
        // before its entry.
        let (entry, native) = unsafe {
            let entry = entry_at(self.base);
            (entry, *entry.sub(2) as *const u8)
        };
        let native = if self.tier.mode == Native::AtFirstCall { self.compile_now(mc)? } else { native };
        let index = (self.pc as usize - entry as usize) / 8;
        if std::mem::take(&mut self.entered) {
            debug_assert_eq!(index, 0);
            return Some(native);
        }
        // SAFETY: the table of places lies before the native entry, with a word for each
        // instruction.
        let offset = unsafe { *native.cast::<u32>().sub(index + 1) };
        // SAFETY: a place inside the code.
        (offset != 0).then(|| unsafe { native.add(offset as usize) })
    }

    /// The native entry of the running procedure, which is compiled if it is not yet.
    fn compile_now(&mut self, mc: Mutation<'gc>) -> Option<*const u8> {
        // SAFETY: as above.
        let proto = unsafe { *self.base.sub(1) }.closure_proto()?;
        if proto.proto_native() == self.tier.running.as_ref()?.first_call {
            self.compile_native(mc, proto);
        }
        Some(proto.proto_native() as *const u8).filter(|native| !native.is_null())
    }

    /// Goes on in native code, if it can from where the machine stands: until the
    /// interpreter is to go on, or the run ends.
    #[inline(never)]
    pub(super) fn run_native(&mut self, mc: Mutation<'gc>) -> Option<Exit> {
        let address = self.native_address(mc)?;
        self.tier.stats.entered += 1;
        let running = self.tier.running.as_ref()?;
        let shared = running.shared.shared();
        // SAFETY: the stub saves what Rust wants back, and goes on at a native address of
        // the running procedure. Native code and the helpers use the machine through the
        // pointer alone, until the stub returns; the mutation lasts longer than that.
        unsafe {
            let enter: unsafe extern "C" fn(*mut Shared, *const u8) = std::mem::transmute(running.enter);
            (*shared).base = self.base.cast();
            (*shared).mutation.write(std::mem::transmute::<Mutation<'gc>, Mutation<'static>>(mc));
            (*shared).machine = (&raw mut *self).cast();
            enter(shared, address);
            if let Some(panic) = (*shared).panic.take() {
                std::panic::resume_unwind(panic);
            }
            (*shared).exit.take()
        }
    }
}
