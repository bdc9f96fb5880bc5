//! Suggests what to write instead of names from other Schemes and Lisps that Cairn lacks or names
//! differently, for the hints of messages.

/// Names of forms and procedures.
pub(crate) const NAMES: &[(&str, &str)] = &[
    (
        "use-modules",
        "write (import ...), with names such as (srfi 1), at the head of the file; \
                     a file without imports sees all that Cairn has",
    ),
    ("use", "write (import ...), with names such as (srfi 1), at the head of the file"),
    (
        "require",
        "write (import ...), with names such as (srfi 1), at the head of the file; to run a file, (load \"file\")",
    ),
    ("require-extension", "write (import (srfi 1)) for (require-extension srfi-1)"),
    ("module", "write (define-library (name) (export ...) (import ...) (begin ...))"),
    ("define-module", "write (define-library (name) (export ...) (import ...) (begin ...))"),
    ("library", "write (define-library (name) (export ...) (import ...) (begin ...))"),
    ("declare", "leave declarations out; Cairn has none"),
    ("print", "write (display x), then (newline)"),
    ("println", "write (display x), then (newline)"),
    ("displayln", "write (display x), then (newline)"),
    ("writeln", "write (write x), then (newline), or (write-line x)"),
    ("define-syntax-rule", "write (define-syntax name (syntax-rules () ((_ argument ...) template)))"),
    ("defmacro", "write (define-macro (name argument ...) body ...)"),
    ("fn", "write (lambda (parameter ...) body ...)"),
    ("def", "write (define name value)"),
    ("defn", "write (define (name parameter ...) body ...)"),
    ("defun", "write (define (name parameter ...) body ...)"),
    ("defvar", "write (define name value)"),
    ("setq", "write (set! name value)"),
    ("setf", "write (set! name value), or (set-car! ...), (vector-set! ...) for parts of objects"),
    ("progn", "write (begin form ...)"),
    ("funcall", "write (f argument ...)"),
    ("elseif", "write (cond (test form ...) ... (else form ...))"),
    ("while", "write (let loop () (when test body ... (loop))), or (do ...)"),
    ("nil", "write '() for the empty list, #f for false"),
    ("let/cc", "write (call/cc (lambda (k) body ...))"),
    ("let/ec", "write (call-with-escape-continuation (lambda (k) body ...))"),
    ("struct", "write (define-record-type name (constructor field ...) predicate (field accessor) ...)"),
    ("define-struct", "write (define-record-type name (constructor field ...) predicate (field accessor) ...)"),
    ("catch", "write (guard (e (test form ...)) body ...)"),
    ("try", "write (guard (e (test form ...)) body ...)"),
    ("string-search", "write (string-search-forward pattern string start), or (string-contains string pattern)"),
    ("hash-ref", "write (hash-table-ref/default table key default)"),
    ("hash-set!", "write (hash-table-set! table key value)"),
    ("make-hash", "write (make-equal-hash-table)"),
    ("hash-table-put!", "write (hash-table-set! table key value)"),
    ("hash-table-get", "write (hash-table-ref/default table key default)"),
    ("atom?", "write (not (pair? x))"),
    ("null", "write '()"),
    ("foldl", "write (fold f init list): f takes the element first"),
    ("foldr", "write (fold-right f init list)"),
    ("sub-string?", "write (string-contains string pattern)"),
];

/// Prefixes of library names; a longer one precedes its own prefixes.
const LIBRARIES: &[(&str, &str)] = &[
    ("ice-9 match", "write (import (cairn match))"),
    ("ice-9 receive", "receive is in (srfi 8) and (cairn base)"),
    ("ice-9 format", "format is in (cairn base) and (srfi 48)"),
    ("ice-9 pretty-print", "pretty-print is in (cairn base)"),
    ("ice-9 optargs", "lambda* and define* are in (cairn base)"),
    ("ice-9", "the modules of Guile are not here; most of what scripts use is in (cairn base)"),
    ("guile", "the modules of Guile are not here; most of what scripts use is in (cairn base)"),
    ("chicken", "the modules of Chicken are not here; most of what scripts use is in (scheme base) and (cairn base)"),
    ("gauche", "the modules of Gauche are not here; most of what scripts use is in (scheme base) and (cairn base)"),
    ("util match", "write (import (cairn match))"),
    ("gambit", "the modules of Gambit are not here; most of what scripts use is in (scheme base) and (cairn base)"),
    ("chezscheme", "the library of Chez Scheme is not here; most of what scripts use is in (rnrs) and (cairn base)"),
    ("racket", "the modules of Racket are not here; most of what scripts use is in (scheme base) and (cairn base)"),
    ("mit", "the libraries of MIT Scheme are not here; most of what scripts use is in (cairn base)"),
    ("chibi", "of (chibi ...) there are (chibi match) and (chibi test)"),
    ("kawa", "the libraries of Kawa are not here; most of what scripts use is in (scheme base) and (cairn base)"),
    ("rnrs", "this is no library of R6RS; (rnrs) is all of those but eval, mutable-pairs, mutable-strings and r5rs"),
];

/// Suggests what to write instead of a name that is unbound here.
pub fn name_hint(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(foreign, _)| *foreign == name).map(|(_, hint)| *hint)
}

/// Suggests what to write instead of a library, given its name without parentheses.
pub fn library_hint(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix("srfi srfi-") {
        let number: String = number.chars().take_while(char::is_ascii_digit).collect();
        return Some(format!("write (srfi {number})"));
    }
    let begins = |start: &str| name.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    LIBRARIES.iter().find(|(start, _)| begins(start)).map(|(_, hint)| hint.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints() {
        assert_eq!(library_hint("srfi srfi-13"), Some("write (srfi 13)".to_string()));
        assert_eq!(library_hint("ice-9 match"), Some("write (import (cairn match))".to_string()));
        assert_eq!(library_hint("my library"), None);
    }
}
