//! Writes the pages of a coverage report.

use std::fmt::Write;

use super::coverage::Covered;
use crate::cli::page;

const STYLE: &str = "\
pre { margin: 0; }
.line { display: flex; white-space: pre; }
.line > a, .line > b { flex: none; width: 5em; text-align: right; padding-right: 1em; color: var(--faint); font-weight: normal; }
.hit { background: var(--good); }
.missed { background: var(--bad); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.bar { width: 30%; }
td.bar > div { height: .7em; background: var(--bad); }
td.bar > div > div { height: 100%; background: var(--goodbar); }
";

/// The share of a number, in percent.
pub(super) fn percent(part: usize, all: usize) -> String {
    if all == 0 { "100 %".to_string() } else { format!("{:.1} %", part as f64 * 100.0 / all as f64) }
}

/// The name of the page of a source.
pub(super) fn page_name(path: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    format!("{}.html", path.chars().map(plain).collect::<String>())
}

/// The page that lists the sources.
pub(super) fn index(covered: &[Covered]) -> String {
    let mut body = String::from(
        "<h1>Coverage</h1>\n<table><tr><th>file<th class=number>lines<th class=number>run<th class=number>share<th></tr>\n",
    );
    for file in covered {
        let (hit, all) = (file.hit(), file.lines.len());
        let _ = writeln!(
            body,
            "<tr><td><a href=\"{}\">{}</a><td class=number>{all}<td class=number>{hit}<td class=number>{}\
             <td class=bar><div><div style=\"width:{}\"></div></div></tr>",
            page_name(&file.path),
            page::escaped(&file.path),
            percent(hit, all),
            percent(hit, all).replace(' ', "")
        );
    }
    body.push_str("</table>\n");
    page::page("Coverage", STYLE, &body)
}

/// The page of a source.
pub(super) fn page(file: &Covered) -> String {
    let share = percent(file.hit(), file.lines.len());
    let mut body = format!(
        "<p><a href=\"index.html\">All files</a></p>\n<h1>{}</h1>\n<p>{} of {} lines have run, {share}.</p>\n<pre>",
        page::escaped(&file.path),
        file.hit(),
        file.lines.len()
    );
    for (text, number) in file.text.lines().zip(1..) {
        let count = file.lines.get(&number);
        let class = match count {
            None => "line",
            Some(0) => "line missed",
            Some(_) => "line hit",
        };
        let count = count.map_or_else(String::new, |count| count.to_string());
        let _ = write!(
            body,
            "<span class=\"{class}\"><a id=\"{number}\">{number}</a><b>{count}</b>{}\n</span>",
            page::escaped(text)
        );
    }
    body.push_str("</pre>\n");
    page::page(&file.path, STYLE, &body)
}
