//! Suggests how to get from a value that is there to one of the type that is expected.

use cairn_gc::{Kind, Value};
use cairn_text::printer;

use super::calls::kind_name;
use super::text;

/// Procedures that return `#f` when they find nothing, with what they look for.
const SEARCHES: &[(&str, &str)] = &[
    ("assq", "the key is not in the list"),
    ("assv", "the key is not in the list"),
    ("assoc", "the key is not in the list"),
    ("memq", "the object is not in the list"),
    ("memv", "the object is not in the list"),
    ("member", "the object is not in the list"),
    ("find", "no element is found"),
    ("find-tail", "no element is found"),
    ("string-search-forward", "the pattern does not occur"),
    ("string-search-backward", "the pattern does not occur"),
    ("string-index", "no such character occurs"),
    ("string-contains", "the pattern does not occur"),
    ("string->number", "the text is no number"),
    ("list-index", "no element is found"),
    ("get-environment-variable", "the variable is not set"),
    ("hash-table-ref/default", "the default is #f"),
];

/// How to get from what is there to what is expected: expected, the kind that is there, advice.
const CONVERSIONS: &[(&str, &str, &str)] = &[
    ("a string", "a number", "(number->string x) makes a string of a number"),
    ("a string", "a symbol", "(symbol->string x) makes a string of a symbol"),
    ("a string", "a character", "(string x) makes a string of a character"),
    ("a string", "a list", "(list->string x) makes a string of a list of characters"),
    ("a string", "the empty list", "the empty string is written \"\""),
    ("a string", "a boolean", "(if x \"yes\" \"no\") makes a string of a boolean"),
    ("a number", "a string", "(string->number x) makes a number of a string"),
    ("a number", "a character", "(char->integer x) is a character's number, (digit-value x) a digit's"),
    ("a number", "a list", "(length x) is the number of elements; (apply + x) is their sum"),
    ("a number", "a vector", "(vector-length x) is the number of elements; (vector-ref x 0) is the first one"),
    ("a number", "a boolean", "(if x 1 0) makes a number of a boolean"),
    ("a number", "the empty list", "the empty list is no number: is a 0 meant?"),
    ("a symbol", "a number", "(string->symbol (number->string x)) makes a symbol of a number"),
    ("a string", "a vector", "(vector->string x) makes a string of a vector of characters"),
    ("a string", "a hash table", "(hash-table->alist x) makes a list of a table; (write x) shows any object"),
    ("a string", "a record", "(write x) shows any object; an accessor of the record gives one field"),
    ("a number", "a symbol", "a variable's name is written without a quote"),
    ("a symbol", "a string", "(string->symbol x) makes a symbol of a string"),
    ("a character", "a string", "a character is written #\\a; (string-ref x 0) is the first one of a string"),
    ("a character", "a number", "(integer->char x) is the character with a number; the digit 1 is written #\\1"),
    ("a character", "a symbol", "a character is written #\\a"),
    ("a list", "a vector", "(vector->list x) makes a list of a vector"),
    ("a list", "a string", "(string->list x) makes a list of a string's characters"),
    ("a list", "a number", "(list x) makes a list of one element"),
    ("a list", "a symbol", "a list of symbols is written '(a b c)"),
    ("a list", "a procedure", "look at the order of the arguments: the procedure comes first, as in (map f list)"),
    (
        "a list",
        "a hash table",
        "(hash-table->alist x), (hash-table-keys x) and (hash-table-values x) make lists of a table",
    ),
    ("a pair", "a vector", "(vector-ref x 0) is the first element of a vector"),
    ("a pair", "a string", "(string-ref x 0) is the first character of a string"),
    ("a pair", "the empty list", "the list is empty here: test with (null? x) before"),
    ("a pair", "a number", "only pairs and lists have parts: test with (pair? x) before"),
    ("a pair", "a symbol", "only pairs and lists have parts: test with (pair? x) before"),
    ("a vector", "a list", "(list-ref x k) is an element of a list; (list->vector x) makes a vector of it"),
    ("a vector", "a string", "(string-ref x k) is a character of a string"),
    ("a vector", "a hash table", "(hash-table-ref x key) looks into a hash table"),
    ("a vector", "a number", "(vector x) makes a vector of one element; (make-vector x 0) one of that length"),
    ("a hash table", "a symbol", "(make-hash-table) makes a hash table, and the table is the first argument"),
    ("a hash table", "a string", "(make-hash-table) makes a hash table, and the table is the first argument"),
    ("a hash table", "a number", "(make-hash-table) makes a hash table, and the table is the first argument"),
    ("a hash table", "a vector", "(make-hash-table) makes a hash table; (vector-ref x k) looks into a vector"),
    (
        "a hash table",
        "a list",
        "(assoc key x) looks a key up in a list of pairs; (alist->hash-table x) makes a table of it",
    ),
    ("a procedure", "a list", "look at the order of the arguments: where a procedure is expected there is a list"),
    (
        "a textual output port",
        "a string",
        "(call-with-output-file x (lambda (port) ...)) opens a file and calls a procedure with its port",
    ),
    (
        "a textual input port",
        "a string",
        "(call-with-input-file x (lambda (port) ...)) opens a file; (open-input-string x) reads from a string",
    ),
    ("a byte", "a number", "a byte is an exact integer from 0 to 255"),
    ("an index", "a number", "an index is an exact integer: (exact (floor x)) makes one"),
    ("an exact integer", "a number", "(exact (floor x)) makes an exact integer of a number"),
    ("an exact integer", "a string", "(string->number x) makes a number of a string"),
    ("an integer", "a number", "(round x), (floor x) and (quotient a b) give integers"),
];

