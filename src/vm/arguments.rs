//! Finds the arguments of the procedures in a backtrace, as far as their frames still hold them.
//!
//! A collection clears the registers that a frame will not read again, so liveness says which
//! parameters are still what they were. A frame that failed loses its registers to the handler:
//! when nothing can handle the failure, they are kept before. Running code pays nothing.

use cairn_backend::bytecode::{self, Flow, Word};
use cairn_data::code::CodeMeta;
use cairn_gc::{ProtoInfo, Value, trace_fields};

use super::frames::{Activation, Frame, code_meta};
use super::machine::Machine;

/// Arguments that are found, at most.
const MOST: usize = 4;

/// The parameters' registers of a frame that has failed.
#[derive(Default)]
pub struct Failed<'gc> {
    /// Address of the frame and where it was.
    place: (usize, usize),
    /// The contents of the registers.
    pub values: Vec<Value<'gc>>,
}

trace_fields!(Failed<'gc> { place, values });

/// The code of a frame.
struct Running<'gc> {
    meta: &'gc CodeMeta,
    info: ProtoInfo,
    code: Vec<Word>,
    /// The instruction where it goes on.
    next: usize,
}

impl<'gc> Running<'gc> {
    fn of(frame: Frame<'gc>) -> Option<Self> {
        // SAFETY: the word before register 0 is the frame's closure.
        let proto = unsafe { (*frame.base.sub(1)).closure_proto() }.filter(|_| !frame.pc.is_null())?;
        let parts = proto.proto_parts();
        let next = (frame.pc as usize).wrapping_sub(proto.proto_entry() as usize) / 8;
        let code = parts.code.iter().map(|&word| Word(word)).collect();
        Some(Running { meta: code_meta(proto)?, info: parts.info, code, next })
    }

    /// The registers of the parameters, at most [`MOST`].
    fn parameters(&self) -> std::ops::Range<usize> {
        0..(self.info.params() + usize::from(self.info.rest())).min(MOST)
    }

    /// Whether a call returns to where the frame goes on: that is where collections know what it reads.
    fn is_after_call(&self) -> bool {
        bytecode::instructions(&self.code).any(|at| at + 1 == self.next && self.code[at].op().flow() == Flow::Call)
    }

    /// Which of the parameters the rest of the code reads.
    fn live(&self, failed: bool) -> Vec<bool> {
        let registers = self.info.registers();
        if failed || !self.is_after_call() {
            let at = self.next.saturating_sub(usize::from(failed));
            let live = bytecode::live_before(&self.code, registers, at);
            return self.parameters().map(|register| live.contains(&register)).collect();
        }
        let liveness = self.meta.liveness.get_or_init(|| bytecode::liveness(&self.code, self.meta, registers));
        let dead = liveness.dead_at(self.next);
        self.parameters().map(|register| !dead.contains(&(register as u16))).collect()
    }
}

impl<'gc> Machine<'gc> {
    /// Keeps the parameters of the running frame, which has failed, when nothing handles that.
    pub(super) fn keep_failed_arguments(&mut self) {
        if !self.world.handlers.is_nil() {
            return;
        }
        let frame = Frame { base: self.base, pc: self.pc, failed: false };
        let Some(running) = Running::of(frame) else { return };
        let failed = &mut self.world.inspection.arguments;
        failed.place = (frame.base as usize, frame.pc as usize);
        failed.values.clear();
        // SAFETY: a parameter's register was written when the frame was entered.
        failed.values.extend(running.parameters().map(|register| unsafe { *frame.base.add(register) }));
    }

    /// The arguments of a procedure that runs, each with the name of the parameter.
    pub fn arguments(&self, activation: &Activation<'gc>) -> Vec<(&'gc str, Value<'gc>)> {
        let Some(frame) = activation.frame else { return Vec::new() };
        let Some(running) = Running::of(frame) else { return Vec::new() };
        let kept = &self.world.inspection.arguments;
        let is_kept = kept.place == (frame.base as usize, frame.pc as usize);
        if frame.failed && !is_kept {
            return Vec::new();
        }
        let value = |register: usize| match frame.failed {
            true => kept.values.get(register).copied(),
            // SAFETY: as above; collections keep a live register.
            false => Some(unsafe { *frame.base.add(register) }),
        };
        let live = running.live(frame.failed);
        let named = running.parameters().zip(live).filter(|&(_, live)| live).filter_map(|(register, _)| {
            let value = value(register)?;
            // SAFETY: a cell that a register holds refers to itself or to a live frame.
            let value = if value.is_cell() { unsafe { Self::read_cell(value) } } else { value };
            Some((running.meta.parameter(register as u16)?, value))
        });
        named.collect()
    }
}
