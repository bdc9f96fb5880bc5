//! Finds further mistakes in a program that has one: after a syntax error the forms after the one
//! that is wrong are expanded, too, though nothing of the program will run.
//!
//! A failure that only follows from the first mistake is not reported. So the search ends at a form
//! that failed to import or to define syntax, and where code would have to run.

use cairn_data::error::{ErrorKind, Failure, Throw};
use cairn_gc::{Mutation, Value};
use cairn_middle::environment::EnvId;
use cairn_middle::environment::identifier::{is_identifier, name_of};
use cairn_middle::environment::syntax::SpanTables;
use cairn_middle::session::Session;
use cairn_text::printer;

use super::Expander;
use super::task::Task;

/// Further mistakes that are looked for.
const MOST: usize = 9;
/// Characters of an irritant.
const SHOWN: usize = 200;

impl<'gc> Expander<'gc> {
    /// The mistakes after the one by which a step of this expander has failed.
    pub fn further_mistakes(mut self, mc: Mutation<'gc>, session: &mut Session<'gc>) -> Vec<Failure<'gc>> {
        let mut found = Vec::new();
        while found.len() < MOST {
            let Some(mut rest) = self.after_the_form() else { break };
            match rest.step(mc, session) {
                Err(Throw::Failure(failure)) if failure.kind == ErrorKind::Syntax => found.push(plain(*failure)),
                _ => break,
            }
            self = rest;
        }
        found
    }

    /// An expander for the top-level forms after the present one.
    fn after_the_form(&mut self) -> Option<Expander<'gc>> {
        let is_outermost = self.opens && self.contexts.is_empty() && self.outer.is_empty();
        if !is_outermost || self.tasks.is_empty() || matters_to_others(self.context.form) {
            return None;
        }
        let Task::Toplevel(mut forms) = self.tasks.swap_remove(0) else { return None };
        forms.drop_begun();
        let environment: EnvId = self.context.environment;
        let fresh = Expander::form(environment, Value::NIL, self.context.span);
        let spans: SpanTables = std::mem::take(&mut self.context.spans);
        let mut rest = Expander { opens: true, closed: self.closed, changeable: self.changeable, ..fresh };
        rest.context.spans = spans;
        rest.tasks = vec![Task::Toplevel(forms)];
        Some(rest)
    }
}

/// Whether other forms mean something else when this one has failed.
fn matters_to_others(form: Value<'_>) -> bool {
    const KEYWORDS: [&str; 5] = ["import", "define-library", "define-syntax", "define-macro", "begin"];
    let head = form.car().filter(|&head| is_identifier(head)).map(name_of);
    head.is_some_and(|head| KEYWORDS.contains(&head))
}

/// The failure with its objects as text.
fn plain<'gc>(failure: Failure<'gc>) -> Failure<'gc> {
    let mut message = failure.message;
    for irritant in failure.irritants {
        message.push(' ');
        message.push_str(&printer::summary(irritant, SHOWN));
    }
    Failure {
        kind: failure.kind,
        message,
        irritants: Vec::new(),
        span: failure.span,
        hint: failure.hint,
        cause: None,
        details: failure.details,
    }
}