/// Pairs of a list that are looked at for its end.
const LONGEST: usize = 100_000;

/// A call whose argument has the wrong type, in its text.
pub(super) struct Call<'a> {
    /// The operator and the operands.
    pub words: Vec<&'a str>,
    /// The number of the word that is wrong, when it is known.
    pub at: Option<usize>,
    /// The expression that the variable there was bound to.
    pub bound_to: Option<&'a str>,
    /// The variable there is the whole parameter list of a `lambda`.
    pub is_rest: bool,
}

impl<'a> Call<'a> {
    fn operand(&self) -> Option<&'a str> {
        self.at.map(|at| self.words[at])
    }

    /// The head of the expression that the value comes from.
    fn origin(&self) -> Option<&'a str> {
        let head = |text: &'a str| if text.starts_with('(') { text::head(text, 0) } else { None };
        self.operand().and_then(head).or_else(|| self.bound_to.and_then(head))
    }
}

/// Advice on a value of an unexpected type.
pub(super) fn advice(who: &str, expected: &str, value: Value<'_>, call: &Call<'_>) -> Option<String> {
    if value == Value::UNSPECIFIED {
        return Some(without_value(call.origin()));
    }
    if value == Value::FALSE {
        return Some(searched_in_vain(call.origin()));
    }
    by_entry(expected, value, call).or_else(|| by_who(who, value, call)).or_else(|| by_kinds(expected, value, call))
}

/// The entry that a search in an association list has found, where its value is meant.
fn by_entry(expected: &str, value: Value<'_>, call: &Call<'_>) -> Option<String> {
    let name = call.origin().filter(|name| matches!(*name, "assq" | "assv" | "assoc"))?;
    let operand = call.operand().filter(|operand| operand.len() < 40)?;
    (value.is_pair() && !matches!(expected, "a pair" | "a list"))
        .then(|| format!("{name} gives the whole entry, (key . value): its value is (cdr {operand})"))
}

