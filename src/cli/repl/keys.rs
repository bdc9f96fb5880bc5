//! Binds keys in an entry: Enter ends it or begins a line, Tab completes or indents.
//!
//! Where a terminal does not mark what is pasted, that comes as keys do, but faster than
//! anybody types. Such keys stand for themselves: an indentation that was added to a pasted
//! one would be too much, and a tabulator in it asks for no completion.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rustyline::{Cmd, ConditionalEventHandler, Event, EventContext, EventHandler, KeyEvent, RepeatCount};

use super::assistant::is_complete;
use super::nesting::Nesting;

/// Keys that follow each other faster are pasted.
const PASTED: Duration = Duration::from_millis(15);
/// The replacement for a tab before the first token of a line.
const INDENTATION: &str = "  ";

/// Whether what is entered is an entry; otherwise it is input of a program.
#[derive(Clone, Default)]
pub(super) struct Purpose(Arc<AtomicU64>);

impl Purpose {
    /// Says that what comes is for a program.
    pub(super) fn set_program(&self, is_program: bool) {
        self.0.store(u64::from(is_program), Ordering::Relaxed);
    }

    /// Whether what comes is for a program.
    pub(super) fn is_program(&self) -> bool {
        self.0.load(Ordering::Relaxed) != 0
    }
}

/// When the last key came, in microseconds since the start.
struct Clock {
    start: Instant,
    last: AtomicU64,
}

impl Clock {
    /// Notes that a key came; whether it was pasted.
    fn is_pasted(&self) -> bool {
        let now = self.start.elapsed().as_micros() as u64;
        let last = self.last.swap(now, Ordering::Relaxed);
        last > 0 && now - last < PASTED.as_micros() as u64
    }
}

/// The handlers of keys, each with the key that it is for.
pub(super) fn handlers(purpose: &Purpose) -> Vec<(Event, EventHandler)> {
    let clock = Arc::new(Clock { start: Instant::now(), last: AtomicU64::new(0) });
    let on = |event: Event, act: fn(&EventContext, bool) -> Option<Cmd>| {
        let handler = Handler { clock: Arc::clone(&clock), purpose: purpose.clone(), act };
        (event, EventHandler::Conditional(Box::new(handler)))
    };
    vec![
        on(Event::from(KeyEvent::from('\r')), enter),
        on(Event::from(KeyEvent::from('\n')), enter),
        on(Event::from(KeyEvent::from('\t')), tab),
        on(Event::Any, |_, _| None),
    ]
}

struct Handler {
    clock: Arc<Clock>,
    purpose: Purpose,
    /// The action of the key, given whether it was pasted; `None` for its default action.
    act: fn(&EventContext, bool) -> Option<Cmd>,
}

impl ConditionalEventHandler for Handler {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        let is_pasted = self.clock.is_pasted();
        if self.purpose.is_program() { None } else { (self.act)(context, is_pasted) }
    }
}

fn enter(context: &EventContext, is_pasted: bool) -> Option<Cmd> {
    let line = context.line();
    if is_complete(line) {
        return Some(Cmd::AcceptLine);
    }
    let mut nesting = Nesting::default();
    nesting.feed(&line[..context.pos()]);
    nesting.feed("\n");
    let indentation = if is_pasted { 0 } else { nesting.indentation() };
    Some(Cmd::Insert(1, format!("\n{}", " ".repeat(indentation))))
}

fn tab(context: &EventContext, is_pasted: bool) -> Option<Cmd> {
    let before = &context.line()[..context.pos()];
    let line = before.rsplit('\n').next().unwrap_or_default();
    let text = if is_pasted { "\t" } else { INDENTATION };
    (is_pasted || line.trim().is_empty()).then(|| Cmd::Insert(1, text.to_string()))
}
