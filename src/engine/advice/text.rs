//! Looks at program text, which may not be complete or right, without reading it as data:
//! where forms begin and end, and which forms are around a place.

use std::ops::Range;

/// The text that may separate two data.
fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

/// Whether a byte ends an identifier.
fn is_delimiter(byte: u8) -> bool {
    is_blank(byte) || matches!(byte, b'(' | b')' | b'[' | b']' | b'"' | b';')
}

/// Where the datum or the comment that begins here ends.
fn end_of_token(bytes: &[u8], at: usize) -> usize {
    match bytes[at] {
        b'"' | b'|' => end_of_quoted(bytes, at) + 1,
        b';' => at + bytes[at..].iter().position(|&b| b == b'\n').unwrap_or(bytes.len() - at),
        b'#' if bytes.get(at + 1) == Some(&b'|') => end_of_comment(bytes, at) + 1,
        b'#' if bytes.get(at + 1) == Some(&b'\\') => end_of_word(bytes, (at + 3).min(bytes.len())),
        b'\'' | b'`' | b',' | b'@' => at + 1,
        _ => end_of_word(bytes, at + 1),
    }
}

fn end_of_word(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|&byte| is_delimiter(byte)).unwrap_or(rest.len())
}

/// Where a string, or a symbol in vertical lines, ends.
fn end_of_quoted(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != bytes[start] {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len().saturating_sub(1))
}

/// Where a block comment ends, within which there may be others.
fn end_of_comment(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0;
    let mut at = start;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"#|" => depth += 1,
            b"|#" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at - 1;
        }
    }
    bytes.len().saturating_sub(1)
}

fn is_open(byte: u8) -> bool {
    matches!(byte, b'(' | b'[')
}

fn is_close(byte: u8) -> bool {
    matches!(byte, b')' | b']')
}

fn is_comment(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b';' || bytes[at..].starts_with(b"#|")
}

/// The kind of a piece of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    /// An opening parenthesis.
    Open,
    /// A closing one.
    Close,
    /// Anything else but blanks and comments.
    Word,
}

/// The kind of the piece that begins at a position.
pub(crate) fn piece(text: &str, at: usize) -> Piece {
    match text.as_bytes()[at] {
        byte if is_open(byte) => Piece::Open,
        byte if is_close(byte) => Piece::Close,
        _ => Piece::Word,
    }
}

/// Where the parentheses and words of a text are, blanks and comments left out.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            if is_blank(bytes[at]) {
                at += 1;
                continue;
            }
            let is_paren = is_open(bytes[at]) || is_close(bytes[at]);
            at = if is_paren { at + 1 } else { end_of_token(bytes, at).clamp(start + 1, bytes.len()) };
            if !is_comment(bytes, start) {
                return Some(start..at);
            }
        }
        None
    })
}

/// Where the parentheses are that are open at a place, outermost first.
pub(crate) fn enclosing(text: &str, place: usize) -> Vec<usize> {
    let mut open = Vec::new();
    for found in pieces(text).take_while(|found| found.start < place) {
        match piece(text, found.start) {
            Piece::Open => open.push(found.start),
            Piece::Close => drop(open.pop()),
            Piece::Word => {}
        }
    }
    open
}

/// The elements of the list whose parenthesis stands at `open`, as far as it goes. A prefix
/// belongs to the element after it.
pub(crate) fn elements(text: &str, open: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut depth = 0;
    let mut start = None;
    let mut at = open + 1;
    while at < bytes.len() {
        let byte = bytes[at];
        if is_blank(byte) || is_comment(bytes, at) {
            at = if is_blank(byte) { at + 1 } else { end_of_token(bytes, at) };
            continue;
        }
        start = start.or(Some(at));
        let mut ends = true;
        if is_open(byte) {
            (depth, at, ends) = (depth + 1, at + 1, false);
        } else if is_close(byte) {
            if depth == 0 {
                return found;
            }
            (depth, at) = (depth - 1, at + 1);
        } else {
            // The parenthesis of a vector is one word with what stands before it.
            ends = !matches!(byte, b'\'' | b'`' | b',' | b'@');
            at = end_of_token(bytes, at);
            ends = ends && !(byte == b'#' && bytes.get(at).is_some_and(|&b| is_open(b)));
        }
        if ends && depth == 0 {
            found.extend(start.take().map(|start| start..at));
        }
    }
    found
}

