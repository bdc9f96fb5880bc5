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

/// Words of other languages, which programs may as well use for names of their own: only what
/// is unbound itself is explained by them.
const WORDS: &[(&str, &str)] = &[
    ("len", "write (length list), (string-length string) or (vector-length vector)"),
    ("size", "write (length list), (string-length string), (vector-length vector) or (hash-table-size table)"),
    ("True", "true is written #t"),
    ("False", "false is written #f"),
    ("TRUE", "true is written #t"),
    ("FALSE", "false is written #f"),
    ("None", "write '() for the empty list, #f for nothing"),
    ("NULL", "write '() for the empty list, #f for nothing"),
    ("undefined", "write #f for nothing; (if #f #f) gives no value in particular"),
    ("return", "a procedure returns the value of its last expression; (call/cc (lambda (return) ...)) leaves early"),
    ("continue", "write (let loop (...) ...) and call loop to go on"),
    ("for", "write (do ((i 0 (+ i 1))) ((= i n)) body ...), or (for-each (lambda (x) body ...) list)"),
    ("foreach", "write (for-each (lambda (x) body ...) list)"),
    ("elif", "write (cond (test form ...) ... (else form ...))"),
    ("then", "an if has no then: (if test consequent alternate)"),
    ("function", "write (define (name parameter ...) body ...) or (lambda (parameter ...) body ...)"),
    ("func", "write (define (name parameter ...) body ...)"),
    ("var", "write (define name value), or (let ((name value)) ...) for a local variable"),
    ("const", "write (define name value)"),
    ("class", "write (define-record-type name (constructor field ...) predicate (field accessor) ...)"),
    ("throw", "write (raise object), or (error \"message\" object ...)"),
    ("puts", "write (display x), then (newline)"),
    ("echo", "write (display x), then (newline)"),
    ("==", "write (= a b) for numbers, (equal? a b) for all else"),
    ("!=", "write (not (= a b)), or (not (equal? a b))"),
    ("===", "write (equal? a b)"),
    ("&&", "write (and a b)"),
    ("!", "write (not a)"),
    ("%", "write (modulo a b) or (remainder a b)"),
    ("**", "write (expt a b)"),
    ("++", "write (set! x (+ x 1)), or (string-append a b)"),
    ("+=", "write (set! x (+ x n))"),
    ("-=", "write (set! x (- x n))"),
    ("//", "write (quotient a b)"),
    ("str", "write (number->string x), (symbol->string x), or (string-append a b)"),
    ("int", "write (exact (truncate x)), or (string->number s)"),
    ("concat", "write (append list1 list2) or (string-append a b)"),
    ("push", "write (set! list (cons x list))"),
    ("substr", "write (substring string start end)"),
    ("toString", "write (number->string x) or (symbol->string x)"),
    ("parseInt", "write (string->number s)"),
    ("array", "write (vector a b ...)"),
    ("dict", "write (make-equal-hash-table)"),
    ("head", "write (car list)"),
    ("tail", "write (cdr list)"),
    ("isNull", "write (null? x)"),
    ("empty?", "write (null? list)"),
    ("nil?", "write (null? x)"),
    ("define-class", "write (define-record-type name (constructor field ...) predicate (field accessor) ...)"),
    ("add-to-list", "write (set! list (cons x list))"),
    ("hash-table-get-or", "write (hash-table-ref/default table key default)"),
    ("string-concat", "write (string-append a b)"),
    ("mod", "write (modulo a b)"),
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

/// Says what to write instead of a word of another language.
pub fn word_hint(name: &str) -> Option<&'static str> {
    WORDS.iter().find(|(word, _)| *word == name).map(|(_, hint)| *hint)
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
