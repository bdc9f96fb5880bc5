//! Lists the exports of the libraries of R7RS appendix A, and of Cairn's own libraries.
//!
//! A name means the special form of that name, or else the builtin. Every public name that no
//! standard library exports belongs to `(cairn base)`.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::name::LibraryName;
use super::special::Special;
use crate::environment::global::Binding;
use crate::primitives::{Group, Primitives, flag};

/// The standard libraries: name, and exports separated by spaces.
pub const LIBRARIES: [(&str, &str); 16] = [
    (
        "scheme base",
        "* + - ... / < <= = => > >= _ abs and append apply assoc assq assv begin binary-port? \
         boolean=? boolean? bytevector bytevector-append bytevector-copy bytevector-copy! \
         bytevector-length bytevector-u8-ref bytevector-u8-set! bytevector? caar cadr \
         call-with-current-continuation call-with-port call-with-values call/cc car case cdar cddr \
         cdr ceiling char->integer char-ready? char<=? char<? char=? char>=? char>? char? \
         close-input-port close-output-port close-port complex? cond cond-expand cons \
         current-error-port current-input-port current-output-port define define-record-type \
         define-syntax define-values denominator do dynamic-wind else eof-object eof-object? eq? \
         equal? eqv? error error-object-irritants error-object-message error-object? even? exact \
         exact-integer-sqrt exact-integer? exact? expt features file-error? floor floor-quotient \
         floor-remainder floor/ flush-output-port for-each gcd get-output-bytevector \
         get-output-string guard if include include-ci inexact inexact? input-port-open? \
         input-port? integer->char integer? lambda lcm length let let* let*-values let-syntax \
         let-values letrec letrec* letrec-syntax list list->string list->vector list-copy list-ref \
         list-set! list-tail list? make-bytevector make-list make-parameter make-string \
         make-vector map max member memq memv min modulo negative? newline not null? \
         number->string number? numerator odd? open-input-bytevector open-input-string \
         open-output-bytevector open-output-string or output-port-open? output-port? pair? \
         parameterize peek-char peek-u8 port? positive? procedure? quasiquote quote quotient raise \
         raise-continuable rational? rationalize read-bytevector read-bytevector! read-char \
         read-error? read-line read-string read-u8 real? remainder reverse round set! set-car! \
         set-cdr! square string string->list string->number string->symbol string->utf8 \
         string->vector string-append string-copy string-copy! string-fill! string-for-each \
         string-length string-map string-ref string-set! string<=? string<? string=? string>=? \
         string>? string? substring symbol->string symbol=? symbol? syntax-error syntax-rules \
         textual-port? truncate truncate-quotient truncate-remainder truncate/ u8-ready? unless \
         unquote unquote-splicing utf8->string values vector vector->list vector->string \
         vector-append vector-copy vector-copy! vector-fill! vector-for-each vector-length \
         vector-map vector-ref vector-set! vector? when with-exception-handler write-bytevector \
         write-char write-string write-u8 zero?",
    ),
    ("scheme case-lambda", "case-lambda"),
    (
        "scheme char",
        "char-alphabetic? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>? char-downcase \
         char-foldcase char-lower-case? char-numeric? char-upcase char-upper-case? \
         char-whitespace? digit-value string-ci<=? string-ci<? string-ci=? string-ci>=? \
         string-ci>? string-downcase string-foldcase string-upcase",
    ),
    ("scheme complex", "angle imag-part magnitude make-polar make-rectangular real-part"),
    (
        "scheme cxr",
        "caaaar caaadr caaar caadar caaddr caadr cadaar cadadr cadar caddar cadddr caddr cdaaar \
         cdaadr cdaar cdadar cdaddr cdadr cddaar cddadr cddar cdddar cddddr cdddr",
    ),
    ("scheme eval", "environment eval"),
    (
        "scheme file",
        "call-with-input-file call-with-output-file delete-file file-exists? \
         open-binary-input-file open-binary-output-file open-input-file open-output-file \
         with-input-from-file with-output-to-file",
    ),
    ("scheme inexact", "acos asin atan cos exp finite? infinite? log nan? sin sqrt tan"),
    ("scheme lazy", "delay delay-force force make-promise promise?"),
    ("scheme load", "load"),
    ("scheme process-context", "command-line emergency-exit exit get-environment-variable get-environment-variables"),
    ("scheme read", "read"),
    ("scheme repl", "interaction-environment"),
    ("scheme time", "current-jiffy current-second jiffies-per-second"),
    ("scheme write", "display write write-shared write-simple"),
    (
        "scheme r5rs",
        "* + - ... / < <= = => > >= _ abs acos and angle append apply asin assoc assq assv atan begin \
         boolean? caaaar caaadr caaar caadar caaddr caadr caar cadaar cadadr cadar caddar cadddr \
         caddr cadr call-with-current-continuation call-with-input-file call-with-output-file \
         call-with-values car case cdaaar cdaadr cdaar cdadar cdaddr cdadr cdar cddaar cddadr \
         cddar cdddar cddddr cdddr cddr cdr ceiling char->integer char-alphabetic? char-ci<=? \
         char-ci<? char-ci=? char-ci>=? char-ci>? char-downcase char-lower-case? char-numeric? \
         char-ready? char-upcase char-upper-case? char-whitespace? char<=? char<? char=? char>=? \
         char>? char? close-input-port close-output-port complex? cond cons cos \
         current-input-port current-output-port define define-syntax delay denominator display do \
         dynamic-wind else eof-object? eq? equal? eqv? eval even? exact->inexact exact? exp expt \
         floor for-each force gcd if imag-part inexact->exact inexact? input-port? integer->char \
         integer? interaction-environment lambda lcm length let let* let-syntax letrec \
         letrec-syntax list list->string list->vector list-ref list-tail list? load log magnitude \
         make-polar make-rectangular make-string make-vector map max member memq memv min modulo \
         negative? newline not null-environment null? number->string number? numerator odd? \
         open-input-file open-output-file or output-port? pair? peek-char positive? procedure? \
         quasiquote quote quotient rational? rationalize read read-char real-part real? remainder \
         reverse round scheme-report-environment set! set-car! set-cdr! sin sqrt string \
         string->list string->number string->symbol string-append string-ci<=? string-ci<? \
         string-ci=? string-ci>=? string-ci>? string-copy string-fill! string-length string-ref \
         string-set! string<=? string<? string=? string>=? string>? string? substring \
         symbol->string symbol? syntax-rules tan truncate unquote unquote-splicing values vector \
         vector->list vector-fill! vector-length vector-ref vector-set! vector? \
         with-input-from-file with-output-to-file write write-char zero?",
    ),
];

