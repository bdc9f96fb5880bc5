//! Commands about a program that has stopped, and about procedures that are watched.

use std::fmt::Write;

use cairn::engine::{Outcome, Stopped, Watching};

use super::{Next, Session};

/// The actions available after an error, in the order of their numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Restart {
    Retry,
    UseValue,
    Abort,
}

impl Restart {
    fn name(self) -> &'static str {
        match self {
            Restart::Retry => "retry",
            Restart::UseValue => "use-value",
            Restart::Abort => "abort",
        }
    }

    fn doc(self) -> &'static str {
        match self {
            Restart::Retry => "retry            evaluate the entry again",
            Restart::UseValue => "use-value FORM   go on where the condition was raised, with the value of FORM",
            Restart::Abort => "abort            forget the error",
        }
    }
}

fn restarts(session: &mut Session) -> Vec<Restart> {
    let mut found = Vec::new();
    if session.failed_entry.is_some() {
        found.push(Restart::Retry);
    }
    if session.engine.can_resume() {
        found.push(Restart::UseValue);
    }
    found.push(Restart::Abort);
    found
}

/// The message of a session after an error at a terminal, if there is one.
pub(crate) fn advice(session: &mut Session) -> Option<String> {
    if session.engine.can_resume() {
        return Some("; ,restart lists ways to go on\n".to_string());
    }
    let is_first = !std::mem::replace(&mut session.advised, true);
    let has_frames = is_first && !session.engine.stopped().is_empty();
    has_frames.then(|| "; ,bt lists what was running; ,help lists commands to look at it\n".to_string())
}

fn line_of(number: usize, frame: &Stopped, chosen: bool) -> String {
    let mark = if chosen { '>' } else { ' ' };
    let place = &frame.position;
    let name = frame.name.as_deref().unwrap_or("(top level)");
    format!("{mark}{number:>3}  {name} at {}:{}:{}\n", place.source, place.line, place.column)
}

/// Shows a frame with its source line and its variables.
fn show(session: &mut Session, number: usize) -> Next {
    let frames = session.engine.stopped();
    let Some(frame) = frames.get(number) else {
        session.complain(match frames.len() {
            0 => "there has been no error",
            _ => "there is no such frame; ,bt lists them",
        });
        return Next::GoOn;
    };
    session.frame = number;
    let mut out = line_of(number, frame, true);
    let _ = writeln!(out, "      {}", frame.position.text.trim());
    push_variables(frame, &mut out);
    session.print(&out);
    Next::GoOn
}

fn push_variables(frame: &Stopped, out: &mut String) {
    for (name, value) in &frame.variables {
        let _ = writeln!(out, "      {name} = {value}");
    }
}

/// `,bt`
pub(super) fn backtrace(session: &mut Session, _: &str) -> Next {
    let frames = session.engine.stopped();
    if frames.is_empty() {
        session.complain("there has been no error");
    }
    let chosen = session.frame;
    let lines: String = frames.iter().enumerate().map(|(i, frame)| line_of(i, frame, i == chosen)).collect();
    session.print(&lines);
    Next::GoOn
}

/// `,frame [N]`
pub(super) fn frame(session: &mut Session, number: &str) -> Next {
    let chosen = if number.is_empty() { session.frame } else { number.parse().unwrap_or(usize::MAX) };
    show(session, chosen)
}

/// `,up`
pub(super) fn up(session: &mut Session, _: &str) -> Next {
    show(session, session.frame + 1)
}

/// `,down`
pub(super) fn down(session: &mut Session, _: &str) -> Next {
    match session.frame.checked_sub(1) {
        Some(number) => show(session, number),
        None => {
            session.complain("this is the innermost frame");
            Next::GoOn
        }
    }
}

/// `,locals`
pub(super) fn locals(session: &mut Session, _: &str) -> Next {
    let frames = session.engine.stopped();
    let mut out = String::new();
    match frames.get(session.frame) {
        None => session.complain("there has been no error"),
        Some(frame) if frame.variables.is_empty() => out.push_str("      no variables\n"),
        Some(frame) => push_variables(frame, &mut out),
    }
    session.print(&out);
    Next::GoOn
}

/// `,eval FORM`
pub(super) fn eval(session: &mut Session, form: &str) -> Next {
    let name = session.next_name();
    let outcome = session.engine.eval_in_activation(session.frame, &name, form);
    session.conclude(outcome, true).unwrap_or(Next::GoOn)
}

