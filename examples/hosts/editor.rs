//! The command layer of a text editor: commands are written in a library of Scheme, which is loaded
//! anew while the editor runs. Keys that are bound to a command run its new code.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use cairn::{Engine, Func, Library, Report};

struct Editor {
    engine: Engine,
    text: Arc<Mutex<String>>,
    keys: Arc<Mutex<HashMap<String, Func>>>,
}

impl Editor {
    fn new(text: &str) -> Result<Editor, Box<dyn std::error::Error>> {
        let mut engine = Engine::builder().build()?;
        let text = Arc::new(Mutex::new(text.to_string()));
        let keys = Arc::new(Mutex::new(HashMap::new()));
        let (shown, changed, bound) = (Arc::clone(&text), Arc::clone(&text), Arc::clone(&keys));
        let buffer = Library::new("editor buffer")
            .func("buffer-text", move || shown.lock().expect("no panic").clone())
            .func("set-buffer-text!", move |text: String| *changed.lock().expect("no panic") = text)
            .func("bind-key!", move |key: String, command: Func| {
                bound.lock().expect("no panic").insert(key, command);
            });
        engine.add_library(buffer)?;
        Ok(Editor { engine, text, keys })
    }

    /// Loads the library of commands, or loads it anew.
    fn load(&mut self, body: &str) -> Result<(), Box<Report>> {
        let library = format!(
            "(define-library (commands) (export edit) (import (scheme base) (scheme char) (editor buffer))
               (begin {body}))"
        );
        self.engine.eval("commands.sld", &library)?;
        self.engine.eval("init.scm", "(import (commands))").map(drop)
    }

    fn start(&mut self) -> Result<(), Box<Report>> {
        let text = "(import (scheme base) (commands) (editor buffer))
                    (bind-key! \"C-e\" (lambda () (set-buffer-text! (edit (buffer-text)))))";
        self.engine.eval("init.scm", text).map(drop)
    }

    fn press(&mut self, key: &str) -> Result<String, Box<Report>> {
        let command = self.keys.lock().expect("no panic").get(key).cloned();
        if let Some(command) = command {
            self.engine.call::<()>(&command, ())?;
        }
        Ok(self.text.lock().expect("no panic").clone())
    }
}

pub fn run() -> super::Outcome {
    let mut editor = Editor::new("Hello")?;
    editor.load("(define (edit text) (string-append text \"!\"))")?;
    editor.start()?;
    let before = editor.press("C-e")?;
    editor.load("(define (edit text) (string-upcase text))")?;
    Ok(format!("{before}, and after a reload {}", editor.press("C-e")?))
}

#[test]
fn keys_run_the_code_that_was_loaded_last() {
    let mut editor = Editor::new("ab").expect("an editor");
    editor.load("(define (edit text) (string-append text \"!\"))").expect("commands");
    editor.start().expect("keys");
    assert_eq!(editor.press("C-e").expect("a command"), "ab!");
    editor.load("(define (edit text) (string-upcase text))").expect("commands");
    assert_eq!(editor.press("C-e").expect("a command"), "AB!");
    // A mistake leaves the text as it is, and is mended by the next reload.
    editor.load("(define (edit text) (car text))").expect("commands");
    assert!(editor.press("C-e").is_err());
    editor.load("(define (edit text) (list->string (reverse (string->list text))))").expect("commands");
    assert_eq!(editor.press("C-e").expect("a command"), "!BA");
    assert_eq!(editor.press("C-x").expect("no command"), "!BA");
}
