//! Finds comparisons that never hold: quoted data and strings in `case`, and `eq?` of strings, numbers or
//! lists.

use std::ops::Range;

use cairn_data::source::Span;

use super::Finding;
use super::outline::Outline;
use crate::engine::advice::text;

/// The findings of the form that begins here.
pub(super) fn findings(outline: &Outline<'_>, open: usize, place: &impl Fn(Range<usize>) -> Span) -> Vec<Finding> {
    match text::head(outline.text, open) {
        Some("case") => {
            outline.elements(open).iter().skip(2).filter_map(|clause| case_clause(outline, clause, place)).collect()
        }
        Some(who @ ("eq?" | "eqv?" | "memq" | "memv" | "assq" | "assv")) => {
            compared(outline, open, who, place).into_iter().collect()
        }
        Some("do") => test_of_do(outline, open, place).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// A clause of `case` with a quote, `('red ...)`, or with a string among its data.
fn case_clause(outline: &Outline<'_>, clause: &Range<usize>, place: &impl Fn(Range<usize>) -> Span) -> Option<Finding> {
    let source = outline.text;
    let data = outline.elements(clause.start).first()?.clone();
    let word = &source[data.clone()];
    if let Some(quoted) = word.strip_prefix('\'') {
        let list = if quoted.starts_with('(') { quoted.to_string() } else { format!("({quoted})") };
        let message = format!("{word} is the list (quote {quoted}) here");
        return Some(
            Finding::warning("quoted-case", place(data), message)
                .hint(&format!("case does not evaluate its data: write ({list} ...)")),
        );
    }
    let string = outline.elements(data.start).iter().find(|part| source[(*part).clone()].starts_with('"'))?.clone();
    Some(
        Finding::warning(
            "never-equal",
            place(string),
            "case compares with eqv?, which no other string equals".to_string(),
        )
        .hint("write (cond ((string=? x \"...\") ...) ...), or (assoc x ...)"),
    )
}

/// A comparison by identity with a literal that is a new object, or may be one.
fn compared(outline: &Outline<'_>, open: usize, who: &str, place: &impl Fn(Range<usize>) -> Span) -> Option<Finding> {
    let (source, parts) = (outline.text, outline.elements(open));
    let operands = match who {
        "eq?" | "eqv?" => parts.get(1..)?,
        _ => parts.get(1..2)?,
    };
    let by_value = who.ends_with("v") || who == "eqv?";
    let is_new = |word: &str| {
        let is_number = word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        // Small exact integers are identical wherever they are.
        let is_other_number = is_number && word.contains(['.', '/', 'e']);
        word.starts_with('"') && word.len() > 2
            || word.starts_with("'(") && word != "'()"
            || is_other_number && !by_value
    };
    let literal = operands.iter().find(|part| is_new(&source[(*part).clone()]))?;
    let instead = match who {
        "eq?" | "eqv?" => "equal?",
        "memq" | "memv" => "member",
        _ => "assoc",
    };
    let message = format!("{who} compares identities, and {} is an object of its own", &source[literal.clone()]);
    Some(
        Finding::warning("never-equal", place(literal.clone()), message)
            .hint(&format!("write {instead} to compare contents")),
    )
}

/// `(do (...) (= i 3) ...)`, whose test is the procedure `=`.
fn test_of_do(outline: &Outline<'_>, open: usize, place: &impl Fn(Range<usize>) -> Span) -> Option<Finding> {
    let source = outline.text;
    let test = outline.elements(open).get(2).cloned()?;
    let head = source[test.clone()].starts_with('(').then(|| text::head(source, test.start)).flatten()?;
    let is_comparison = matches!(head, "=" | "<" | ">" | "<=" | ">=" | "eq?" | "null?" | "zero?" | "equal?" | "not");
    let shown = &source[test.clone()];
    is_comparison.then(|| {
        Finding::warning(
            "always-true",
            place(test.clone()),
            format!("this test is {head} itself, which always counts as true"),
        )
        .hint(&format!("the test has parentheses of its own: ({shown} result ...)"))
    })
}
