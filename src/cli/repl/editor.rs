//! The line editor of a session at a terminal: history, completion, and the parenthesis
//! that belongs to the one at the cursor.

use std::borrow::Cow;
use std::cell::Cell;
use std::path::PathBuf;

use rustyline::completion::Completer;
use rustyline::config::{CompletionType, Config};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};

use super::nesting::Nesting;
use super::{Line, Wanted};

/// Entries that the history keeps.
const HISTORY: usize = 5000;
/// Asks for an entry.
const PROMPT: &str = "cairn> ";
/// Asks for more of it.
const MORE: &str = "  ...> ";

/// The line editor.
pub struct Editor {
    editor: rustyline::Editor<Assistant, FileHistory>,
    history: Option<PathBuf>,
}

impl Editor {
    /// The editor, with the history that earlier sessions have left.
    ///
    /// # Errors
    /// When the terminal cannot be used.
    pub fn new() -> rustyline::Result<Editor> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .max_history_size(HISTORY)?
            .history_ignore_dups(true)?
            .build();
        let mut editor = rustyline::Editor::with_config(config)?;
        editor.set_helper(Some(Assistant::default()));
        let history = history_file();
        if let Some(file) = &history {
            // There is none yet, or it cannot be read: the session begins without.
            let _ = editor.load_history(file);
        }
        Ok(Editor { editor, history })
    }

    /// Has the user enter a line.
    pub fn line(&mut self, wanted: Wanted<'_>, names: Vec<String>) -> Line {
        let (prompt, before) = match wanted {
            Wanted::Entry => (PROMPT, Nesting::default()),
            Wanted::More(nesting) => (MORE, nesting.clone()),
        };
        let indentation = " ".repeat(before.indentation());
        if let Some(assistant) = self.editor.helper_mut() {
            *assistant = Assistant { names, before, at: Cell::new(None) };
        }
        match self.editor.readline_with_initial(prompt, (&indentation, "")) {
            Ok(line) => Line::Text(line + "\n"),
            Err(ReadlineError::Interrupted) => Line::Discarded,
            Err(ReadlineError::Eof) => Line::End,
            Err(error) => Line::Failed(error.to_string()),
        }
    }

    /// Puts an entry into the history. Where that cannot be written it lasts as long as
    /// the session.
    pub fn remember(&mut self, entry: &str) {
        let added = self.editor.add_history_entry(entry.trim_end()).unwrap_or(false);
        if let Some(file) = self.history.as_ref().filter(|_| added) {
            if let Some(folder) = file.parent() {
                let _ = std::fs::create_dir_all(folder);
            }
            let _ = self.editor.append_history(file);
        }
    }
}

/// Where the history is kept: `CAIRN_HISTORY` names the file, or none when it is empty;
/// otherwise it is with the user's state.
fn history_file() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if std::env::var_os("CAIRN_HISTORY").is_some() {
        return variable("CAIRN_HISTORY");
    }
    let state = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else {
        variable("XDG_STATE_HOME").or_else(|| Some(variable("HOME")?.join(".local/state")))
    };
    Some(state?.join("cairn").join("history"))
}

/// What the editor asks while a line is typed.
#[derive(Default)]
struct Assistant {
    /// The names to complete with, in alphabetical order.
    names: Vec<String>,
    /// What the lines before leave open.
    before: Nesting,
    /// The parenthesis to be shown.
    at: Cell<Option<usize>>,
}

impl Assistant {
    /// The partner of the parenthesis before the cursor or at it.
    fn partner(&self, line: &str, cursor: usize) -> Option<usize> {
        let bytes = line.as_bytes();
        let closed = cursor.checked_sub(1).filter(|&at| bytes.get(at) == Some(&b')'));
        let at = closed.or_else(|| Some(cursor).filter(|&at| matches!(bytes.get(at), Some(b'(' | b')'))))?;
        self.before.partner(line, at)
    }
}

impl Helper for Assistant {}

impl Completer for Assistant {
    type Candidate = String;

    fn complete(&self, line: &str, cursor: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = &line[..cursor];
        let ends_name = |c: char| c.is_whitespace() || "()\"';`,|#".contains(c);
        let start = typed.rfind(ends_name).map_or(0, |at| at + typed[at..].chars().next().map_or(1, char::len_utf8));
        let prefix = &typed[start..];
        if prefix.is_empty() {
            return Ok((start, Vec::new()));
        }
        Ok((start, self.names.iter().filter(|name| name.starts_with(prefix)).cloned().collect()))
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        match self.at.get().filter(|&at| line.is_char_boundary(at) && at < line.len()) {
            Some(at) => {
                let (before, rest) = line.split_at(at);
                let (parenthesis, after) = rest.split_at(1);
                Cow::Owned(format!("{before}\x1b[1;7m{parenthesis}\x1b[0m{after}"))
            }
            None => Cow::Borrowed(line),
        }
    }

    fn highlight_char(&self, line: &str, cursor: usize, kind: CmdKind) -> bool {
        let is_final = kind == CmdKind::ForcedRefresh;
        self.at.set(if is_final { None } else { self.partner(line, cursor) });
        self.at.get().is_some()
    }
}

impl Hinter for Assistant {
    type Hint = String;
}

impl Validator for Assistant {}