/// The identifier after an opening parenthesis.
pub(crate) fn head(text: &str, open: usize) -> Option<&str> {
    let rest = &text[open + 1..];
    let end = rest.find(|c: char| c.is_whitespace() || "()[]\";'`,".contains(c)).unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

/// Whether a program's text begins with an import, so that it sees nothing else.
pub(crate) fn has_imports(text: &str) -> bool {
    pieces(text)
        .next()
        .is_some_and(|first| piece(text, first.start) == Piece::Open && head(text, first.start) == Some("import"))
}

/// Whether this text is an identifier, and no number, string or form.
pub(crate) fn is_name(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_alphabetic() || "!$%&*/:<=>?^_~+-.".contains(c));
    let signed_number = text.starts_with(['+', '-', '.']) && text[1..].starts_with(|c: char| c.is_ascii_digit());
    starts && !signed_number && !text.contains(|c: char| c.is_whitespace() || "()[]\";'`,|#".contains(c))
}

/// The places where an identifier stands as a word of its own.
pub(crate) fn occurrences<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let bytes = text.as_bytes();
    text.match_indices(name).map(|(at, _)| at).filter(move |&at| {
        let before = at == 0 || is_delimiter(bytes[at - 1]) || matches!(bytes[at - 1], b'\'' | b'`' | b',' | b'@');
        before && bytes.get(at + name.len()).is_none_or(|&byte| is_delimiter(byte))
    })
}

/// A name that a form around a place binds.
pub(crate) struct Bound<'a> {
    /// The name.
    pub name: &'a str,
    /// Where it is bound.
    pub at: Range<usize>,
    /// The keyword of the form that binds it.
    pub form: &'a str,
    /// The name of the procedure whose parameter it is, when it is one's.
    pub of: Option<&'a str>,
}

/// The names that the forms around a place bind, outermost first.
pub(crate) fn bound_around(text: &str, place: usize) -> Vec<Bound<'_>> {
    enclosing(text, place).into_iter().flat_map(|open| bound_by(text, open, place)).collect()
}

/// The expression whose value a name has at a place, where a `let` around it binds the name.
pub(crate) fn bound_to<'a>(text: &'a str, place: usize, name: &str) -> Option<&'a str> {
    let Some(bound) = bound_around(text, place).into_iter().rev().find(|bound| bound.name == name) else {
        return defined_as(text, name);
    };
    let binding = *enclosing(text, bound.at.start).last()?;
    let parts = elements(text, binding);
    let is_binding = matches!(bound.form, "let" | "let*" | "letrec" | "letrec*") && parts.first() == Some(&bound.at);
    parts.get(1).filter(|_| is_binding && parts.len() == 2).map(|part| &text[part.clone()])
}

/// The expression whose value a variable has that a text defines once and never assigns.
fn defined_as<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let before = |at: usize| text[..at].trim_end();
    let mut definitions = occurrences(text, name).filter(|&at| before(at).ends_with("(define"));
    let at = definitions.next()?;
    let is_assigned = || occurrences(text, name).any(|at| before(at).ends_with("(set!"));
    if definitions.next().is_some() || is_assigned() {
        return None;
    }
    let parts = elements(text, before(at).len() - "(define".len());
    parts.get(2).filter(|_| parts.len() == 3).map(|part| &text[part.clone()])
}

