//! Sorts errors by what they say, where the family alone does not tell the kind of mistake.

use cairn_data::conditions;
use cairn_data::diagnostic::Code;
use cairn_data::error::ErrorKind;
use cairn_data::lists;
use cairn_gc::Value;
use cairn_text::printer::summary;

use crate::engine::mistake::Mistake;

/// Irritants of an error that a note shows, and characters of each.
const MOST_IRRITANTS: usize = 8;
const SHOWN: usize = 60;

/// Beginnings or parts of messages: family, part, code, and what to try.
const KINDS: &[(ErrorKind, &str, Code, Option<&str>)] = &[
    (
        ErrorKind::General,
        "handler returned",
        Code::HANDLER_RETURNED,
        Some(
            "leave the handler with a continuation, or use (guard (e ...) ...); raise-continuable lets a handler return",
        ),
    ),
    (ErrorKind::General, "assertion failed", Code::ASSERTION, None),
    (
        ErrorKind::General,
        "the port is closed",
        Code::CLOSED_PORT,
        Some("close a port after its last use; call-with-port and with-input-from-file close it on return"),
    ),
    (
        ErrorKind::General,
        "hash-table-update!: no entry for key",
        Code::MISSING_KEY,
        Some("(hash-table-update!/default table key f default) calls f with a default when there is no entry"),
    ),
    (
        ErrorKind::General,
        "no entry for key",
        Code::MISSING_KEY,
        Some("(hash-table-ref/default table key default) gives a default; (hash-table-contains? table key) tests"),
    ),
    (
        ErrorKind::File,
        "open-output-file: No such file",
        Code::FILE,
        Some("the file's directory does not exist; (create-directory path) of (cairn fs) makes one"),
    ),
    (
        ErrorKind::File,
        "No such file",
        Code::FILE,
        Some("a relative path starts in the directory in which the program was started; (file-exists? path) tests"),
    ),
    (
        ErrorKind::File,
        "no such file",
        Code::FILE,
        Some("a relative path starts in the directory of the program; (file-exists? path) tests"),
    ),
    (ErrorKind::File, "ermission denied", Code::FILE, Some("the file's permissions do not let you do this")),
    (ErrorKind::File, "s a directory", Code::FILE, Some("the path names a directory; give the path of a file in it")),
    (
        ErrorKind::General,
        "format: unknown escape",
        Code::ERROR,
        Some("~a displays, ~s writes, ~d is a number, ~% a new line, ~~ a tilde; the format of (srfi 48) knows more"),
    ),
    (
        ErrorKind::General,
        "format: too few arguments",
        Code::ERROR,
        Some("each ~a, ~s or ~d in the template takes an argument of its own, after the template"),
    ),
    (
        ErrorKind::General,
        "format: too many arguments",
        Code::ERROR,
        Some("each argument after the template needs a ~a, ~s or ~d in it"),
    ),
    (ErrorKind::Limit, "stack overflow", Code::STACK, None),
    (
        ErrorKind::Limit,
        "out of memory",
        Code::MEMORY,
        Some("does a list or string grow without an end? The option --memory MIB sets the limit"),
    ),
    (ErrorKind::Limit, "macro expansion", Code::ENDLESS_MACRO, None),
];

/// Gives a mistake its code when only its message tells the kind.
pub(super) fn complete(mistake: &mut Mistake<'_>) {
    let is = |&&(kind, part, _, _): &&(ErrorKind, &str, Code, Option<&str>)| {
        kind == mistake.kind && mistake.message.contains(part)
    };
    let Some(&(_, _, code, hint)) = KINDS.iter().find(is) else { return };
    mistake.details.code = mistake.details.code.or(Some(code));
    if code == Code::HANDLER_RETURNED {
        name_the_error(mistake);
    }
    if let Some(hint) = hint {
        mistake.suggest(hint);
    }
}

/// Says in words which error the handler was called for that returned.
fn name_the_error(mistake: &mut Mistake<'_>) {
    let Some(&raised) = mistake.irritants.first() else { return };
    let Some(message) = conditions::kind(raised).and_then(|_| raised.slot(conditions::MESSAGE)?.as_string()) else {
        return;
    };
    let irritants = raised.slot(conditions::IRRITANTS).unwrap_or(Value::NIL);
    let irritants =
        lists::elements(irritants).take(MOST_IRRITANTS).map(|irritant| format!(" {}", summary(irritant, SHOWN)));
    mistake.irritants.clear();
    mistake.note(format!("the error is: {message}{}", irritants.collect::<String>()));
}
