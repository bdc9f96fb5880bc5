//! Completes what is typed: commands, names of libraries in an `import`, files in strings
//! and after commands that take one, and otherwise names.

use std::fs;

use super::commands;
use super::nesting::Nesting;
use crate::cli::doc::reference::library_names;

/// Where what is to be completed begins in `typed`, and what it may become. `names` are
/// those that have a meaning.
pub(super) fn candidates(typed: &str, names: &[String]) -> (usize, Vec<String>) {
    if let Some(rest) = typed.trim_start().strip_prefix(',')
        && !typed.contains('\n')
    {
        let at = typed.len() - rest.len();
        match rest.split_once(char::is_whitespace) {
            None => return (at, starting(commands::names(), rest)),
            Some((command, argument)) if commands::takes_file(command) => return file(typed, argument.trim_start()),
            Some(_) => {}
        }
    }
    let mut nesting = Nesting::default();
    nesting.feed(typed);
    if nesting.is_in_string() {
        let start = typed.rfind('"').map_or(0, |at| at + 1);
        return file(typed, &typed[start..]);
    }
    library(typed).unwrap_or_else(|| name(typed, names))
}

fn starting<'a>(all: impl Iterator<Item = &'a str>, prefix: &str) -> Vec<String> {
    all.filter(|name| name.starts_with(prefix)).map(str::to_string).collect()
}

fn name(typed: &str, names: &[String]) -> (usize, Vec<String>) {
    let ends_name = |c: char| c.is_whitespace() || "()\"';`,|#".contains(c);
    let start = typed.rfind(ends_name).map_or(0, |at| at + typed[at..].chars().next().map_or(1, char::len_utf8));
    let prefix = &typed[start..];
    let found = if prefix.is_empty() { Vec::new() } else { starting(names.iter().map(String::as_str), prefix) };
    (start, found)
}

/// The name of a library, when the innermost open parenthesis begins one.
fn library(typed: &str) -> Option<(usize, Vec<String>)> {
    let open = Nesting::default().open_in(typed);
    let (&start, outer) = open.split_last()?;
    let is_import = outer.iter().any(|&at| typed[at..].starts_with("(import"));
    let prefix = typed[start + 1..].trim_start();
    if !is_import || ["only", "except", "prefix", "rename"].contains(&prefix.split_whitespace().next().unwrap_or("")) {
        return None;
    }
    let found = starting(library_names().into_iter(), prefix).into_iter().map(|name| format!("{name})"));
    Some((typed.len() - prefix.len(), found.collect()))
}

/// The files whose path begins with `prefix`, which `typed` ends with. Folders end with a
/// slash.
fn file(typed: &str, prefix: &str) -> (usize, Vec<String>) {
    let (folder, start) = prefix.rsplit_once('/').map_or(("", prefix), |(folder, start)| (folder, start));
    let at = typed.len() - start.len();
    let place = match (folder, prefix.starts_with('/')) {
        ("", true) => "/",
        ("", false) => ".",
        _ => folder,
    };
    let Ok(entries) = fs::read_dir(place) else { return (at, Vec::new()) };
    let mut found: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let is_shown = name.starts_with(start) && (!name.starts_with('.') || start.starts_with('.'));
            is_shown.then(|| if entry.path().is_dir() { format!("{name}/") } else { name })
        })
        .collect();
    found.sort();
    (at, found)
}

#[cfg(test)]
mod tests {
    use super::candidates;

    fn completed(typed: &str) -> Vec<String> {
        let names = ["car", "cdr", "call/cc"].map(str::to_string);
        let (start, found) = candidates(typed, &names);
        found.into_iter().map(|text| format!("{}{text}", &typed[..start])).collect()
    }

    #[test]
    fn what_is_completed() {
        assert_eq!(completed("(ca"), ["(car", "(call/cc"]);
        assert_eq!(completed("(f 'cd"), ["(f 'cdr"]);
        assert!(completed("(").is_empty() && completed("x \"c").iter().all(|text| !text.contains("car")));
        assert_eq!(completed(",ap"), [",apropos"]);
        assert_eq!(completed("(import (scheme ba"), ["(import (scheme base)"]);
        assert_eq!(completed("(import (only (scheme cx"), ["(import (only (scheme cxr)"]);
        assert_eq!(
            completed("(import (srfi 11"),
            ["11)", "111)", "112)", "113)", "115)", "116)", "117)"].map(|end| format!("(import (srfi {end}"))
        );
        assert!(completed("(import (only (scheme base) ca").contains(&"(import (only (scheme base) car".to_string()));
    }

    #[test]
    fn files_are_completed() {
        assert_eq!(completed("(load \"src/ma"), ["(load \"src/main.rs"]);
        assert_eq!(completed(",load src/cl"), [",load src/cli/"]);
        assert!(completed(",load /no-such-folder/x").is_empty());
    }
}
