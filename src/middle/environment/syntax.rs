//! Represents program text as data: datums with positions, and walks over them.

use std::sync::Arc;

use cairn_data::error::{Result, Throw};
use cairn_data::source::Span;
use cairn_gc::{Value, trace_fields, trace_nothing};
use cairn_text::reader::SpanMap;

use crate::deep;

/// A datum of a program and its position.
#[derive(Clone, Copy, Debug)]
pub struct Syntax<'gc> {
    /// The datum.
    pub datum: Value<'gc>,
    /// Its span in the source, or the nearest enclosing form's.
    pub span: Span,
}

trace_fields!(Syntax<'gc> { datum, span });

/// The span tables of the files that make up one program or library, latest first; there is almost
/// always one.
#[derive(Default, Clone)]
pub struct SpanTables {
    tables: Vec<Arc<SpanMap>>,
}

trace_nothing!(SpanTables);

impl SpanTables {
    /// Adds the table of one more file.
    pub fn add(&mut self, table: Arc<SpanMap>) {
        self.tables.insert(0, table);
    }

    fn first(&self, find: impl Fn(&SpanMap) -> Span) -> Span {
        self.tables.iter().map(|table| find(table)).find(|span| span.is_some()).unwrap_or(Span::NONE)
    }

    /// The span of the datum in the pair's car.
    pub fn element(&self, pair: Value<'_>) -> Span {
        self.first(|table| table.element(pair))
    }

    /// The span of the list that starts with this pair, if one does.
    pub fn form(&self, pair: Value<'_>) -> Span {
        self.first(|table| table.form(pair))
    }

    /// The car of `pair` with its span; `around` is the nearest span known.
    fn car<'gc>(&self, pair: Value<'gc>, car: Value<'gc>, around: Span) -> Syntax<'gc> {
        let own = if car.is_pair() { self.form(car) } else { Span::NONE };
        Syntax { datum: car, span: own.or(self.element(pair)).or(around) }
    }
}

/// The elements of a list in code, and the tail after the last pair.
pub struct Elements<'gc> {
    /// The elements.
    pub items: Vec<Syntax<'gc>>,
    /// The last cdr: `()` for a proper list.
    pub tail: Value<'gc>,
}

/// Elements between two reports of work.
const STRETCH: usize = 1 << 12;

impl SpanTables {
    /// Splits a list into its elements.
    ///
    /// # Errors
    /// If it is circular.
    pub fn elements<'gc>(&self, list: Syntax<'gc>) -> Result<'gc, Elements<'gc>> {
        let mut items = Vec::new();
        let mut rest = list.datum;
        let mut landmark = rest;
        while let Some((car, cdr)) = rest.as_pair() {
            items.push(self.car(rest, car, list.span));
            rest = cdr;
            if items.len().is_multiple_of(STRETCH) {
                // The vector doubles, and the structures built from it take as much again.
                deep::report(STRETCH, items.len() * 4 * size_of::<Syntax<'_>>())?;
            }
            if rest == landmark && rest.is_pair() {
                return Err(Throw::syntax("circular list in program code", list.span, &[]));
            }
            if items.len().is_power_of_two() {
                landmark = rest;
            }
        }
        Ok(Elements { items, tail: rest })
    }

    /// The elements of a proper list.
    ///
    /// # Errors
    /// If it is not a proper list.
    pub fn items<'gc>(&self, list: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
        let elements = self.elements(list)?;
        if !elements.tail.is_nil() {
            return Err(Throw::syntax("improper list in program code", list.span, &[]));
        }
        Ok(elements.items)
    }

    /// The form without its first element, with the form's span.
    pub fn rest<'gc>(&self, form: Syntax<'gc>) -> Syntax<'gc> {
        Syntax { datum: form.datum.cdr().unwrap_or(Value::NIL), span: form.span }
    }

    /// The first element of a form.
    pub fn head<'gc>(&self, form: Syntax<'gc>) -> Option<Syntax<'gc>> {
        Some(self.car(form.datum, form.datum.car()?, form.span))
    }
}
