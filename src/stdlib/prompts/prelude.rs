//! Rows of `prelude.scm`.

use crate::{Builtin, at_least, exactly, flag, scheme};

/// The rows, in the order of the definitions.
#[rustfmt::skip]
pub const ROWS: &[Builtin] = &[
    scheme("call-with-prompt", exactly(3), flag::NONE, "(call-with-prompt tag thunk handler) calls thunk; if that aborts to the tag, calls (handler k value ...) instead of returning, k being what was left of the thunk."),
    scheme("abort-to-prompt", at_least(1), flag::NONE, "(abort-to-prompt tag value ...) leaves the innermost call-with-prompt with this tag, which calls its handler."),
    scheme("%resume", exactly(2), flag::INTERNAL, "(%resume part thunk) calls thunk where the part was captured, on top of the present continuation."),
    scheme("default-prompt-tag", exactly(0), flag::NONE, "(default-prompt-tag) the tag of reset and shift."),
    scheme("%reset", exactly(1), flag::INTERNAL, "(%reset thunk) reset around a call of thunk."),
    scheme("%shift", exactly(1), flag::INTERNAL, "(%shift receiver) shift, receiver being a procedure of the continuation."),
    scheme("%guard", exactly(2), flag::INTERNAL, "(%guard body handle) guard without else."),
    scheme("%guard-else", exactly(2), flag::INTERNAL, "(%guard-else body handle) guard with else."),
    scheme("%handle", exactly(2), flag::INTERNAL, "(%handle handler obj) what the handler returns for obj; a guard is left for."),
];
