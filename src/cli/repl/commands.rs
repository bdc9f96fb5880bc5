//! The commands of a session: `,help` and its like.

use std::time::Instant;

use cairn::compiler::environment::special::Special;
use cairn::compiler::primitives::flag;
use cairn::stdlib;

use super::{Next, Session};

/// What follows the name of a command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Argument {
    /// Nothing, or text as it is; the line ends the command.
    Text(&'static str),
    /// The path of a file.
    File(&'static str),
    /// Forms, which may take several lines.
    Forms(&'static str),
}

struct Command {
    name: &'static str,
    argument: Argument,
    doc: &'static str,
    run: fn(&mut Session, &str) -> Next,
}

#[rustfmt::skip]
static COMMANDS: &[Command] = &[
    Command { name: "apropos", argument: Argument::Text("TEXT"), doc: "list the names that contain TEXT", run: apropos },
    Command { name: "disasm", argument: Argument::Forms("FORM"), doc: "list the bytecode of a procedure, given its name, or of FORM", run: disasm },
    Command { name: "doc", argument: Argument::Text("NAME"), doc: "say what NAME is", run: doc },
    Command { name: "expand", argument: Argument::Forms("FORM"), doc: "print FORM as it is after macro expansion", run: expand },
    Command { name: "help", argument: Argument::Text(""), doc: "list the commands", run: help },
    Command { name: "load", argument: Argument::File("FILE"), doc: "evaluate the forms of FILE", run: load },
    Command { name: "quit", argument: Argument::Text(""), doc: "end the session, as the end of input does", run: quit },
    Command { name: "time", argument: Argument::Forms("FORM"), doc: "evaluate FORM and say how long that took", run: time },
];

/// The name of a command and what follows it, when the entry is one.
fn parts(entry: &str) -> Option<(&str, &str)> {
    let text = entry.trim().strip_prefix(',')?;
    Some(text.split_once(char::is_whitespace).unwrap_or((text, "")))
}

/// The names of the commands.
pub fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|command| command.name)
}

/// Whether a file follows the name of the command.
pub fn takes_file(name: &str) -> bool {
    COMMANDS.iter().any(|command| command.name == name && matches!(command.argument, Argument::File(_)))
}

/// Whether an entry is a command.
pub fn is_command(entry: &str) -> bool {
    parts(entry).is_some()
}

/// Whether an entry is a command that is complete whatever its text is.
pub fn is_one_line(entry: &str) -> bool {
    let forms = |command: &Command| matches!(command.argument, Argument::Forms(_));
    parts(entry).is_some_and(|(name, _)| !COMMANDS.iter().any(|command| command.name == name && forms(command)))
}

/// Carries out the command of an entry.
pub fn run(session: &mut Session, entry: &str) -> Next {
    let (name, rest) = parts(entry).unwrap_or_default();
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        session.complain(&format!("unknown command ,{name}; ,help lists those there are"));
        return Next::GoOn;
    };
    let (Argument::Text(argument) | Argument::File(argument) | Argument::Forms(argument)) = command.argument;
    if rest.trim().is_empty() != argument.is_empty() {
        let usage = format!(",{name} {argument}");
        session.complain(&format!("usage: {}", usage.trim_end()));
        return Next::GoOn;
    }
    (command.run)(session, rest.trim())
}

fn help(session: &mut Session, _: &str) -> Next {
    for Command { name, argument, doc, .. } in COMMANDS {
        let (Argument::Text(argument) | Argument::File(argument) | Argument::Forms(argument)) = argument;
        session.print(&format!("{:<14} {doc}\n", format!(",{name} {argument}")));
    }
    session.print("$1, $2, ... are the values that were printed.\n");
    Next::GoOn
}

fn quit(_: &mut Session, _: &str) -> Next {
    Next::Leave(0)
}

fn apropos(session: &mut Session, text: &str) -> Next {
    for name in session.engine.names().into_iter().filter(|name| name.contains(text)) {
        session.print(&format!("{name}\n"));
    }
    Next::GoOn
}

fn doc(session: &mut Session, name: &str) -> Next {
    let primitives = &stdlib::builtins().primitives;
    let builtin = primitives.find(name).map(|id| primitives.row(id)).filter(|row| !row.has(flag::INTERNAL));
    let text = match builtin {
        Some(row) => row.doc.to_string(),
        None if Special::named(name).is_some() => format!("{name} is syntax."),
        None if session.engine.names().iter().any(|known| known == name) => {
            format!("{name} is defined or imported in this session.")
        }
        None => {
            session.complain(&format!("{name} means nothing here"));
            return Next::GoOn;
        }
    };
    session.print(&format!("{text}\n"));
    Next::GoOn
}

fn expand(session: &mut Session, form: &str) -> Next {
    let name = session.next_name();
    let expanded = session.engine.expanded(&name, form);
    session.show(expanded);
    Next::GoOn
}

fn disasm(session: &mut Session, form: &str) -> Next {
    let name = session.next_name();
    let is_name = !form.contains(|c: char| c.is_whitespace() || "()\"';`,#".contains(c));
    if is_name {
        return disasm_value(session, &name, form);
    }
    let listing = session.engine.disassembled(&name, form);
    session.show(listing);
    Next::GoOn
}

fn disasm_value(session: &mut Session, source: &str, name: &str) -> Next {
    match session.engine.eval(source, name) {
        Err(report) => session.report(&report),
        Ok(_) => match session.engine.listing_of_last() {
            Some(listing) => session.print(&listing),
            None => session.complain(&format!("{name} has no bytecode")),
        },
    }
    Next::GoOn
}

fn load(session: &mut Session, file: &str) -> Next {
    match std::fs::read_to_string(file) {
        Ok(text) => session.evaluate(file, &text, false),
        Err(error) => {
            session.complain(&format!("cannot read {file}: {error}"));
            Next::GoOn
        }
    }
}

fn time(session: &mut Session, form: &str) -> Next {
    let name = session.next_name();
    let collections = |session: &Session| {
        let stats = session.engine.heap_stats();
        stats.minor.count + stats.full.count
    };
    let before = collections(session);
    let start = Instant::now();
    let next = session.evaluate(&name, form, true);
    let seconds = start.elapsed().as_secs_f64();
    session.print(&format!("; {seconds:.6} s, collections: {}\n", collections(session) - before));
    next
}