/// Advice that depends on the procedure that was called.
fn by_who(who: &str, value: Value<'_>, call: &Call<'_>) -> Option<String> {
    let operand = call.operand().filter(|operand| operand.len() < 30);
    if call.is_rest {
        let name = operand.unwrap_or("x");
        return Some(format!(
            "lambda took {name} as its whole parameter list, the list of all arguments; did you mean (lambda ({name}) ...)?"
        ));
    }
    if who == "+" && value.as_string().is_some() {
        return joined(call);
    }
    if matches!(who, "=" | "<" | ">" | "<=" | ">=")
        && let Some(advice) = compared(who, value, call)
    {
        return Some(advice);
    }
    if matches!(who, "max" | "min" | "*" | "gcd" | "lcm") && value.is_pair() {
        return Some(format!("(apply {who} {}) takes the elements of a list as arguments", operand.unwrap_or("list")));
    }
    if who == "newline" {
        return Some(format!(
            "newline takes a port only: write (display {}) and then (newline)",
            operand.unwrap_or("x")
        ));
    }
    if matches!(who, "display" | "write") && call.at == Some(2) && !is_file_or_port(value) {
        return Some(shown_one_by_one(who, call));
    }
    if let Some(advice) = converted_already(who, value) {
        return Some(advice);
    }
    if matches!(who, "list->string" | "string") && value.as_string().is_some() {
        return Some(format!("{who} takes characters; (apply string-append list) joins a list of strings"));
    }
    if let Some(shown) = length_of(who, value) {
        return Some(format!("({shown} {}) is its length", operand.unwrap_or("x")));
    }
    if matches!(who, "map" | "for-each") && value.kind() == Some(Kind::Vector) {
        return Some(format!("vector-{who} takes vectors; (vector->list {}) makes a list", operand.unwrap_or("x")));
    }
    if matches!(who, "map" | "for-each") && value.as_string().is_some() {
        return Some(format!("string-{who} takes strings; (string->list {}) makes a list", operand.unwrap_or("x")));
    }
    let parts = who.strip_prefix('c').and_then(|rest| rest.strip_suffix('r'));
    if let Some(parts) = parts.filter(|parts| parts.len() > 1 && parts.chars().all(|c| matches!(c, 'a' | 'd'))) {
        return too_short(who, parts, value);
    }
    if let Some(compare) = who.strip_prefix("string").filter(|_| who.ends_with('?') && value.as_char().is_some()) {
        return Some(format!("characters are compared with char{compare}, and a character is written #\\a"));
    }
    let compare = who.strip_prefix("char").filter(|_| who.ends_with('?') && value.as_string().is_some())?;
    Some(format!("strings are compared with string{compare}; a character is written #\\a"))
}

/// `(number->string x)` of what is a string already.
fn converted_already(who: &str, value: Value<'_>) -> Option<String> {
    let (_, to) = who.split_once("->")?;
    let kind = kind_name(value);
    kind.ends_with(&format!(" {to}")).then(|| format!("this is {kind} already: leave {who} out"))
}

/// Strings and characters that are compared like numbers.
fn compared(who: &str, value: Value<'_>, call: &Call<'_>) -> Option<String> {
    let family = if value.as_string().is_some() { "string" } else { "char" };
    if family == "char" && value.as_char().is_none() {
        let is_exact = who == "=" && (value.as_symbol().is_some() || value.is_nil());
        return is_exact
            .then(|| "= compares numbers; (eq? a b) compares symbols and (), (equal? a b) all objects".to_string());
    }
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let operands = call.words.get(1..).unwrap_or_default();
    let shown = operands.join(" ");
    if family == "string" && operands.iter().any(is_number) {
        return None;
    }
    let is_literal = |word: &&str| word.starts_with(['"', '#']);
    Some(match call.operand() {
        _ if operands.len() == 2 && shown.len() < 40 && operands.iter().any(is_literal) => {
            format!("{who} compares numbers; {family}s are compared with ({family}{who}? {shown})")
        }
        Some(operand) if family == "string" && operand.len() < 30 => {
            format!("(string->number {operand}) makes a number of a string; strings are compared with string{who}?")
        }
        _ => format!("{who} compares numbers; {family}s are compared with {family}{who}?"),
    })
}

