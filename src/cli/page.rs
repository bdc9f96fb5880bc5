//! Pages of HTML that need nothing but themselves: for light and dark screens, of any width.

/// The style that all pages share.
const STYLE: &str = "\
:root { color-scheme: light dark; --back: #fdfdfb; --text: #222; --faint: #777; --link: #0b5394; --line: #ddd;
  --code: #f3f2ee; --good: #e2f3e0; --bad: #fbe0dc; --goodbar: #5ba95b; --mark: #8a4b08; }
@media (prefers-color-scheme: dark) { :root { --back: #191a1c; --text: #ddd; --faint: #8b8b8b; --link: #7fb4ea;
  --line: #3a3b3e; --code: #242629; --good: #1d3a22; --bad: #4a2320; --goodbar: #4f9a55; --mark: #e0a96d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 64rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; font-variant-ligatures: none; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
code, pre { font: 14px/1.45 ui-monospace, monospace; }
pre { overflow-x: auto; } p, h1, h2, h3 { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--faint); font-weight: normal; }
td, th { padding: .15rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
";

/// A page.
pub(super) fn page(title: &str, style: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}{style}</style>\n<body>\n{body}</body>\n</html>\n",
        escaped(title)
    )
}

/// A text as HTML has it.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Prose as HTML has it, in which backquotes stand around code.
pub(super) fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped(text);
    }
    let marked = parts.iter().enumerate().map(|(number, part)| match number % 2 {
        0 => escaped(part),
        _ => format!("<code>{}</code>", escaped(part)),
    });
    marked.collect()
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn prose_has_code() {
        assert_eq!(prose("`a<b` or `c`."), "<code>a&lt;b</code> or <code>c</code>.");
        assert_eq!(prose("`(a ,b) is a template"), "`(a ,b) is a template");
    }
}
