//! Runs sessions: reads forms, evaluates them one by one, and prints their values.
//!
//! A session at a terminal has a line editor and prompts; one that reads a pipe prints
//! the same values and nothing else. Each entry is a source of its own, `<repl:N>`. An
//! error ends the entry, not the session. An interrupt (Ctrl-C) ends what runs.
//!
//! `cairn` without a program, if standard input is not a terminal, is implemented here too:
//! forms are evaluated as in a session, and nothing is printed. There an error ends it.

mod assistant;
mod colours;
mod commands;
mod completion;
mod editor;
mod keys;
mod nesting;
mod streams;

use std::cell::Cell;
use std::io::IsTerminal;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use cairn::engine::{Engine, Outcome, Report};
use signal_hook::consts::SIGINT;
use signal_hook::flag;

use super::options::RunOptions;
use super::{UNUSABLE, close, code_of, print, read_program};
use cairn::text::printer::pretty::Limits;
use commands::settings::Settings;
use editor::Editor;
use nesting::Nesting;
use streams::{Column, StandardInput};

/// The start of a session.
pub(super) enum Start {
    /// Nothing.
    Nothing,
    /// The definitions of a script, which gets these arguments.
    File(String, Vec<String>),
    /// The definitions of a text, whose value is printed.
    Expression(String),
}

/// Runs a session; the result is the exit code.
pub(super) fn run(start: Start, options: &RunOptions) -> u8 {
    let column = Column::new();
    let editor = std::io::stdin().is_terminal().then(Editor::new).and_then(Result::ok);
    let editor = editor.map(|editor| Arc::new(Mutex::new(editor)));
    let input = StandardInput::new(column.clone(), editor.clone());
    let lines = editor.map_or_else(|| Lines::Piped(input.clone()), Lines::Terminal);
    let command_line = match &start {
        Start::Nothing => vec!["cairn".to_string()],
        Start::File(file, args) => std::iter::once(file).chain(args).cloned().collect(),
        Start::Expression(_) => vec!["-e".to_string()],
    };
    let mut engine = engine(options, command_line, &input, &column);
    engine.begin_session();
    let interrupt = engine.stop_handle().interrupt_flag();
    input.set_interrupt(&interrupt);
    let pressed = Arc::default();
    if matches!(lines, Lines::Terminal(_)) {
        interrupt_by_keyboard(&interrupt, &pressed);
    }
    let width = lines.width();
    let mut session = Session {
        engine,
        lines,
        column,
        interrupt,
        pressed,
        entries: 0,
        values: Rc::default(),
        settings: Settings { width, limits: Limits::GLANCE },
        has_failed: false,
        failed_entry: None,
        frame: 0,
        advised: false,
        watched: Vec::new(),
        stepped: Vec::new(),
    };
    let code = match session.begin(start) {
        Next::Leave(code) => code,
        Next::GoOn => session.run(),
    };
    close(session.engine, options, code)
}

/// Evaluates the forms of standard input, each as soon as it is there; the result is the
/// exit code.
pub(super) fn run_standard_input(options: &RunOptions) -> u8 {
    let column = Column::new();
    let input = StandardInput::new(column.clone(), None);
    let mut engine = engine(options, vec!["-".to_string()], &input, &column);
    let mut lines = Lines::Piped(input);
    let mut first_line = 1;
    let code = loop {
        let text = match read_entry(&mut engine, &mut lines, |_| false) {
            Read::Entry(text) => text,
            Read::Discarded => continue,
            Read::End => break engine.final_code(),
            Read::Failed(error) => {
                eprintln!("cairn: cannot read standard input: {error}");
                break UNUSABLE;
            }
        };
        if let Some(code) = evaluate_silently(&mut engine, &text, first_line) {
            break code;
        }
        first_line += text.matches('\n').count();
    };
    close(engine, options, code)
}

/// Evaluates the forms of a part of standard input; the exit code when that is the end.
fn evaluate_silently(engine: &mut Engine, text: &str, first_line: usize) -> Option<u8> {
    let failed = |report: Box<Report>| {
        eprint!("{}", report.render());
        Some(code_of(&report))
    };
    let mut entry = match engine.enter("-", text, first_line) {
        Ok(entry) => entry,
        Err(report) => return failed(report),
    };
    while let Some((_, outcome)) = engine.evaluate_next(&mut entry) {
        match outcome {
            Ok(Outcome::Value(_)) => {}
            Ok(Outcome::Exit(code)) => return Some(code),
            Err(report) => return failed(report),
        }
    }
    None
}

fn engine(options: &RunOptions, command_line: Vec<String>, input: &StandardInput, column: &Column) -> Engine {
    let mut config = options.config(command_line);
    let streams = &mut config.streams;
    let ready = input.clone();
    streams.input = Box::new(input.clone());
    streams.input_ready = Box::new(move |wait| ready.is_ready(wait));
    streams.output = column.noting(std::mem::replace(&mut streams.output, Box::new(std::io::sink())));
    if std::io::stderr().is_terminal() {
        streams.error = column.noting(std::mem::replace(&mut streams.error, Box::new(std::io::sink())));
    }
    super::new_engine(config)
}

