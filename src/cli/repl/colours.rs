//! Colours the tokens of an entry while it is typed.

use std::fmt::Write;

use cairn::middle::environment::special::Special;

use super::nesting::{Class, Nesting};

const COMMENT: &str = "90";
const TEXT: &str = "32";
const CONSTANT: &str = "36";
const KEYWORD: &str = "35";
/// The parenthesis that belongs to the one at the cursor.
const PARTNER: &str = "1;7";

/// A text with the escape sequences of a terminal around its tokens; the parenthesis at
/// `partner` stands out.
pub(super) fn coloured(text: &str, partner: Option<usize>) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut start = 0;
    for (class, end) in tokens(text) {
        let token = &text[start..end];
        let colour = if partner == Some(start) && class == Class::Parenthesis { PARTNER } else { colour(class, token) };
        if colour.is_empty() {
            out.push_str(token);
        } else {
            push_coloured(token, colour, &mut out);
        }
        start = end;
    }
    out
}

/// The editor moves to the next row at each end of a line, where a colour must not go on.
fn push_coloured(token: &str, colour: &str, out: &mut String) {
    for (number, line) in token.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        if !line.is_empty() {
            let _ = write!(out, "\x1b[{colour}m{line}\x1b[0m");
        }
    }
}

fn colour(class: Class, token: &str) -> &'static str {
    match class {
        Class::Comment => COMMENT,
        Class::Text => TEXT,
        Class::Word if is_constant(token) => CONSTANT,
        Class::Word if Special::named(token).is_some() => KEYWORD,
        _ => "",
    }
}

fn is_constant(word: &str) -> bool {
    let digits = word.trim_start_matches(['+', '-', '.']);
    word.starts_with('#') || digits.starts_with(|c: char| c.is_ascii_digit())
}

/// The tokens: what each is, and where it ends. A parenthesis is one of its own.
fn tokens(text: &str) -> Vec<(Class, usize)> {
    let mut nesting = Nesting::default();
    let mut tokens: Vec<(Class, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        let class = nesting.class_of(c);
        let end = at + c.len_utf8();
        match tokens.last_mut().filter(|(last, _)| *last == class && class != Class::Parenthesis) {
            Some((_, last_end)) => *last_end = end,
            None => tokens.push((class, end)),
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::coloured;

    /// The text between the sequences is what was typed, and each token has its colour.
    #[test]
    fn tokens_have_colours() {
        for (text, expected) in [
            ("(if #t 1 x) ; no", "(<35>if<> <36>#t<> <36>1<> x) <90>; no<>"),
            ("(f \"a\\\"b\" #\\( '|a b|)", "(f <32>\"a\\\"b\"<> <36>#\\(<> '|a b|)"),
            ("\"a\nb\"", "<32>\"a<>\n<32>b\"<>"),
            ("(λ (-1 - x...))", "(<35>λ<> (<36>-1<> - x...))"),
        ] {
            let marked = coloured(text, None).replace("\x1b[0m", "<>").replace("\x1b[", "<").replace("m", ">");
            let expected = expected.replace('m', ">");
            let plain: String = expected.split('<').map(|part| part.split_once('>').map_or(part, |p| p.1)).collect();
            assert_eq!((marked, plain), (expected, text.to_string()));
        }
    }

    #[test]
    fn the_partner_stands_out() {
        assert_eq!(coloured("(a)", Some(0)), "\x1b[1;7m(\x1b[0ma)");
    }
}
