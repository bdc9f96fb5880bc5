//! Lets procedures of the host be futures: the run that calls one waits, and the host's executor
//! drives it.
//!
//! The future is polled when it is called, and then whenever the run goes on. While it is not
//! ready, a run in slices is [`Slice::Waiting`](super::Slice::Waiting); any other run keeps its
//! thread until the future's waker is called, as far as its limits allow.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use cairn_data::global;
use cairn_gc::Value;
use cairn_middle::primitives::Arity;
use cairn_vm::Exit;

use super::library::{Called, HostError, IntoAnswer, Library, Trouble, argument, arity_of};
use super::runs::{Budget, Slice};
use super::steps::{self, Outcome, Resume, Step};
use super::values::Arguments;
use super::values::{FromValue, Mismatch, Scope};
use super::{Engine, Func, Report};

/// The longest time that a run which waits does not look at what may stop it.
const LOOK: Duration = Duration::from_millis(5);

/// A future of the host, whose value is for a program.
pub struct Pending(Box<dyn Task>);

trait Task: Send {
    fn poll<'gc>(&mut self, scope: &mut Scope<'_, 'gc>, context: &mut Context<'_>) -> Poll<Called<'gc>>;
}

struct Of<R>(Pin<Box<dyn Future<Output = R> + Send>>);

impl<R: IntoAnswer> Task for Of<R> {
    fn poll<'gc>(&mut self, scope: &mut Scope<'_, 'gc>, context: &mut Context<'_>) -> Poll<Called<'gc>> {
        self.0.as_mut().poll(context).map(|content| content.into_answer(scope))
    }
}

impl Pending {
    /// Of this future.
    pub fn new<R: IntoAnswer + 'static>(future: impl Future<Output = R> + Send + 'static) -> Pending {
        Pending(Box::new(Of(Box::pin(future))))
    }

    /// How the procedure goes on whose value the future is to give.
    fn step<'gc>(mut self, scope: &mut Scope<'_, 'gc>) -> Result<Step<'gc>, HostError> {
        let waker = scope.world.wait.waker.clone().unwrap_or_else(waker_of_thread);
        scope.world.wait.is_due = false;
        match self.0.poll(scope, &mut Context::from_waker(&waker)) {
            Poll::Ready(Ok(value)) => Ok(Step::Return(value)),
            Poll::Ready(Err(Trouble::Mismatch(mismatch))) => Err(mismatch.into()),
            Poll::Ready(Err(Trouble::Host(error))) => Err(error),
            Poll::Pending => {
                // The next safepoint, at the entry of the procedure that makes the call, ends
                // the slice.
                scope.world.wait.is_due = true;
                scope.mc.end_quantum();
                let nothing = scope.world.session.cells.named(scope.mc, "list").slot(global::VALUE);
                Ok(Step::Call(nothing.unwrap_or(Value::UNBOUND), Vec::new(), Box::new(self)))
            }
        }
    }
}

impl Resume for Pending {
    fn resume<'gc>(self: Box<Self>, scope: &mut Scope<'_, 'gc>, _: Outcome<'gc>) -> Result<Step<'gc>, HostError> {
        self.step(scope)
    }
}

/// A closure that can be a procedure of programs, whose value is a future's.
pub trait AsyncFn<P>: Send + 'static {
    /// The numbers of arguments that it takes.
    fn arity(&self) -> Arity;

    /// Calls it.
    ///
    /// # Errors
    /// When an argument does not convert.
    fn start<'gc>(&self, scope: &mut Scope<'_, 'gc>, arguments: &[Value<'gc>]) -> Result<Pending, Mismatch>;
}

macro_rules! futures {
    ($($($name:ident $number:literal)*;)*) => {$(
        #[allow(unused_variables, unused_mut, non_snake_case, reason = "some have no parameters")]
        impl<F, T, R, $($name),*> AsyncFn<($($name,)*)> for F
        where
            F: Fn($($name),*) -> T + Send + 'static,
            T: Future<Output = R> + Send + 'static,
            R: IntoAnswer + 'static,
            $($name: for<'gc> FromValue<'gc>,)*
        {
            fn arity(&self) -> Arity {
                arity_of(0, &[$($name::TAKES),*])
            }

            fn start<'gc>(
                &self,
                scope: &mut Scope<'_, 'gc>,
                mut arguments: &[Value<'gc>],
            ) -> Result<Pending, Mismatch> {
                $(let $name = argument(scope, &mut arguments, $number)?;)*
                Ok(Pending::new(self($($name),*)))
            }
        }
    )*};
}

futures! {
    ;
    A 1;
    A 1 B 2;
    A 1 B 2 C 3;
    A 1 B 2 C 3 D 4;
    A 1 B 2 C 3 D 4 E 5;
    A 1 B 2 C 3 D 4 E 5 G 6;
}

impl Library {
    /// Adds a procedure that returns the value of a future. The run waits for it; see
    /// [`Engine::poll_with`] and [`Engine::call_async`].
    ///
    /// The future is dropped when it is ready, or with the run that waits for it, at the next full
    /// collection.
    #[must_use]
    pub fn future<P>(self, name: &str, function: impl AsyncFn<P>) -> Library {
        let arity = function.arity();
        self.answering(name, arity, move |scope, name, arguments| {
            let pending = function.start(scope, arguments).map_err(|mismatch| mismatch.throw(Some(name)))?;
            let step = pending.step(scope).map_err(|error| Trouble::from(error).throw(scope.mc, name))?;
            steps::answer(scope, step, name)
        })
    }
}

/// Wakes a thread.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// A waker of this thread, for runs that are not in slices.
fn waker_of_thread() -> Waker {
    Waker::from(Arc::new(Unpark(thread::current())))
}

impl Engine {
    /// Acts on a run that waits for a future: ends the slice, or keeps the thread until the future
    /// may be ready, or something stops the run.
    pub(super) fn wait(&mut self) -> Result<Option<Exit>, Box<Report>> {
        if self.slicing {
            return Ok(Some(Exit::Waiting));
        }
        self.mutate(|_, machine| machine.world.wait.is_due = false);
        match self.heap.stop_requested() {
            Some(stop) => self.stop(stop),
            None => {
                thread::park_timeout(LOOK);
                Ok(None)
            }
        }
    }

    /// Calls a procedure on the executor of the host: the future is ready when the procedure has
    /// returned. Between slices of this budget, and while procedures of the host wait, the
    /// executor does other work.
    ///
    /// # Errors
    /// As for [`Engine::call`].
    pub async fn call_async<T: for<'gc> FromValue<'gc>>(
        &mut self,
        procedure: &Func,
        arguments: impl Arguments,
        budget: Budget,
    ) -> Result<T, Box<Report>> {
        let mut run = self.start(procedure, arguments)?;
        std::future::poll_fn(|context| match self.poll_with(&mut run, budget, context.waker()) {
            Slice::Running => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Slice::Waiting => Poll::Pending,
            Slice::Done(content) => Poll::Ready(Ok(content)),
            Slice::Failed(report) => Poll::Ready(Err(report)),
        })
        .await
    }
}
