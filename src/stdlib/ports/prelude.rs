//! Rows of `prelude.scm`.

use crate::{Builtin, between, exactly, flag, scheme};

/// The rows, in the order of the definitions.
#[rustfmt::skip]
pub const ROWS: &[Builtin] = &[
    scheme("call-with-port", exactly(2), flag::NONE, "(call-with-port port f) calls f with port, then closes it."),
    scheme("call-with-input-file", exactly(2), flag::NONE, "(call-with-input-file name f) calls f with a port on the file."),
    scheme("call-with-output-file", exactly(2), flag::NONE, "(call-with-output-file name f) calls f with a port on the file."),
    scheme("with-input-from-file", exactly(2), flag::NONE, "(with-input-from-file name thunk) calls thunk with the file as current input."),
    scheme("with-output-to-file", exactly(2), flag::NONE, "(with-output-to-file name thunk) calls thunk with the file as current output."),
    scheme("%with-port", exactly(3), flag::INTERNAL, "(%with-port parameter port thunk) calls thunk with the parameter bound."),
    scheme("call-with-output-string", exactly(1), flag::NONE, "(call-with-output-string f) what f writes to the port it gets."),
    scheme("with-output-to-string", exactly(1), flag::NONE, "(with-output-to-string thunk) what thunk writes to the current output."),
    scheme("call-with-input-string", exactly(2), flag::NONE, "(call-with-input-string string f) calls f with a port on the string."),
    scheme("with-input-from-string", exactly(2), flag::NONE, "(with-input-from-string string thunk) calls thunk with the string as current input."),
    scheme("load", between(1, 2), flag::OUTSIDE, "(load filename [env]) evaluates the forms of the file."),
    scheme("%load", exactly(2), flag::INTERNAL | flag::OUTSIDE, "(%load filename env) evaluates the forms of the file."),
];
