//! Nothing that was not granted is reachable: each operation is tried without the grant,
//! directly, through links, `..`, `/proc`, other programs and what was granted before.
#![cfg(unix)]

mod common;

use std::os::unix::fs::symlink;
use std::path::Path;

use cairn::data::error::ErrorKind;
use cairn::engine::{Capabilities, Config, Engine, Grant, Outcome, Report};
use common::Scratch;

const IMPORTS: &str = "(import (scheme base) (scheme file) (scheme load) (scheme eval) (scheme repl) \
                       (scheme process-context) (cairn fs) (cairn process) (cairn capabilities))";

/// A folder with what is granted, `in`, and what is not, `out`; links lead from one to the other.
fn scratch() -> Scratch {
    let scratch = Scratch::new();
    let root = &scratch.0;
    for directory in ["in", "in/below", "out", "out/below"] {
        std::fs::create_dir_all(root.join(directory)).expect("a directory");
    }
    std::fs::write(root.join("in/file"), "open").expect("a file");
    std::fs::write(root.join("out/secret"), "(define secret 1)").expect("a file");
    std::fs::write(root.join("out/secret.sld"), "(define-library (secret) (export) (import))").expect("a file");
    for (target, link) in [("../out/secret", "in/link"), ("../out", "in/dir"), ("link", "in/twice"), ("..", "in/up")] {
        symlink(target, root.join(link)).expect("a link");
    }
    scratch
}

fn run(capabilities: Capabilities, text: &str) -> Result<String, Box<Report>> {
    let mut engine = Engine::new(Config { capabilities, ..Config::default() }).expect("an engine");
    engine.eval("imports", IMPORTS).expect("the libraries");
    if text.contains("(p:") {
        engine.eval("imports", "(import (prefix (srfi 170) p:))").expect("the library");
    }
    Ok(match engine.eval("test", text)? {
        Outcome::Value(value) => value.unwrap_or_default(),
        Outcome::Exit(code) => panic!("{text}: exit {code}"),
    })
}

/// The value as printed by `write`.
fn value(capabilities: &Capabilities, text: &str) -> String {
    run(capabilities.clone(), text).unwrap_or_else(|report| panic!("{text}: {}", report.message))
}

/// The paths by which a script may try to reach `out/secret` when it has `in`.
fn ways(root: &Path) -> Vec<String> {
    let root = root.display();
    vec![
        format!("{root}/out/secret"),
        format!("{root}/in/../out/secret"),
        format!("{root}/in/below/../../out/secret"),
        format!("{root}/in/link"),
        format!("{root}/in/twice"),
        format!("{root}/in/dir/secret"),
        format!("{root}/in/up/out/secret"),
        format!("{root}/in/up/in/up/out/secret"),
        format!("/proc/self/root{root}/out/secret"),
        format!("/proc/self/task/../root{root}/out/secret"),
        format!("//{root}//out//secret"),
    ]
}

/// Procedures that read `@`, or look for it.
const READING: &[&str] = &[
    "(open-input-file @)",
    "(open-binary-input-file @)",
    "(call-with-input-file @ read-line)",
    "(with-input-from-file @ read-line)",
    "(file-exists? @)",
    "(file->string @)",
    "(file->lines @)",
    "(file->bytes @)",
    "(file-info @)",
    "(file-type @)",
    "(file-size @)",
    "(real-path @)",
    "(directory-list (path-directory (real-path @)))",
    "(copy-file @ \"@in/copy\")",
    "(run (cat) (< @))",
    "(spawn '(\"cat\") 'input (cons 'file @))",
    "(p:file-info @ #t)",
    "(p:open-file @ p:textual-input 0)",
    "(p:file-space @)",
    "(p:directory-files @)",
];

/// Procedures that read the text of a program from `@`: the message does not reveal its content.
const LOADING: &[&str] = &["(load @)", "(eval '(include @) (interaction-environment))"];