/// The names that one form binds for a place in it.
fn bound_by(text: &str, open: usize, place: usize) -> Vec<Bound<'_>> {
    let parts = elements(text, open);
    let Some(form) = parts.first().map(|part| &text[part.clone()]) else { return Vec::new() };
    let mut bound = Vec::new();
    let mut add = |at: Range<usize>, of| {
        let name = &text[at.clone()];
        if is_name(name) && name != "." {
            bound.push(Bound { name, at, form, of });
        }
    };
    let second = parts.get(1).cloned().unwrap_or(0..0);
    match form {
        "lambda" | "define" | "λ" | "define*" | "lambda*" => {
            if text[second.clone()].starts_with(['(', '[']) {
                let mut names = elements(text, second.start).into_iter();
                let of = if form.starts_with("define") { names.next().map(|name| &text[name]) } else { None };
                names.for_each(|name| add(name, of));
            } else if form != "define" {
                add(second, None);
            }
            for part in parts.iter().skip(2).filter(|part| part.start < place) {
                local_definitions(text, part).into_iter().for_each(|at| add(at, None));
            }
        }
        "let" | "let*" | "letrec" | "letrec*" | "do" => {
            let is_named = is_name(&text[second.clone()]);
            let list = if is_named { parts.get(2).cloned().unwrap_or(0..0) } else { second.clone() };
            if is_named {
                add(second, None);
            }
            if text[list.clone()].starts_with(['(', '[']) {
                for binding in elements(text, list.start) {
                    if text[binding.clone()].starts_with(['(', '[']) {
                        elements(text, binding.start).into_iter().take(1).for_each(|name| add(name, None));
                    }
                }
            }
        }
        _ => {}
    }
    bound
}

/// The name that a part of a body defines.
fn local_definitions(text: &str, part: &Range<usize>) -> Option<Range<usize>> {
    if !text[part.clone()].starts_with("(define ") {
        return None;
    }
    let target = elements(text, part.start).get(1)?.clone();
    if text[target.clone()].starts_with('(') { elements(text, target.start).first().cloned() } else { Some(target) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_around_a_place() {
        let text = "(a \"(\" #\\( ; (\n #|(#|(|#|# |(| (b [c x]))";
        let names = |place| enclosing(text, place).into_iter().filter_map(|open| head(text, open)).collect::<Vec<_>>();
        assert_eq!(names(text.find('x').unwrap()), ["a", "b", "c"]);
        assert_eq!(names(text.len()), Vec::<&str>::new());
    }

    #[test]
    fn elements_of_a_form() {
        let parts = |text| elements(text, 0).into_iter().map(|part| &text[part]).collect::<Vec<_>>();
        assert_eq!(
            parts("(f 'a \"b c\" #\\space #(1 2) ; x\n `(,@b) [c (d)]) e"),
            ["f", "'a", "\"b c\"", "#\\space", "#(1 2)", "`(,@b)", "[c (d)]"]
        );
        assert_eq!(parts("()"), Vec::<&str>::new());
        assert_eq!(parts("(a (b"), ["a"]);
        assert_eq!(parts("(\"a"), ["\"a"]);
        assert_eq!(parts("(#|"), Vec::<&str>::new());
    }

    #[test]
    fn names_that_forms_bind() {
        let text = "(define (f a) (define b 1) (let loop ((c 1) (d 2)) (lambda e (here))))";
        let place = text.find("here").unwrap();
        let names: Vec<_> = bound_around(text, place).iter().map(|bound| bound.name).collect();
        assert_eq!(names, ["a", "b", "loop", "c", "d", "e"]);
    }

    #[test]
    fn values_that_let_binds() {
        let text = "(let ((a (f 1)) (b 2)) (lambda (c d) (here)))";
        let place = text.find("here").unwrap();
        assert_eq!(bound_to(text, place, "a"), Some("(f 1)"));
        assert_eq!((bound_to(text, place, "c"), bound_to(text, place, "e")), (None, None));
    }

    #[test]
    fn words() {
        assert_eq!(occurrences("(ab a 'a (a))", "a").collect::<Vec<_>>(), [4, 7, 10]);
        assert!(is_name("string->list") && is_name("+") && is_name("..."));
        assert!(!is_name("12") && !is_name("-1") && !is_name("(a") && !is_name("#t") && !is_name(""));
    }
}
