//! Rows of `prelude.scm`.

use cairn_middle::primitives::Meaning;

use crate::{Builtin, at_least, between, exactly, flag, scheme};

/// The rows, in the order of the definitions.
#[rustfmt::skip]
pub const ROWS: &[Builtin] = &[
    scheme("dynamic-wind", exactly(3), flag::NONE, "(dynamic-wind before thunk after) calls thunk; before on each entry, after on each exit."),
    scheme("%continue", exactly(2), flag::INTERNAL, "(%continue k value) leaves and enters winders, then throws."),
    scheme("%continue-here", exactly(2), flag::INTERNAL, "(%continue-here k value) throws after a safepoint."),
    scheme("%rewind", exactly(1), flag::INTERNAL, "(%rewind winders) leaves and enters extents until these are the winders."),
    scheme("%enter-winders", exactly(2), flag::INTERNAL, "(%enter-winders winders target) enters the extents of the target that are inside of these winders."),
    scheme("%call-in-order", exactly(1), flag::INTERNAL, "(%call-in-order thunks) calls each; the value of the last."),
    scheme("%apply", exactly(2), flag::INTERNAL, "(%apply f arguments) calls f with the list's elements."),
    scheme("%host-call", exactly(4), flag::INTERNAL, "(%host-call resume later f arguments) calls f, and resumes with its value."),
    scheme("%host-call-guarded", exactly(4), flag::INTERNAL, "(%host-call-guarded resume later f arguments) calls f, and resumes with its value or what it raised."),
    scheme("call-with-values", exactly(2), flag::NONE, "(call-with-values producer consumer) calls consumer with the values of (producer).").means(Meaning::CallWithValues),
    scheme("eval", between(1, 2), flag::OUTSIDE, "(eval expr [env]) the value of the expression. R7RS 6.12."),
    scheme("environment", at_least(0), flag::EVALUATES, "(environment import-set ...) an immutable environment of these imports. R7RS 6.12."),
    scheme("%expand", exactly(2), flag::INTERNAL | flag::EVALUATES, "(%expand expansion answer) goes on with an expansion, and runs what comes of it."),
    scheme("%transform", exactly(5), flag::INTERNAL, "(%transform expansion flavour procedure form macro) what a transformer makes of a form."),
    scheme("%call-transformer", exactly(5), flag::INTERNAL, "(%call-transformer expansion flavour procedure form macro) calls a transformer by its flavour."),
    scheme("%renamer", exactly(1), flag::INTERNAL, "(%renamer macro) the rename procedure of one use of a macro."),
    scheme("%call-implicit", exactly(4), flag::INTERNAL, "(%call-implicit expansion procedure form macro) calls a transformer that renames implicitly."),
    scheme("%hiding", exactly(1), flag::INTERNAL, "(%hiding macro) a pair of procedures that hide and restore identifiers of one use."),
    scheme("%map-identifiers", exactly(2), flag::INTERNAL, "(%map-identifiers f datum) the datum with what f makes of its identifiers."),
    scheme("%syntactic-environment", exactly(1), flag::INTERNAL, "(%syntactic-environment close) a procedure that closes forms but for some names."),
    scheme("make-syntactic-closure", exactly(3), flag::NONE, "(make-syntactic-closure env names form) the form with its identifiers, but for names, meant in env."),
    scheme("close-syntax", exactly(2), flag::NONE, "(close-syntax form env) the form with its identifiers meant in env."),
    scheme("identifier=?", exactly(4), flag::NONE, "(identifier=? env1 id1 env2 id2) whether both mean the same, each in its environment."),
    scheme("call-with-escape-continuation", exactly(1), flag::NONE, "(call-with-escape-continuation f) as call/cc."),
    scheme("make-parameter", between(1, 2), flag::NONE, "(make-parameter value [converter]) a parameter object."),
    scheme("%assign-parameter", exactly(2), flag::INTERNAL, "(%assign-parameter parameter value) replaces the value in force by what the converter makes of value. SRFI 39."),
    scheme("%parameterize", exactly(2), flag::INTERNAL, "(%parameterize bindings thunk) calls thunk with ((parameter . value) ...) bound."),
    scheme("with-exception-handler", exactly(2), flag::NONE, "(with-exception-handler handler thunk) calls thunk with handler in force."),
    scheme("raise-continuable", exactly(1), flag::NONE, "(raise-continuable obj) what the handler returns for obj."),
    scheme("raise", exactly(1), flag::NONE, "(raise obj) calls the handler, which must not return.").means(Meaning::Raise),
    scheme("%raise-condition", exactly(1), flag::INTERNAL, "(%raise-condition c) raises what the machine reports.").means(Meaning::RaiseCondition),
    scheme("assert", at_least(1), flag::NONE, "(assert value irritant ...) an error when value is #f.").means(Meaning::Assert),
    scheme("%delay", exactly(1), flag::INTERNAL, "(%delay thunk) a promise of the thunk's value."),
    scheme("%delay-force", exactly(1), flag::INTERNAL, "(%delay-force thunk) a promise of the value of the thunk's promise."),
    scheme("force", exactly(1), flag::NONE, "(force promise) its value, computed when first wanted."),
    scheme("%promise-chain!", exactly(2), flag::INTERNAL, "(%promise-chain! promise next) goes on as another promise."),
    scheme("exit", between(0, 1), flag::NONE, "(exit [code]) runs the afters in force and ends the program."),
    scheme("%leave", exactly(1), flag::INTERNAL, "(%leave code) unwinds, flushes and ends the program."),
    scheme("emergency-exit", between(0, 1), flag::NONE, "(emergency-exit [code]) ends the program at once."),
];