/// Libraries with a part of the exports of `(cairn base)`: SRFIs, and Cairn's own. The library for
/// exit codes is for test libraries. The one for homogeneous vectors is the basis of SRFI 160. The
/// one for records has procedures below `define-record-type`, for libraries that extend it, which
/// must check their own arguments. The one for errors creates conditions, and tells which ones Cairn raised.
pub const PARTS: [(&str, &str); 9] = [
    ("cairn errors", "%from-library? %make-condition"),
    ("cairn exit", "%set-final-code! %test-result!"),
    (
        "cairn gc",
        "ephemeron-broken? ephemeron-datum ephemeron-key ephemeron? gc gc-stats guardian? \
         hash-table-weakness make-ephemeron make-guardian make-weak-box make-weak-eq-hashtable \
         make-weak-eqv-hashtable reference-barrier unregister-guardian weak-box-value weak-box? weak-car \
         weak-cdr weak-cons weak-pair-broken? weak-pair? weak-set-car! weak-set-cdr!",
    ),
    (
        "cairn homogeneous",
        "%list->numbers %make-numbers %numbers %numbers-copy %numbers-copy! %numbers-fill! %numbers-length %numbers-of? \
         %numbers-ref %numbers-set! %numbers->list %numbers?",
    ),
    (
        "cairn records",
        "%make-record %make-record-type %record-field-ref %record-field-set! %record-is? \
         %record-type-extra %record-type-set-extra!",
    ),
    ("cairn checks", "%check-procedure"),
    ("scheme ephemeron", SRFI_124),
    ("srfi 124", SRFI_124),
    ("srfi 246", "guardian? make-guardian unregister-guardian"),
];

const SRFI_124: &str = "ephemeron-broken? ephemeron-datum ephemeron-key ephemeron? make-ephemeron reference-barrier";

/// The library of all of R7RS-small's exports except R5RS's.
const SMALL: &str = "scheme small";

