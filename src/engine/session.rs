//! Runs sessions: forms that come one by one, each expanded when those before it have run.
//!
//! A later form may redefine what an earlier one refers to, so code is compiled for
//! that (`World::interactive`). A failure ends neither the session nor the engine's use.
//! The values of a form are kept until the next one.

use std::sync::Arc;

use cairn_backend::codegen;
use cairn_data::error::ErrorKind;
use cairn_data::source::Span;
use cairn_expand::{Expander, Syntax};
use cairn_gc::{Kind, Value};
use cairn_middle::environment::Text;
use cairn_text::reader::{ProgramReader, SpanMap};

use super::drive::written;
use super::{Engine, Outcome, Report, report};

/// The forms of an entered text that have not been evaluated yet. An engine has one at
/// a time: [`Engine::enter`] ends the one before.
pub struct Entry {
    number: u64,
    spans: std::vec::IntoIter<Span>,
    table: Arc<SpanMap>,
}

impl Engine {
    /// Says that definitions come one by one from now on, so that a later one may change
    /// what earlier code refers to.
    pub fn begin_session(&mut self) {
        self.mutate(|_, machine| machine.world.session.interactive = true);
    }

    /// Evaluates the forms of a text one by one, as a session at a prompt does.
    /// `observe` gets the end of each form in the text, in bytes, and what came of it.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub fn session(
        &mut self,
        name: &str,
        text: &str,
        mut observe: impl FnMut(usize, Result<Outcome, Box<Report>>),
    ) -> Result<(), Box<Report>> {
        let mut entry = self.enter(name, text, 1)?;
        while let Some((end, outcome)) = self.evaluate_next(&mut entry) {
            observe(end, outcome);
        }
        Ok(())
    }

    /// Reads a text that was entered in a session; `first_line` is the number of its first
    /// line. Directives such as `#!fold-case` hold for what is entered later, too.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub fn enter(&mut self, name: &str, text: &str, first_line: usize) -> Result<Entry, Box<Report>> {
        self.contained(|engine| match engine.try_enter(name, text, first_line) {
            Err(report) if report.kind == Some(ErrorKind::Limit) => {
                // Objects left by earlier forms may be garbage.
                engine.collect_all();
                engine.try_enter(name, text, first_line)
            }
            result => result,
        })
    }

    fn try_enter(&mut self, name: &str, text: &str, first_line: usize) -> Result<Entry, Box<Report>> {
        self.begin_run();
        self.entries += 1;
        let number = self.entries;
        let fold_case = self.fold_case;
        let (entry, fold_case) = self.mutate(|mc, machine| {
            let world = &mut machine.world;
            world.session.interactive = true;
            world.started = false;
            // A program that failed while it was expanded has left its environment closed.
            world.session.libraries.environments.open(world.interaction);
            let source = world.session.sources.add_main(name, text, first_line);
            let mut reader = reader_of(text, source, fold_case);
            let held = world.session.sources.get(Span { source, ..Span::NONE });
            let mut spans = held.map_or_else(SpanMap::new, SpanMap::of);
            let data = reader.all(mc, &mut spans).map_err(|thrown| report::of_throw(mc, world, &thrown))?;
            let values: Vec<_> = data.iter().map(|datum| datum.value).collect();
            world.pending = mc.list(&values);
            let spans_of_forms: Vec<_> = data.iter().map(|datum| datum.span).collect();
            let entry = Entry { number, spans: spans_of_forms.into_iter(), table: Arc::new(spans) };
            Ok::<_, Box<Report>>((entry, reader.folds_case()))
        })?;
        self.fold_case = fold_case;
        Ok(entry)
    }

    /// Evaluates the next form of an entry: where it ends in the text, and what came of
    /// it. Nothing when there is none, or the entry has been ended by another.
    pub fn evaluate_next(&mut self, entry: &mut Entry) -> Option<(usize, Result<Outcome, Box<Report>>)> {
        let span = entry.spans.next().filter(|_| entry.number == self.entries)?;
        let table = Arc::clone(&entry.table);
        Some((span.end as usize, self.contained(|engine| engine.evaluate_pending(span, &table))))
    }

    /// Evaluates the first of the forms that wait.
    fn evaluate_pending(&mut self, span: Span, table: &Arc<SpanMap>) -> Result<Outcome, Box<Report>> {
        let started = self.start_expansion(|_, world| {
            let datum = world.pending.car().unwrap_or(Value::NIL);
            let text = Text { forms: vec![Syntax { datum, span }], spans: Arc::clone(table) };
            Ok(Expander::entry(world.interaction, text, span))
        });
        self.mutate(|_, machine| {
            let world = &mut machine.world;
            world.pending = world.pending.cdr().unwrap_or(Value::NIL);
            world.last = Value::UNSPECIFIED;
        });
        started?;
        self.drive()
    }

    /// Whether a text ends within a datum, so that a session should wait for more.
    pub fn is_incomplete(&mut self, text: &str) -> bool {
        self.begin_run();
        let fold_case = self.fold_case;
        self.contained_or(false, |engine| {
            engine.mutate(|mc, _| {
                let mut reader = reader_of(text, 0, fold_case);
                reader.all(mc, &mut SpanMap::new()).is_err() && reader.is_incomplete()
            })
        })
    }

    /// The values of the form that was evaluated last, as `write` prints them, without
    /// those that are unspecified. Each becomes the value of a variable, named by `name`.
    pub fn keep_values(&mut self, name: impl FnMut() -> String) -> Vec<String> {
        self.contained_or(Vec::new(), |engine| engine.kept_values(name))
    }

    fn kept_values(&mut self, mut name: impl FnMut() -> String) -> Vec<String> {
        self.mutate(|mc, machine| {
            let world = &mut machine.world;
            let last = std::mem::replace(&mut world.last, Value::UNSPECIFIED);
            let values = if last.has_kind(Kind::Values) { last.slot_slice().to_vec() } else { vec![last] };
            let mut texts = Vec::new();
            for value in values {
                if let Some(text) = written(mc, value) {
                    world.session.libraries.environments.define(mc, world.interaction, &name(), value);
                    texts.push(text);
                }
            }
            texts
        })
    }

    /// The listing of the code of the value of the form that was evaluated last, when it is
    /// a procedure with code.
    pub fn listing_of_last(&mut self) -> Option<String> {
        self.contained_or(None, |engine| {
            engine.mutate(|_, machine| {
                let world = &machine.world;
                world.last.closure_proto().map(|proto| codegen::listing(world.session.primitives, proto))
            })
        })
    }

    /// The names that have a meaning in a session, in alphabetical order.
    pub fn names(&mut self) -> Vec<String> {
        self.contained_or(Vec::new(), |engine| engine.names_in_session())
    }

    fn names_in_session(&mut self) -> Vec<String> {
        self.mutate(|_, machine| {
            let world = &machine.world;
            world.session.libraries.environments.names(world.interaction).into_iter().map(str::to_string).collect()
        })
    }
}

fn reader_of(text: &str, source: u32, fold_case: bool) -> ProgramReader {
    let reader = ProgramReader::new(text.into(), source);
    if fold_case { reader.fold_case() } else { reader }
}