/// The procedure that gives the length of an object that `length` does not take.
fn length_of(who: &str, value: Value<'_>) -> Option<&'static str> {
    let of = match value.kind() {
        _ if value.as_string().is_some() => "string-length",
        Some(Kind::Vector) => "vector-length",
        Some(Kind::HashTable) => "hash-table-size",
        _ => return None,
    };
    matches!(who, "length" | "string-length" | "vector-length" | "hash-table-size").then_some(of)
}

/// Whether a value is a port, or may be the name of a file.
fn is_file_or_port(value: Value<'_>) -> bool {
    let shown = printer::summary(value, 40);
    let is_name = value.as_string().is_some() && !shown.contains(' ') && shown.contains(['.', '/']);
    is_name || shown.contains("-port")
}

/// `(display "x = " x)` of a language whose output procedure takes any number of objects.
fn shown_one_by_one(who: &str, call: &Call<'_>) -> String {
    let calls: Vec<String> = call.words[1..].iter().map(|word| format!("({who} {word})")).collect();
    let shown = calls.join(" ");
    match shown.len() < 70 {
        true => format!("{who} writes one object: {shown}"),
        false => format!("{who} writes one object; its second argument is a port"),
    }
}

/// `(+ "a" b)` joins strings in other languages.
fn joined(call: &Call<'_>) -> Option<String> {
    let operands = call.words.get(1..)?;
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let has_text = operands.iter().any(|word| word.starts_with('"'));
    let shown = operands.join(" ");
    (has_text && !operands.iter().any(is_number) && shown.len() < 60)
        .then(|| format!("+ adds numbers; strings are joined with (string-append {shown})"))
}

/// `(cadr list)` of a list with too few elements.
fn too_short(who: &str, parts: &str, value: Value<'_>) -> Option<String> {
    const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];
    let is_plain = parts[1..].chars().all(|c| c == 'd');
    let steps = parts.len() - 1;
    let length = cairn_data::lists::elements(value).take(8).count();
    let is_list = value.is_nil() || value.is_pair();
    if let Some((_, rest)) = value.as_pair().filter(|(_, rest)| !rest.is_nil() && !rest.is_pair()) {
        let shown = printer::summary(rest, 30);
        return Some(format!(
            "this is a pair and no list: its parts are taken with car and cdr, and (cdr x) is {shown}"
        ));
    }
    (is_plain && is_list && length < 8).then(|| {
        let has = match length {
            0 => "this list is empty".to_string(),
            1 => "this list has 1 element".to_string(),
            length => format!("this list has {length} elements"),
        };
        match parts.starts_with('a') {
            true => format!("{who} takes the {} element, and {has}", ORDINALS[steps]),
            false => format!("{who} takes what is after the first {} elements, and {has}", steps + 1),
        }
    })
}

/// Advice that depends on the types alone.
fn by_kinds(expected: &str, value: Value<'_>, call: &Call<'_>) -> Option<String> {
    let kind = kind_name(value);
    let operand = call.operand();
    let expected = match expected {
        "a real number" => "a number",
        other if other.starts_with("a list") => "a list",
        other if other.contains("integer") && kind != "a number" => "a number",
        other => other,
    };
    if matches!(expected, "a pair" | "a list") && value.as_string().is_none() && value.is_pair() {
        return Some(improper(value));
    }
    let row = CONVERSIONS.iter().find(|(wanted, given, _)| *wanted == expected && *given == kind);
    let advice = row.map(|(_, _, advice)| *advice).or_else(|| whatever_is_expected(expected, value))?;
    if expected == "a procedure"
        && let Some(call) = operand.filter(|operand| operand.starts_with('('))
    {
        let inside = call.trim_start_matches('(').trim_end_matches(')');
        return Some(format!(
            "{call} is evaluated first, and its value is {}: a procedure is written (lambda (x) ({inside} x))",
            printer::summary(value, 30)
        ));
    }
    let name = operand.filter(|operand| operand.len() < 30 && (operand.starts_with('(') || text::is_name(operand)));
    Some(name.map_or_else(|| advice.to_string(), |operand| replace_variable(advice, operand)))
}

