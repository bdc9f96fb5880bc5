//! Rows of `prelude.scm`.

use crate::{Builtin, at_least, between, exactly, flag, scheme};

/// The rows, in the order of the definitions.
#[rustfmt::skip]
pub const ROWS: &[Builtin] = &[
    scheme("stream-pair?", exactly(1), flag::NONE, "(stream-pair? x) whether x is a stream that is not empty. MIT Scheme."),
    scheme("stream-car", exactly(1), flag::NONE, "(stream-car stream) its first element. MIT Scheme."),
    scheme("stream-cdr", exactly(1), flag::NONE, "(stream-cdr stream) what follows its first element. MIT Scheme."),
    scheme("stream-null?", exactly(1), flag::NONE, "(stream-null? x) whether x is the empty stream, (). MIT Scheme."),
    scheme("empty-stream?", exactly(1), flag::NONE, "(empty-stream? x) the same as stream-null?. MIT Scheme."),
    scheme("stream-tail", exactly(2), flag::NONE, "(stream-tail stream k) the stream without its first k elements. MIT Scheme."),
    scheme("stream-ref", exactly(2), flag::NONE, "(stream-ref stream k) element k. MIT Scheme."),
    scheme("stream-head", exactly(2), flag::NONE, "(stream-head stream k) a list of the first k elements. MIT Scheme."),
    scheme("%check-count", exactly(2), flag::INTERNAL, "(%check-count who k) an error unless k is an index."),
    scheme("format", at_least(1), flag::NONE, "(format [destination] template x ...) writes the xs as ~a, ~s, ~d, ~b, ~o, ~x, ~c tell to a port; #t is the current one; with #f or none, returns a string."),
    scheme("printf", at_least(1), flag::NONE, "(printf template x ...) the same as (format #t template x ...)."),
    scheme("fprintf", at_least(2), flag::NONE, "(fprintf port template x ...) the same as (format port template x ...)."),
    scheme("%format-string", exactly(3), flag::INTERNAL, "(%format-string who template arguments) what format writes, as a string."),
    scheme("%format", exactly(4), flag::INTERNAL, "(%format who port template arguments) writes them to the port."),
    scheme("%format-message", exactly(2), flag::INTERNAL, "(%format-message who what) the message of an error."),
    scheme("write-line", between(1, 2), flag::NONE, "(write-line x [port]) writes x and a newline. MIT Scheme."),
    scheme("%time", exactly(2), flag::INTERNAL, "(%time forms thunk) the values of the thunk; says on standard error how long they took."),
    scheme("keyword?", exactly(1), flag::NONE, "(keyword? x) whether x is a keyword, a symbol #:name. Guile."),
    scheme("keyword->symbol", exactly(1), flag::NONE, "(keyword->symbol keyword) the symbol of its name. Guile."),
    scheme("symbol->keyword", exactly(1), flag::NONE, "(symbol->keyword symbol) the keyword of its name. Guile."),
    scheme("random", exactly(1), flag::NONE, "(random n) a random number below n and not negative: exact when n is an exact integer."),
    scheme("%random-below", exactly(1), flag::INTERNAL, "(%random-below n) a random exact integer below n."),
    scheme("runtime", exactly(0), flag::NONE, "(runtime) seconds since some moment in this process, inexact. MIT Scheme."),
    scheme("real-time", exactly(0), flag::NONE, "(real-time) milliseconds since 1970, inexact. MIT Scheme."),
    scheme("access-condition", exactly(2), flag::NONE, "(access-condition c field) its message or irritants, as the symbol field says. MIT Scheme."),
    scheme("alist-copy", exactly(1), flag::NONE, "(alist-copy alist) fresh pairs, those of the list and its elements. SRFI 1."),
    scheme("del-assq", exactly(2), flag::NONE, "(del-assq key alist) the pairs whose car is not eq? to key. MIT Scheme."),
    scheme("del-assv", exactly(2), flag::NONE, "(del-assv key alist) the pairs whose car is not eqv? to key. MIT Scheme."),
    scheme("del-assoc", exactly(2), flag::NONE, "(del-assoc key alist) the pairs whose car is not equal? to key. MIT Scheme."),
];
