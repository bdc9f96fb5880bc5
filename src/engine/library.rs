//! Libraries of the host: procedures that programs import and call.
//!
//! The arity of a procedure, and the conversion of its arguments and its value, follow from the
//! type of its closure. A parameter of type [`Option`] may be missing; [`Rest`](super::Rest)
//! takes all that is left.

use std::sync::Arc;

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::global;
use cairn_gc::{Mutation, Payload, Value};
use cairn_middle::environment::LibraryName;
use cairn_middle::environment::global::{Binding, Entry, Environments, Origin};
use cairn_middle::primitives::Arity;
use cairn_vm::world::{Answer, HostCode};

use super::Engine;
use super::contain::{caught, message_of};
use super::steps::{self, Step};
use super::userdata::{Holder, Userdata};
use super::values::{FromValue, IntoValue, Mismatch, Scope, Takes};

/// An error of the host: anything that says what is wrong.
pub type HostError = Box<dyn std::error::Error + Send + Sync>;

/// A library under construction: what [`Engine::add_library`] takes.
///
/// ```
/// use cairn::{Engine, Library, Symbol};
///
/// let game = Library::new("game")
///     .func("speed", |animal: Symbol| match animal.as_ref() {
///         "snail" => Ok(0.01),
///         other => Err(format!("unknown animal {other}")),
///     })
///     .constant("gravity", 9.81);
/// let mut engine = Engine::builder().build()?;
/// engine.add_library(game)?;
/// let text = "(import (scheme base) (game)) (* gravity (speed 'snail))";
/// assert!((engine.value::<f64>("script", text)? - 0.0981).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Library {
    name: String,
    visible: bool,
    procedures: Vec<(String, Arity, Box<HostCode>)>,
    constants: Vec<(String, Box<Maker>)>,
}

type Maker = dyn for<'gc> FnOnce(&mut Scope<'_, 'gc>) -> std::result::Result<Value<'gc>, Mismatch> + Send;

impl Library {
    /// An empty library: `game board` for `(game board)`.
    pub fn new(name: &str) -> Library {
        Library { name: name.to_string(), visible: false, procedures: Vec::new(), constants: Vec::new() }
    }

    /// Programs that import nothing see what the library exports, too.
    #[must_use]
    pub fn visible(mut self) -> Library {
        self.visible = true;
        self
    }

    /// Adds a variable with this value.
    #[must_use]
    pub fn constant(mut self, name: &str, content: impl IntoValue + Send + 'static) -> Library {
        self.constants.push((name.to_string(), Box::new(|scope| content.into_value(scope))));
        self
    }

    /// Adds a procedure. It returns a value, or a [`Result`] whose error becomes a condition; see
    /// [`Report::downcast_ref`](super::Report::downcast_ref).
    #[must_use]
    pub fn func<P>(self, name: &str, function: impl HostFn<P>) -> Library {
        let arity = function.arity();
        self.answering(name, arity, move |scope, name, arguments| {
            function.call(scope, arguments).map(Answer::Value).map_err(|failure| failure.throw(scope.mc, name))
        })
    }

