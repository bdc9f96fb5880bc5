//! The guide in `docs` is right: its programs, commands and sessions are run.
//!
//! A block of code says by its first line what it is. `scheme FILE` is a file, in a folder that
//! the blocks of a page share. `console` has commands after `$ `, each with what it prints; in a
//! line `...` stands for anything, and a line of `...` alone for any number of lines. `session`
//! has entries after `cairn> ` with what they print; those of a page are one session. Other
//! blocks are not run, but a block with a command in it must be one of these.

#![cfg(unix)]

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::Scratch;

/// A block: what it is, the number of its first line, its lines.
struct Block<'t> {
    what: &'t str,
    at: usize,
    lines: Vec<&'t str>,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for (line, number) in text.lines().zip(1..) {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(what), None) => open = Some(Block { what: what.trim(), at: number + 1, lines: Vec::new() }),
            (None, Some(block)) => block.lines.push(line),
            (None, None) => {}
        }
    }
    found
}

/// Runs a command of the shell in a folder: what it prints, errors included.
fn shell(folder: &Path, command: &str, input: &str) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_cairn")).parent().expect("a folder");
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
    let mut child = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .env("PATH", path)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut stdin = child.stdin.take().expect("its input");
    let input = input.to_string();
    let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().expect("an end");
    writer.join().expect("written");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Whether a line is the expected one, in which `...` stands for anything.
fn line_fits(expected: &str, found: &str) -> bool {
    let mut parts = expected.split("...");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = found.strip_prefix(first) else { return false };
    let mut last = None;
    for part in parts {
        last = Some(part);
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty() || last == Some("")
}

/// Whether the lines are the expected ones; a line of `...` stands for any number.
fn fits(expected: &[&str], found: &[&str]) -> bool {
    match (expected.split_first(), found.split_first()) {
        (None, None) => true,
        (Some((&"...", rest)), None) => fits(rest, found),
        (Some((&"...", rest)), Some((_, more))) => fits(rest, found) || fits(expected, more),
        (Some((line, rest)), Some((there, more))) => line_fits(line, there) && fits(rest, more),
        _ => false,
    }
}

fn expect(page: &str, at: usize, what: &str, expected: &[&str], found: &str) {
    let lines: Vec<&str> = found.lines().collect();
    assert!(fits(expected, &lines), "{page}:{at}: {what} prints\n{found}\ninstead of\n{}", expected.join("\n"));
}

/// Splits lines at those that begin with a prompt: the input, and the lines after it. An input
/// goes on in the lines after it while it leaves parentheses open.
fn prompted<'t>(lines: &[&'t str], prompt: &str) -> Vec<(String, Vec<&'t str>)> {
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    for line in lines {
        let depth = |text: &str| text.matches('(').count() as i64 - text.matches(')').count() as i64;
        match (line.strip_prefix(prompt), found.last_mut()) {
            (Some(input), _) => found.push((input.to_string(), Vec::new())),
            (None, Some((input, output))) if output.is_empty() && depth(input) > 0 => {
                input.push('\n');
                input.push_str(line);
            }
            (None, Some((_, output))) => output.push(line),
            (None, None) => panic!("a block begins with {prompt}"),
        }
    }
    found
}

/// Runs the sessions of a page as one.
fn run_sessions(page: &str, folder: &Path, blocks: &[&Block<'_>]) {
    let entries: Vec<_> = blocks
        .iter()
        .flat_map(|block| {
            prompted(&block.lines, "cairn> ").into_iter().map(|(entry, output)| (block.at, entry, output))
        })
        .collect();
    // A command that there is not stands between the entries: it is told, and is no entry.
    const MARK: &str = ",mark-of-the-guide";
    let input: String = entries.iter().map(|(_, entry, _)| format!("{entry}\n{MARK}\n")).collect();
    let output = shell(folder, "cairn repl", &input);
    let mut answers = vec![String::new()];
    for line in output.lines() {
        // The last line that a program prints may lack its end.
        let (before, is_mark) = match line.split_once(&format!("error: unknown command {MARK}")) {
            Some((before, _)) => (before, true),
            None => (line, false),
        };
        if let Some(answer) = answers.last_mut().filter(|_| !(is_mark && before.is_empty())) {
            *answer += &format!("{before}\n");
        }
        if is_mark {
            answers.push(String::new());
        }
    }
    assert!(answers.len() > entries.len(), "{page}: the session ends too soon:\n{output}");
    for ((at, entry, expected), answer) in entries.iter().zip(answers) {
        let expected: Vec<&str> = expected
            .iter()
            .map(|line| match line.split_once(" = ") {
                Some((name, value)) if name.starts_with('$') && !name.contains(' ') => value,
                _ => line,
            })
            .collect();
        expect(page, *at, entry, &expected, &answer);
    }
}

fn run_page(path: &Path) {
    let page = path.file_name().expect("a name").to_string_lossy().into_owned();
    let text = fs::read_to_string(path).expect("a page");
    let scratch = Scratch::new();
    let folder = &scratch.0;
    let blocks = blocks(&text);
    for block in &blocks {
        match block.what.split_once(' ').unwrap_or((block.what, "")) {
            ("scheme", file) if !file.is_empty() => {
                let file = folder.join(file);
                fs::create_dir_all(file.parent().expect("a folder")).expect("made");
                fs::write(file, block.lines.join("\n") + "\n").expect("written");
            }
            ("console", _) => {
                for (command, expected) in prompted(&block.lines, "$ ") {
                    expect(&page, block.at, &command, &expected, &shell(folder, &command, ""));
                }
            }
            ("session" | "sh" | "text" | "scheme" | "rust" | "compile_fail" | "toml", _) => {}
            (other, _) => panic!("{page}:{}: what is a block of {other}?", block.at),
        }
    }
    let sessions: Vec<_> = blocks.iter().filter(|block| block.what == "session").collect();
    if !sessions.is_empty() {
        run_sessions(&page, folder, &sessions);
    }
}

/// The pages of the guide: those of `docs` that are not generated.
fn pages() -> Vec<PathBuf> {
    const GENERATED: &[&str] = &["procedures.md", "libraries.md", "benchmarks.md", "match.md"];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let entries = fs::read_dir(folder).expect("the documents");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".md") && !GENERATED.contains(&&*name)
    });
    found.sort();
    found
}

#[test]
fn the_guide_is_right() {
    let pages = pages();
    assert!(pages.len() >= 12, "{pages:?}");
    let failed: Vec<String> = pages
        .iter()
        .filter_map(|page| {
            let page = page.clone();
            let ended = std::panic::catch_unwind(move || run_page(&page));
            ended.err().map(|error| error.downcast_ref::<String>().cloned().unwrap_or_default())
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

/// Each link of the guide leads to a file, and each page is linked.
#[test]
fn links_lead_somewhere() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut linked = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !link.contains("://") && !link.starts_with('#') {
                let file = link.split('#').next().unwrap_or_default();
                assert!(folder.join(file).exists(), "{}: {link}", page.display());
                linked.push(file.to_string());
            }
        }
    }
    for page in pages() {
        let name = page.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(name == "README.md" || linked.contains(&name), "no page leads to {name}");
    }
}

#[test]
fn dots_stand_for_anything() {
    assert!(line_fits("a ... c", "a b c") && line_fits("...", "x") && line_fits("a...", "a") && !line_fits("a", "ab"));
    assert!(!line_fits("a ... c", "a b d") && !line_fits("... c", "c d"));
    assert!(fits(&["a", "...", "b"], &["a", "x", "y", "b"]) && !fits(&["a"], &["a", "b"]) && fits(&["..."], &[]));
}
