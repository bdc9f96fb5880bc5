//! The libraries for scripts keep to the limits, and what they hold is released when a run is
//! stopped: programs are killed, temporary files deleted.
#![cfg(unix)]

mod common;

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use common::Scratch;

fn run(folder: &Path, options: &[&str], text: &str) -> Output {
    let file = folder.join("script.scm");
    std::fs::write(&file, text).expect("a script");
    Command::new(env!("CARGO_BIN_EXE_cairn")).current_dir(folder).args(options).arg(file).output().expect("it starts")
}

/// Whether a process whose command line contains a text is there.
fn is_running(marker: &str) -> bool {
    let processes = std::fs::read_dir("/proc").expect("the list of processes").flatten();
    processes.into_iter().any(|process| {
        let words = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&words).contains(marker)
    })
}

/// Waits a while for something to become true.
fn soon(holds: impl Fn() -> bool) -> bool {
    let end = Instant::now() + Duration::from_secs(10);
    while !holds() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(10));
    }
    holds()
}

const IMPORTS: &str = "(import (scheme base) (scheme write) (scheme file) (cairn fs) (cairn process) (cairn json) \
                       (cairn csv) (cairn toml) (cairn yaml) (cairn encoding) (cairn digest) (cairn random) (cairn pack) \
                       (cairn regex) (cairn time) (cairn archive))\n";

#[test]
fn a_run_that_is_stopped_kills_what_it_waits_for() {
    let scratch = Scratch::new();
    for (i, form) in
        ["(run (sleep @))", "(capture (sleep @) (cat))", "(run-pipeline '((\"sleep\" \"@\")) 'input \"x\")"]
            .into_iter()
            .enumerate()
    {
        // A number that no other test uses marks the process.
        let marker = format!("{}{i}", 70_000_000 + std::process::id());
        let output = run(&scratch.0, &["--timeout", "500ms"], &format!("{IMPORTS}{}", form.replace('@', &marker)));
        assert_eq!(output.status.code(), Some(3), "{form}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(soon(|| !is_running(&marker)), "{form}");
    }
}

#[test]
fn a_run_that_is_stopped_leaves_no_temporary_files() {
    let scratch = Scratch::new();
    let temporary = scratch.0.join("tmp");
    std::fs::create_dir(&temporary).expect("a folder");
    let text = format!(
        "{IMPORTS}(call-with-temporary-directory (lambda (d) (string->file \"x\" (path-join d \"f\"))
           (call-with-temporary-file (lambda (f) (display (file-exists? f)) (sleep 100)))))"
    );
    let file = scratch.0.join("script.scm");
    std::fs::write(&file, text).expect("a script");
    let output = Command::new(env!("CARGO_BIN_EXE_cairn"))
        .env("TMPDIR", &temporary)
        .args(["--timeout", "1s"])
        .arg(file)
        .output()
        .expect("it starts");
    assert_eq!((output.status.code(), &*output.stdout), (Some(3), &b"#t"[..]));
    assert_eq!(std::fs::read_dir(&temporary).expect("the folder").count(), 0);
}

#[test]
fn each_wait_ends_with_the_time() {
    let scratch = Scratch::new();
    for form in [
        "(sleep 1000)",
        "(next-signal (listen-for-signals 'usr1))",
        "(process-wait (spawn '(\"sleep\" \"3\")))",
        "(begin (make-fifo \"fifo\") (file->string \"fifo\"))",
        "(begin (make-fifo \"fifo2\") (string->file \"x\" \"fifo2\"))",
        "(begin (make-fifo \"fifo3\") (call-with-input-file \"fifo3\" read-line))",
        "(read-line (process-output (spawn '(\"sleep\" \"3\") 'output 'capture)))",
        "(let ((p (spawn '(\"sleep\" \"3\") 'input 'capture))) (let loop () (write-string (make-string 10000 #\\x) (process-input p)) (loop)))",
    ] {
        let start = Instant::now();
        let output = run(&scratch.0, &["--timeout", "300ms"], &format!("{IMPORTS}{form}"));
        assert_eq!(output.status.code(), Some(3), "{form}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(start.elapsed() < Duration::from_secs(20), "{form}");
    }
}

/// What would take much memory or time, with little of both.
const GREEDY: &[&str] = &[
    "(string->json (make-string 50000000 #\\[))",
    "(string->json (string-append \"[\" (make-string 30000000 #\\space)))",
    "(json->string (let ((v (vector 1))) (vector-set! v 0 v) v))",
    "(json->string (let ((v (vector 1 2))) (vector-set! v 0 (list (cons 'a v))) v))",
    "(string->csv (make-string 40000000 #\\,))",
    "(let loop ((s \"a\")) (string->csv s) (loop (string-append s \",\" s)))",
    "(string->yaml (make-string 3000000 #\\[))",
    "(string->toml (make-string 3000000 #\\[))",
    "(let loop ((data (gzip (make-bytevector 1000000 0)))) (loop (gunzip (gzip (make-bytevector 30000000 0)))))",
    "(let loop ((s \"x\")) (loop (string-append (base64-encode s) (hex-encode s) (url-encode s))))",
    "(let loop () (digest 'sha512 (make-bytevector 5000000 1)) (loop))",
    "(random-bytes 100000000000)",
    "(pack \"999999999999s\" \"x\")",
    "(let loop ((i 0)) (rx (string-append \"(?:a|b){\" (number->string (modulo i 900)) \"}x\" (number->string i))) (loop (+ i 1)))",
    "(let ((s (make-string 3000000 #\\a))) (let loop () (rx-search-all \"a*?\" s) (loop)))",
    "(let ((s (make-string 3000000 #\\λ))) (let loop () (rx-search \"(λ*)*x\" s) (loop)))",
    "(let loop ((m (moment 2000))) (loop (moment-add m 'days 1 'days -1)))",
    "(file->string \"/dev/zero\")",
    "(file->lines \"/dev/zero\")",
    "(file-digest 'md5 \"/dev/zero\")",
    "(copy-file \"/dev/zero\" \"/dev/null\")",
    "(capture (cat \"/dev/zero\"))",
    "(run-pipeline '((\"yes\")) 'output 'capture 'error 'capture)",
    "(let loop () (directory-walk \"/usr\") (loop))",
    "(let loop () (glob \"/usr/**/*.no\") (loop))",
    "(glob (make-string 100000 #\\*))",
    "(glob-match? (apply string-append (map (lambda (i) \"*a\") (make-list 1000 0))) (make-string 4000 #\\a))",
    "(let loop ((p \"a\")) (path-join p p) (path-parts p) (path-normalize p) (loop (string-append p \"/\" p)))",
    "(let loop ((n 0)) (set-environment-variable! (number->string n) (make-string 100000 #\\x)) (loop (+ n 1)))",
    "(let loop ((all '())) (loop (cons (open-input-file \"script.scm\") all)))",
    "(let loop ((all '())) (loop (cons (spawn '(\"true\")) all)))",
    "(let loop () (run-pipeline (make-list 3000 '(\"true\"))) (loop))",
];

#[test]
fn greedy_programs_end_by_the_limits() {
    let scratch = Scratch::new();
    for form in GREEDY {
        let options = ["--memory", "48", "--timeout", "1500ms"];
        let output = run(&scratch.0, &options, &format!("{IMPORTS}{form}"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "{form}: {} {said}", output.status);
        assert!(!said.contains("panicked"), "{form}: {said}");
    }
}
