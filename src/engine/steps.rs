//! Procedures of the host that call procedures of programs, without recursion of the machine.
//!
//! Such a procedure answers with a [`Step`]: its value, or a call to be made. When that call has
//! a value, or raised an object, the machine resumes what the procedure has left for that. So
//! calls may nest as deeply as in Scheme, and `dynamic-wind` and tail calls are as there.
//! A suspended step can go on once: a continuation that was captured in the call and is entered
//! after that raises an error.

use std::cell::RefCell;
use std::sync::Arc;

use cairn_gc::{Payload, Value};

use super::library::{HostError, Trouble, contained};
use super::values::{Mismatch, Scope};
use crate::compiler::compile;
use crate::compiler::primitives::exactly;
use crate::data::error::{ErrorKind, Result, Throw};
use crate::vm::world::{Answer, HostCode, World};

/// The outcome of a call made by a procedure of the host: a value, or a raised object.
pub type Outcome<'gc> = std::result::Result<Value<'gc>, Value<'gc>>;

/// The work that remains when a call has ended.
pub trait Resume: Send {
    /// Goes on with what the call came to.
    ///
    /// # Errors
    /// The host's own. A raised object may be raised again, with [`Step::Raise`].
    fn resume<'gc>(
        self: Box<Self>,
        scope: &mut Scope<'_, 'gc>,
        outcome: Outcome<'gc>,
    ) -> std::result::Result<Step<'gc>, HostError>;
}

/// How a procedure of the host goes on.
#[non_exhaustive]
pub enum Step<'gc> {
    /// It returns a value.
    Return(Value<'gc>),
    /// It raises an object.
    Raise(Value<'gc>),
    /// It calls a procedure with arguments in its own place: a tail call.
    TailCall(Value<'gc>, Vec<Value<'gc>>),
    /// It calls a procedure with arguments, and goes on with the value. An object that the
    /// call raises and does not handle goes on to the handlers of the host's caller.
    Call(Value<'gc>, Vec<Value<'gc>>, Box<dyn Resume>),
    /// The same, but what is raised in the call and not handled there comes back, too.
    CallGuarded(Value<'gc>, Vec<Value<'gc>>, Box<dyn Resume>),
}

/// A suspended procedure of the host, which the machine keeps.
struct Later {
    who: Arc<str>,
    resume: RefCell<Option<Box<dyn Resume>>>,
}

impl Payload for Later {
    fn type_name(&self) -> &'static str {
        "suspended-procedure"
    }
}

/// The answer to the machine that a step of `who` is.
pub(super) fn answer<'gc>(scope: &mut Scope<'_, 'gc>, step: Step<'gc>, who: &Arc<str>) -> Result<'gc, Answer<'gc>> {
    let (driver, callee, arguments, resume) = match step {
        Step::Return(value) => return Ok(Answer::Value(value)),
        Step::Raise(object) => return Err(Throw::Raise(object)),
        Step::TailCall(callee, arguments) => return Ok(Answer::Call(callee, arguments)),
        Step::Call(callee, arguments, resume) => ("%host-call", callee, arguments, resume),
        Step::CallGuarded(callee, arguments, resume) => ("%host-call-guarded", callee, arguments, resume),
    };
    let mc = scope.mc;
    let driver = compile::prelude_procedure(mc, scope.world, driver)?;
    let later = Later { who: Arc::clone(who), resume: RefCell::new(Some(resume)) };
    let resumer = resumer(scope.world, mc);
    let later = mc.payload(Box::new(later));
    Ok(Answer::Call(driver, vec![resumer, later, callee, mc.list(&arguments)]))
}

/// The procedure that resumes, which each engine makes when it is first needed.
fn resumer<'gc>(world: &mut World<'gc>, mc: cairn_gc::Mutation<'gc>) -> Value<'gc> {
    if world.resumer == Value::FALSE {
        let code: Box<HostCode> = Box::new(|context, arguments| resume(&mut Scope::of(context), arguments));
        world.resumer = world.host_procedure(mc, "resume", exactly(3), code);
    }
    world.resumer
}

/// Goes on after a call: the arguments are what was left, what the call came to, and whether
/// that was raised.
fn resume<'gc>(scope: &mut Scope<'_, 'gc>, arguments: &[Value<'gc>]) -> Result<'gc, Answer<'gc>> {
    let &[later, value, raised] = arguments else { return Err(Mismatch::said("three arguments").throw(None)) };
    let Some(later) = later.as_payload::<Later>() else { return Err(Mismatch::said("nothing to resume").throw(None)) };
    let Some(resume) = later.resume.borrow_mut().take() else {
        let message = format!("{}: it has gone on already, and cannot do so again", later.who);
        return Err(Throw::new(ErrorKind::General, message, &[]));
    };
    let outcome = if raised.is_true() { Err(value) } else { Ok(value) };
    contained(&later.who, || {
        let step = resume.resume(scope, outcome).map_err(|error| Trouble::from(error).throw(scope.mc, &later.who))?;
        answer(scope, step, &later.who)
    })
}
