//! Tests the command's messages for typical mistakes: all of standard error must equal the `.err`
//! file next to each program in `tests/messages`.
//!
//! `CAIRN_BLESS=1 cargo test --test messages` rewrites these files; read the diff before committing
//! it.

mod common;
#[path = "common/trials.rs"]
mod trials;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// Standard error of the command, run in the folder of the messages.
fn says(arguments: &[&str], input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cairn"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command");
    child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("an end");
    String::from_utf8(output.stderr).expect("text")
}

fn main() -> ExitCode {
    let mut all = trials::of_files("messages", "messages", "scm", |_| true, check);
    all.push(trials::plain("an_expression_on_the_command_line", an_expression_on_the_command_line));
    all.push(trials::plain("a_program_on_standard_input", a_program_on_standard_input));
    all.extend(mistakes());
    all.push(trials::plain("the_examples_of_explanations", the_examples_of_explanations));
    all.extend(calls_in_tail_position());
    all.push(trials::plain("checks_without_running", checks_without_running));
    all.push(trials::plain("checked_files_without_errors", checked_files_without_errors));
    all.push(trials::plain("as_json", as_json));
    trials::run(all)
}

/// The folder of this package.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the command in a folder; its exit code and standard error.
fn command(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cairn"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the command");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Typical mistakes, each a folder of its own with `main.scm`; `said.txt` holds what the command
/// says. Its places and names are the same with and without optimisation, and in both tiers.
fn mistakes() -> Vec<libtest_mimic::Trial> {
    let folder = root().join("tests/messages/mistakes");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    folders
        .into_iter()
        .map(|path| {
            libtest_mimic::Trial::test(format!("mistakes::{}", name(&path)), move || {
                check_mistake(&path);
                Ok(())
            })
        })
        .collect()
}

fn check_mistake(folder: &Path) {
    let (_, said) = command(folder, &["main.scm"]);
    let file = folder.join("said.txt");
    if trials::blessing() {
        std::fs::write(&file, &said).expect("written");
    }
    assert_eq!(said, std::fs::read_to_string(&file).unwrap_or_default());
    for mode in MODES {
        let other = said_in(mode, folder, "main.scm");
        assert_eq!(places(&said), places(&other), "{}:\n{other}", mode.0);
    }
}

/// The places that a message names, and the procedures of its backtrace. Arguments are left out: what
/// frames still hold depends on the optimisation.
fn places(said: &str) -> Vec<&str> {
    let is_place = |line: &&str| line.contains("-->") || line.starts_with("  in ");
    let place = |line: &'_ str| {
        line.split(" with ").next().map_or(line.len(), |place| place.trim_end_matches(" (tail call)").len())
    };
    said.lines().filter(is_place).map(|line| &line[..place(line)]).collect()
}

/// Each section of the page of errors has a program that fails so, and one put right.
fn the_examples_of_explanations() {
    let page = std::fs::read_to_string(root().join("docs/errors.md")).expect("the page");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for section in page.split("\n## ").skip(1) {
        let code = &section[..4];
        let examples: Vec<&str> =
            section.split("```scheme\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect();
        let &[wrong, right] = &examples[..] else { continue };
        let file = folder.join(format!("explained-{code}.scm"));
        let file = file.to_str().expect("a path");
        std::fs::write(file, wrong).expect("written");
        let (_, said) = command(folder, &["--memory", "64", "--stack", "8", file]);
        assert!(said.contains(&format!("code: {code} ")), "{code} {wrong}\nsays\n{said}");
        std::fs::write(file, right).expect("written");
        let (status, said) = command(folder, &[file]);
        assert_eq!((status, said.as_str()), (Some(0), ""), "{code} {right}");
    }
}

/// Ways to run a program whose messages give the same places and names: the arguments and environment.
type Mode = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const MODES: &[Mode] = &[
    ("optimised", &[], &[]),
    ("plain", &["-O", "0"], &[]),
    ("interpreted", &["--no-jit"], &[]),
    ("native", &[], &[("CAIRN_NATIVE", "first-call")]),
];

/// Standard error of a program that is run in a mode.
fn said_in(mode: &Mode, folder: &Path, file: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_cairn"))
        .args(mode.1)
        .arg(file)
        .envs(mode.2.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the command");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// For each expression of `tail-calls.txt` and each mode, the line of the failing expression is named,
/// with its procedure, though its frame is gone.
fn calls_in_tail_position() -> Vec<libtest_mimic::Trial> {
    let trial = |mode: &'static Mode| {
        libtest_mimic::Trial::test(format!("calls_in_tail_position::{}", mode.0), move || {
            let wrong: Vec<String> = failing().iter().filter_map(|failing| misplaced(mode, failing)).collect();
            if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
        })
    };
    MODES.iter().map(trial).collect()
}

fn failing() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("tests/messages/tail-calls.txt")).expect("the expressions");
    let kinds: Vec<_> = text.lines().filter(|line| !line.starts_with(';')).map(str::to_string).collect();
    assert!(kinds.len() > 100);
    kinds
}

