//! Writes the reference as pages: one for each library, and one that finds a name.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use super::reference::{Entry, Library, Reference, library_names};
use crate::cli::page::{escaped, page, prose};

const STYLE: &str = "\
input { width: 100%; padding: .5rem; font: inherit; background: var(--code); color: inherit; border: 1px solid var(--line); border-radius: .3rem; }
#found { padding: 0; list-style: none; } #found li { padding: .1rem 0; } #found span { color: var(--faint); }
article { border-top: 1px solid var(--line); padding: .6rem 0; }
article h3 { margin: 0; font: 600 15px/1.4 ui-monospace, monospace; white-space: pre-wrap; }
article h3 a { color: inherit; } article p { margin: .2rem 0; }
article pre { margin: .3rem 0 0; padding: .4rem .6rem; background: var(--code); border-radius: .3rem; white-space: pre-wrap; }
nav { columns: 24rem; } nav p { margin: 0; break-inside: avoid; padding: .1rem 0 .1rem 1.5rem; text-indent: -1.5rem; }
nav span { color: var(--faint); } .value { color: var(--mark); }
";

/// Finds names while they are typed.
const SCRIPT: &str = "\
const input = document.querySelector('input'), list = document.querySelector('#found');
function rank(name, text) { return name === text ? 0 : name.startsWith(text) ? 1 : 2; }
input.addEventListener('input', () => {
  const text = input.value.trim().toLowerCase();
  let found = text ? names.filter(([name]) => name.toLowerCase().includes(text)) : [];
  found.sort((a, b) => rank(a[0], text) - rank(b[0], text) || a[0].length - b[0].length || (a[0] < b[0] ? -1 : 1));
  if (text.length > 2) found = found.concat(names.filter(entry => !found.includes(entry) && entry[3].toLowerCase().includes(text)));
  list.replaceChildren(...found.slice(0, 60).map(([name, library, file, said]) => {
    const item = document.createElement('li'), link = document.createElement('a'), note = document.createElement('span');
    link.textContent = name; link.href = file + '#' + encodeURIComponent(name); note.textContent = ' (' + library + ') ' + said;
    item.append(link, note); return item;
  }));
});
";

/// Writes the pages: how many.
///
/// # Errors
/// The system's error.
pub(super) fn write(reference: &Reference, folder: &Path) -> std::io::Result<usize> {
    fs::create_dir_all(folder)?;
    let libraries: Vec<Library> = library_names().into_iter().filter_map(|name| reference.library(name)).collect();
    fs::write(folder.join("index.html"), index(&libraries))?;
    for library in &libraries {
        fs::write(folder.join(file_of(&library.name)), library_page(library))?;
    }
    Ok(libraries.len() + 1)
}

fn file_of(library: &str) -> String {
    format!("{}.html", library.replace([' ', '/'], "-"))
}

/// The first sentence of a description.
fn short(text: &str) -> &str {
    let end =
        text.find(['.', ';', ':']).filter(|&end| text[end + 1..].starts_with([' ', '\n']) || end + 1 == text.len());
    &text[..end.unwrap_or(text.len())]
}

/// A description that begins with a capital letter, unless it begins with the name of a parameter.
fn sentence(entry: &Entry, text: &str) -> String {
    let first = text.split([' ', ',', '.', ';']).next().unwrap_or_default();
    let mut parameters = entry.signature.split(|c: char| c.is_whitespace() || "()[]".contains(c));
    if parameters.any(|parameter| parameter == first) { text.to_string() } else { capitalised(text) }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn index(libraries: &[Library]) -> String {
    let mut body = String::from(
        "<h1>Cairn: the reference</h1>\n<p><input type=\"search\" placeholder=\"Find a name\" aria-label=\"Find a name\" autofocus></p>\n\
         <ul id=\"found\"></ul>\n<h2>Libraries</h2>\n<nav>\n",
    );
    let mut names = String::from("const names = [\n");
    for library in libraries {
        let file = file_of(&library.name);
        let summary = prose(&capitalised(short(&library.summary)));
        let _ = writeln!(body, "<p><a href=\"{file}\">({})</a> <span>{summary}</span></p>", library.name);
        for entry in &library.entries {
            let parts = [&entry.name, &library.name, &file].map(|part| quoted(part));
            let _ = writeln!(
                names,
                "[{}, {}],",
                parts.join(", "),
                quoted(&sentence(entry, short(&entry.text)).replace('`', ""))
            );
        }
    }
    let _ = write!(body, "</nav>\n<script>\n{names}];\n{SCRIPT}</script>\n");
    page("Cairn: the reference", STYLE, &body)
}

/// A string of JavaScript, which may stand in a page.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '<' => out.push_str("\\u003c"),
            c => out.push(c),
        }
    }
    out + "\""
}

fn library_page(library: &Library) -> String {
    let mut body = format!(
        "<p><a href=\"index.html\">All libraries</a></p>\n<h1>({})</h1>\n<p>{}</p>\n",
        library.name,
        prose(&library.summary)
    );
    library.entries.iter().for_each(|entry| push_entry(entry, &mut body));
    page(&format!("({})", library.name), STYLE, &body)
}

fn push_entry(entry: &Entry, body: &mut String) {
    let name = escaped(&entry.name);
    let _ = writeln!(body, "<article id=\"{name}\"><h3><a href=\"#{name}\">{}</a></h3>", escaped(&entry.signature));
    if !entry.text.is_empty() {
        let _ = writeln!(body, "<p>{}</p>", prose(&sentence(entry, &entry.text)));
    }
    if let Some((expression, value)) = &entry.example {
        let _ = writeln!(body, "<pre>{}\n<span class=\"value\">⇒ {}</span></pre>", escaped(expression), escaped(value));
    }
    body.push_str("</article>\n");
}
