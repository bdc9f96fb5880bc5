//! Procedures of the host that call procedures of programs, without recursion of the machine.
//!
//! Such a procedure answers with a [`Step`]: its value, or a call to be made. When that call has
//! a value, or raised an object, the machine resumes what the procedure has left for that. So
//! calls may nest as deeply as in Scheme, and `dynamic-wind` and tail calls are as there.
//! A suspended step can go on once: a continuation that was captured in the call and is entered
//! after that raises an error.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use cairn_compiler as compile;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_gc::{Mutation, Payload, Value};
use cairn_middle::primitives::exactly;
use cairn_vm::world::{Answer, HostCode, World};

use super::library::{HostError, Trouble, contained};
use super::values::{Mismatch, Scope};

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

/// Suspended procedures that have gone on and are kept for later calls, at most.
const MOST_SPENT: usize = 16;

/// A suspended procedure of the host. The machine keeps it in a pair with the number of the call that is to resume
/// it. Once that has happened, the object serves a later call by the same procedure, of another number.
struct Later {
    who: Arc<str>,
    resume: RefCell<Option<Box<dyn Resume>>>,
    number: Cell<i64>,
}

impl Payload for Later {
    fn type_name(&self) -> &'static str {
        "suspended-procedure"
    }
}

/// The answer to the machine that a step of `who` is.
pub(super) fn answer<'gc>(scope: &mut Scope<'_, 'gc>, step: Step<'gc>, who: &Arc<str>) -> Result<'gc, Answer<'gc>> {
    let (is_guarded, callee, arguments, resume) = match step {
        Step::Return(value) => return Ok(Answer::Value(value)),
        Step::Raise(object) => return Err(Throw::Raise(object)),
        Step::TailCall(callee, arguments) => return Ok(Answer::Call(callee, arguments)),
        Step::Call(callee, arguments, resume) => (false, callee, arguments, resume),
        Step::CallGuarded(callee, arguments, resume) => (true, callee, arguments, resume),
    };
    let mc = scope.mc;
    let driver = driver(scope.world, mc, is_guarded)?;
    let resumer = resumer(scope.world, mc);
    let later = suspended(scope.world, mc, resume, who);
    let mut all = std::mem::take(&mut scope.world.suspending.arguments);
    all.clear();
    all.extend([resumer, later, callee, mc.list(&arguments)]);
    Ok(Answer::Call(driver, all))
}

/// The procedure that makes a call and then resumes.
fn driver<'gc>(world: &mut World<'gc>, mc: Mutation<'gc>, is_guarded: bool) -> Result<'gc> {
    let at = usize::from(is_guarded);
    if world.suspending.drivers[at] == Value::FALSE {
        let name = ["%host-call", "%host-call-guarded"][at];
        world.suspending.drivers[at] = compile::prelude_procedure(mc, world, name)?;
    }
    Ok(world.suspending.drivers[at])
}

/// A suspended procedure, with the number of the call that resumes it.
fn suspended<'gc>(world: &mut World<'gc>, mc: Mutation<'gc>, resume: Box<dyn Resume>, who: &Arc<str>) -> Value<'gc> {
    let spent = &mut world.suspending.spent;
    let of_who = |object: &Value<'gc>| object.as_payload::<Later>().is_some_and(|later| Arc::ptr_eq(&later.who, who));
    let object = match spent.iter().rposition(of_who) {
        Some(at) => spent.swap_remove(at),
        None => {
            let later = Later { who: Arc::clone(who), resume: RefCell::default(), number: Cell::new(0) };
            mc.payload(Box::new(later))
        }
    };
    let number = object.as_payload::<Later>().map_or(0, |later| {
        later.resume.replace(Some(resume));
        later.number.get()
    });
    mc.cons(object, Value::fixnum(number))
}

/// Takes out what is to go on, if it has not done so yet.
fn take_suspended<'gc>(world: &mut World<'gc>, object: Value<'gc>, number: Value<'gc>) -> Option<Box<dyn Resume>> {
    let later = object.as_payload::<Later>()?;
    if number.as_fixnum() != Some(later.number.get()) {
        return None;
    }
    let resume = later.resume.borrow_mut().take()?;
    later.number.set(later.number.get() + 1);
    let spent = &mut world.suspending.spent;
    if spent.len() == MOST_SPENT {
        spent.remove(0);
    }
    spent.push(object);
    Some(resume)
}

/// The procedure that resumes, which each engine makes when it is first needed.
fn resumer<'gc>(world: &mut World<'gc>, mc: Mutation<'gc>) -> Value<'gc> {
    if world.suspending.resumer == Value::FALSE {
        let code: Box<HostCode> = Box::new(|context, arguments| resume(&mut Scope::of(context), arguments));
        world.suspending.resumer = world.host_procedure(mc, "resume", exactly(3), code);
    }
    world.suspending.resumer
}

/// Goes on after a call: the arguments are what was left, what the call came to, and whether
/// that was raised.
fn resume<'gc>(scope: &mut Scope<'_, 'gc>, arguments: &[Value<'gc>]) -> Result<'gc, Answer<'gc>> {
    let nothing = || Mismatch::said("nothing to resume").throw(None);
    let &[later, value, raised] = arguments else { return Err(nothing()) };
    let (object, number) = later.as_pair().ok_or_else(nothing)?;
    let who = &object.as_payload::<Later>().ok_or_else(nothing)?.who;
    let Some(resume) = take_suspended(scope.world, object, number) else {
        let message = format!("{who}: it has gone on already, and cannot do so again");
        return Err(Throw::new(ErrorKind::General, message, &[]));
    };
    let outcome = if raised.is_true() { Err(value) } else { Ok(value) };
    contained(who, || {
        let step = resume.resume(scope, outcome).map_err(|error| Trouble::from(error).throw(scope.mc, who))?;
        answer(scope, step, who)
    })
}
