//! Traces roots: one visitor for evacuation, marking and verification.
//!
//! Invariant: while a root is traced no other reference to it exists.

use crate::minor::Minor;
use crate::value::Value;

/// The operation that a collection performs on the values of a root.
pub struct Tracer<'a, 'gc> {
    pub(crate) mode: Mode<'a, 'gc>,
}

pub(crate) enum Mode<'a, 'gc> {
    /// Move young objects to the tenured space and update the value.
    Evacuate(&'a mut Minor<'gc>),
    /// Replace each word by the result of the function.
    Forward(&'a dyn Fn(u64) -> u64),
    /// Report the words.
    Report(&'a mut dyn FnMut(&[Value<'gc>])),
    /// Report the words to the marker.
    Mark(&'a mut dyn FnMut(&[Value<'gc>]), &'a mut Marking),
}

/// The agreement between the marker and a root.
pub(crate) struct Marking {
    /// Number of this marking, unique in a heap and never 0.
    pub number: u64,
    /// Words that the marker wants to receive at once.
    pub budget: usize,
    /// Whether the root has more values to report.
    pub postponed: bool,
}

impl<'a, 'gc> Tracer<'a, 'gc> {
    /// Visits one value; a collection that moves objects may change it.
    #[inline]
    pub fn visit(&mut self, value: &mut Value<'gc>) {
        match &mut self.mode {
            Mode::Evacuate(minor) => {
                minor.root_words += 1;
                *value = Value::from_bits(minor.evacuate(value.bits()));
            }
            Mode::Forward(forward) => *value = Value::from_bits(forward(value.bits())),
            Mode::Report(report) | Mode::Mark(report, _) => report(std::slice::from_ref(value)),
        }
    }

    /// Visits each value of a slice.
    pub fn visit_slice(&mut self, values: &mut [Value<'gc>]) {
        match &mut self.mode {
            Mode::Evacuate(minor) => {
                minor.root_words += values.len();
                for value in values {
                    *value = Value::from_bits(minor.evacuate(value.bits()));
                }
            }
            Mode::Forward(forward) => {
                for value in values {
                    *value = Value::from_bits(forward(value.bits()));
                }
            }
            Mode::Report(report) | Mode::Mark(report, _) => report(values),
        }
    }

    /// Whether this is a minor collection: then the parts of a root that have not changed since the
    /// last one, and so hold no young value, may be skipped.
    pub fn is_minor(&self) -> bool {
        matches!(self.mode, Mode::Evacuate(_))
    }

    /// Tells a minor collection how many values were skipped: a marking must examine them.
    pub fn left_out(&mut self, values: usize) {
        if let Mode::Evacuate(minor) = &mut self.mode {
            minor.root_words += values;
        }
    }

    /// If the marker is tracing: the number of this marking, greater than 0. A part of the root
    /// that was traced in a marking with the same number, and has only changed since by stores
    /// reported to the write barrier, may be skipped.
    pub fn marking(&self) -> Option<u64> {
        match &self.mode {
            Mode::Mark(_, marking) => Some(marking.number),
            _ => None,
        }
    }

    /// How many values the marker wants to receive before the root postpones the rest.
    pub fn budget(&self) -> usize {
        match &self.mode {
            Mode::Mark(_, marking) => marking.budget,
            _ => usize::MAX,
        }
    }

    /// Tells the marker that the root has more values: it will be traced again before the marking
    /// is complete.
    pub fn postpone(&mut self) {
        if let Mode::Mark(_, marking) = &mut self.mode {
            marking.postponed = true;
        }
    }
}

/// A type that holds values and can trace them for the collector.
///
/// # Safety
/// `trace` visits every [`Value`] that the type holds and that may be used after the collection,
/// except those that [`Tracer::is_minor`], [`Tracer::marking`] and [`Tracer::postpone`] allow it to
/// skip, and does not panic. Everything else in the type may be sent to another thread together
/// with the heap: it is `Send`, or is reached through this root alone.
/// [`trace_fields!`](crate::trace_fields) writes such an implementation.
pub unsafe trait Trace<'gc> {
    /// Visits every value.
    fn trace(&mut self, tracer: &mut Tracer<'_, 'gc>);
}

// SAFETY: the value is visited.
unsafe impl<'gc> Trace<'gc> for Value<'gc> {
    #[inline]
    fn trace(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        tracer.visit(self);
    }
}

