//! Represents failures of natives, the reader and the compiler, before the machine turns them into
//! condition objects.

use cairn_gc::{OutOfMemory, Stop, Value, trace_fields, trace_nothing};

use crate::diagnostic::{Code, Details};
use crate::source::Span;

/// The family of a condition, by which `file-error?`, `read-error?` and hosts distinguish it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum ErrorKind {
    /// Raised by `error`, or in no other family.
    General,
    /// An argument of the wrong type.
    Type,
    /// An argument out of range.
    Range,
    /// The wrong number of arguments, or of values.
    Arity,
    /// A variable that is not bound, or not yet initialised.
    Unbound,
    /// A call of an object that is not a procedure.
    NotProcedure,
    /// Division by zero.
    DivisionByZero,
    /// An attempt to modify a literal constant.
    Immutable,
    /// A file that could not be opened, read, written or deleted (R7RS 6.11).
    File,
    /// A part of the system that the program may not access.
    Capability,
    /// Text that is not a datum (R7RS 6.11).
    Read,
    /// A program that does not compile.
    Syntax,
    /// A limit of the engine was reached.
    Limit,
    /// A panic of the interpreter or the host. Programs never see one.
    Internal,
}

/// A failure on its way to the handler.
#[derive(Clone, Debug)]
pub struct Failure<'gc> {
    /// Family.
    pub kind: ErrorKind,
    /// The message, without the irritants.
    pub message: String,
    /// The objects concerned.
    pub irritants: Vec<Value<'gc>>,
    /// Position in the source; none means the running instruction's.
    pub span: Span,
    /// A suggestion for the user.
    pub hint: Option<String>,
    /// The host's own error, as the host keeps it.
    pub cause: Option<Value<'gc>>,
    /// The data that notes and suggestions are made from.
    pub details: Details,
}

