//! Runs the commands of a session, such as `,help`.

mod code;
pub(super) mod inspect;
pub(super) mod settings;
mod words;

use super::{Next, Session};

/// The argument after the name of a command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Argument {
    /// Nothing.
    Nothing,
    /// Text as it is; the line ends the command.
    Text(&'static str),
    /// The same, which may be left out.
    Optional(&'static str),
    /// The path of a file.
    File(&'static str),
    /// Forms, which may take several lines.
    Forms(&'static str),
}

impl Argument {
    fn name(self) -> &'static str {
        match self {
            Argument::Nothing => "",
            Argument::Text(name) | Argument::Optional(name) | Argument::File(name) | Argument::Forms(name) => name,
        }
    }

    /// Whether a command may have this argument.
    fn accepts(self, argument: &str) -> bool {
        match self {
            Argument::Nothing => argument.is_empty(),
            Argument::Optional(_) => true,
            _ => !argument.is_empty(),
        }
    }
}

struct Command {
    name: &'static str,
    argument: Argument,
    doc: &'static str,
    run: fn(&mut Session, &str) -> Next,
}

use Argument::{File, Forms, Nothing, Optional, Text};

#[rustfmt::skip]
static COMMANDS: &[Command] = &[
    Command { name: "help", argument: Nothing, doc: "list the commands", run: help },
    Command { name: "quit", argument: Nothing, doc: "end the session, as the end of input does", run: quit },
    Command { name: "doc", argument: Text("NAME"), doc: "say what NAME is", run: words::doc },
    Command { name: "apropos", argument: Text("TEXT"), doc: "list the names that contain TEXT, in all libraries", run: words::apropos },
    Command { name: "full", argument: Optional("[N]"), doc: "print the last value, or $N, without shortening it", run: settings::full },
    Command { name: "set", argument: Optional("[NAME VALUE]"), doc: "list the settings, or change one: width, elements, depth", run: settings::set },
    Command { name: "load", argument: File("FILE"), doc: "evaluate the forms of FILE", run: code::load },
    Command { name: "time", argument: Forms("FORM"), doc: "evaluate FORM and say how long that took", run: code::time },
    Command { name: "expand", argument: Forms("FORM"), doc: "print FORM as it is after macro expansion", run: code::expand },
    Command { name: "disasm", argument: Forms("FORM"), doc: "list the bytecode of a procedure, given its name, or of FORM", run: code::disasm },
    Command { name: "bt", argument: Nothing, doc: "list the procedures that were running at the last error", run: inspect::backtrace },
    Command { name: "frame", argument: Optional("[N]"), doc: "choose one of them, and show it", run: inspect::frame },
    Command { name: "up", argument: Nothing, doc: "choose the one that called it", run: inspect::up },
    Command { name: "down", argument: Nothing, doc: "choose the one that it called", run: inspect::down },
    Command { name: "locals", argument: Nothing, doc: "list its variables", run: inspect::locals },
    Command { name: "eval", argument: Forms("FORM"), doc: "evaluate FORM with its variables", run: inspect::eval },
    Command { name: "restart", argument: Optional("[N [FORM]]"), doc: "list the ways to go on after an error, or take one", run: inspect::restart },
    Command { name: "trace", argument: Text("NAME"), doc: "tell of the calls of a procedure", run: inspect::trace },
    Command { name: "break", argument: Text("NAME"), doc: "stop before the calls of a procedure", run: inspect::stop },
    Command { name: "step", argument: Forms("FORM"), doc: "evaluate FORM, and stop before each call of a procedure of yours", run: inspect::step },
    Command { name: "unwatch", argument: Text("NAME"), doc: "end ,trace or ,break", run: inspect::unwatch },
    Command { name: "continue", argument: Nothing, doc: "go on after ,break or ,step has stopped the program", run: inspect::go_on },
];

/// Words typed by people who do not know the commands yet, and the intended command.
const WORDS: &[(&str, &str)] = &[
    ("help", "help"),
    ("(help)", "help"),
    ("?", "help"),
    (",?", "help"),
    (",h", "help"),
    ("quit", "quit"),
    ("(quit)", "quit"),
    ("exit", "quit"),
    ("bye", "quit"),
    (",q", "quit"),
    (",exit", "quit"),
    (":q", "quit"),
];

/// The name of a command and what follows it, when the entry is one. Words that have a
/// meaning of their own, as `is_known` says, are none.
fn parts(entry: &str, is_known: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let text = entry.trim();
    if let Some((_, command)) = WORDS.iter().find(|(word, _)| *word == text) {
        let name = text.trim_matches(['(', ')']);
        return (name == "exit" || !is_known(name)).then_some((command, ""));
    }
    let text = text.strip_prefix(',')?;
    Some(text.split_once(char::is_whitespace).unwrap_or((text, "")))
}

/// The names of the commands.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|command| command.name)
}

/// Whether a file follows the name of the command.
pub(super) fn takes_file(name: &str) -> bool {
    COMMANDS.iter().any(|command| command.name == name && matches!(command.argument, File(_)))
}

/// Whether an entry is a command that is complete whatever its text is.
pub(super) fn is_one_line(entry: &str) -> bool {
    let forms = |command: &Command| matches!(command.argument, Forms(_)) || command.name == "restart";
    let is_command = entry.trim_start().starts_with(',');
    is_command
        && parts(entry, |_| true)
            .is_some_and(|(name, _)| !COMMANDS.iter().any(|command| command.name == name && forms(command)))
}

/// Carries out the command of an entry; nothing when it is none.
pub(super) fn run(session: &mut Session, entry: &str) -> Option<Next> {
    let known = if entry.len() < 10 { session.engine.names() } else { Vec::new() };
    let (name, rest) = parts(entry, |name| known.iter().any(|known| known == name))?;
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        session.complain(&unknown(name));
        return Some(Next::GoOn);
    };
    let rest = rest.trim();
    if !command.argument.accepts(rest) {
        session.complain(format!("usage: ,{name} {}", command.argument.name()).trim_end());
        return Some(Next::GoOn);
    }
    Some((command.run)(session, rest))
}

fn unknown(name: &str) -> String {
    let alike: Vec<&str> = names().filter(|known| !name.is_empty() && known.starts_with(&name[..1])).collect();
    match alike.as_slice() {
        [] => format!("unknown command ,{name}; ,help lists those there are"),
        _ => format!("unknown command ,{name}; there are ,{}; ,help lists all", alike.join(" ,")),
    }
}

fn help(session: &mut Session, _: &str) -> Next {
    for Command { name, argument, doc, .. } in COMMANDS {
        session.print(&format!("{:<20} {doc}\n", format!(",{name} {}", argument.name())));
    }
    session.print("$1, $2, ... are the values that were printed. (import (srfi 1)) makes a library's names known.\n");
    Next::GoOn
}

fn quit(_: &mut Session, _: &str) -> Next {
    Next::Leave(0)
}
