//! Reads the texts of libraries as documentation: what they export, and the comments before
//! their definitions.

/// A definition in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Definition {
    /// The name.
    pub name: String,
    /// The parameters of each clause; none when the text does not show them.
    pub formals: Vec<String>,
    /// The comment before it.
    pub comment: String,
    /// Whether it defines syntax.
    pub is_syntax: bool,
}

/// Summarises a text: its first comment, without the name in front, up to an empty line.
pub(super) fn summary(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix(";;;")).map(str::trim);
    let paragraph: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    let text = paragraph.join(" ");
    let text = text.split_once(": ").map_or(text.as_str(), |(_, rest)| rest);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The definitions of a text that stand on lines of their own, each with its comment.
pub(super) fn definitions(text: &str) -> Vec<Definition> {
    let mut found = Vec::new();
    let mut comment: Vec<&str> = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let start = offset + (line.len() - line.trim_start().len());
        offset += line.len();
        if let Some(words) = trimmed.strip_prefix(";;").filter(|words| !words.starts_with(';')) {
            comment.push(words.trim());
            continue;
        }
        if trimmed.starts_with("(define") {
            found.extend(definition(&text[start..], &comment.join(" ")));
        }
        comment.clear();
    }
    found
}

/// The definitions that a form makes.
fn definition(form: &str, comment: &str) -> Vec<Definition> {
    let words = words(form);
    let text = |at: usize| words.get(at).map_or("", |&(_, word)| word);
    let made = |name: &str, formals: Vec<String>, is_syntax| Definition {
        name: name.to_string(),
        formals,
        comment: comment.to_string(),
        is_syntax,
    };
    match (text(1), text(2), text(3)) {
        ("define-syntax", "(", name) | ("define-syntax", name, _) if name != "(" => {
            vec![made(name, patterns(form, &words), true)]
        }
        ("define-record-type", ..) => record(form, &words, comment),
        ("define-syntax" | "define-values" | "define-library", ..) | (_, "(", "(") => Vec::new(),
        // A macro of the library's own may define a procedure, too.
        (_, "(", name) => vec![made(name, vec![until_close(form, &words, 4)], false)],
        ("define", name, "(") => {
            let formals = match text(4) {
                "lambda" | "lambda*" | "λ" => vec![formals_at(form, &words, 5)],
                "case-lambda" => clauses(form, &words, 5),
                _ => Vec::new(),
            };
            vec![made(name, formals, false)]
        }
        ("define", name, _) => vec![made(name, Vec::new(), false)],
        _ => Vec::new(),
    }
}

/// The words of a form up to its end: parentheses and what stands between them, each with its
/// place. Comments and strings are left out.
fn words(form: &str) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut depth = 0;
    let mut chars = form.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '(' | ')' => {
                depth += if c == '(' { 1 } else { -1 };
                found.push((at, &form[at..=at]));
                if depth == 0 {
                    break;
                }
            }
            ';' => while chars.next_if(|&(_, c)| c != '\n').is_some() {},
            '"' => {
                while let Some((_, c)) = chars.next().filter(|&(_, c)| c != '"') {
                    if c == '\\' {
                        chars.next();
                    }
                }
            }
            '#' if form[at..].starts_with("#\\") => {
                chars.next();
                chars.next();
            }
            c if c.is_whitespace() || "'`,".contains(c) => {}
            _ => {
                let mut end = at + c.len_utf8();
                while let Some((next, c)) = chars.next_if(|&(_, c)| !c.is_whitespace() && !"();\"".contains(c)) {
                    end = next + c.len_utf8();
                }
                found.push((at, &form[at..end]));
            }
        }
    }
    found
}

/// The index of the word that closes the list whose inside begins at `from`.
fn close(words: &[(usize, &str)], from: usize) -> usize {
    let mut depth = 1;
    for (at, &(_, word)) in words.iter().enumerate().skip(from) {
        depth += i32::from(word == "(") - i32::from(word == ")");
        if depth == 0 {
            return at;
        }
    }
    words.len()
}

