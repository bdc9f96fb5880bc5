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