/// Procedures that write, create or delete `@`.
const WRITING: &[&str] = &[
    "(open-output-file @)",
    "(open-binary-output-file @)",
    "(open-append-file @)",
    "(open-binary-append-file @)",
    "(string->file \"x\" @)",
    "(string->file \"x\" @ 'append)",
    "(bytes->file (bytevector 1) @)",
    "(replace-file @ \"x\")",
    "(copy-file \"@in/file\" @)",
    "(truncate-file @ 0)",
    "(set-file-mode! @ #o777)",
    "(set-file-times! @ 0)",
    "(run (echo \"x\") (> @))",
    "(run (echo \"x\") (>> @))",
    "(run (echo \"x\") (err> @))",
    "(p:open-file @ p:textual-output (+ p:open/create p:open/truncate))",
    "(p:open-file @ p:binary-input p:open/truncate)",
    "(p:set-file-owner @ p:owner/unchanged p:group/unchanged)",
    "(p:set-file-times @)",
];

/// Procedures that change the directory that contains `@`: the link itself may be in a granted one.
const CHANGING: &[&str] = &[
    "(delete-file @)",
    "(delete-tree @)",
    "(move-file @ \"@in/moved\")",
    "(move-file \"@in/file\" @)",
    "(make-directory @)",
    "(make-link \"x\" @)",
    "(make-hard-link \"@in/file\" @)",
    "(make-fifo @)",
    "(delete-directory @)",
    "(p:create-directory @ #o700)",
    "(p:create-fifo @ #o600)",
    "(p:rename-file @ \"@in/moved\")",
    "(p:open-file @ p:binary-output (+ p:open/create p:open/exclusive))",
    "(p:create-temp-file @)",
];

fn filled(form: &str, root: &Path, path: &str) -> String {
    form.replace("@in", &format!("{}/in", root.display())).replace('@', &format!("{path:?}"))
}

fn refuse(capabilities: &Capabilities, form: &str, capability: &str) {
    let report = run(capabilities.clone(), form).expect_err(form);
    let named = format!("{capability} (--allow-{capability})");
    assert!(report.message.contains(&named), "{form}: {}", report.message);
    assert!(!report.message.contains("define secret"), "{form}: {}", report.message);
}

#[test]
fn what_is_not_granted_is_not_read() {
    let scratch = scratch();
    let root = &scratch.0;
    let capabilities = Capabilities { read: Grant::only([root.join("in")]), ..Capabilities::ALL };
    for path in ways(root) {
        for form in READING.iter().chain(LOADING) {
            refuse(&capabilities, &filled(form, root, &path), "read");
        }
        // A link itself may be copied, or get another name, where it is granted: it leads nowhere else then.
        if !path.ends_with("link") && !path.ends_with("twice") {
            refuse(&capabilities, &filled("(copy-tree @ \"@in/copy\")", root, &path), "read");
            refuse(&capabilities, &filled("(make-hard-link @ \"@in/hard\")", root, &path), "read");
        }
    }
    // Granted files can be read, even through a link among them.
    symlink("file", root.join("in/ok")).expect("a link");
    for path in ["in/file", "in/ok", "in/below/../file"] {
        let form = format!("(file->string {:?})", root.join(path));
        assert_eq!(value(&capabilities, &form), "\"open\"", "{form}");
    }
}

#[test]
fn what_is_not_granted_is_not_written() {
    let scratch = scratch();
    let root = &scratch.0;
    let before = std::fs::read_to_string(root.join("out/secret")).expect("a file");
    let capabilities = Capabilities { write: Grant::only([root.join("in")]), ..Capabilities::ALL };
    for path in ways(root) {
        for form in WRITING {
            refuse(&capabilities, &filled(form, root, &path), "write");
        }
    }
    for path in ways(root).iter().filter(|path| !path.ends_with("link") && !path.ends_with("twice")) {
        for form in CHANGING {
            refuse(&capabilities, &filled(form, root, path), "write");
        }
    }
    assert_eq!(std::fs::read_to_string(root.join("out/secret")).expect("a file"), before);
    assert_eq!(std::fs::read_dir(root.join("out")).expect("a directory").count(), 3);
    let made = format!("(string->file \"x\" {:?})", root.join("in/new"));
    assert!(run(capabilities, &made).is_ok());
}

#[test]
fn a_program_that_may_write_cannot_thereby_read() {
    let scratch = scratch();
    let root = &scratch.0;
    let capabilities =
        Capabilities { read: Grant::only([root.join("in")]), write: Grant::only([root.clone()]), ..Capabilities::ALL };
    for form in ["(move-file @ \"@in/moved\")", "(make-hard-link @ \"@in/hard\")", "(copy-file @ \"@in/copy\")"] {
        let path = format!("{}/out/secret", root.display());
        refuse(&capabilities, &filled(form, root, &path), "read");
    }
    // A link that was made leads nowhere that is not granted.
    let form = filled("(begin (make-link @ \"@in/made\") (file->string \"@in/made\"))", root, "../out/secret");
    refuse(&capabilities, &form, "read");
}