/// `,restart [N [FORM]]`
pub(super) fn restart(session: &mut Session, text: &str) -> Next {
    let restarts = restarts(session);
    if text.is_empty() {
        let lines = restarts.iter().zip(1..).map(|(restart, number)| format!("{number:>3}  {}\n", restart.doc()));
        session.print(&lines.collect::<String>());
        return Next::GoOn;
    }
    let (which, form) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let by_number = which.parse::<usize>().ok().and_then(|number| restarts.get(number.wrapping_sub(1)).copied());
    let chosen = by_number.or_else(|| restarts.iter().copied().find(|restart| restart.name() == which));
    match chosen {
        Some(Restart::Retry) => {
            let entry = session.failed_entry.take().unwrap_or_default();
            session.evaluate_entry(&entry)
        }
        Some(Restart::UseValue) if form.trim().is_empty() => {
            session.complain("usage: ,restart use-value FORM");
            Next::GoOn
        }
        Some(Restart::UseValue) => resume(session, form),
        Some(Restart::Abort) => Next::GoOn,
        None => {
            session.complain("there is no such restart; ,restart lists them");
            Next::GoOn
        }
    }
}

/// Goes on with the value of a form.
fn resume(session: &mut Session, form: &str) -> Next {
    let name = session.next_name();
    let outcome = match session.engine.eval(&name, form) {
        Ok(Outcome::Value(_)) => session.engine.resume(),
        other => other,
    };
    session.conclude(outcome, true).unwrap_or(Next::GoOn)
}

/// `,continue`
pub(super) fn go_on(session: &mut Session, _: &str) -> Next {
    if session.engine.can_resume() {
        let next = resume(session, "(if #f #f)");
        end_finished_steps(session);
        return next;
    }
    session.complain("the program cannot go on here; ,restart lists what can be done");
    Next::GoOn
}

/// `,step FORM`: evaluates a form, and stops before each call of a procedure of the user's.
pub(super) fn step(session: &mut Session, form: &str) -> Next {
    end_steps(session);
    let names = session.engine.names();
    let names = names.into_iter().filter(|name| !name.starts_with('$'));
    let own: Vec<String> = names.filter(|name| session.engine.documentation(name).is_some()).collect();
    for name in own {
        if !session.watched.contains(&name) {
            watch(session, &name, Watching::Stopping);
            session.stepped.push(name);
        }
    }
    let next = session.evaluate_as_it_is(form);
    end_finished_steps(session);
    next
}

/// Ends the watching of `,step` when its form has its value, or has failed.
fn end_finished_steps(session: &mut Session) {
    if !session.engine.can_resume() {
        end_steps(session);
    }
}

/// Gives the procedures that `,step` stops at their own values back.
pub(crate) fn end_steps(session: &mut Session) {
    for name in std::mem::take(&mut session.stepped) {
        unwatch_named(session, &name);
    }
}

fn watch(session: &mut Session, name: &str, watching: Watching) -> Next {
    // Watched already: once is enough.
    unwatch_named(session, name);
    let before = session.engine.eval("<watch>", name);
    if before.is_ok() {
        let kept = format!("$watched:{name}");
        session.engine.keep_values(|| kept.clone());
    }
    match session.engine.watch(name, watching) {
        Ok(true) => session.watched.push(name.to_string()),
        Ok(false) => session.complain(&format!("{name} is no procedure that can be watched")),
        Err(report) => session.report(&report),
    }
    Next::GoOn
}

/// Gives a watched procedure back its own value; whether it was watched.
fn unwatch_named(session: &mut Session, name: &str) -> bool {
    let Some(at) = session.watched.iter().position(|watched| watched == name) else { return false };
    session.watched.remove(at);
    if session.engine.eval("<watch>", &format!("|$watched:{name}|")).is_ok() {
        session.engine.keep_values(|| name.to_string());
    }
    true
}

/// `,trace NAME`
pub(super) fn trace(session: &mut Session, name: &str) -> Next {
    watch(session, name, Watching::Tracing)
}

/// `,break NAME`
pub(super) fn stop(session: &mut Session, name: &str) -> Next {
    watch(session, name, Watching::Stopping)
}

/// `,unwatch NAME`
pub(super) fn unwatch(session: &mut Session, name: &str) -> Next {
    if !unwatch_named(session, name) {
        session.complain(&format!("{name} is not watched"));
    }
    Next::GoOn
}
