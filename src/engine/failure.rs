//! Keeps for the host, in a report, the raised object and the host's own error.

use std::error::Error;
use std::sync::Arc;

use cairn_data::conditions;
use cairn_gc::{Mutation, Stop, Value};
use cairn_vm::Machine;

use super::handles::Obj;
use super::library::KeptError;
use super::report::{self, Report};
use super::values::Mismatch;

/// Why a run has no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Cause {
    /// Something was raised and not handled, or never ran: see the other parts of the report.
    #[default]
    Raised,
    /// The program called `exit`, with this code, where a value was wanted.
    Exit(u8),
    /// The run was ended from outside, or has used up what it may spend.
    Stopped(Stop),
    /// The memory limit was reached, and again while that was handled.
    Memory,
}

/// Parts of a report that are no text.
#[derive(Clone, Default, Debug)]
pub(super) struct Detail {
    pub cause: Cause,
    raised: Option<Obj>,
    host: Option<Arc<dyn Error + Send + Sync>>,
}

impl From<Mismatch> for Report {
    fn from(mismatch: Mismatch) -> Report {
        report::of_message(mismatch.to_string())
    }
}

impl Report {
    /// Why there is no value.
    pub fn cause(&self) -> Cause {
        self.detail.cause
    }

    /// The object that was raised and not handled.
    pub fn raised(&self) -> Option<&Obj> {
        self.detail.raised.as_ref()
    }

    /// The error of the host that a procedure of it returned, if that was what went wrong.
    pub fn host_error(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        self.detail.host.as_deref()
    }

    /// The error of the host, if it is an `E`.
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.host_error()?.downcast_ref()
    }

    /// The same report for this cause.
    pub(super) fn because(mut self: Box<Self>, cause: Cause) -> Box<Self> {
        self.detail.cause = cause;
        self
    }

    /// The same report with the machine's result as what was raised.
    pub(super) fn keep<'gc>(mut self: Box<Self>, mc: Mutation<'gc>, machine: &mut Machine<'gc>) -> Box<Self> {
        let object = machine.result;
        let cause = conditions::kind(object).and_then(|_| object.slot(conditions::CAUSE));
        let kept = cause.and_then(Value::as_payload::<KeptError>);
        self.detail.host = kept.map(|kept| Arc::clone(&kept.0));
        // Without room for a handle the report has none.
        self.detail.raised = machine.world.handles.add(mc, object).ok().map(Obj::new);
        self
    }
}
