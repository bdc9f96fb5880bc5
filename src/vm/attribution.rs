//! Names in an error the procedure that the program has called, when what failed is in Cairn's own Scheme code: a program
//! that calls `set-size` did not write `collection-bag?`, and one that calls `take!` did not write `take`.
//!
//! Only a failure whose message begins with another name than the program's call costs anything: its backtrace is searched
//! for the outermost code of a bundled library, or of the prelude, that the program has called.

use cairn_data::error::{ErrorKind, Failure};
use cairn_data::global;
use cairn_data::source::{Source, Span};
use cairn_gc::{Kind, Value};
use cairn_middle::environment::{Binding, Entry, Origin};
use cairn_middle::primitives::{BuiltinId, Code};

use super::frames::{Activation, Frame, code_meta};
use super::machine::Machine;
use super::tails;

/// Activations between the failure and the program's call, at most.
const DEPTH: usize = 64;

impl<'gc> Machine<'gc> {
    /// Replaces the name at the beginning of the message of a failure at `here` by the one that the program wrote. A
    /// procedure that the program has passed to the library keeps its name.
    pub(super) fn attribute(&self, failure: &mut Failure<'gc>, here: Span) {
        let Some((name, said)) = failure.message.split_once(": ").filter(|(name, _)| is_name(name)) else { return };
        let is_plain = |operator: String| operator == name || operator == "error";
        if failure.kind == ErrorKind::Limit || self.written(here).is_some_and(is_plain) {
            return;
        }
        let trace = self.backtrace(DEPTH);
        let Some(call) = trace.iter().position(|activation| self.is_program(activation.span)) else { return };
        let called = match trace[..call].iter().rposition(|activation| self.is_bundled(activation.span)) {
            _ if call == 0 || call == 1 && self.is_accessor(&trace[0], name) => {
                self.written(trace[call].span).filter(|alias| self.is_alias(alias, name))
            }
            _ if self.is_passed(&trace[..=call], name) || self.is_deferred(failure.kind, &trace[..call], name) => None,
            Some(entered) => self.called(&trace, entered, call),
            // The program has passed to `call-with-values` the procedure that it calls in tail position.
            None if trace[call - 1].name.as_deref() == Some("call-with-values") => None,
            None if trace[..call].iter().all(|activation| self.is_prelude(activation)) => {
                self.called(&trace, call - 1, call)
            }
            None => None,
        };
        if let Some(called) = called {
            failure.message = format!("{called}: {said}");
            failure.details.argument = failure.details.argument.filter(|_| call == 0);
        }
    }

    fn is_program(&self, span: Span) -> bool {
        self.world.session.sources.get(span).is_some_and(|source| !source.is_bundled())
    }

    fn is_bundled(&self, span: Span) -> bool {
        self.world.session.sources.get(span).is_some_and(|source| source.is_bundled())
    }

    /// The operator at a place in a text of the program.
    fn written(&self, span: Span) -> Option<String> {
        let source = self.world.session.sources.get(span).filter(|source| !source.is_bundled())?;
        operator(&source, span).map(str::to_string)
    }

    /// Whether a name is a macro that the program defines: what such a form calls has another name.
    fn is_macro(&self, name: &str) -> bool {
        let environments = &self.world.session.libraries.environments;
        environments.entries(self.world.interaction).any(|(key, entry)| {
            let is_own = matches!(entry, Entry { binding: Binding::Macro(_), origin: Origin::Defined });
            is_own && key.as_symbol() == Some(name)
        })
    }

    /// Whether a library that is loaded exports under the name `alias` what is called `name` where it is defined.
    fn is_alias(&self, alias: &str, name: &str) -> bool {
        let rows = self.world.session.primitives;
        self.world.session.libraries.exported(alias).any(|binding| match binding {
            Binding::Builtin(id) => rows.row(id).name == name,
            Binding::Global(cell) => cell.slot(global::VALUE).is_some_and(|value| self.has_name(value, name)),
            _ => false,
        })
    }

    /// Whether a procedure has this name where it is defined.
    fn has_name(&self, value: Value<'gc>, name: &str) -> bool {
        if value.has_kind(Kind::Native) {
            let number = value.slot(0).and_then(Value::as_index).and_then(|number| u16::try_from(number).ok());
            return number.is_some_and(|number| self.world.session.primitives.row(BuiltinId(number)).name == name);
        }
        codes(value).filter_map(code_meta).any(|meta| meta.name.as_deref() == Some(name))
    }

