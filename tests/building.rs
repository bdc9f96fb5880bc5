//! Executables that are made of scripts, and projects.

mod common;

use std::path::Path;
use std::process::{Command, Output};

use common::Scratch;

fn cairn(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cairn")).current_dir(folder).args(words).output().expect("the command starts")
}

/// The output of a program that succeeds.
fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The message of the command if it fails.
fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

const SCRIPT: &str = "(import (scheme base) (scheme write) (scheme process-context) (my words))
(include \"more.scm\")
(write (list word more (cdr (command-line)))) (newline)
(exit 7)";

#[test]
fn an_executable_needs_no_files() {
    let scratch = Scratch::new();
    let root = &scratch.0;
    write(&root.join("src/main.scm"), SCRIPT);
    write(&root.join("src/more.scm"), "(define more '(λ))");
    write(
        &root.join("src/my/words.sld"),
        "(define-library (my words) (export word) (import (scheme base)) (begin (define word \"hi\")))",
    );
    printed(&cairn(root, &["build", "src/main.scm", "-o", "app"]));
    std::fs::remove_dir_all(root.join("src")).expect("the sources");
    // Other files nearby are not mistaken for its libraries.
    write(
        &root.join("my/words.sld"),
        "(define-library (my words) (export word) (import (scheme base)) (begin (define word \"other\")))",
    );
    let output =
        Command::new(root.join("app")).current_dir(root).args(["--sandbox", "-x"]).output().expect("it starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "(\"hi\" (λ) (\"--sandbox\" \"-x\"))\n");
    assert_eq!(output.status.code(), Some(7));
}

#[test]
fn a_program_that_does_not_compile_is_not_built() {
    let scratch = Scratch::new();
    write(&scratch.0.join("bad.scm"), "(import (scheme base) (no such library))");
    assert!(complaint(&cairn(&scratch.0, &["build", "bad.scm", "-o", "app"])).contains("(no such library)"));
    assert!(complaint(&cairn(&scratch.0, &["build", "nowhere.scm", "-o", "app"])).contains("nowhere.scm"));
    assert!(!scratch.0.join("app").exists());
}

#[test]
fn an_error_in_an_executable_says_where() {
    let scratch = Scratch::new();
    write(&scratch.0.join("fail.scm"), "(import (scheme base))\n(car '())\n");
    printed(&cairn(&scratch.0, &["build", "fail.scm", "-o", "app"]));
    let output = Command::new(scratch.0.join("app")).output().expect("it starts");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("fail.scm:2"));
}

/// A library that text imports while the program runs is the one that the program has imported.
#[test]
fn an_executable_that_evaluates_text_has_each_library_once() {
    let scratch = Scratch::new();
    let root = &scratch.0;
    write(
        &root.join("my/counter.sld"),
        "(define-library (my counter) (export count!) (import (scheme base))
           (begin (define n 0) (define (count!) (set! n (+ n 1)) n)))",
    );
    write(
        &root.join("main.scm"),
        "(import (scheme base) (scheme eval) (scheme write) (my counter))
         (count!)
         (write (eval '(count!) (environment '(my counter))))",
    );
    printed(&cairn(root, &["build", "main.scm", "-o", "app"]));
    std::fs::remove_dir_all(root.join("my")).expect("the library");
    assert_eq!(printed(&Command::new(root.join("app")).output().expect("it starts")), "2");
}