/// The library of the names that no standard library exports.
pub const EXTENSIONS: &str = "cairn base";

/// The meaning of a name that programs may use: a special form or a builtin.
pub fn any_binding<'gc>(primitives: &Primitives, name: &str) -> Option<Binding<'gc>> {
    if let Some(special) = Special::named(name) {
        return Some(Binding::Special(special));
    }
    let id = primitives.find(name)?;
    let public = !primitives.row(id).has(flag::INTERNAL);
    public.then_some(Binding::Builtin(id))
}

/// The meaning of a name in the code of builtins.
pub fn internal_binding<'gc>(primitives: &Primitives, name: &str) -> Option<Binding<'gc>> {
    any_binding(primitives, name).or_else(|| primitives.find(name).map(Binding::Builtin))
}

/// The exports of a library in this table, or of a group of builtins; `None` if there is no such
/// library.
pub fn bindings<'gc>(primitives: &Primitives, name: &LibraryName) -> Option<Vec<(&'static str, Binding<'gc>)>> {
    if let Some(group) = primitives.groups().iter().find(|group| name.is(group.library)) {
        return Some(primitives.of_group(group).map(|(id, row)| (row.name, Binding::Builtin(id))).collect());
    }
    let names = exports(primitives, name)?;
    Some(names.into_iter().filter_map(|name| Some((name, internal_binding(primitives, name)?))).collect())
}

/// Whether there is such a library.
pub fn has(primitives: &Primitives, name: &LibraryName) -> bool {
    primitives.groups().iter().any(|group| name.is(group.library)) || exports(primitives, name).is_some()
}

/// The exports of a library in this table, or of a group of builtins for programs; `None` if it is neither.
pub fn exports(primitives: &Primitives, name: &LibraryName) -> Option<Vec<&'static str>> {
    if name.is(SMALL) {
        return Some(small_names());
    }
    if name.is(EXTENSIONS) {
        return Some(extension_names(primitives));
    }
    if let Some(group) = groups(primitives).find(|group| name.is(group.library)) {
        let public = primitives.of_group(group).filter(|(_, row)| !row.has(flag::INTERNAL));
        return Some(public.map(|(_, row)| row.name).collect());
    }
    let listed = LIBRARIES.iter().chain(&PARTS).find(|(library, _)| name.is(library))?;
    Some(listed.1.split_whitespace().collect())
}

/// The groups of builtins whose library is for programs. A library with a longer name, such as
/// `(cairn fs names)`, serves the bundled library `(cairn fs)`.
fn groups(primitives: &Primitives) -> impl Iterator<Item = &'static Group> {
    primitives.groups().iter().filter(|group| group.library.matches(' ').count() == 1)
}

/// The names of the libraries of builtins that are for programs.
pub fn group_names(primitives: &Primitives) -> impl Iterator<Item = &'static str> {
    groups(primitives).map(|group| group.library)
}

/// The names of all libraries in this table.
pub fn names() -> impl Iterator<Item = &'static str> {
    LIBRARIES.iter().chain(&PARTS).map(|(name, _)| *name).chain([EXTENSIONS, SMALL])
}

/// Every name that some library in this table exports.
pub fn public_names(primitives: &Primitives) -> impl Iterator<Item = &'static str> {
    let public = primitives.common().filter(|(_, row)| !row.has(flag::INTERNAL)).map(|(_, row)| row.name);
    Special::ALL.iter().map(|special| special.name()).chain(public)
}

/// The report does not make `import` and `define-library` bindings (5.2, 5.6): they keep their
/// meaning wherever nothing else has their name, so no library exports them.
fn extension_names(primitives: &Primitives) -> Vec<&'static str> {
    let is_declaration = |name| Special::named(name).is_some_and(|s| s.is_declaration());
    public_names(primitives).filter(|&name| !standard_names().contains(name) && !is_declaration(name)).collect()
}

fn small_names() -> Vec<&'static str> {
    let libraries = LIBRARIES.iter().filter(|(name, _)| *name != "scheme r5rs");
    libraries.flat_map(|(_, names)| names.split_whitespace()).collect()
}

fn standard_names() -> &'static HashSet<&'static str> {
    static NAMES: OnceLock<HashSet<&'static str>> = OnceLock::new();
    NAMES.get_or_init(|| LIBRARIES.iter().flat_map(|(_, names)| names.split_whitespace()).collect())
}