/// The text of a list from the word `from` to its end, with single spaces.
fn until_close(form: &str, words: &[(usize, &str)], from: usize) -> String {
    let end = words.get(close(words, from)).map_or(form.len(), |&(at, _)| at);
    let start = words.get(from).map_or(end, |&(at, _)| at.min(end));
    form[start..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Formals that begin at the word `at`: the inside of a list, or a name for all.
fn formals_at(form: &str, words: &[(usize, &str)], at: usize) -> String {
    match words.get(at) {
        Some(&(_, "(")) => until_close(form, words, at + 1),
        Some(&(_, name)) => format!(". {name}"),
        None => String::new(),
    }
}

/// The formals of the clauses of a `case-lambda` from the word `at` on.
fn clauses(form: &str, words: &[(usize, &str)], mut at: usize) -> Vec<String> {
    let mut found = Vec::new();
    while words.get(at).is_some_and(|&(_, word)| word == "(") {
        found.push(formals_at(form, words, at + 1));
        at = close(words, at + 1) + 1;
    }
    found
}

/// The patterns of `syntax-rules`, without the keyword.
fn patterns(form: &str, words: &[(usize, &str)]) -> Vec<String> {
    let Some(rules) = words.iter().position(|&(_, word)| word == "syntax-rules") else { return Vec::new() };
    // A custom ellipsis may come before the literals.
    let literals = rules + 1 + usize::from(words.get(rules + 1).is_some_and(|&(_, word)| word != "("));
    let mut at = close(words, literals + 1) + 1;
    let mut found = Vec::new();
    while words.get(at).is_some_and(|&(_, word)| word == "(") {
        if words.get(at + 1).is_some_and(|&(_, word)| word == "(") {
            found.push(until_close(form, words, at + 3));
        }
        at = close(words, at + 1) + 1;
    }
    found
}

/// The names that a record definition defines: constructor, predicate, accessors and modifiers.
fn record(form: &str, words: &[(usize, &str)], comment: &str) -> Vec<Definition> {
    let mut found = Vec::new();
    let mut add = |name: &str, formals: String, what: &str| {
        let comment = if comment.is_empty() { what.to_string() } else { format!("{what} {comment}") };
        let definition = Definition { name: name.to_string(), formals: vec![formals], comment, is_syntax: false };
        found.push(definition);
    };
    // The type may be a list with options.
    let mut at = if words.get(2).is_some_and(|&(_, word)| word == "(") { close(words, 3) + 1 } else { 3 };
    match words.get(at) {
        Some(&(_, "(")) => {
            if let Some(&(_, name)) = words.get(at + 1) {
                add(name, until_close(form, words, at + 2), "a record of these fields.");
            }
            at = close(words, at + 1) + 1;
        }
        _ => at += 1,
    }
    if let Some(&(_, predicate)) = words.get(at).filter(|(_, word)| *word != "(") {
        add(predicate, "x".to_string(), "whether x is such a record.");
        at += 1;
    }
    while words.get(at).is_some_and(|&(_, word)| word == "(") {
        let end = close(words, at + 1);
        if let [field, accessor, rest @ ..] = &words[at + 1..end.min(words.len())] {
            add(accessor.1, "record".to_string(), &format!("the field {}.", field.1));
            if let [modifier] = rest {
                add(modifier.1, "record value".to_string(), &format!("gives the field {} a value.", field.1));
            }
        }
        at = end + 1;
    }
    found
}

/// The exported names of a library, each with the name that it has inside.
pub(super) fn exports(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("(export") {
        let words = words(&text[at..]);
        let mut at = 2;
        while at < words.len() && words[at].1 != ")" {
            if words[at].1 == "(" {
                let end = close(&words, at + 1);
                if let [(_, "rename"), (_, internal), (_, exported)] = words[at + 1..end] {
                    found.push((internal.to_string(), exported.to_string()));
                }
                at = end + 1;
            } else {
                found.push((words[at].1.to_string(), words[at].1.to_string()));
                at += 1;
            }
        }
    }
    found
}

/// The libraries that a library imports, in their order.
pub(super) fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("(import") {
        let words = words(&text[at..]);
        for (at, _) in words.iter().enumerate().skip(1).filter(|(_, (_, word))| *word == "(") {
            let end = close(&words, at + 1);
            let inside = words[at + 1..end.min(words.len())].iter().map(|&(_, word)| word);
            let name: Vec<&str> = inside.collect();
            let is_name = !name.contains(&"(")
                && name.first().is_some_and(|first| ["scheme", "srfi", "cairn", "rnrs", "chibi"].contains(first));
            if is_name {
                found.push(name.join(" "));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
;;; SRFI 0: things to count with.
;;; Second line.
;;;
;;; More.
(define-library (srfi 0)
  (export f (rename g g*) m point-x)
  (import (scheme base) (only (cairn trees) tree))
  (begin
    ;; The first of x
    ;; and y.
    (define (f x . y) \"(\" x)

    (define g
      (case-lambda
        ((a) a)
        ((a b) #\\()))
    (define-syntax m
      (syntax-rules (else)
        ((_ a else b) a)
        ((_ a ...) 1)))
    (define-record-type point (make-point x y) point? (x point-x set-x!) (y point-y))
    (define h 5)))
";

    #[test]
    fn a_text_is_its_documentation() {
        assert_eq!(summary(TEXT), "Things to count with. Second line.");
        let exported: Vec<_> = exports(TEXT).into_iter().map(|(inner, outer)| format!("{inner}>{outer}")).collect();
        assert_eq!(exported, ["f>f", "g>g*", "m>m", "point-x>point-x"]);
        assert_eq!(imports(TEXT), ["scheme base", "cairn trees"]);
        let shown: Vec<_> = definitions(TEXT)
            .into_iter()
            .map(|definition| format!("{} [{}] {}", definition.name, definition.formals.join("|"), definition.comment))
            .collect();
        assert_eq!(
            shown,
            [
                "f [x . y] The first of x and y.",
                "g [a|a b] ",
                "m [a else b|a ...] ",
                "make-point [x y] a record of these fields.",
                "point? [x] whether x is such a record.",
                "point-x [record] the field x.",
                "set-x! [record value] gives the field x a value.",
                "point-y [record] the field y.",
                "h [] ",
            ]
        );
    }
}
