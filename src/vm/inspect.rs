//! Keeps what a session inspects after an error: the activations with their variables, and
//! the continuation by which the program goes on.
//!
//! Nothing of this costs a running program anything: registers are looked at when a condition
//! has no handler, and, of a frame that fails, before the handler takes its registers.

use std::sync::Arc;

use cairn_data::source::Span;
use cairn_gc::{Value, trace_fields, trace_nothing};

use super::arguments::Failed;
use super::frames::{Frame, caller, code_meta};
use super::machine::Machine;
use super::stack::FRAME_HEAD;

/// Activations that are kept.
const KEPT: usize = 200;

/// A procedure that was running.
pub struct Activation<'gc> {
    /// Its compiler metadata.
    pub about: About,
    /// The values of the variables.
    pub values: Vec<Value<'gc>>,
}

/// An activation without its values.
#[derive(Clone)]
pub struct About {
    /// The procedure's name.
    pub name: Option<Arc<str>>,
    /// Where it was.
    pub span: Span,
    /// The names of the variables in scope there, outermost first.
    pub names: Vec<Box<str>>,
    /// Address of its frame, to know it again.
    frame: usize,
}

trace_nothing!(About);

/// The state that a session inspects.
pub struct Inspection<'gc> {
    /// The activations when the last condition was not handled, innermost first.
    pub stopped: Vec<Activation<'gc>>,
    /// Frames that have failed, whose registers are gone: the last few.
    failed: Vec<Activation<'gc>>,
    /// The parameters of a frame that has failed, for the backtrace.
    pub arguments: Failed<'gc>,
    /// Where the running program may be gone on with when a value is given, or `#f`.
    pub resume: Value<'gc>,
    /// The same for the program that has stopped.
    pub offered: Value<'gc>,
    /// Calls of traced procedures that are under way.
    pub trace_depth: usize,
}

trace_fields!(Activation<'gc> { about, values });
trace_fields!(Inspection<'gc> { stopped, failed, arguments, resume, offered, trace_depth });

impl Default for Inspection<'_> {
    /// Nothing has happened.
    fn default() -> Self {
        Inspection {
            stopped: Vec::new(),
            failed: Vec::new(),
            arguments: Failed::default(),
            resume: Value::FALSE,
            offered: Value::FALSE,
            trace_depth: 0,
        }
    }
}

impl Inspection<'_> {
    /// Lets go of all values.
    pub fn forget(&mut self) {
        self.stopped.clear();
        self.failed.clear();
        self.arguments = Failed::default();
        self.offered = Value::FALSE;
    }

    /// A run begins.
    pub fn begin_run(&mut self) {
        self.failed.clear();
        self.arguments = Failed::default();
        self.resume = Value::FALSE;
        self.trace_depth = 0;
    }
}

/// Failed frames that are kept; a handler may fail too.
const FAILED: usize = 8;

impl<'gc> Machine<'gc> {
    /// In a session, keeps the variables of the running frame, which has failed.
    pub(super) fn keep_failed_frame(&mut self) {
        if !self.world.session.interactive {
            return;
        }
        let activation = self.activation(Frame { base: self.base, pc: self.pc, failed: false });
        let failed = &mut self.world.inspection.failed;
        if failed.len() == FAILED {
            failed.remove(0);
        }
        failed.push(activation);
    }

    /// Keeps the activations for a session to inspect, as the program stands.
    pub fn keep_activations(&mut self) {
        if !self.world.session.interactive {
            return;
        }
        let mut kept = Vec::new();
        for frame in self.frames().take(KEPT) {
            kept.push(self.activation(frame));
        }
        let mut below = self.below;
        while kept.len() < KEPT && below.segment != Value::FALSE {
            let start = below.segment.slot_slice().as_ptr().cast_mut();
            // SAFETY: a segment holds whole frames, the topmost at `base`.
            let base = unsafe { start.add(below.base) };
            let mut frame = Some(Frame { base, pc: below.pc, failed: false });
            while let Some(f) = frame.filter(|_| kept.len() < KEPT) {
                kept.push(self.activation(f));
                // SAFETY: as above; segments hold no barrier.
                frame = unsafe { caller(f.base, (*f.base.sub(FRAME_HEAD)).bits()) };
            }
            below = super::continuation::below_of(below.next);
        }
        kept.retain(|activation| activation.about.span.is_some());
        let inspection = &mut self.world.inspection;
        inspection.stopped = kept;
        inspection.offered = std::mem::replace(&mut inspection.resume, Value::FALSE);
    }

    /// The information about a frame; for a failed one, the information that was kept.
    fn activation(&self, frame: Frame<'gc>) -> Activation<'gc> {
        let about = About {
            name: self.name_of(frame),
            span: self.place_at(frame),
            names: Vec::new(),
            frame: frame.base as usize,
        };
        let mut activation = Activation { about, values: Vec::new() };
        if frame.failed {
            let failed = &self.world.inspection.failed;
            let About { frame, span, .. } = activation.about;
            let same = |kept: &&Activation<'gc>| kept.about.frame == frame && kept.about.span == span;
            if let Some(kept) = failed.iter().rev().find(same) {
                activation.about = kept.about.clone();
                activation.values.clone_from(&kept.values);
            }
            return activation;
        }
        // SAFETY: the word before register 0 is the frame's closure.
        let closure = unsafe { *frame.base.sub(1) };
        let Some((proto, meta)) = closure.closure_proto().and_then(|proto| Some((proto, code_meta(proto)?))) else {
            return activation;
        };
        let index = ((frame.pc as usize).wrapping_sub(proto.proto_entry() as usize) / 8).saturating_sub(1);
        for local in meta.locals_at(index) {
            // SAFETY: a variable in scope at `pc` is in a register of the frame, which its
            // binding has written; collections keep it, or put 0 there.
            let value = unsafe { *frame.base.add(local.register as usize) };
            // SAFETY: a cell that a register holds refers to itself or to a live frame.
            let value = if value.is_cell() { unsafe { Self::read_cell(value) } } else { value };
            activation.about.names.push(local.name.clone());
            activation.values.push(value);
        }
        activation
    }
}