#[test]
fn a_directory_that_is_exchanged_leads_nowhere() {
    // One thread exchanges a directory of what is granted for a link to what is not, another
    // reads through it all the while: it gets the one content, or nothing.
    let scratch = scratch();
    let root = scratch.0.clone();
    std::fs::write(root.join("in/below/secret"), "granted").expect("a file");
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let exchanger = {
        let (root, stop) = (root.clone(), std::sync::Arc::clone(&stop));
        std::thread::spawn(move || {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let (below, aside) = (root.join("in/below"), root.join("in/aside"));
                std::fs::rename(&below, &aside).expect("a rename");
                symlink("../out", &below).expect("a link");
                std::fs::remove_file(&below).expect("the link");
                std::fs::rename(&aside, &below).expect("a rename");
            }
        })
    };
    let capabilities = Capabilities { read: Grant::only([root.join("in")]), ..Capabilities::NONE };
    let form = format!(
        "(let loop ((i 0) (seen '()))
           (if (= i 5000)
               seen
               (let ((text (guard (c (#t #f)) (file->string {:?}))))
                 (loop (+ i 1) (if (member text seen) seen (cons text seen))))))",
        root.join("in/below/secret")
    );
    let outcome = run(capabilities, &form);
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    exchanger.join().expect("no panic");
    let seen = outcome.unwrap_or_else(|report| panic!("{}", report.message));
    assert!(seen.contains("granted"), "{seen}");
    assert!(!seen.contains("define secret"), "{seen}");
}

#[test]
fn libraries_are_read_where_reading_is_granted() {
    let scratch = scratch();
    let root = &scratch.0;
    let capabilities = Capabilities { read: Grant::only([root.join("in")]), ..Capabilities::ALL };
    let out = root.join("out").display().to_string();
    let mut engine =
        Engine::new(Config { capabilities: capabilities.clone(), ..Config::default() }).expect("an engine");
    let report = engine.run_program(&format!("{out}/program.scm"), "(import (secret))").expect_err("refused");
    assert!(report.message.contains("--allow-read"), "{}", report.message);
    // A place of libraries that the host names is one.
    let config = Config { capabilities, library_path: vec![out], ..Config::default() };
    let outcome = Engine::new(config).expect("an engine").run_program("program.scm", "(import (secret))");
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn variables_are_seen_and_set_by_name() {
    let environment = Grant::only(["CAIRN_A"]);
    let capabilities = Capabilities { environment, ..Capabilities::ALL };
    for form in
        ["(get-environment-variable \"PATH\")", "(setenv \"CAIRN_B\" \"x\")", "(unsetenv \"PATH\")", "(user-name)"]
    {
        refuse(&capabilities, form, "env");
    }
    let form = "(run-pipeline '((\"true\")) 'environment '((\"CAIRN_B\" . \"x\")))";
    refuse(&capabilities, form, "env");
    let seen = value(&capabilities, "(begin (setenv \"CAIRN_A\" \"x\") (get-environment-variables))");
    assert_eq!(seen, "((\"CAIRN_A\" . \"x\"))");
    // Other programs see no more.
    let seen = value(&capabilities, "(begin (setenv \"CAIRN_A\" \"x\") (capture (\"/usr/bin/env\")))");
    assert_eq!(seen, "\"CAIRN_A=x\\n\"");
}

#[test]
fn only_granted_programs_run() {
    let scratch = scratch();
    let root = &scratch.0;
    std::fs::write(root.join("in/true"), "#!/bin/sh\necho mine\n").expect("a program");
    std::fs::set_permissions(root.join("in/true"), std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("a mode");
    symlink("/bin/sh", root.join("in/sh")).expect("a link");
    let capabilities = Capabilities { run: Grant::only(["true"]), ..Capabilities::ALL };
    let mine = root.join("in/true").display().to_string();
    let link = root.join("in/sh").display().to_string();
    for form in [
        "(run (sh \"-c\" \"echo x\"))".to_string(),
        "(run (true) (sh))".to_string(),
        "(run (cairn-no-such-program))".to_string(),
        format!("(run ({mine:?}))"),
        format!("(run ({link:?} \"-c\" \"echo x\"))"),
        format!("(begin (setenv \"PATH\" {:?}) (run (true)))", root.join("in")),
        format!("(call-with-current-directory {:?} (lambda () (run (\"./true\"))))", root.join("in")),
        "(spawn '(\"sh\"))".to_string(),
        "(listen-for-signals 'int)".to_string(),
        "(send-signal 1 'cont)".to_string(),
    ] {
        refuse(&capabilities, &form, "run");
    }
    assert_eq!(value(&capabilities, "(run (true))"), "0");
    // The loader's variables do not reach a program.
    let capabilities = Capabilities { run: Grant::only(["env"]), ..Capabilities::ALL };
    let form = "(begin (setenv \"LD_PRELOAD\" \"/nowhere.so\") (capture (env)))";
    let seen = value(&capabilities, form);
    assert!(!seen.contains("LD_PRELOAD"), "{seen}");
}

#[test]
fn other_programs_get_no_open_files() {
    let scratch = scratch();
    let path = scratch.0.join("out/secret");
    let form = format!("(let ((port (open-input-file {path:?}))) (capture (ls \"-l\" \"/proc/self/fd\")))");
    let seen = value(&Capabilities::ALL, &form);
    assert!(!seen.contains("secret"), "{seen}");
}

#[test]
fn what_the_process_has_open_is_not_for_programs_with_less() {
    let scratch = scratch();
    let inside = || Grant::only([scratch.0.join("in")]);
    let reader = Capabilities { read: inside(), ..Capabilities::ALL };
    refuse(&reader, "(p:fd->port 0 p:textual-input)", "read");
    let writer = Capabilities { write: inside(), ..Capabilities::ALL };
    refuse(&writer, "(p:fd->port 1 p:textual-output)", "write");
    refuse(&Capabilities { run: Grant::NONE, ..Capabilities::ALL }, "(p:nice 1)", "run");
}

#[test]
fn what_is_given_up_does_not_come_back() {
    let scratch = scratch();
    let root = &scratch.0;
    let inside = root.join("in");
    for (form, capability) in [
        (format!("(begin (drop-capabilities! 'read) (file->string {:?}))", inside.join("file")), "read"),
        (
            format!("(begin (drop-capabilities! '(read {inside:?})) (file->string {:?}))", root.join("out/secret")),
            "read",
        ),
        (
            format!(
                "(begin (drop-capabilities! '(read {inside:?})) (drop-capabilities! '(read \"/\")) (file->string {:?}))",
                root.join("out/secret")
            ),
            "read",
        ),
        ("(begin (drop-capabilities! 'all) (get-environment-variable \"PATH\"))".to_string(), "env"),
        ("(begin (drop-capabilities! 'all) (run (true)))".to_string(), "run"),
        (format!("(begin (drop-capabilities! 'write) (string->file \"x\" {:?}))", inside.join("file")), "write"),
    ] {
        refuse(&Capabilities::ALL, &form, capability);
    }
    let kept = format!("(begin (drop-capabilities! '(read {inside:?})) (file->string {:?}))", inside.join("file"));
    assert_eq!(value(&Capabilities::ALL, &kept), "\"open\"");
    let wrong = run(Capabilities::ALL, "(begin (drop-capabilities! 'write 'fly) 1)").expect_err("a wrong name");
    assert_eq!(wrong.kind, Some(ErrorKind::Type));
}

#[test]
fn a_refusal_is_a_condition() {
    let form = "(guard (c ((capability-error? c) (list (condition-kind c) (file-error? c)))) (open-input-file \"/etc/passwd\"))";
    assert_eq!(value(&Capabilities::NONE, form), "(capability #t)");
    let form = "(capabilities)";
    assert_eq!(value(&Capabilities::NONE, form), "((read) (write) (env) (run))");
}

/// The imports of confined libraries: everything that reaches the system, and none of the other ways to evaluate code.
const CONFINED: &str = "(scheme base) (scheme file) (scheme load) (scheme eval) (scheme repl) (scheme process-context) \
                        (cairn fs) (cairn process) (cairn capabilities) (prefix (srfi 170) p:) (only (cairn base) the-environment)";

/// A program that imports the library `(stranger)`, whose body this is, with these capabilities, and does `form`.
fn with_stranger(body: &str, kept: &str, form: &str) -> Result<String, Box<Report>> {
    let library = format!("(define-library (stranger) (export try) (import {CONFINED}) (begin {body}))");
    let mut engine = Engine::new(Config::default()).expect("an engine");
    engine.eval("imports", IMPORTS).expect("the libraries");
    engine.eval("stranger", &format!("{library} (import (confined (stranger) {kept}))"))?;
    Ok(match engine.eval("test", form)? {
        Outcome::Value(value) => value.unwrap_or_default(),
        Outcome::Exit(code) => panic!("{form}: exit {code}"),
    })
}

fn refuse_stranger(body: &str, kept: &str, form: &str, capability: &str) {
    let report = with_stranger(body, kept, form).expect_err(body);
    let named = format!("{capability} (--allow-{capability})");
    assert!(report.message.contains(&named), "{body} {form}: {}", report.message);
}

/// The ways that are tried with few capabilities are tried in a library that is imported with few.
#[test]
fn confined_libraries_reach_what_they_keep() {
    let scratch = scratch();
    let root = &scratch.0;
    let inside = format!("{:?}", root.join("in"));
    let ways = ways(root);
    for path in [&ways[0], &ways[3], &ways[5], &ways[8]] {
        for (forms, capability) in [(READING, "read"), (WRITING, "write"), (CHANGING, "write")] {
            // In a directory that is granted a link itself may be changed.
            let may_change =
                |form: &str| forms == CHANGING && (path.ends_with("link") || form.starts_with("(p:open-file"));
            let tried = forms.iter().filter(|form| !form.contains("with-input-from-file") && !may_change(form));
            let kept = match capability {
                "read" => format!("(read {inside}) write run"),
                _ => format!("read (write {inside}) run"),
            };
            let thunks: Vec<String> = tried.map(|form| format!("(lambda () {})", filled(form, root, path))).collect();
            let body = format!("(define try (list {}))", thunks.join(" "));
            let form = "(map (lambda (thunk) (guard (c ((capability-error? c) (error-object-message c))) (list thunk (thunk)))) try)";
            let said = with_stranger(&body, &kept, form).expect("messages");
            let named = format!("{capability} (--allow-{capability})");
            assert_eq!(said.matches(&named).count(), thunks.len(), "{path}: {said}");
        }
    }
    let kept = format!("(read {inside}) write run");
    refuse_stranger("(define (try) (run (true)))", "read", "(try)", "run");
    refuse_stranger("(define (try) (get-environment-variable \"PATH\"))", "read", "(try)", "env");
    refuse_stranger("(define (try) (listen-for-signals 'int))", "read", "(try)", "run");
    let own = format!("(define (try) (file->string {:?}))", root.join("in/file"));
    assert_eq!(with_stranger(&own, &kept, "(try)").expect("granted"), "\"open\"");
    let form = format!("(call-with-input-file {:?} (lambda (port) (read-line port)))", root.join("in/file"));
    assert_eq!(with_stranger(&format!("(define (try) {form})"), &kept, "(try)").expect("granted"), "\"open\"");
    assert_eq!(
        with_stranger("(define (try) (capabilities))", "(env \"A\")", "(try)").expect("a list"),
        "((read) (write) (env \"A\") (run))"
    );
}

/// The rights are those of the code, wherever it is called from.
#[test]
fn confined_code_keeps_its_rights_everywhere() {
    let scratch = scratch();
    let secret = format!("{:?}", scratch.0.join("out/secret"));
    let read = format!("(file->string {secret})");
    for (body, form) in [
        // Closures, also in data, and the procedures themselves.
        (format!("(define (try) (list (lambda () {read})))"), "((car (try)))".to_string()),
        ("(define try file->string)".to_string(), format!("(map try (list {secret}))")),
        ("(define try file->string)".to_string(), format!("(apply try (list {secret}))")),
        ("(define (try) call-with-input-file)".to_string(), format!("((try) {secret} read-line)")),
        // A continuation that is entered again when the library's code has returned.
        (
            format!("(define (try) (let ((k (call/cc (lambda (k) k)))) (if (procedure? k) k {read})))"),
            "(let ((k (try))) (if (procedure? k) (k 1) k))".to_string(),
        ),
        // Handlers, after thunks, parameters' converters and sorting predicates that the program calls.
        (
            format!("(define (try) (lambda (e) {read}))"),
            "(with-exception-handler (try) (lambda () (raise-continuable 1)))".to_string(),
        ),
        (
            format!("(define (try) (lambda () {read}))"),
            "(dynamic-wind (lambda () #f) (lambda () #f) (try))".to_string(),
        ),
        (
            format!("(define (try) (make-parameter 1 (lambda (x) (if (eq? x 1) 1 {read}))))"),
            "(parameterize (((try) 2)) 1)".to_string(),
        ),
        (format!("(define (try) (lambda (a b) {read}))"), "(vector-map (try) #(1 2) #(1 2))".to_string()),
        // Code that is evaluated by the program in the library's environment.
        (
            format!("(define (try) (the-environment)) (define (unused) {read})"),
            format!("(eval '(file->string {secret}) (try))"),
        ),
    ] {
        refuse_stranger(&body, "write", &form, "read");
    }
}

#[test]
fn a_confinement_leaves_out_what_would_lead_out_of_it() {
    let fails = |body: &str, kept: &str, form: &str, said: &str| {
        let report = with_stranger(body, kept, form).expect_err(body);
        assert!(report.message.contains(said), "{body}: {}", report.message);
    };
    for name in ["eval", "load", "environment", "interaction-environment", "with-input-from-file"] {
        fails(&format!("(define (try) {name})"), "all", "(try)", &format!("unbound variable: {name}"));
    }
    fails("(define (try) 1) (include \"/etc/passwd\")", "all", "(try)", "a confined library includes no files");
    let transformer = "(define-syntax m (er-macro-transformer (lambda (form rename compare) ''x))) (define (try) (m))";
    fails(transformer, "all", "(try)", "cannot define a macro by a procedure");
    fails(
        "(define-syntax m (lambda (x) x)) (define (try) (m))",
        "all",
        "(try)",
        "cannot define a macro by a procedure",
    );
    // Macros do not leave: what they expand to is code of the program.
    fails("(define-syntax try (syntax-rules () ((_) 1)))", "all", "(try)", "unbound variable: try");
    fails("(define try 1)", "fly", "try", "read, write, env, run, all");
    fails("(define try 1)", "(read . 5)", "try", "read, write, env, run, all");
}

/// The program keeps its capabilities, and its own instance of the library has them as well.
#[test]
fn a_confinement_takes_nothing_from_the_program() {
    let scratch = scratch();
    let file = format!("{:?}", scratch.0.join("in/file"));
    let body = format!(
        "(define (try) (drop-capabilities! 'all) (set-environment-variable! \"CAIRN_CONFINED\" \"x\") (file->string {file}))"
    );
    let form = format!(
        "(list (guard (c (#t (capability-error? c))) (try)) (get-environment-variable \"CAIRN_CONFINED\") (file->string {file}))"
    );
    assert_eq!(with_stranger(&body, "all", &form).expect("a list"), "(#t #f \"open\")");
    let both = format!("(define (try) (file->string {file}))");
    let form = "(import (prefix (stranger) own:)) (list (own:try) (guard (c (#t (capability-error? c))) (try)))";
    assert_eq!(with_stranger(&both, "run", form).expect("a list"), "(\"open\" #t)");
    // Confined libraries lose what the program gives up later.
    refuse_stranger(&both, "read", "(begin (drop-capabilities! 'read) (try))", "read");
    let directory = "(define (try) (set-current-directory! \"/\") (current-directory))";
    let form = "(let ((before (current-directory))) (list (try) (string=? before (current-directory))))";
    assert_eq!(with_stranger(directory, "read", form).expect("a list"), "(\"/\" #t)");
}

/// The imports of a confined library are confined, too, within a narrower confinement as well.
#[test]
fn what_confined_libraries_import_is_confined() {
    let scratch = scratch();
    let file = format!("{:?}", scratch.0.join("in/file"));
    let program = format!(
        "(define-library (helper) (export help) (import (scheme base) (cairn fs)) (begin (define (help) (file->string {file}))))
         (define-library (between) (export own narrower)
           (import (scheme base) (rename (helper) (help own)) (rename (confined (helper) read) (help narrower))))
         (import (rename (confined (between) write) (own a) (narrower b)) (rename (confined (between) read) (own c) (narrower d)))
         (define (what thunk) (guard (c ((capability-error? c) 'refused)) (thunk)))
         (map what (list a b c d))"
    );
    assert_eq!(value(&Capabilities::ALL, &program), "(refused refused \"open\" \"open\")");
}