/// Has Ctrl-C set the flag that interrupts the machine, and another that says so. It never ends the process: a session
/// has what nobody would like to lose.
fn interrupt_by_keyboard(interrupt: &Arc<AtomicBool>, pressed: &Arc<AtomicBool>) {
    // Where no handler can be set, Ctrl-C ends the process, as ever.
    let _ = flag::register(SIGINT, Arc::clone(interrupt));
    let _ = flag::register(SIGINT, Arc::clone(pressed));
}

// --- reading ----------------------------------------------------------------------

/// The result of reading a line.
enum Line {
    /// A line with its end.
    Text(String),
    /// The user does not want the entry.
    Discarded,
    /// There is no more.
    End,
    /// An error of the system.
    Failed(String),
}

/// Where lines come from.
enum Lines {
    Terminal(Arc<Mutex<Editor>>),
    Piped(StandardInput),
}

impl Lines {
    /// Columns of the terminal.
    fn width(&self) -> Option<usize> {
        match self {
            Lines::Terminal(editor) => Some(streams::held(editor).width()),
            Lines::Piped(_) => None,
        }
    }

    /// The next part of an entry that begins with `text`: at a terminal the whole entry, otherwise a line.
    fn next(&mut self, text: &mut String, engine: &mut Engine) -> Line {
        match self {
            Lines::Terminal(editor) => {
                let initial = std::mem::take(text);
                streams::held(editor).entry(&initial, engine.names())
            }
            Lines::Piped(input) => match input.line() {
                Ok(line) if line.is_empty() => Line::End,
                Ok(line) => Line::Text(line),
                Err(error) => Line::Failed(error.to_string()),
            },
        }
    }
}

/// The result of reading an entry.
enum Read {
    /// Lines that hold whole data, or the last there are.
    Entry(String),
    Discarded,
    End,
    Failed(String),
}

/// Reads lines until they hold whole data, or `is_complete` says that they will do.
fn read_entry(engine: &mut Engine, lines: &mut Lines, is_complete: impl Fn(&str) -> bool) -> Read {
    let mut text = String::new();
    let mut nesting = Nesting::default();
    loop {
        match lines.next(&mut text, engine) {
            Line::Text(line) => {
                text.push_str(&line);
                if is_complete(&text) {
                    return Read::Entry(text);
                }
                if text.len() == line.len() {
                    nesting = Nesting::default();
                }
                nesting.feed(&line);
                if !nesting.is_open() && !engine.is_incomplete(&text) {
                    return Read::Entry(text);
                }
            }
            Line::End if !text.is_empty() => return Read::Entry(text),
            Line::End => return Read::End,
            Line::Discarded => return Read::Discarded,
            Line::Failed(error) => return Read::Failed(error),
        }
    }
}

// --- sessions ---------------------------------------------------------------------

/// How the session continues after an entry.
enum Next {
    GoOn,
    /// The end, with this exit code.
    Leave(u8),
}

/// A session.
struct Session {
    engine: Engine,
    lines: Lines,
    column: Column,
    interrupt: Arc<AtomicBool>,
    /// Ctrl-C was pressed: the terminal shows `^C` in the last line.
    pressed: Arc<AtomicBool>,
    /// Entries so far.
    entries: usize,
    /// Values so far, which number the variables `$1`, `$2`, ...
    values: Rc<Cell<usize>>,
    settings: Settings,
    /// An error has ended the entry.
    has_failed: bool,
    /// The entry that the last error came from.
    failed_entry: Option<String>,
    /// The activation at the last error that was chosen.
    frame: usize,
    /// The commands that inspect a program have been mentioned.
    advised: bool,
    /// The procedures that are traced, or stopped at.
    watched: Vec<String>,
    /// Those of them that are stopped at while `,step` evaluates a form.
    stepped: Vec<String>,
}

impl Session {
    fn is_at_terminal(&self) -> bool {
        matches!(self.lines, Lines::Terminal(_))
    }

    /// Runs what the session begins with.
    fn begin(&mut self, start: Start) -> Next {
        if self.is_at_terminal() {
            self.print(&format!("Cairn {}. Commands: ,help. End: Ctrl-D.\n", env!("CARGO_PKG_VERSION")));
        }
        let (outcome, show) = match start {
            Start::Nothing => return Next::GoOn,
            Start::Expression(text) => (self.engine.eval("-e", &text), true),
            Start::File(file, _) => match read_program(&file) {
                Ok(text) => (self.engine.run_program(&file, &text), false),
                Err(code) => return Next::Leave(code),
            },
        };
        self.conclude(outcome, show).unwrap_or(Next::GoOn)
    }

