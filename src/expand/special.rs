//! Lists the special forms, each with the function that expands it.

use cairn_data::error::Result;
use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_middle::environment::special::Special;
use cairn_middle::ir::NodeId;

use crate::definition::{self, Definition};
use crate::forms::{binding, conditional, control, core, delimited, derived, optional, quasi, splice};
use crate::rules::syntax;
use crate::{Cx, Syntax, environment, toplevel};

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

/// The expansion function of a special form.
#[derive(Clone, Copy)]
pub enum Role {
    /// An expression. The function also gets the name that the context suggests
    /// for a procedure, or `#f`.
    Expression(Expression),
    /// An expression that is the identifier alone.
    Constant(Constant),
    /// Stands for forms of its own context.
    Splice(Splice),
    /// The former where an expression is expected, the latter elsewhere.
    Either(Expression, Splice),
    /// A definition.
    Definition(Definer),
    /// Only at top level.
    Declaration(Declaration),
    /// Makes a transformer; only where a keyword is defined.
    Transformer,
    /// Has a meaning inside other forms only.
    Auxiliary,
}

/// The expansion function of each special form.
pub fn role(special: Special) -> Role {
    match special {
        Special::Quote => Role::Expression(core::quote),
        Special::Lambda | Special::LambdaSign => Role::Expression(core::lambda),
        Special::LambdaStar => Role::Expression(optional::lambda_star),
        Special::CaseLambda => Role::Expression(core::case_lambda),
        Special::If => Role::Expression(core::if_),
        Special::Set => Role::Expression(core::set),
        Special::SyntaxError => Role::Expression(core::syntax_error),
        Special::TheEnvironment => Role::Expression(environment::the_environment),
        Special::Let => Role::Expression(binding::let_),
        Special::LetStar => Role::Expression(binding::let_star),
        Special::Letrec => Role::Expression(binding::letrec),
        Special::LetrecStar => Role::Expression(binding::letrec_star),
        Special::LetValues => Role::Expression(binding::let_values),
        Special::LetStarValues => Role::Expression(binding::let_star_values),
        Special::Receive => Role::Expression(binding::receive),
        Special::Do => Role::Expression(binding::do_),
        Special::LetSyntax => Role::Expression(binding::let_syntax),
        Special::LetrecSyntax => Role::Expression(binding::letrec_syntax),
        Special::SplicingLetSyntax => Role::Either(binding::let_syntax, binding::splicing_let_syntax),
        Special::SplicingLetrecSyntax => Role::Either(binding::letrec_syntax, binding::splicing_letrec_syntax),
        Special::SyntaxParameterize => Role::Expression(binding::syntax_parameterize),
        Special::Cond => Role::Expression(conditional::cond),
        Special::Case => Role::Expression(conditional::case),
        Special::And => Role::Expression(conditional::and),
        Special::Or => Role::Expression(conditional::or),
        Special::When => Role::Expression(conditional::when),
        Special::Unless => Role::Expression(conditional::unless),
        Special::Delay => Role::Expression(control::delay),
        Special::DelayForce => Role::Expression(control::delay_force),
        Special::Parameterize => Role::Expression(control::parameterize),
        Special::Guard => Role::Expression(control::guard),
        Special::Reset => Role::Expression(delimited::reset),
        Special::Shift => Role::Expression(delimited::shift),
        Special::Quasiquote => Role::Expression(quasi::quasiquote),
        Special::SyntaxCase => Role::Expression(syntax::syntax_case),
        Special::Syntax => Role::Expression(syntax::syntax),
        Special::Quasisyntax => Role::Expression(syntax::quasisyntax),
        Special::WithSyntax => Role::Expression(syntax::with_syntax),
        Special::Begin => Role::Splice(splice::begin),
        Special::CondExpand => Role::Splice(splice::cond_expand),
        Special::Include => Role::Splice(splice::include),
        Special::IncludeCi => Role::Splice(splice::include_ci),
        Special::ConsStream => Role::Splice(derived::cons_stream),
        Special::FluidLet => Role::Splice(derived::fluid_let),
        Special::LetOptionals => Role::Splice(optional::let_optionals),
        Special::LetOptionalsStar => Role::Splice(optional::let_optionals_star),
        Special::Time => Role::Expression(control::time),
        Special::IdentifierSyntax => Role::Splice(derived::identifier_syntax),
        Special::NamedLambda => Role::Splice(derived::named_lambda),
        Special::False => Role::Constant(derived::false_),
        Special::SystemGlobalEnvironment | Special::UserInitialEnvironment => {
            Role::Constant(derived::global_environment)
        }
        Special::TheEmptyStream => Role::Constant(derived::the_empty_stream),
        Special::True => Role::Constant(derived::true_),
        Special::Define | Special::DefineStar | Special::DefineIntegrable => Role::Definition(definition::define),
        Special::DefineStructure => Role::Definition(definition::define_structure),
        Special::DefineValues => Role::Definition(definition::define_values),
        Special::DefineRecordType => Role::Definition(definition::define_record_type),
        Special::DefineSyntax => Role::Definition(definition::define_syntax),
        Special::DefineSyntaxParameter => Role::Definition(definition::define_syntax_parameter),
        Special::DefineMacro => Role::Definition(definition::define_macro),
        Special::Import => Role::Declaration(toplevel::import),
        Special::DefineLibrary => Role::Declaration(toplevel::define_library),
        Special::SyntaxRules
        | Special::ErMacroTransformer
        | Special::IrMacroTransformer
        | Special::ScMacroTransformer
        | Special::RscMacroTransformer => Role::Transformer,
        Special::Else | Special::Arrow | Special::Ellipsis | Special::Underscore => Role::Auxiliary,
        Special::Unquote | Special::UnquoteSplicing => Role::Auxiliary,
        Special::Unsyntax | Special::UnsyntaxSplicing => Role::Auxiliary,
    }
}