/// Macros that are procedures, and what scripts without imports see.
#[test]
fn executables_of_scripts_without_imports_run() {
    let scratch = Scratch::new();
    let root = &scratch.0;
    write(
        &root.join("main.scm"),
        "(define-syntax swap! (er-macro-transformer (lambda (form rename compare)
           `(,(rename 'let) ((t ,(cadr form))) (,(rename 'set!) ,(cadr form) ,(caddr form)) (,(rename 'set!) ,(caddr form) t)))))
         (define a 1) (define b 2) (swap! a b)
         (define table (make-equal-hash-table))
         (hash-table-set! table 'k (list a b (expt 2 100) 1/3 1.5 #\\x \"s\" #u8(1 2)))
         (write (hash-table-ref table 'k (lambda () #f)))",
    );
    printed(&cairn(root, &["build", "main.scm", "-o", "app"]));
    let output = printed(&Command::new(root.join("app")).output().expect("it starts"));
    assert_eq!(output, "(2 1 1267650600228229401496703205376 1/3 1.5 #\\x \"s\" #u8(1 2))");
}

#[test]
fn a_new_project_runs() {
    let scratch = Scratch::new();
    printed(&cairn(&scratch.0, &["new", "greet"]));
    let folder = scratch.0.join("greet");
    assert_eq!(printed(&cairn(&folder, &["run"])), "Hello, world!\n");
    assert_eq!(printed(&cairn(&folder.join("lib"), &["run"])), "Hello, world!\n");
    printed(&cairn(&folder.join("lib"), &["build", "-o", "../greet"]));
    std::fs::remove_dir_all(folder.join("lib")).expect("the libraries");
    assert_eq!(printed(&Command::new(folder.join("greet")).output().expect("it starts")), "Hello, world!\n");
    assert!(complaint(&cairn(&scratch.0, &["build", "-o", "app"])).contains("cairn.toml"));
    assert!(complaint(&cairn(&scratch.0, &["new", "greet"])).contains("greet"));
    assert!(complaint(&cairn(&scratch.0, &["new", "../evil"])).contains("name"));
    assert!(complaint(&cairn(&scratch.0, &["run"])).contains("cairn.toml"));
}

#[test]
fn dependencies_are_found_and_locked() {
    let scratch = Scratch::new();
    let root = &scratch.0;
    let library = |name: &str, value: &str| {
        format!(
            "(define-library ({name} value) (export {name}) (import (scheme base)) (begin (define {name} {value})))"
        )
    };
    // One by a path, which has another below it, and one in a repository.
    write(
        &root.join("app/cairn.toml"),
        "name = \"app\"\n[dependencies]\na = { path = \"../a\" }\nc = { git = \"../c\" }\n",
    );
    write(
        &root.join("app/main.scm"),
        "(import (scheme base) (scheme write) (a value) (b value) (c value)) (write (list a b c))",
    );
    write(&root.join("a/cairn.toml"), "name = \"a\"\n[dependencies]\nb = { path = \"../b\" }\n");
    write(&root.join("a/lib/a/value.sld"), &library("a", "1"));
    write(&root.join("b/cairn.toml"), "name = \"b\"\nlibraries = [\".\"]\n");
    write(&root.join("b/b/value.sld"), &library("b", "2"));
    write(&root.join("c/cairn.toml"), "name = \"c\"\n");
    write(&root.join("c/lib/c/value.sld"), &library("c", "3"));
    let git = |words: &[&str]| {
        let done = Command::new("git").current_dir(root.join("c")).args(words).output();
        done.is_ok_and(|output| output.status.success())
    };
    let commit = ["-c", "user.name=x", "-c", "user.email=x", "commit", "-q", "-m", "x"];
    if !(git(&["init", "-q"]) && git(&["add", "."]) && git(&commit)) {
        panic!("this test needs git");
    }
    let app = root.join("app");
    assert_eq!(printed(&cairn(&app, &["run"])), "(1 2 3)");
    let lock = std::fs::read_to_string(app.join("cairn.lock")).expect("a lock file");
    assert_eq!(lock.lines().filter(|line| line.contains(" = \"")).count(), 3, "{lock}");
    assert_eq!(printed(&cairn(&app, &["run"])), "(1 2 3)");
    write(&root.join("b/b/value.sld"), &library("b", "5"));
    assert!(complaint(&cairn(&app, &["run"])).contains("b is not what"));
    std::fs::remove_file(app.join("cairn.lock")).expect("the lock file");
    assert_eq!(printed(&cairn(&app, &["run"])), "(1 5 3)");
    // Projects that depend on each other
    write(&root.join("b/cairn.toml"), "name = \"b\"\nlibraries = [\".\"]\n[dependencies]\na = { path = \"../a\" }\n");
    std::fs::remove_file(app.join("cairn.lock")).expect("the lock file");
    assert_eq!(printed(&cairn(&app, &["run"])), "(1 5 3)");
}