    /// Evaluates entries to the end.
    fn run(&mut self) -> u8 {
        loop {
            if self.is_at_terminal() {
                self.print("");
            }
            let entry = match read_entry(&mut self.engine, &mut self.lines, commands::is_one_line) {
                Read::Entry(text) => text,
                Read::Discarded => continue,
                Read::End => return 0,
                Read::Failed(error) => {
                    self.complain(&format!("cannot read standard input: {error}"));
                    return UNUSABLE;
                }
            };
            if entry.trim().is_empty() {
                continue;
            }
            if let Lines::Terminal(editor) = &mut self.lines {
                streams::held(editor).remember(&entry);
            }
            // An interrupt that came while nothing ran.
            self.interrupt.store(false, Ordering::Relaxed);
            let next = commands::run(self, &entry).unwrap_or_else(|| self.evaluate_entry(&entry));
            if let Next::Leave(code) = next {
                return code;
            }
        }
    }

    /// The name of the source that the next entry is.
    fn next_name(&mut self) -> String {
        self.entries += 1;
        format!("<repl:{}>", self.entries)
    }

    /// Evaluates an entry, and prints its values.
    fn evaluate_entry(&mut self, entry: &str) -> Next {
        commands::inspect::end_steps(self);
        self.evaluate_as_it_is(entry)
    }

    /// The same with the procedures watched as they are.
    fn evaluate_as_it_is(&mut self, entry: &str) -> Next {
        let name = self.next_name();
        self.failed_entry = None;
        self.has_failed = false;
        let next = self.evaluate(&name, entry, true);
        if self.has_failed {
            self.failed_entry = Some(entry.to_string());
        }
        next
    }

    /// Evaluates the forms of a text up to the first error, and prints their values if
    /// that is asked for.
    fn evaluate(&mut self, name: &str, text: &str, show: bool) -> Next {
        let mut entry = match self.engine.enter(name, text, 1) {
            Ok(entry) => entry,
            Err(report) => {
                self.report(&report);
                return Next::GoOn;
            }
        };
        while let Some((_, outcome)) = self.engine.evaluate_next(&mut entry) {
            if let Some(next) = self.conclude(outcome, show) {
                return next;
            }
        }
        Next::GoOn
    }

    /// Shows what came of a form; what follows, when that is not the next form.
    fn conclude(&mut self, outcome: Result<Outcome, Box<Report>>, show: bool) -> Option<Next> {
        match outcome {
            Ok(Outcome::Exit(code)) => Some(Next::Leave(code)),
            Ok(Outcome::Value(_)) => {
                if show {
                    self.print_values();
                }
                None
            }
            Err(report) => {
                self.report_stop(&report);
                self.frame = 0;
                self.has_failed = true;
                if self.is_at_terminal()
                    && let Some(advice) = commands::inspect::advice(self)
                {
                    self.say(&advice);
                }
                Some(Next::GoOn)
            }
        }
    }

    fn print_values(&mut self) {
        let first = self.values.get() + 1;
        let count = Rc::clone(&self.values);
        let is_at_terminal = self.is_at_terminal();
        let name = || {
            count.set(count.get() + 1);
            format!("${}", count.get())
        };
        let texts = match self.settings.width {
            Some(width) => self.engine.keep_values_pretty(width, self.settings.limits, || {
                let name = name();
                let column = if is_at_terminal { name.len() + 3 } else { 0 };
                (name, column)
            }),
            None => self.engine.keep_values(name),
        };
        for (number, text) in (first..).zip(texts) {
            let label = if is_at_terminal { format!("${number} = ") } else { String::new() };
            self.print(&format!("{label}{text}\n"));
        }
    }

    /// Prints a text, or what is wrong instead.
    fn show(&mut self, text: Result<String, Box<Report>>) {
        match text {
            Ok(text) => self.print(&text),
            Err(report) => self.report(&report),
        }
    }

    /// Prints lines at the start of a line.
    fn print(&self, lines: &str) {
        let end = if self.pressed.swap(false, Ordering::Relaxed) { "\n" } else { "" };
        print(&format!("{}{end}{lines}", self.column.fresh_line()));
    }

    /// Says what is wrong, on standard error.
    /// Says where `,break` and `,step` have stopped the program, which is no error; or what is one.
    fn report_stop(&mut self, report: &Report) {
        let stop = report.message.strip_prefix("stopped before ").filter(|_| self.engine.can_resume());
        let (Some(call), Some(place)) = (stop, &report.position) else { return self.report(report) };
        let inside = report.backtrace.first().map_or("", |frame| &frame.name);
        let at = format!("{}:{}:{}", place.source, place.line, place.column);
        self.say(&format!(
            "; stopped before {call} in {inside} at {at}\n; ,continue goes on; ,locals and ,bt look around\n"
        ));
    }

    fn report(&self, report: &Report) {
        self.say(&report.render());
    }

    fn complain(&self, message: &str) {
        self.say(&format!("error: {message}\n"));
    }

    fn say(&self, lines: &str) {
        if self.is_at_terminal() {
            self.print("");
        }
        eprint!("{lines}");
    }
}
