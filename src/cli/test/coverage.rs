//! Reports which lines the tests ran: as LCOV, and as pages with the sources.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use super::Outcome;
use super::html;

/// A source and its lines.
pub(super) struct Covered {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: String,
    /// How often each line has run that may run, by number.
    pub lines: BTreeMap<usize, u64>,
}

impl Covered {
    /// Lines that have run.
    pub(super) fn hit(&self) -> usize {
        self.lines.values().filter(|&&count| count > 0).count()
    }
}

/// Adds up what the files have run. Texts that are no files, as those of bundled libraries,
/// are left out, and so are the tests themselves, unless nothing but them has run.
pub(super) fn merged(outcomes: &[Outcome]) -> Vec<Covered> {
    let mut files: BTreeMap<String, BTreeMap<usize, u64>> = BTreeMap::new();
    for (path, lines) in outcomes.iter().flat_map(|outcome| &outcome.lines) {
        let path = path.strip_prefix("./").unwrap_or(path);
        let counts = files.entry(path.to_string()).or_default();
        lines.iter().for_each(|&(line, count)| *counts.entry(line).or_default() += count);
    }
    let covered = |(path, lines)| Some(Covered { text: fs::read_to_string(&path).ok()?, path, lines });
    let all: Vec<Covered> = files.into_iter().filter_map(covered).collect();
    let is_test = |file: &Covered| outcomes.iter().any(|outcome| outcome.file == Path::new(&file.path));
    let only_tests = all.iter().all(is_test);
    all.into_iter().filter(|file| only_tests || !is_test(file)).collect()
}

/// How much has run, in words.
pub(super) fn total(covered: &[Covered]) -> String {
    let all: usize = covered.iter().map(|file| file.lines.len()).sum();
    let hit: usize = covered.iter().map(Covered::hit).sum();
    format!("coverage: {hit} of {all} lines, {}", html::percent(hit, all))
}

/// Writes `lcov.info` and the pages.
///
/// # Errors
/// Errors of the system.
pub(super) fn write(folder: &Path, covered: &[Covered]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("lcov.info"), lcov(covered))?;
    fs::write(folder.join("index.html"), html::index(covered))?;
    for file in covered {
        fs::write(folder.join(html::page_name(&file.path)), html::page(file))?;
    }
    Ok(())
}

fn lcov(covered: &[Covered]) -> String {
    let mut out = String::new();
    for file in covered {
        let _ = writeln!(out, "TN:\nSF:{}", file.path);
        for (line, count) in &file.lines {
            let _ = writeln!(out, "DA:{line},{count}");
        }
        let _ = writeln!(out, "LF:{}\nLH:{}\nend_of_record", file.lines.len(), file.hit());
    }
    out
}