    /// A name under which a library that is loaded exports the procedure that runs in a frame.
    fn exported_as(&self, frame: Frame<'gc>) -> Option<String> {
        let code = frame.code()?;
        let is_it = |binding: Binding<'gc>| match binding {
            Binding::Global(cell) => cell.slot(global::VALUE).is_some_and(|value| codes(value).any(|own| own == code)),
            _ => false,
        };
        let mut exports = self.world.session.libraries.all_exports();
        exports.find(|&(_, binding)| is_it(binding)).and_then(|(name, _)| name.as_symbol()).map(str::to_string)
    }

    /// Whether an activation is of a builtin in Scheme.
    fn is_prelude(&self, activation: &Activation<'gc>) -> bool {
        let rows = self.world.session.primitives;
        let row = activation.name.as_deref().and_then(|name| rows.find(name)).map(|id| rows.row(id));
        !activation.span.is_some() && row.is_some_and(|row| row.code == Code::Scheme)
    }

    /// Whether an activation is of a procedure without a text that has this name: of an accessor of records, for instance.
    fn is_accessor(&self, activation: &Activation<'gc>, name: &str) -> bool {
        !activation.span.is_some() && activation.name.as_deref() == Some(name) && !self.is_prelude(activation)
    }

    /// Whether the procedure that failed came from the program; the last activation is the program's.
    fn is_passed(&self, trace: &[Activation<'gc>], name: &str) -> bool {
        let Some((call, inner)) = trace.split_last() else { return true };
        let from = usize::from(self.is_accessor(&inner[0], name));
        let Some(caller) = inner.get(from).filter(|of| self.is_bundled(of.span) || self.is_prelude(of)) else {
            return true;
        };
        let sources = &self.world.session.sources;
        // The program wrote the name itself: of an operand that the library calls, or in a macro of the library.
        if sources.get(call.span).is_some_and(|text| mentions(&text, call.span, name)) {
            return true;
        }
        let mut places = inner[from..].iter().filter_map(|of| Some((sources.get(of.span)?, of.span)));
        if places.next().is_some_and(|(text, span)| mentions(&text, span, name)) {
            return false;
        }
        let running = Frame { base: self.base, pc: self.pc, failed: false };
        let frame = if from == 0 { Some(running) } else { caller.frame };
        !frame.is_some_and(tails::calls_own)
    }

    /// Whether the error is one that a procedure raises in the name of the one that has made it and has returned: the
    /// generators that `gindex` makes, for instance.
    fn is_deferred(&self, kind: ErrorKind, trace: &[Activation<'gc>], name: &str) -> bool {
        let runs = trace.iter().any(|activation| activation.name.as_deref() == Some(name));
        let place = trace.iter().find_map(|of| Some((self.world.session.sources.get(of.span)?, of.span)));
        kind == ErrorKind::General
            && !runs
            && place.is_some_and(|(text, span)| definition_around(&text, span) == Some(name))
    }

    /// The program's name of what it has called, at `trace[call]`: it has entered `trace[entered]`.
    fn called(&self, trace: &[Activation<'gc>], entered: usize, call: usize) -> Option<String> {
        let name = trace[entered].name.as_deref().unwrap_or_default();
        let own = |frame| match tails::called_code(self, frame) {
            Some((_, span)) if span.is_some() => self.is_bundled(span),
            Some((called, _)) => called.as_deref() == Some(name),
            None => false,
        };
        let in_library = |frame| tails::called_code(self, frame).is_some_and(|(_, span)| self.is_bundled(span));
        let written = self.written(trace[call].span).filter(|written| {
            let inlined = trace[entered].frame.is_none() && !trace[entered].removed;
            let is_variable = |binding| matches!(binding, Binding::Global(_));
            let is_it = || {
                inlined
                    || trace[call].frame.is_some_and(own)
                    || self.is_alias(written, name)
                    || self.world.session.libraries.exported(written).any(is_variable)
            };
            let is_called = entered + 1 == call && is_it() || trace[call].frame.is_some_and(in_library);
            is_called && !self.is_macro(written)
        });
        let is_exported = self.world.session.libraries.exported(name).next().is_some();
        let known = || if is_exported { Some(name.to_string()) } else { self.exported_as(trace[entered].frame?) };
        written.or_else(known)
    }
}

/// The code of a procedure, of each clause if it has several.
fn codes<'gc>(value: Value<'gc>) -> impl Iterator<Item = Value<'gc>> {
    let clauses = if value.has_kind(Kind::CaseLambda) { value.slot_slice() } else { &[] };
    value.closure_proto().into_iter().chain(clauses.iter().filter_map(|clause| clause.closure_proto()))
}

/// Whether a text is a name: it has no spaces.
fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

/// The operator of the form at a place, if it is a name.
fn operator(source: &Source, span: Span) -> Option<&str> {
    words(source, span)?.next().filter(|name| !name.is_empty())
}

/// The name of the definition at the top of a bundled library in which a place is. These definitions are indented by four.
fn definition_around(source: &Source, span: Span) -> Option<&str> {
    let (_, definition) = source.text.get(..span.start as usize)?.rsplit_once("\n    (define ")?;
    definition.trim_start_matches('(').split(|c: char| c.is_whitespace() || c == ')').next()
}

/// Whether the form at a place contains a name.
fn mentions(source: &Source, span: Span, name: &str) -> bool {
    words(source, span).is_some_and(|mut words| words.any(|word| word == name))
}

fn words(source: &Source, span: Span) -> Option<impl Iterator<Item = &str>> {
    let form = source.text.get(span.start as usize..span.end as usize)?.strip_prefix('(')?;
    Some(form.split(|c: char| c.is_whitespace() || "()[]\"';`,".contains(c)))
}