    /// Adds a procedure that works on values themselves. They are no fewer and no more than the arity says.
    #[must_use]
    pub fn raw(
        self,
        name: &str,
        arity: Arity,
        function: impl for<'a, 'gc> Fn(&mut Scope<'a, 'gc>, &[Value<'gc>]) -> std::result::Result<Value<'gc>, HostError>
        + Send
        + 'static,
    ) -> Library {
        self.answering(name, arity, move |scope, name, arguments| {
            let value = function(scope, arguments);
            value.map(Answer::Value).map_err(|error| Trouble::from(error).throw(scope.mc, name))
        })
    }

    /// Adds a procedure that calls procedures of the program: see [`Step`].
    #[must_use]
    pub fn steps(
        self,
        name: &str,
        arity: Arity,
        function: impl for<'a, 'gc> Fn(&mut Scope<'a, 'gc>, &[Value<'gc>]) -> std::result::Result<Step<'gc>, HostError>
        + Send
        + 'static,
    ) -> Library {
        self.answering(name, arity, move |scope, name, arguments| {
            let step = function(scope, arguments).map_err(|error| Trouble::from(error).throw(scope.mc, name))?;
            steps::answer(scope, step, name)
        })
    }

    /// Adds a method of a Rust type: a procedure whose first argument is an object of it.
    #[must_use]
    pub fn method<T: Userdata, P>(self, name: &str, method: impl Method<T, P>) -> Library {
        let arity = method.arity();
        self.answering(name, arity, move |scope, name, arguments| {
            let value = Holder::<T>::of(scope, arguments[0])
                .and_then(Holder::borrow)
                .map_err(Trouble::from)
                .and_then(|content| method.call(&content, scope, &arguments[1..]));
            value.map(Answer::Value).map_err(|failure| failure.throw(scope.mc, name))
        })
    }

    /// As [`Library::method`], for one that changes the object.
    #[must_use]
    pub fn method_mut<T: Userdata, P>(self, name: &str, method: impl MethodMut<T, P>) -> Library {
        let arity = method.arity();
        self.answering(name, arity, move |scope, name, arguments| {
            let value = Holder::<T>::of(scope, arguments[0])
                .and_then(Holder::borrow_mut)
                .map_err(Trouble::from)
                .and_then(|mut content| method.call(&mut content, scope, &arguments[1..]));
            arguments[0].recount_payload(scope.mc);
            value.map(Answer::Value).map_err(|failure| failure.throw(scope.mc, name))
        })
    }

    pub(super) fn answering(
        mut self,
        name: &str,
        arity: Arity,
        function: impl for<'a, 'gc> Fn(&mut Scope<'a, 'gc>, &Arc<str>, &[Value<'gc>]) -> Result<'gc, Answer<'gc>>
        + Send
        + 'static,
    ) -> Library {
        let who: Arc<str> = name.into();
        let code: Box<HostCode> = Box::new(move |context, arguments| {
            let mut scope = Scope::of(context);
            contained(&who, || function(&mut scope, &who, arguments))
        });
        self.procedures.push((name.to_string(), arity, code));
        self
    }
}

/// Runs code of the host for `who`; a panic of it is a failure.
pub(super) fn contained<'gc, T>(who: &str, work: impl FnOnce() -> Result<'gc, T>) -> Result<'gc, T> {
    // The panic may have left the host's own data in any state, which only the host can judge;
    // the engine's data are as they were.
    caught(work).unwrap_or_else(|panic| {
        let message = format!("{who}: the host's procedure panicked: {}", message_of(&*panic));
        Err(Throw::new(ErrorKind::General, message, &[]))
    })
}

/// Why a procedure of the host has no value.
pub enum Trouble {
    /// An argument or the value did not convert.
    Mismatch(Mismatch),
    /// The host says so.
    Host(HostError),
}

impl From<Mismatch> for Trouble {
    fn from(mismatch: Mismatch) -> Self {
        Trouble::Mismatch(mismatch)
    }
}

impl From<HostError> for Trouble {
    fn from(error: HostError) -> Self {
        match error.downcast::<Mismatch>() {
            Ok(mismatch) => Trouble::Mismatch(*mismatch),
            Err(error) => Trouble::Host(error),
        }
    }
}

/// An error of the host in the hands of a program.
pub(super) struct KeptError(pub Arc<dyn std::error::Error + Send + Sync>);

impl Payload for KeptError {
    fn type_name(&self) -> &'static str {
        "host-error"
    }
}

impl Trouble {
    /// The failure of `who`.
    pub(super) fn throw<'gc>(self, mc: Mutation<'gc>, who: &str) -> Throw<'gc> {
        match self {
            Trouble::Mismatch(mismatch) => mismatch.throw(Some(who)),
            Trouble::Host(error) => {
                let thrown = Throw::new(ErrorKind::General, format!("{who}: {error}"), &[]);
                thrown.because_of(mc.payload(Box::new(KeptError(error.into()))))
            }
        }
    }
}

/// The outcome of a call of a procedure of the host.
pub(super) type Called<'gc> = std::result::Result<Value<'gc>, Trouble>;

/// The result of a procedure of the host: a type that converts to a value, or a [`Result`] of one.
pub trait IntoAnswer {
    /// The value.
    ///
    /// # Errors
    /// The host's own; as for [`IntoValue::into_value`].
    fn into_answer<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Called<'gc>;
}

impl<T: IntoValue> IntoAnswer for T {
    #[inline]
    fn into_answer<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Called<'gc> {
        Ok(self.into_value(scope)?)
    }
}