/// Advice on pairs that are no list, or a list that is too short.
fn improper(value: Value<'_>) -> String {
    let mut end = value;
    for _ in 0..LONGEST {
        let Some((_, rest)) = end.as_pair() else { break };
        end = rest;
    }
    if end.is_nil() || end.is_pair() {
        return "this list has no end, or is shorter than needed: look at it with (write x)".to_string();
    }
    let end = printer::summary(end, 20);
    format!(
        "these pairs end in {end} and not in (): cons and append take a list last, as in (cons 1 (list 2)); (list 1 2) makes a list"
    )
}

/// Advice on a value of a kind that is wrong nearly everywhere, or where one kind is expected.
fn whatever_is_expected(expected: &str, value: Value<'_>) -> Option<&'static str> {
    let shown = printer::summary(value, 20);
    let is_port = shown.starts_with("#<input-port") || shown.starts_with("#<output-port");
    Some(match (expected, value.kind()) {
        _ if value == Value::EOF => {
            "reading gives an end-of-file object after the last datum: test with (eof-object? x) before"
        }
        ("an error object", _) => {
            "any object can be raised, not only error objects: test with (error-object? x) before"
        }
        ("a parameter", _) => "(define x (make-parameter ...)) makes a parameter, whose value is (x)",
        ("a procedure", _) => "a procedure is written (lambda (x) ...), or is the name of one",
        (_, Some(Kind::Promise)) => "(force x) is the value of a promise",
        (_, Some(Kind::Parameter)) => "a parameter is called for its value: (x)",
        (expected, _) if is_port && expected.contains("output port") => {
            "this port is for reading; (open-output-file path) and (open-output-string) make ports for writing"
        }
        (expected, _) if is_port && expected.contains("input port") => {
            "this port is for writing; (open-input-file path) and (open-input-string string) make ports for reading"
        }
        (expected, Some(Kind::Closure | Kind::Native | Kind::CaseLambda)) if !expected.contains("port") => {
            "this is a procedure itself; parentheses call it: (x ...)"
        }
        _ => return None,
    })
}

/// Puts the operand in place of the `x` of an advice.
fn replace_variable(advice: &str, operand: &str) -> String {
    let own = if text::is_name(operand) {
        [format!("({operand})"), format!("({operand} ...)")]
    } else {
        ["(x)".into(), "(x ...)".into()]
    };
    let lambdas = advice.replace("(lambda (x) ...)", "\u{1}");
    let replaced = lambdas
        .replace("(x)", &own[0])
        .replace("(x ...)", &own[1])
        .replace(" x)", &format!(" {operand})"))
        .replace(" x ", &format!(" {operand} "));
    replaced.replace('\u{1}', "(lambda (x) ...)")
}

fn without_value(origin: Option<&str>) -> String {
    match origin {
        Some(head @ ("if" | "cond" | "case" | "when" | "unless")) => {
            format!("this {head} has no branch for the case at hand, so it gives no value: add one")
        }
        Some(
            head @ ("display" | "write" | "newline" | "set!" | "for-each" | "vector-set!" | "hash-table-set!"
            | "set-car!" | "set-cdr!"),
        ) => {
            format!("{head} is called for its effect and gives no value")
        }
        Some(head) => {
            format!("{head} gives no value here: does it end in an if without an else, a when, a set! or a display?")
        }
        None => {
            "this comes from something that gives no value, such as an if without an else, set! or display".to_string()
        }
    }
}

fn searched_in_vain(origin: Option<&str>) -> String {
    let found = origin.and_then(|head| SEARCHES.iter().find(|(name, _)| *name == head));
    match found {
        Some((name, why)) => {
            let when = if *name == "string->number" { "for other texts than numbers" } else { "when it finds nothing" };
            format!("{name} returns #f {when}: {why}. Test the result with (if ...) or (cond (... => ...))")
        }
        None => {
            "searches such as assq, member and find return #f when they find nothing: test for #f before".to_string()
        }
    }
}
