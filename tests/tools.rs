//! The tools for programs: `cairn test` and its reports.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::Scratch;

/// Runs the command in a folder.
fn cairn(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cairn")).args(arguments).current_dir(folder).output().expect("the command")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with these files.
fn project(files: &[(&str, &str)]) -> Scratch {
    let scratch = Scratch::new();
    for (path, content) in files {
        let path = scratch.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, content).expect("written");
    }
    scratch
}

const LIBRARY: &str = "\
(define-library (shapes)
  (export area kind)
  (import (scheme base))
  (begin
    (define (area w h)
      (* w h))
    (define (kind w h)
      (if (= w h)
          'square
          'oblong))))
";

const GOOD: &str = "\
(import (scheme base) (srfi 64) (shapes))
(test-begin \"shapes\")
(test-equal \"area\" 12 (area 3 4))
(test-eq \"kind\" 'square (kind 2 2))
(test-end)
";

fn shapes() -> Scratch {
    project(&[
        ("shapes.sld", LIBRARY),
        ("tests/good.scm", GOOD),
        ("tests/more/chibi.scm", "(import (scheme base) (chibi test))\n(test-begin)(test 3 (+ 1 2))(test-end)\n"),
        ("checks.scm", "(import (scheme base) (srfi 78))\n(check (+ 1 2) => 3)\n(check-report)\n"),
        ("tests/plain.scm", "(import (scheme base))\n(vector-ref (vector 1) 0)\n"),
        ("main.scm", "(import (scheme base) (scheme write))\n(display \"not a test\")\n"),
    ])
}

#[test]
fn tests_are_found_and_pass() {
    let folder = shapes();
    let output = cairn(&folder.0, &["test", "-I", "."]);
    let text = text(&output.stdout);
    assert!(output.status.success(), "{text}");
    for line in [
        "ok   checks.scm (1 test",
        "ok   tests/good.scm (2 tests",
        "ok   tests/more/chibi.scm (1 test",
        "ok   tests/plain.scm (ran to its end",
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert!(text.contains("4 files passed, 0 failed; 4 tests passed, 0 failed"), "{text}");
    assert!(!text.contains("main.scm"), "{text}");
    let filtered = cairn(&folder.0, &["test", "-I", ".", "--filter", "chibi"]);
    assert!(self::text(&filtered.stdout).contains("1 file passed"));
}

#[test]
fn failures_are_told() {
    let folder = project(&[
        (
            "tests/a.scm",
            "(import (scheme base) (srfi 64))\n(test-begin \"a\")(test-equal \"sum\" 4 (+ 1 2))(test-assert \"fine\" #t)(test-end)",
        ),
        ("tests/b.scm", "(import (scheme base) (chibi test))\n(test \"<twice>\" 4 (* 2 3))"),
        ("tests/c.scm", "(car 5)"),
        ("tests/d.scm", "(exit 7)"),
        ("tests/e.scm", "(let loop () (loop))"),
        ("tests/f.scm", "(import (scheme base) (srfi 78))\n(check (+ 1 2) => 4)"),
        ("tests/g.scm", "(display \"unreadable"),
        (
            "tests/h.scm",
            "(import (srfi 64))(test-begin \"h\")(test-skip \"later\")(test-assert \"later\" #f)(test-expect-fail \"known\")(test-assert \"known\" #f)(test-end)",
        ),
    ]);
    let output = cairn(&folder.0, &["test", "--timeout", "2s", "--junit", "junit.xml", "-j", "4"]);
    let text = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    for line in [
        "FAIL tests/a.scm (1 of 2 tests failed",
        "FAIL tests/b.scm (1 of 1 test failed",
        "FAIL tests/c.scm (ended with exit code 1",
        "FAIL tests/d.scm (ended with exit code 7",
        "FAIL tests/e.scm (took too long",
        "FAIL tests/f.scm (1 of 1 test failed",
        "FAIL tests/g.scm (ended with exit code 2",
        "ok   tests/h.scm (2 tests",
        "     | error: car: expected a pair, got 5",
        "failed: tests/a.scm\n    sum\n",
        "1 file passed, 7 failed; 1 test passed, 3 failed, 1 failed as expected, 1 skipped",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let junit = fs::read_to_string(folder.0.join("junit.xml")).expect("a report");
    for part in [
        "<testsuite name=\"tests/a.scm\" tests=\"2\" failures=\"1\" errors=\"0\"",
        "<testcase name=\"&lt;twice&gt;\" classname=\"tests/b.scm\"><failure",
        "<error message=\"ended with exit code 7\">",
        "<error message=\"took too long\">",
        "<skipped/>",
    ] {
        assert!(junit.contains(part), "{part}: {junit}");
    }
}

#[test]
fn without_tests_there_is_an_error() {
    let folder = project(&[("main.scm", "1")]);
    assert_eq!(cairn(&folder.0, &["test"]).status.code(), Some(2));
    assert_eq!(cairn(&folder.0, &["test", "nowhere"]).status.code(), Some(2));
}

#[test]
fn a_plain_run_fails_with_its_tests() {
    for program in [
        "(import (scheme base) (srfi 64))(test-begin \"a\")(test-equal 4 (+ 1 2))(test-end)",
        "(import (scheme base) (srfi 78))(check (+ 1 2) => 4)",
        "(import (scheme base) (chibi test))(test 4 (+ 1 2))",
    ] {
        let folder = project(&[("a.scm", program)]);
        assert_eq!(cairn(&folder.0, &["a.scm"]).status.code(), Some(1), "{program}");
    }
}

#[test]
fn lines_are_counted() {
    let folder = shapes();
    let output = cairn(&folder.0, &["test", "-I", ".", "--coverage=report", "tests", "checks.scm"]);
    let told = text(&output.stdout);
    assert!(output.status.success(), "{told}");
    let lcov = fs::read_to_string(folder.0.join("report/lcov.info")).expect("a report");
    // The branch that is not taken has not run; the others have, as often as they were called.
    for line in ["SF:shapes.sld", "DA:6,1", "DA:8,1", "DA:9,1", "DA:10,0"] {
        assert!(lcov.contains(line), "{line}: {lcov}");
    }
    assert!(!lcov.contains("SF:tests/good.scm"), "{lcov}");
    assert!(told.contains("coverage: "), "{told}");
    let page = fs::read_to_string(folder.0.join("report/shapes.sld.html")).expect("a page");
    assert!(page.contains("class=\"line missed\"><a id=\"10\">10</a><b>0</b>          'oblong))))"), "{page}");
    assert!(fs::read_to_string(folder.0.join("report/index.html")).expect("a page").contains("shapes.sld.html"));
}

/// Counting changes nothing that a program does.
#[test]
fn counting_lines_leaves_programs_as_they_are() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let folder = Scratch::new();
    for name in ["tour", "sudoku", "kanren", "generators", "metacircular"] {
        let file = examples.join(format!("{name}.scm"));
        let expected = fs::read_to_string(file.with_extension("out")).expect("the output");
        let report = folder.0.join(name);
        let file = file.to_string_lossy();
        let report_name = report.to_string_lossy();
        let output = cairn(&examples, &["test-file", "--report", &report_name, "--coverage", &file]);
        assert_eq!(text(&output.stdout), expected, "{name}");
        let counted = fs::read_to_string(&report).expect("a report");
        assert!(counted.contains(&format!("C\t{file}\t")), "{counted}");
    }
}

const BUSY: &str = "\
(define (fib n)
  (if (< n 2)
      n
      (+ (fib (- n 1))
         (fib (- n 2)))))
(define (build n)
  (let loop ((i 0) (x '()))
    (if (< i n) (loop (+ i 1) (cons (make-vector 10 i) x)) (length x))))
(define (main) (list (fib 27) (build 100000) (build 100000)))
(main)
";

#[test]
fn a_profile_names_what_runs() {
    let folder = project(&[("busy.scm", BUSY)]);
    let arguments = ["profile", "--steps", "--flame", "flame.svg", "--folded", "folded.txt", "busy.scm"];
    let output = cairn(&folder.0, &arguments);
    let told = text(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(
        told.contains(" calls and loop rounds in all") && told.contains("fib busy.scm") && told.contains("busy.scm:"),
        "{told}"
    );
    let folded = fs::read_to_string(folder.0.join("folded.txt")).expect("the stacks");
    assert!(folded.lines().any(|line| line.contains(";fib;fib") || line.contains("fib;fib")), "{folded}");
    let flame = fs::read_to_string(folder.0.join("flame.svg")).expect("the picture");
    assert!(flame.starts_with("<svg") && flame.contains("<title>fib: "), "{flame}");
}

/// Nothing reaches the network, and the option that will grant it says so.
#[test]
fn the_network_is_refused() {
    let folder = project(&[("a.scm", "(import (cairn net))")]);
    let granted = cairn(&folder.0, &["--allow-net=example.org", "a.scm"]);
    assert!(granted.status.code() == Some(2) && text(&granted.stderr).contains("--allow-net grants nothing"));
    let imported = cairn(&folder.0, &["a.scm"]);
    assert!(text(&imported.stderr).contains("(--allow-net)"), "{}", text(&imported.stderr));
}

/// A procedure that is inlined counts as itself: `inner` loops in the code of `outer`.
#[test]
fn a_profile_names_inlined_procedures() {
    const INLINED: &str = "\
(define (inner n) (let loop ((i 0) (s 0)) (if (= i n) s (loop (+ i 1) (+ s i)))))
(define (outer n) (+ 1 (inner (* 2 n))))
(write (outer 100000))
";
    let folder = project(&[("inlined.scm", INLINED)]);
    let output = cairn(&folder.0, &["profile", "--steps", "--folded", "folded.txt", "inlined.scm"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let folded = fs::read_to_string(folder.0.join("folded.txt")).expect("the stacks");
    assert!(folded.contains("outer;inner "), "{folded}");
}

/// The amount of the stacks that end in `part`, as a share of all, in hundredths.
fn share(folded: &str, part: &str) -> u64 {
    let amount = |wanted: &dyn Fn(&str) -> bool| -> u64 {
        let lines = folded.lines().filter_map(|line| line.rsplit_once(' '));
        lines.filter(|(stack, _)| wanted(stack)).filter_map(|(_, amount)| amount.parse::<u64>().ok()).sum()
    };
    100 * amount(&|stack| stack.ends_with(part)) / amount(&|_| true).max(1)
}

/// Procedures that are inlined and neither call nor loop count as themselves too, whether the code
/// around them is interpreted or native.
#[test]
fn a_profile_names_inlined_leaves() {
    const LEAVES: &str = "\
(define (pairs x) (cons x (cons x (cons x '()))))
(define (triple x) (vector x x x))
(define (cube x) (modulo (* x (* x x)) 1009))
(define (work n)
  (let loop ((i 0) (s 0))
    (if (= i n) s (loop (+ i 1) (+ s (cube i) (vector-length (triple (pairs i))))))))
(work 300000)
";
    let folder = project(&[("leaves.scm", LEAVES)]);
    for native in ["off", "sampled", "first-call"] {
        let folded = |option: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_cairn"));
            command.args(["profile", option, "--folded", "folded.txt", "leaves.scm"]);
            let output = command.current_dir(&folder.0).env("CAIRN_NATIVE", native).output().expect("the command");
            assert!(output.status.success(), "{}", text(&output.stderr));
            fs::read_to_string(folder.0.join("folded.txt")).expect("the stacks")
        };
        // Of the instructions of a round, two to four belong to each leaf.
        let steps = folded("--steps");
        let shares = ["work;cube", "work;triple", "work;pairs"].map(|leaf| share(&steps, leaf));
        assert!(shares.iter().all(|share| (8..50).contains(share)), "{native}: {shares:?} {steps}");
        // Three pairs of 16 bytes, a vector of 32.
        let bytes = folded("--alloc");
        let (vectors, pairs) = (share(&bytes, "work;triple"), share(&bytes, "work;pairs"));
        assert!((32..48).contains(&vectors) && (52..68).contains(&pairs), "{native}: {vectors} {pairs} {bytes}");
    }
}

/// How much time a procedure takes is the machine's affair; the tables are there in any case.
#[test]
fn a_profile_measures_time() {
    let busy =
        BUSY.replace("(fib 27)", "(fib 27) (let loop ((i 0)) (if (< i 30000000) (loop (+ i 1)) (current-jiffy)))");
    let folder = project(&[("busy.scm", &busy)]);
    let output = cairn(&folder.0, &["profile", "busy.scm"]);
    let told = text(&output.stderr);
    assert!(output.status.success() && told.contains(" s in all") && told.contains(" main busy.scm"), "{told}");
}

#[test]
fn a_profile_names_what_allocates() {
    let folder = project(&[("busy.scm", BUSY)]);
    let output = cairn(&folder.0, &["profile", "-O0", "--alloc", "--folded", "folded.txt", "busy.scm"]);
    let told = text(&output.stderr);
    assert!(output.status.success() && told.contains(" MB in all"), "{told}");
    let folded = fs::read_to_string(folder.0.join("folded.txt")).expect("the stacks");
    let bytes = |part: &str| -> u64 {
        folded
            .lines()
            .filter(|line| line.contains(part))
            .filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok())
            .sum()
    };
    // 200,000 vectors of ten elements, and the pairs that hold them.
    // Without optimisation the loop is a procedure, whose tail call has removed the frame of `build`.
    assert!(bytes(";loop") > 18_000_000 && bytes("fib") < bytes(";loop") / 10, "{folded}");
}

/// The output of a script, its exit code and its errors are those of a plain run.
#[test]
fn a_profile_leaves_programs_as_they_are() {
    let folder = project(&[("a.scm", "(display (command-line))(newline)(exit 7)"), ("b.scm", "(car 5)")]);
    let output = cairn(&folder.0, &["profile", "a.scm", "--top", "x"]);
    assert_eq!((text(&output.stdout).as_str(), output.status.code()), ("(a.scm --top x)\n", Some(7)));
    let failed = cairn(&folder.0, &["profile", "b.scm"]);
    assert!(failed.status.code() == Some(1) && text(&failed.stderr).contains("expected a pair, got 5"));
}

#[test]
fn names_are_described() {
    let here = Path::new(".");
    let described = |arguments: &[&str]| text(&cairn(here, arguments).stdout);
    let fold = described(&["doc", "fold"]);
    assert!(fold.contains("(fold ") && fold.contains("(srfi 1)") && fold.contains("=> "), "{fold}");
    assert!(described(&["doc", "let"]).contains("R7RS 4.2.2"));
    let library = described(&["doc", "(srfi 158)"]);
    assert!(library.starts_with("(srfi 158) Generators and accumulators."), "{library}");
    assert!(library.contains("  (gcons* "), "{library}");
    assert!(described(&["doc", "--search", "generator->"]).contains("generator->list"));
    assert_eq!(cairn(here, &["doc", "no-such-name"]).status.code(), Some(1));
    assert_eq!(cairn(here, &["doc"]).status.code(), Some(2));
}

#[test]
fn the_reference_is_written_as_pages() {
    let folder = Scratch::new();
    let output = cairn(&folder.0, &["doc", "--html", "site"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let index = fs::read_to_string(folder.0.join("site/index.html")).expect("a page");
    assert!(index.contains("[\"generator->list\", \"srfi 158\", \"srfi-158.html\", "));
    let page = fs::read_to_string(folder.0.join("site/srfi-158.html")).expect("a page");
    assert!(page.contains("<article id=\"generator-&gt;list\">"));
    // Each page that is linked is there.
    for link in index.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(folder.0.join("site").join(link).is_file(), "{link}");
    }
}

#[test]
fn the_manual_and_completions_know_the_commands() {
    let here = Path::new(".");
    let manual = text(&cairn(here, &["man"]).stdout);
    assert!(manual.contains(".TH cairn 1") && manual.contains("CAIRN PROFILE"), "{manual}");
    for shell in ["bash", "zsh", "fish"] {
        let completions = text(&cairn(here, &["completions", shell]).stdout);
        assert!(completions.contains("profile") && completions.contains("coverage"), "{shell}");
    }
}
