//! Names the special forms.
//!
//! A special form is a binding like any other; programs may import it under another name, and
//! shadow it. The expander has a row for each, with the function that expands it.

use crate::names::{self, Slots};

macro_rules! specials {
    ($($id:ident $name:literal;)*) => {
        /// A special form or auxiliary keyword.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "each has the name of its form")]
        pub enum Special { $($id,)* }

        impl Special {
            /// Every special form.
            pub const ALL: &'static [Special] = &[$(Special::$id,)*];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Special::$id => $name,)* }
            }
        }

        /// The names, in the same order.
        static NAMES: [&str; Special::ALL.len()] = [$($name,)*];
    };
}

specials! {
    Quote "quote";
    Lambda "lambda";
    LambdaSign "λ";
    LambdaStar "lambda*";
    CaseLambda "case-lambda";
    If "if";
    Set "set!";
    SyntaxError "syntax-error";
    TheEnvironment "the-environment";

    Let "let";
    LetStar "let*";
    Letrec "letrec";
    LetrecStar "letrec*";
    LetValues "let-values";
    LetStarValues "let*-values";
    Receive "receive";
    Do "do";
    LetSyntax "let-syntax";
    LetrecSyntax "letrec-syntax";
    SplicingLetSyntax "splicing-let-syntax";
    SplicingLetrecSyntax "splicing-letrec-syntax";
    SyntaxParameterize "syntax-parameterize";

    Cond "cond";
    Case "case";
    And "and";
    Or "or";
    When "when";
    Unless "unless";

    Delay "delay";
    DelayForce "delay-force";
    Parameterize "parameterize";
    Guard "guard";
    Reset "reset";
    Shift "shift";
    Quasiquote "quasiquote";

    SyntaxCase "syntax-case";
    Syntax "syntax";
    Quasisyntax "quasisyntax";
    WithSyntax "with-syntax";

    Begin "begin";
    CondExpand "cond-expand";
    Include "include";
    IncludeCi "include-ci";

    ConsStream "cons-stream";
    FluidLet "fluid-let";
    LetOptionals "let-optionals";
    LetOptionalsStar "let-optionals*";
    Time "time";
    IdentifierSyntax "identifier-syntax";
    NamedLambda "named-lambda";
    False "false";
    SystemGlobalEnvironment "system-global-environment";
    TheEmptyStream "the-empty-stream";
    True "true";
    UserInitialEnvironment "user-initial-environment";

    Define "define";
    DefineStar "define*";
    DefineIntegrable "define-integrable";
    DefineStructure "define-structure";
    DefineValues "define-values";
    DefineRecordType "define-record-type";
    DefineSyntax "define-syntax";
 DefineSyntaxParameter "define-syntax-parameter";
    DefineMacro "define-macro";

    Import "import";
    DefineLibrary "define-library";

    SyntaxRules "syntax-rules";
    ErMacroTransformer "er-macro-transformer";
    IrMacroTransformer "ir-macro-transformer";
    ScMacroTransformer "sc-macro-transformer";
    RscMacroTransformer "rsc-macro-transformer";

    Else "else";
    Arrow "=>";
    Ellipsis "...";
    Underscore "_";
    Unquote "unquote";
    UnquoteSplicing "unquote-splicing";
    Unsyntax "unsyntax";
    UnsyntaxSplicing "unsyntax-splicing";
}

impl Special {
    /// The special form with this name.
    pub fn named(name: &str) -> Option<Special> {
        static INDEX: Slots<256> = names::index(&NAMES);
        names::find(&INDEX, name, |number| NAMES[number]).map(|number| Special::ALL[number])
    }

    /// Whether it is only valid at top level, so that no library exports it.
    pub fn is_declaration(self) -> bool {
        matches!(self, Special::Import | Special::DefineLibrary)
    }
}

#[cfg(test)]
mod tests {
    use super::Special;

    #[test]
    fn special_forms_are_found_by_their_names() {
        assert!(Special::ALL.iter().all(|&form| Special::named(form.name()) == Some(form)));
        assert_eq!(Special::named("no such form"), None);
    }
}