impl<T: IntoValue, E: Into<HostError>> IntoAnswer for std::result::Result<T, E> {
    #[inline]
    fn into_answer<'gc>(self, scope: &mut Scope<'_, 'gc>) -> Called<'gc> {
        Ok(self.map_err(|error| Trouble::from(error.into()))?.into_value(scope)?)
    }
}

/// A closure that can be a procedure of programs.
pub trait HostFn<P>: Send + 'static {
    /// The numbers of arguments that it takes.
    fn arity(&self) -> Arity;

    /// Calls it.
    ///
    /// # Errors
    /// When an argument or the value does not convert; the host's own.
    fn call<'gc>(&self, scope: &mut Scope<'_, 'gc>, arguments: &[Value<'gc>]) -> Called<'gc>;
}

/// A closure that can be a method of objects of type `T`.
pub trait Method<T, P>: Send + 'static {
    /// The numbers of arguments that it takes, the object among them.
    fn arity(&self) -> Arity;

    /// Calls it.
    ///
    /// # Errors
    /// As for [`HostFn::call`].
    fn call<'gc>(&self, object: &T, scope: &mut Scope<'_, 'gc>, arguments: &[Value<'gc>]) -> Called<'gc>;
}

/// A closure that can be a method which changes objects of type `T`.
pub trait MethodMut<T, P>: Send + 'static {
    /// The numbers of arguments that it takes, the object among them.
    fn arity(&self) -> Arity;

    /// Calls it.
    ///
    /// # Errors
    /// As for [`HostFn::call`].
    fn call<'gc>(&self, object: &mut T, scope: &mut Scope<'_, 'gc>, arguments: &[Value<'gc>]) -> Called<'gc>;
}

/// The arity of parameters, after `first` others.
pub(super) fn arity_of(first: u8, parameters: &[Takes]) -> Arity {
    let count = |takes: Takes| parameters.iter().filter(|&&parameter| parameter == takes).count() as u8;
    // One that may be missing before one that may not must be given.
    let least = parameters.iter().rposition(|&takes| takes == Takes::One).map_or(0, |last| last as u8 + 1);
    let most = (count(Takes::Rest) == 0).then_some(first + parameters.len() as u8);
    Arity { min: first + least, max: most }
}