/// The message for a failing expression, when it does not name the places.
fn misplaced(mode: &Mode, failing: &str) -> Option<String> {
    let program = format!(
        "(define-record-type point (make-point x) point? (x point-x set-point-x!))\n(define (helper a) a)\n\
         (define (walk n)\n  (cond ((> n 0) (walk (- n 1)))\n        (else\n          {failing})))\n\
         (define (start x)\n  (display x)\n  (+ 1 (walk 3)))\n(start 1)\n"
    );
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = format!("tail-{}.scm", mode.0);
    std::fs::write(folder.join(&file), program).expect("written");
    let said = said_in(mode, folder, &file);
    let has = |start: &str, place: &str| {
        said.lines().any(|line| line.trim_start().starts_with(start) && line.contains(&format!("{file}:{place}:")))
    };
    let is_right = has("-->", "6") && has("in walk at", "6") && has("in start at", "9");
    (!is_right).then(|| format!("{}: {failing}\n{said}", mode.0))
}

fn checks_without_running() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let check = |text: &str, arguments: &[&str]| {
        let file = folder.join("checked.scm");
        std::fs::write(&file, text).expect("written");
        let mut all = vec!["check"];
        all.extend(arguments);
        all.push(file.to_str().expect("a path"));
        command(folder, &all)
    };
    for (text, message) in [
        ("(define (f x) (if x (undefined-name x) 1))", "unbound variable: undefined-name"),
        ("(define (g a b) (+ a b))\n(define (f x) (g x))", "wrong number of arguments: 1 argument for g"),
        ("(define (f x) (cons x))", "wrong number of arguments: 1 argument for cons"),
        ("(define (f x) (+ x \"a\"))", "+: expected a number"),
        ("(define (f s) (string-append s 5))", "string-append: expected a string, got 5"),
        ("(define (f v) (vector-ref v 'a))", "vector-ref: expected an exact integer, got a"),
        ("(define (f n) (substring \"abc\" n \"2\"))", "substring: expected an exact integer, got \"2\""),
        ("(define (f) (string-ref \"abc\" 7))", "string-ref: index out of range 7"),
        ("(define (f) (quotient 1 0))", "quotient: division by zero"),
        ("(define (f) (char-upcase \"a\"))", "char-upcase: expected a character, got \"a\""),
        ("(define (f x) (set! nothing x))", "set!: unbound variable: nothing"),
        (
            "(define-library (l) (export f) (import (scheme base)) (begin (define (f x) (no-such x))))\n\
             (import (scheme base) (l))\n(f 1)",
            "unbound variable: no-such",
        ),
    ] {
        let (code, said) = check(text, &[]);
        assert!(code == Some(2) && said.contains(message), "{text}\n{code:?} {said}");
    }
    for (text, name) in [
        ("(define (f x y) x)", "unused-variable"),
        ("(define (f x) (let ((y 1)) x))", "unused-variable"),
        ("(define (f x) (cond (> x 1)))", "always-true"),
        ("(do ((i 0 (+ i 1))) (= i 3) (display i))", "always-true"),
        ("(define (f x) (case x ('red 1) (else 2)))", "quoted-case"),
        ("(define (f x) (case x ((\"red\") 1) (else 2)))", "never-equal"),
        ("(define (f x) (eq? x \"red\"))", "never-equal"),
        ("(define (f x) (memq '(1) x))", "never-equal"),
        ("(define (f x) 1)\n(define (f x) x)", "duplicate-definition"),
        ("(define (list . x) x)", "hides"),
        ("(import (scheme base) (scheme write))\n(car '(1))", "unused-import"),
        ("(define (f x) (error \"no\" x) (car x))", "unreachable"),
        ("(define (f x) (+ 1 (if x 2)))", "missing-else"),
    ] {
        let (code, said) = check(text, &[]);
        assert!(code == Some(0) && said.contains(&format!("warning: {name},")), "{text}\n{code:?} {said}");
        assert_eq!(check(text, &["--deny", "warnings"]).0, Some(1), "{text}");
        let allowed: String = text.lines().map(|line| format!("; cairn: allow {name}\n{line}\n")).collect();
        assert!(!check(&allowed, &[]).1.contains(&format!("warning: {name},")), "{allowed}");
    }
    // Nothing is wrong with these.
    for text in [
        "(define (f x) (* x x))\n(f 2)",
        "(map (lambda (x) 1) '(1 2))",
        "(define (filter f l) (f l))\n(filter length '())",
        "(import (scheme base))\n(define (count l) (length l))\n(count '())",
        "(define-syntax my-let1 (syntax-rules () ((_ x e body) (let ((x e)) body))))\n(my-let1 a 1 2)",
        "(define program '(define (f x y) x))\n(length program)",
        "(guard (e (#t 'failed)) (car 5))",
        "(define (look game words) game)\n(map look '(1) '(2))",
        "(define (f x) (case x ((red) (eq? x 'blue)) ((1 #\\a) (eqv? x 1.5)) (else (memq x '(1 2)))))\n(f 1)",
        "(define (f x) (eq? x '()))\n(f 1)",
        "(define (second v) (vector-ref v 1))\n(second #(1 2))",
        "(define (third l) (list-ref l 2))\n(third '(1 2 3))",
        "(define (at k) (string-ref \"abc\" k))\n(at 1)",
        "(define (f x) (list (eq? x 1) (equal? \"a\" x) (memv 1 x) (exact->inexact x)))\n(f '())",
    ] {
        assert_eq!(check(text, &["--deny", "warnings"]), (Some(0), String::new()), "{text}");
    }
}