macro_rules! holds_no_values {
    ($($t:ty),*) => {
        $(
            // SAFETY: the type holds no values.
            unsafe impl<'gc> Trace<'gc> for $t {
                fn trace(&mut self, _: &mut Tracer<'_, 'gc>) {}
            }
        )*
    };
}

holds_no_values!((), bool, u8, u16, u32, u64, usize, i32, i64, f64, char, String, &'static str);

// SAFETY: every element is traced.
unsafe impl<'gc, T: Trace<'gc>> Trace<'gc> for Vec<T> {
    fn trace(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        for item in self {
            item.trace(tracer);
        }
    }
}

// SAFETY: the content is traced.
unsafe impl<'gc, T: Trace<'gc>> Trace<'gc> for Option<T> {
    fn trace(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        if let Some(item) = self {
            item.trace(tracer);
        }
    }
}

// SAFETY: the content is traced.
unsafe impl<'gc, T: Trace<'gc> + ?Sized> Trace<'gc> for Box<T> {
    fn trace(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        (**self).trace(tracer);
    }
}

// SAFETY: every element is traced.
unsafe impl<'gc, T: Trace<'gc>, const N: usize> Trace<'gc> for [T; N] {
    fn trace(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        for item in self {
            item.trace(tracer);
        }
    }
}

// SAFETY: both parts are traced.
unsafe impl<'gc, A: Trace<'gc>, B: Trace<'gc>> Trace<'gc> for (A, B) {
    fn trace(&mut self, tracer: &mut Tracer<'_, 'gc>) {
        self.0.trace(tracer);
        self.1.trace(tracer);
    }
}

/// Implements [`Trace`](crate::Trace) for a struct whose fields all implement
/// it. The fields are named in full: a forgotten one does not compile.
///
/// ```
/// use cairn_gc::{Value, trace_fields};
/// struct Machine<'gc> { stack: Vec<Value<'gc>>, steps: u64 }
/// trace_fields!(Machine<'gc> { stack, steps });
/// ```
#[macro_export]
macro_rules! trace_fields {
    ($name:ident<$gc:lifetime> { $($field:ident),* $(,)? }) => {
        // SAFETY: the pattern names every field, and each is traced.
        unsafe impl<$gc> $crate::Trace<$gc> for $name<$gc> {
            fn trace(&mut self, tracer: &mut $crate::Tracer<'_, $gc>) {
                let $name { $($field),* } = self;
                $($crate::Trace::trace($field, tracer);)*
            }
        }
    };
}

/// Implements [`Trace`](crate::Trace) for an enum of unit and tuple variants whose
/// fields all implement it. Every variant and field is named: a forgotten one does
/// not compile.
///
/// ```
/// use cairn_gc::{Value, trace_variants};
/// enum Task<'gc> { Apply(Value<'gc>, u32), Stop }
/// trace_variants!(Task<'gc> { Apply(f, count), Stop });
/// ```
#[macro_export]
macro_rules! trace_variants {
    ($name:ident<$gc:lifetime> { $($variant:ident $(($($field:ident),* $(,)?))?),* $(,)? }) => {
        // SAFETY: the patterns name every variant and field, and each is traced.
        unsafe impl<$gc> $crate::Trace<$gc> for $name<$gc> {
            fn trace(&mut self, tracer: &mut $crate::Tracer<'_, $gc>) {
                // It is unused if no variant has fields.
                let _ = &tracer;
                match self {
                    $($name::$variant $(($($field),*))? => {
                        $($($crate::Trace::trace($field, tracer);)*)?
                    })*
                }
            }
        }
    };
}

/// Implements [`Trace`](crate::Trace) as empty for types that hold no values.
///
/// The types must be `'static`, and so cannot hold a branded value; and `Send`, so that the heap
/// may move to another thread with them.
#[macro_export]
macro_rules! trace_nothing {
    ($($t:ty),* $(,)?) => {
        $(
            const _: () = {
                const fn is_static<T: Send + 'static>() {}
                is_static::<$t>();
            };
            // SAFETY: the type is `'static`, so it holds no branded value.
            unsafe impl<'gc> $crate::Trace<'gc> for $t {
                fn trace(&mut self, _: &mut $crate::Tracer<'_, 'gc>) {}
            }
        )*
    };
}