/// The next parameter, whose number this is.
#[inline]
pub(super) fn argument<'gc, T: FromValue<'gc>>(
    scope: &mut Scope<'_, 'gc>,
    arguments: &mut &[Value<'gc>],
    number: usize,
) -> std::result::Result<T, Mismatch> {
    match T::from_arguments(scope, arguments) {
        Ok((content, rest)) => {
            *arguments = rest;
            Ok(content)
        }
        Err(mismatch) => Err(mismatch.within(format!("argument {number}"))),
    }
}

macro_rules! natives {
    ($($($name:ident $number:literal)*;)*) => {$(
        #[allow(unused_variables, unused_mut, non_snake_case, reason = "some have no parameters")]
        impl<F, R, $($name),*> HostFn<($($name,)*)> for F
        where
            F: Fn($($name),*) -> R + Send + 'static,
            R: IntoAnswer,
            $($name: for<'gc> FromValue<'gc>,)*
        {
            fn arity(&self) -> Arity {
                arity_of(0, &[$($name::TAKES),*])
            }

            #[inline]
            fn call<'gc>(&self, scope: &mut Scope<'_, 'gc>, mut arguments: &[Value<'gc>]) -> Called<'gc> {
                $(let $name = argument(scope, &mut arguments, $number)?;)*
                self($($name),*).into_answer(scope)
            }
        }

        #[allow(unused_variables, unused_mut, non_snake_case, reason = "some have no parameters")]
        impl<F, T, R, $($name),*> Method<T, ($($name,)*)> for F
        where
            F: Fn(&T, $($name),*) -> R + Send + 'static,
            R: IntoAnswer,
            $($name: for<'gc> FromValue<'gc>,)*
        {
            fn arity(&self) -> Arity {
                arity_of(1, &[$($name::TAKES),*])
            }

            fn call<'gc>(&self, object: &T, scope: &mut Scope<'_, 'gc>, mut arguments: &[Value<'gc>]) -> Called<'gc> {
                $(let $name = argument(scope, &mut arguments, $number + 1)?;)*
                self(object, $($name),*).into_answer(scope)
            }
        }

        #[allow(unused_variables, unused_mut, non_snake_case, reason = "some have no parameters")]
        impl<F, T, R, $($name),*> MethodMut<T, ($($name,)*)> for F
        where
            F: Fn(&mut T, $($name),*) -> R + Send + 'static,
            R: IntoAnswer,
            $($name: for<'gc> FromValue<'gc>,)*
        {
            fn arity(&self) -> Arity {
                arity_of(1, &[$($name::TAKES),*])
            }

            fn call<'gc>(&self, object: &mut T, scope: &mut Scope<'_, 'gc>, mut arguments: &[Value<'gc>]) -> Called<'gc> {
                $(let $name = argument(scope, &mut arguments, $number + 1)?;)*
                self(object, $($name),*).into_answer(scope)
            }
        }
    )*};
}

natives! {
    ;
    A 1;
    A 1 B 2;
    A 1 B 2 C 3;
    A 1 B 2 C 3 D 4;
    A 1 B 2 C 3 D 4 E 5;
    A 1 B 2 C 3 D 4 E 5 G 6;
    A 1 B 2 C 3 D 4 E 5 G 6 H 7;
    A 1 B 2 C 3 D 4 E 5 G 6 H 7 I 8;
}

impl Engine {
    /// Makes the library importable, or adds to one of the same name, for imports to come.
    ///
    /// # Errors
    /// When there is no room for a constant, or it is a handle of another engine.
    pub fn add_library(&mut self, library: Library) -> std::result::Result<(), Mismatch> {
        let Library { name, visible, procedures, constants } = library;
        self.mutate(|mc, machine| {
            let world = &mut machine.world;
            let mut exports = Vec::new();
            for (name, make) in constants {
                let value = make(&mut Scope::new(mc, world))?;
                exports.push(variable(mc, &name, value));
            }
            for (name, arity, code) in procedures {
                let value = world.host_procedure(mc, &name, arity, code);
                exports.push(variable(mc, &name, value));
            }
            for &(key, binding) in exports.iter().filter(|_| visible) {
                let entry = Entry { binding, origin: Origin::Imported };
                world.session.libraries.environments.insert(mc, Environments::SCRIPT, key, entry);
            }
            world.session.libraries.extend(LibraryName::parse(&name), exports);
            Ok(())
        })
    }
}

/// A variable of a library.
fn variable<'gc>(mc: Mutation<'gc>, name: &str, value: Value<'gc>) -> (Value<'gc>, Binding<'gc>) {
    let symbol = mc.intern(name);
    let cell = global::new(mc, symbol);
    cell.set_slot(mc, global::VALUE, value);
    (symbol, Binding::Global(cell))
}
