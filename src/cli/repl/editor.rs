//! Edits lines of a session at a terminal, and keeps the history.
//!
//! An entry is edited as a whole, however many lines it has. A program that reads from the
//! terminal gets its lines from here too: the editor keeps what was typed ahead, so both must take
//! from it, in turn.

use std::path::PathBuf;

use rustyline::config::{CompletionType, Config};
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;

use super::Line;
use super::assistant::Assistant;
use super::keys::{self, Purpose};

/// Entries that the history keeps.
const HISTORY: usize = 5000;
/// Asks for an entry.
const PROMPT: &str = "cairn> ";

/// The line editor.
pub(super) struct Editor {
    editor: rustyline::Editor<Assistant, FileHistory>,
    history: Option<PathBuf>,
    purpose: Purpose,
}

impl Editor {
    /// The editor, with the history that earlier sessions have left.
    ///
    /// # Errors
    /// When the terminal cannot be used.
    pub(super) fn new() -> rustyline::Result<Editor> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .max_history_size(HISTORY)?
            .history_ignore_dups(true)?
            .build();
        let mut editor = rustyline::Editor::with_config(config)?;
        let purpose = Purpose::default();
        editor.set_helper(Some(Assistant::new(purpose.clone())));
        for (event, handler) in keys::handlers(&purpose) {
            editor.bind_sequence(event, handler);
        }
        let history = history_file();
        if let Some(file) = &history {
            // There is none yet, or it cannot be read: the session begins without.
            let _ = editor.load_history(file);
        }
        Ok(Editor { editor, history, purpose })
    }

    /// Has the user enter an entry, or go on with one that begins with `initial`. `names`
    /// are those to complete with.
    pub(super) fn entry(&mut self, initial: &str, names: Vec<String>) -> Line {
        self.purpose.set_program(false);
        if let Some(assistant) = self.editor.helper_mut() {
            assistant.names = names;
        }
        line(self.editor.readline_with_initial(PROMPT, (initial, "")))
    }

    /// Has the user enter a line for the program that runs, which has written `before` in
    /// the present line of the terminal.
    pub(super) fn input(&mut self, before: &str) -> Line {
        self.purpose.set_program(true);
        line(self.editor.readline(before))
    }

    /// Columns of the terminal.
    pub(super) fn width(&mut self) -> usize {
        const USUAL: usize = 80;
        let columns = self.editor.dimensions().map_or(0, |(columns, _)| usize::from(columns));
        if columns > 0 { columns } else { USUAL }
    }

    /// Puts an entry into the history. Where that cannot be written it lasts as long as
    /// the session.
    pub(super) fn remember(&mut self, entry: &str) {
        let added = self.editor.add_history_entry(entry.trim_end()).unwrap_or(false);
        if let Some(file) = self.history.as_ref().filter(|_| added) {
            if let Some(folder) = file.parent() {
                let _ = std::fs::create_dir_all(folder);
            }
            let _ = self.editor.append_history(file);
        }
    }
}

fn line(entered: rustyline::Result<String>) -> Line {
    match entered {
        Ok(line) => Line::Text(line + "\n"),
        Err(ReadlineError::Interrupted) => Line::Discarded,
        Err(ReadlineError::Eof) => Line::End,
        Err(error) => Line::Failed(error.to_string()),
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
