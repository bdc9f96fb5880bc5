//! Executables that are made of scripts, and projects.

mod common;

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
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

/// A library that is imported with few capabilities has no more of them in an executable.
#[test]
fn confined_libraries_stay_confined() {
    let scratch = Scratch::new();
    let root = &scratch.0;
    write(
        &root.join("my/plugin.sld"),
        "(define-library (my plugin) (export get lang) (import (scheme base) (scheme process-context) (cairn fs))
           (begin (define (get path) (file->string path)) (define (lang name) (get-environment-variable name))))",
    );
    write(
        &root.join("main.scm"),
        "(import (scheme base) (scheme write) (confined (my plugin) (read \"data\") (env \"LANG\")))
         (define (try f x) (guard (e (#t (error-object-message e))) (f x)))
         (write (list (try get \"data/open\") (try get \"closed\") (try get \"data/../closed\") (try lang \"PATH\")))",
    );
    write(&root.join("data/open"), "open");
    write(&root.join("closed"), "closed");
    printed(&cairn(root, &["build", "main.scm", "-o", "app"]));
    std::fs::remove_dir_all(root.join("my")).expect("the library");
    let refused = |capability: &str, who: &str| {
        format!("\"{who}: the capability {capability} (--allow-{capability}) does not cover\"")
    };
    let (read, env) = (refused("read", "file->string"), refused("env", "get-environment-variable"));
    let output = Command::new(root.join("app")).current_dir(root).output().expect("it starts");
    assert_eq!(printed(&output), format!("(\"open\" {read} {read} {env})"));
}

/// Runs an executable that this process wrote. A test in another thread that starts a process
/// meanwhile leaves it the open file until it executes its own program, and Linux refuses to
/// execute a file that is open for writing.
fn started(command: &mut Command) -> Output {
    for _ in 0..1000 {
        match command.output() {
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            result => return result.expect("it starts"),
        }
    }
    panic!("the executable stays busy");
}

/// An executable that was cut off or altered says so, wherever in its program that was.
#[test]
fn damaged_executables_say_so() {
    let scratch = Scratch::new();
    let app = scratch.0.join("app");
    write(&scratch.0.join("main.scm"), "(import (scheme base) (scheme write) (srfi 1)) (write (fold + 0 '(1 2 3)))");
    printed(&cairn(&scratch.0, &["build", "main.scm", "-o", "app"]));
    let start = std::fs::metadata(env!("CARGO_BIN_EXE_cairn")).expect("the command").len();
    let program = std::fs::read(&app).expect("the executable").split_off(start as usize);
    assert!(program.len() > 500, "{} bytes of program", program.len());
    let with_program = |program: &[u8]| {
        let mut file = File::options().write(true).open(&app).expect("the executable");
        file.set_len(start).expect("the runtime");
        file.seek(SeekFrom::End(0)).expect("the end of the runtime");
        file.write_all(program).expect("the program");
        drop(file);
        started(Command::new(&app).args(["-e", "(display 1)"]))
    };
    let mut random = fastrand::Rng::with_seed(3);
    for number in 0..40 {
        let at = program.len() * number / 40;
        let mut damaged = program.clone();
        match number % 4 {
            0 => damaged.truncate(at),
            1 => damaged[at] ^= 1 << random.u8(..8),
            2 => damaged[at..program.len().min(at + 64)].fill(0xEE),
            _ => drop(damaged.remove(at)),
        }
        let output = with_program(&damaged);
        assert!(complaint(&output).contains("app: this executable is damaged"), "number {number}");
        assert!(output.stdout.is_empty());
    }
    // A signature may follow.
    assert_eq!(printed(&with_program(&[&program[..], b"signed"].concat())), "6");
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
