//! Tests files that a host keeps in memory for programs: libraries, texts and ports see them alone, and the
//! capabilities stand before them whatever a path looks like.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard};

use cairn::{Capabilities, Engine, ErrorKind, FileSystem, Func, Grant, Report, Writing};

/// Files in memory, and the paths that the engine has asked for.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    files: BTreeMap<String, Vec<u8>>,
    asked: Vec<String>,
}

impl Memory {
    fn of(files: &[(&str, &str)]) -> Memory {
        let memory = Memory::default();
        memory.state().files = files.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec())).collect();
        memory
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no panic")
    }

    fn text(&self, path: &str) -> Option<String> {
        Some(String::from_utf8_lossy(self.state().files.get(path)?).into_owned())
    }

    fn engine(&self, read: Grant, write: Grant) -> Engine {
        let capabilities = Capabilities { read, write, ..Capabilities::NONE };
        Engine::builder()
            .file_system(self.clone())
            .capabilities(capabilities)
            .library_path(["lib"])
            .build()
            .expect("an engine")
    }
}

impl FileSystem for Memory {
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + Send>> {
        self.state().asked.push(path.to_string());
        match self.state().files.get(path) {
            Some(content) => Ok(Box::new(Cursor::new(content.clone()))),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn create(&self, path: &str, how: Writing) -> io::Result<Box<dyn Write + Send>> {
        let mut state = self.state();
        state.asked.push(path.to_string());
        if how == Writing::New && state.files.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let content = state.files.entry(path.to_string()).or_default();
        if how == Writing::Replace {
            content.clear();
        }
        Ok(Box::new(Appending(self.clone(), path.to_string())))
    }

    fn delete(&self, path: &str) -> io::Result<()> {
        let mut state = self.state();
        state.asked.push(path.to_string());
        state.files.remove(path).map(drop).ok_or(io::ErrorKind::NotFound.into())
    }
}

struct Appending(Memory, String);

impl Write for Appending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.state().files.entry(self.1.clone()).or_default().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn value(engine: &mut Engine, text: &str) -> String {
    let text = format!("(call-with-output-string (lambda (port) (write {text} port)))");
    engine.value("/main.scm", &text).unwrap_or_else(|report: Box<Report>| panic!("{text}: {}", report.message))
}

fn refused(engine: &mut Engine, text: &str) -> Box<Report> {
    engine.eval("/main.scm", text).expect_err(text)
}

#[test]
fn texts_and_ports_come_from_the_host_alone() {
    let memory = Memory::of(&[
        ("/lib/shop.sld", "(define-library (shop) (export tax) (import (scheme base)) (include \"tax.scm\"))"),
        ("/lib/tax.scm", "(define (tax n) (* n 2))"),
        ("/data/greeting.txt", "good\nmorning\u{e9}"),
        ("/data/more.scm", "(define loaded 'yes)"),
    ]);
    let engine = &mut memory.engine(Grant::only(["/data"]), Grant::only(["/data/out"]));
    engine
        .eval("/main.scm", "(import (scheme base) (scheme file) (scheme load) (scheme write) (shop))")
        .expect("a library");
    assert_eq!(value(engine, "(tax 4)"), "8");
    assert_eq!(value(engine, "(begin (load \"data/more.scm\") loaded)"), "yes");
    assert_eq!(value(engine, "(let () (include \"data/more.scm\") loaded)"), "yes");
    assert_eq!(
        value(engine, "(call-with-input-file \"/data/greeting.txt\" (lambda (p) (read-line p) (read-line p)))"),
        "\"morning\u{e9}\""
    );
    assert_eq!(value(engine, "(let ((p (open-binary-input-file \"data/greeting.txt\"))) (read-u8 p))"), "103");
    assert_eq!(
        value(engine, "(map file-exists? '(\"/data/greeting.txt\" \"data/none\" \"/data/\\x0;\"))"),
        "(#t #f #f)"
    );
    engine.eval("/main.scm", "(call-with-output-file \"/data/out/a\" (lambda (p) (write 'x p)))").expect("a file");
    assert_eq!(memory.text("/data/out/a").as_deref(), Some("x"));
    engine.eval("/main.scm", "(define p (open-output-file \"/data/out/a\")) (display \"later\" p)").expect("a file");
    assert_eq!(memory.text("/data/out/a").as_deref(), Some("later"), "the end of a run flushes");
    engine.eval("/main.scm", "(close-port p) (delete-file \"/data/out/a\")").expect("a file");
    assert_eq!(memory.text("/data/out/a"), None);
    assert_eq!(refused(engine, "(open-input-file \"/data/none\")").kind, Some(ErrorKind::File));
    assert_eq!(refused(engine, "(delete-file \"/data/out/none\")").kind, Some(ErrorKind::File));
}

/// Paths that a script may try, and where they lead.
const HOSTILE: &[(&str, &str)] = &[
    ("/data/../secret", "/secret"),
    ("data/./../secret", "/secret"),
    ("../../../secret", "/secret"),
    ("/data/../../secret", "/secret"),
    ("//secret", "/secret"),
    ("/data/x/../../secret/", "/secret"),
    ("/database", "/database"),
    ("/", "/"),
    (".", "/"),
    ("/etc/passwd", "/etc/passwd"),
    ("/proc/self/environ", "/proc/self/environ"),
];

#[test]
fn no_path_leads_out_of_what_is_granted() {
    let memory = Memory::of(&[("/secret", "top"), ("/data/a", "fine"), ("/database", "no")]);
    let engine = &mut memory.engine(Grant::only(["/data"]), Grant::only(["data"]));
    for &(path, _) in HOSTILE {
        for text in [
            format!("(open-input-file {path:?})"),
            format!("(open-output-file {path:?})"),
            format!("(file-exists? {path:?})"),
            format!("(delete-file {path:?})"),
        ] {
            assert_eq!(refused(engine, &text).kind, Some(ErrorKind::Capability), "{text}");
        }
        assert_eq!(refused(engine, &format!("(load {path:?})")).kind, Some(ErrorKind::File), "{path}");
        engine.eval("/main.scm", &format!("(include {path:?})")).expect_err(path);
    }
    // An included file is looked for below the directories of libraries, too, and may be read there.
    let asked = std::mem::take(&mut memory.state().asked);
    let is_below = |path: &String| path == "/lib" || path.starts_with("/lib/");
    assert!(asked.iter().all(is_below), "{asked:?}");
    // The same paths lead there for who may.
    let all = &mut memory.engine(Grant::All, Grant::NONE);
    for &(path, leads) in HOSTILE {
        let _ = all.eval("/main.scm", &format!("(open-input-file {path:?})"));
        assert_eq!(memory.state().asked.pop().as_deref(), Some(leads), "{path}");
    }
    for path in ["", "/data/a\\x0;b"] {
        let report = refused(all, &format!("(open-input-file \"{path}\")"));
        assert_eq!(report.kind, Some(ErrorKind::File), "{path:?}");
    }
    assert!(memory.state().asked.is_empty());
    assert_eq!(value(engine, "(call-with-input-file \"data//./a\" read-line)"), "\"fine\"");
}

#[test]
fn what_is_given_up_is_gone() {
    let memory = Memory::of(&[("/data/a", "1"), ("/data/b", "2")]);
    let engine = &mut memory.engine(Grant::only(["/data"]), Grant::NONE);
    engine.eval("/main.scm", "(import (cairn capabilities)) (drop-capabilities! '(read \"data/a\"))").expect("less");
    assert_eq!(value(engine, "(call-with-input-file \"/data/a\" read)"), "1");
    assert_eq!(refused(engine, "(open-input-file \"/data/b\")").kind, Some(ErrorKind::Capability));
    assert_eq!(refused(engine, "(open-output-file \"/data/a\")").kind, Some(ErrorKind::Capability));
}

/// Files of which nothing works.
struct Broken;

impl FileSystem for Broken {
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + Send>> {
        match path {
            "/stream" => Ok(Box::new(Panicking)),
            "/endless" => Ok(Box::new(io::repeat(b'('))),
            "/bytes" => Ok(Box::new(&b"\xff\xfe"[..])),
            _ => panic!("the shelf is broken"),
        }
    }
}

struct Panicking;

impl Read for Panicking {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        panic!("the page is torn")
    }
}

#[test]
#[cfg_attr(panic = "abort", ignore = "a panic ends the process")]
fn a_broken_host_is_an_error_of_the_program() {
    let capabilities = Capabilities { read: Grant::All, write: Grant::All, ..Capabilities::NONE };
    let builder = Engine::builder().memory(16 << 20).file_system(Broken).capabilities(capabilities);
    let engine = &mut builder.build().expect("an engine");
    for text in [
        "(open-input-file \"x\")",
        "(file-exists? \"x\")",
        "(load \"x\")",
        "(read-char (open-input-file \"stream\"))",
        "(load \"stream\")",
        "(load \"bytes\")",
        "(open-output-file \"x\")",
        "(delete-file \"x\")",
        "(read-line (open-input-file \"endless\"))",
        "(read (open-input-file \"endless\"))",
        "(load \"endless\")",
    ] {
        let report = refused(engine, text);
        assert!(matches!(report.kind, Some(ErrorKind::File | ErrorKind::Limit)), "{text}: {:?}", report.message);
        let three: Func = engine.value("/main.scm", "(lambda () 3)").expect("a procedure");
        assert_eq!(engine.call::<i64>(&three, ()).expect("it goes on"), 3, "{text}");
    }
}