trace_nothing!(ErrorKind, Details);
trace_fields!(Failure<'gc> { kind, message, irritants, span, hint, cause, details });

/// The ways in which a native, or any other step, may end without a value.
#[derive(Clone, Debug)]
pub enum Throw<'gc> {
    /// A condition to be created and raised.
    Failure(Box<Failure<'gc>>),
    /// An object to be raised as it is.
    Raise(Value<'gc>),
    /// The memory limit: collect, try again, then raise.
    OutOfMemory(usize),
    /// The run must stop.
    Stopped(Stop),
}

/// Result of natives and of everything they call.
pub type Result<'gc, T = Value<'gc>> = std::result::Result<T, Throw<'gc>>;

impl<'gc> Throw<'gc> {
    /// A failure of this kind.
    #[cold]
    pub fn new(kind: ErrorKind, message: impl Into<String>, irritants: &[Value<'gc>]) -> Throw<'gc> {
        Throw::Failure(Box::new(Failure {
            kind,
            message: message.into(),
            irritants: irritants.to_vec(),
            span: Span::NONE,
            hint: None,
            cause: None,
            details: Details::default(),
        }))
    }

    /// A syntax error at `span`.
    #[cold]
    pub fn syntax(message: impl Into<String>, span: Span, irritants: &[Value<'gc>]) -> Throw<'gc> {
        Throw::new(ErrorKind::Syntax, message, irritants).at(span)
    }

    /// Whether this is a syntax error.
    pub fn is_syntax(&self) -> bool {
        matches!(self, Throw::Failure(failure) if failure.kind == ErrorKind::Syntax)
    }

    /// An argument of the wrong type: `who` expected `expected` and got `got`.
    #[cold]
    pub fn wrong_type(who: &str, expected: &str, got: Value<'gc>) -> Throw<'gc> {
        Throw::new(ErrorKind::Type, format!("{who}: expected {expected}, got"), &[got])
    }

    /// An index or range that does not fit.
    #[cold]
    pub fn out_of_range(who: &str, what: &str, got: Value<'gc>) -> Throw<'gc> {
        Throw::new(ErrorKind::Range, format!("{who}: {what} out of range"), &[got])
    }

    /// An index that does not fit into something of this length.
    #[cold]
    pub fn bad_index(who: &str, got: Value<'gc>, length: usize) -> Throw<'gc> {
        let note = match length {
            0 => "it has no elements, so there is no valid index".to_string(),
            1 => "the length is 1, so the only valid index is 0".to_string(),
            _ => format!("the length is {length}, so an index is from 0 to {}", length - 1),
        };
        Throw::out_of_range(who, "index", got).note(note)
    }

    /// A bound of a range that is not from `least` to `most`.
    #[cold]
    pub fn bad_bound(who: &str, what: &str, got: Value<'gc>, least: usize, most: usize) -> Throw<'gc> {
        let note = if least > 0 {
            format!("the start is {least} and the length is {most}, so the {what} is from {least} to {most}")
        } else {
            format!("the length is {most}, so the {what} is from 0 to {most}")
        };
        Throw::out_of_range(who, what, got).note(note)
    }

    /// Several values, or none, where one is expected.
    #[cold]
    pub fn not_single(values: &[Value<'gc>]) -> Throw<'gc> {
        let count = if values.is_empty() { "none".to_string() } else { format!("{}:", values.len()) };
        Throw::new(ErrorKind::Arity, format!("expected one value, got {count}"), values)
            .hint("call-with-values, receive and let-values take several values")
    }

    /// Adds a position, if there is none yet.
    pub fn at(mut self, span: Span) -> Throw<'gc> {
        if let Throw::Failure(failure) = &mut self {
            failure.span = failure.span.or(span);
        }
        self
    }

    /// The same with what the host keeps of its own error.
    pub fn because_of(mut self, cause: Value<'gc>) -> Throw<'gc> {
        if let Throw::Failure(failure) = &mut self {
            failure.cause = Some(cause);
        }
        self
    }

    /// The same with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Throw<'gc> {
        if let Throw::Failure(failure) = &mut self {
            failure.hint = Some(hint.into());
        }
        self
    }

    /// The same with a hint, if there is one.
    pub fn maybe_hint(self, hint: Option<impl Into<String>>) -> Throw<'gc> {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// The same, of this kind of mistake.
    pub fn code(self, code: Code) -> Throw<'gc> {
        self.with(|details| details.code = Some(code))
    }

    /// The same, with this text below the place of the error.
    pub fn primary(self, text: impl Into<String>) -> Throw<'gc> {
        self.with(|details| details.primary = Some(text.into()))
    }

    /// The same, with another place that matters.
    pub fn label(self, span: Span, text: impl Into<String>) -> Throw<'gc> {
        self.with(|details| details.labels.extend(span.is_some().then(|| (span, text.into()))))
    }

    /// The same, with a fact that helps to understand.
    pub fn note(self, text: impl Into<String>) -> Throw<'gc> {
        self.with(|details| details.notes.push(text.into()))
    }

    /// The same, for an assertion with these values of operands.
    pub fn operands(self, operands: Vec<String>) -> Throw<'gc> {
        self.with(|details| details.operands = operands)
    }

    fn with(mut self, change: impl FnOnce(&mut Details)) -> Throw<'gc> {
        if let Throw::Failure(failure) = &mut self {
            change(&mut failure.details);
        }
        self
    }

    /// The same for a failed call with these arguments: notes which of them is the one that
    /// the message names, when that is clear.
    #[cold]
    pub fn among(self, args: &[Value<'gc>]) -> Throw<'gc> {
        let Throw::Failure(failure) = &self else { return self };
        let Some(&culprit) = failure.irritants.last().filter(|_| failure.details.argument.is_none()) else {
            return self;
        };
        let mut found = args.iter().enumerate().filter(|&(_, &arg)| arg == culprit);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => self.with(|details| details.argument = u8::try_from(at).ok()),
            _ => self,
        }
    }
}

impl From<Stop> for Throw<'_> {
    fn from(stop: Stop) -> Self {
        Throw::Stopped(stop)
    }
}

impl From<OutOfMemory> for Throw<'_> {
    fn from(OutOfMemory(bytes): OutOfMemory) -> Self {
        Throw::OutOfMemory(bytes)
    }
}
