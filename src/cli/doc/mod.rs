//! Implements `cairn doc`: prints what a name means, and writes the reference of all names as pages.

pub(super) mod reference;
mod site;
mod source;
#[cfg(test)]
mod tests;

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use super::UNUSABLE;
use reference::{Entry, Reference};

/// Options of `cairn doc`.
#[derive(Args)]
pub(super) struct DocOptions {
    /// A name, such as `fold`, or a library, such as "(srfi 1)".
    #[arg(required_unless_present_any = ["html", "search"])]
    name: Option<String>,
    /// List the names that contain TEXT, in all libraries.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Write the reference of all libraries to DIR, as pages that begin at index.html.
    #[arg(long, value_name = "DIR")]
    html: Option<PathBuf>,
}

/// There is nothing of that name.
const NOT_FOUND: u8 = 1;

/// Runs the command; the result is the exit code.
pub(super) fn run(options: &DocOptions) -> u8 {
    let reference = Reference::new();
    if let Some(folder) = &options.html {
        return match site::write(&reference, folder) {
            Ok(count) => {
                println!("{count} pages in {}", folder.display());
                0
            }
            Err(error) => {
                eprintln!("cairn: cannot write {}: {error}", folder.display());
                UNUSABLE
            }
        };
    }
    let text = match (&options.search, &options.name) {
        (Some(text), _) => Some(search(&reference, text)).filter(|text| !text.is_empty()),
        (None, name) => describe(&reference, name.as_deref().unwrap_or_default()),
    };
    match text {
        Some(text) => {
            super::print(&text);
            0
        }
        None => {
            let name = options.search.as_deref().or(options.name.as_deref()).unwrap_or_default();
            eprintln!("cairn: nothing is called {name}; try cairn doc --search TEXT");
            NOT_FOUND
        }
    }
}

/// The entry of a name or a library.
pub(super) fn describe(reference: &Reference, name: &str) -> Option<String> {
    if name.starts_with('(') || name.contains(' ') {
        let library = reference.library(name.trim_matches(['(', ')']))?;
        let mut out = format!("({}) {}\n", library.name, library.summary);
        for entry in &library.entries {
            let _ = writeln!(out, "  {}", entry.signature.replace('\n', "\n  "));
        }
        return Some(out);
    }
    let entries = reference.find(name);
    let text: Vec<String> = entries.iter().map(in_words).collect();
    (!text.is_empty()).then(|| text.join("\n"))
}

fn in_words(entry: &Entry) -> String {
    let mut out = format!("{}\n", entry.signature);
    if !entry.text.is_empty() {
        let _ = writeln!(out, "  {}", entry.text);
    }
    if let Some((expression, value)) = &entry.example {
        let _ = writeln!(out, "  {expression}\n  => {value}");
    }
    let libraries: Vec<String> = entry.libraries.iter().map(|name| format!("({name})")).collect();
    let _ = writeln!(out, "  in {}", libraries.join(" "));
    out
}

/// The names that contain a text, each with the libraries that export it.
pub(super) fn search(reference: &Reference, text: &str) -> String {
    let mut out = String::new();
    for (name, libraries) in reference.apropos(text) {
        let shown: Vec<String> = libraries.iter().take(4).map(|library| format!("({library})")).collect();
        let more = if libraries.len() > 4 { " ..." } else { "" };
        let _ = writeln!(out, "{name:<32} {}{more}", shown.join(" "));
    }
    out
}