/// No error is found in what works: the examples, the benchmarks, the programs of the tests that end
/// well, and the bundled libraries.
fn checked_files_without_errors() {
    for (folder, ending) in [
        ("examples", "scm"),
        ("benches/programs", "scm"),
        ("benches/programs/micro", "scm"),
        ("tests/programs", "scm"),
        ("src/stdlib", "sld"),
    ] {
        let mut files = Vec::new();
        files_below(&root().join(folder), ending, ending == "sld", &mut files);
        files.retain(|file| !file.with_extension("code").exists());
        assert!(files.len() > 5, "{folder}");
        let mut arguments = vec!["check"];
        arguments.extend(files.iter().map(|file| file.to_str().expect("a path")));
        let (code, said) = command(&root().join(folder), &arguments);
        assert_eq!(code, Some(0), "{folder}: {said}");
    }
}

/// The files with this ending in a folder, and below it when `deep`.
fn files_below(folder: &Path, ending: &str, deep: bool, found: &mut Vec<PathBuf>) {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() && deep {
            files_below(&path, ending, deep, found);
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path);
        }
    }
}

fn as_json() {
    let (_, said) = command(&root(), &["--error-format", "json", "-e", "(car 5)"]);
    assert!(
        said.starts_with("{\"severity\":\"error\",\"message\":\"car: expected a pair, got 5\",\"code\":\"E045\"")
            && said.ends_with("}\n"),
        "{said}"
    );
    let (_, coloured) = command(&root(), &["--color", "always", "-e", "(car 5)"]);
    assert!(coloured.contains("\u{1b}["), "{coloured}");
}

/// Compares what the command says of a program with its `.err` file.
fn check(program: &Path) -> Result<(), String> {
    let said = says(&[program.file_name().and_then(|name| name.to_str()).expect("a name")], "");
    let file = program.with_extension("err");
    if trials::blessing() {
        std::fs::write(&file, &said).expect("written");
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    match said.contains("--> ") {
        _ if said != expected => Err(format!("said\n{said}instead of\n{expected}")),
        false => Err(format!("does not say where\n{said}")),
        true => Ok(()),
    }
}

fn an_expression_on_the_command_line() {
    assert_eq!(
        says(&["-e", "(car 5)"], ""),
        "error: car: expected a pair, got 5\n --> -e:1:1\n  |\n1 | (car 5)\n  | ^^^^^-^\n  |      |\n  \
         |      this is a number\n  |\n  = help: only pairs and lists have parts: test with (pair? x) before\n  \
         = code: E045 (cairn explain E045)\n  in (top level) at -e:1:1\n"
    );
}

fn a_program_on_standard_input() {
    assert_eq!(
        says(&["-"], "1\n(cdr \"x\")\n"),
        "error: cdr: expected a pair, got \"x\"\n --> -:2:1\n  |\n2 | (cdr \"x\")\n  | ^^^^^---^\n  |      |\n  \
         |      this is a string\n  |\n  = help: (string-ref x 0) is the first character of a string\n  \
         = code: E045 (cairn explain E045)\n  in (top level) at -:2:1\n"
    );
}
