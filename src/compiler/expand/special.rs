//! The special forms: one row for each name, with what the expander does at it.
//!
//! A special form is a binding like any other; programs may import it under
//! another name, and shadow it.

use std::collections::HashMap;
use std::sync::OnceLock;

use cairn_gc::Value;

use crate::compiler::expand::definition::{self, Definition};
use crate::compiler::expand::forms::{binding, conditional, control, core, delimited, derived, quasi, splice};
use crate::compiler::expand::rules::syntax;
use crate::compiler::expand::{Cx, Syntax, environment, toplevel};
use crate::compiler::ir::NodeId;
use crate::data::error::Result;
use crate::data::source::Span;

/// Expands an expression: schedules the work that leaves its node on the stack
/// of results.
pub type Expression = for<'a, 'b, 'gc> fn(&'a mut Cx<'b, 'gc>, Syntax<'gc>, Value<'gc>) -> Result<'gc, ()>;
/// The forms that a form stands for, to be spliced in its place.
pub type Splice = for<'a, 'b, 'gc> fn(&'a mut Cx<'b, 'gc>, Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>>;
/// The node of an identifier that stands for a constant.
pub type Constant = for<'a, 'b, 'gc> fn(&'a mut Cx<'b, 'gc>, Span) -> NodeId;
/// Takes a definition apart.
pub type Definer = for<'a, 'b, 'gc> fn(&'a mut Cx<'b, 'gc>, Syntax<'gc>) -> Result<'gc, Definition<'gc>>;
/// Carries out a top-level form that is neither definition nor expression.
pub type Declaration = for<'a, 'b, 'gc> fn(&'a mut Cx<'b, 'gc>, Syntax<'gc>) -> Result<'gc, ()>;

/// What the expander does at a special form.
#[derive(Clone, Copy)]
pub enum Role {
    /// An expression. The function also gets the name that the context suggests
    /// for a procedure, or `#f`.
    Expression(Expression),
    /// An expression that is the identifier alone.
    Constant(Constant),
    /// Stands for forms of its own context.
    Splice(Splice),
    /// A definition.
    Definition(Definer),
    /// Only at top level.
    Declaration(Declaration),
    /// Makes a transformer; only where a keyword is defined.
    Transformer,
    /// Has a meaning inside other forms only.
    Auxiliary,
}

macro_rules! specials {
    ($($id:ident $name:literal $role:expr;)*) => {
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

            /// What the expander does at it.
            pub fn role(self) -> Role {
                match self { $(Special::$id => $role,)* }
            }
        }
    };
}

specials! {
    Quote "quote" Role::Expression(core::quote);
    Lambda "lambda" Role::Expression(core::lambda);
    CaseLambda "case-lambda" Role::Expression(core::case_lambda);
    If "if" Role::Expression(core::if_);
    Set "set!" Role::Expression(core::set);
    SyntaxError "syntax-error" Role::Expression(core::syntax_error);
    TheEnvironment "the-environment" Role::Expression(environment::the_environment);

    Let "let" Role::Expression(binding::let_);
    LetStar "let*" Role::Expression(binding::let_star);
    Letrec "letrec" Role::Expression(binding::letrec);
    LetrecStar "letrec*" Role::Expression(binding::letrec);
    LetValues "let-values" Role::Expression(binding::let_values);
    LetStarValues "let*-values" Role::Expression(binding::let_star_values);
    Receive "receive" Role::Expression(binding::receive);
    Do "do" Role::Expression(binding::do_);
    LetSyntax "let-syntax" Role::Expression(binding::let_syntax);
    LetrecSyntax "letrec-syntax" Role::Expression(binding::letrec_syntax);
    SyntaxParameterize "syntax-parameterize" Role::Expression(binding::syntax_parameterize);

    Cond "cond" Role::Expression(conditional::cond);
    Case "case" Role::Expression(conditional::case);
    And "and" Role::Expression(conditional::and);
    Or "or" Role::Expression(conditional::or);
    When "when" Role::Expression(conditional::when);
    Unless "unless" Role::Expression(conditional::unless);

    Delay "delay" Role::Expression(control::delay);
    DelayForce "delay-force" Role::Expression(control::delay_force);
    Parameterize "parameterize" Role::Expression(control::parameterize);
    Guard "guard" Role::Expression(control::guard);
    Reset "reset" Role::Expression(delimited::reset);
    Shift "shift" Role::Expression(delimited::shift);
    Quasiquote "quasiquote" Role::Expression(quasi::quasiquote);

    SyntaxCase "syntax-case" Role::Expression(syntax::syntax_case);
    Syntax "syntax" Role::Expression(syntax::syntax);
    Quasisyntax "quasisyntax" Role::Expression(syntax::quasisyntax);
    WithSyntax "with-syntax" Role::Expression(syntax::with_syntax);

    Begin "begin" Role::Splice(splice::begin);
    CondExpand "cond-expand" Role::Splice(splice::cond_expand);
    Include "include" Role::Splice(splice::include);
    IncludeCi "include-ci" Role::Splice(splice::include_ci);

    ConsStream "cons-stream" Role::Splice(derived::cons_stream);
    FluidLet "fluid-let" Role::Splice(derived::fluid_let);
    NamedLambda "named-lambda" Role::Splice(derived::named_lambda);
    False "false" Role::Constant(derived::false_);
    SystemGlobalEnvironment "system-global-environment" Role::Constant(derived::global_environment);
    TheEmptyStream "the-empty-stream" Role::Constant(derived::the_empty_stream);
    True "true" Role::Constant(derived::true_);
    UserInitialEnvironment "user-initial-environment" Role::Constant(derived::global_environment);

    Define "define" Role::Definition(definition::define);
    DefineIntegrable "define-integrable" Role::Definition(definition::define);
    DefineStructure "define-structure" Role::Definition(definition::define_structure);
    DefineValues "define-values" Role::Definition(definition::define_values);
    DefineRecordType "define-record-type" Role::Definition(definition::define_record_type);
    DefineSyntax "define-syntax" Role::Definition(definition::define_syntax);
 DefineSyntaxParameter "define-syntax-parameter" Role::Definition(definition::define_syntax_parameter);
    DefineMacro "define-macro" Role::Definition(definition::define_macro);

    Import "import" Role::Declaration(toplevel::import);
    DefineLibrary "define-library" Role::Declaration(toplevel::define_library);

    SyntaxRules "syntax-rules" Role::Transformer;
    ErMacroTransformer "er-macro-transformer" Role::Transformer;
    IrMacroTransformer "ir-macro-transformer" Role::Transformer;
    ScMacroTransformer "sc-macro-transformer" Role::Transformer;
    RscMacroTransformer "rsc-macro-transformer" Role::Transformer;

    Else "else" Role::Auxiliary;
    Arrow "=>" Role::Auxiliary;
    Ellipsis "..." Role::Auxiliary;
    Underscore "_" Role::Auxiliary;
    Unquote "unquote" Role::Auxiliary;
    UnquoteSplicing "unquote-splicing" Role::Auxiliary;
    Unsyntax "unsyntax" Role::Auxiliary;
    UnsyntaxSplicing "unsyntax-splicing" Role::Auxiliary;
}

impl Special {
    /// The special form of this name.
    pub fn named(name: &str) -> Option<Special> {
        static INDEX: OnceLock<HashMap<&'static str, Special>> = OnceLock::new();
        INDEX.get_or_init(|| Special::ALL.iter().map(|&special| (special.name(), special)).collect()).get(name).copied()
    }
}
