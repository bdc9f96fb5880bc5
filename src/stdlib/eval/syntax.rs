//! Implements operations of transformers on forms and identifiers (R6RS 12).

use cairn_data::error::{Result, Throw};
use cairn_data::lists;
use cairn_data::source::Span;
use cairn_expand::{Expander, variable_transformer};
use cairn_gc::Value;
use cairn_middle::environment::datum::{identifiers_in, replace_identifiers};
use cairn_middle::environment::identifier::{Home, adopt, is_identifier, new_alias, strip};

use crate::args;
use crate::eval::natives::current_use;
use crate::predicates::is_procedure;
use crate::{Args, Builtin, Context, between, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("identifier?", exactly(1), is_identifier_row, flag::PURE | flag::TOTAL | flag::BOOLEAN, "(identifier? obj) whether obj is a symbol or another identifier. R6RS 12.5."),
    native("bound-identifier=?", exactly(2), bound_identifier_same, flag::NONE, "(bound-identifier=? id1 id2) whether a binding of one would bind the other. R6RS 12.5."),
    native("free-identifier=?", exactly(2), free_identifier_same, flag::NONE, "(free-identifier=? id1 id2) whether both mean the same. R6RS 12.5."),
    native("syntax->datum", exactly(1), syntax_to_datum, flag::NONE, "(syntax->datum syntax) the datum with symbols in place of identifiers. R6RS 12.6."),
    native("datum->syntax", exactly(2), datum_to_syntax, flag::NONE, "(datum->syntax id datum) the datum with identifiers as if it stood where id did, or where the form that begins with id did. R6RS 12.6."),
    native("generate-temporaries", exactly(1), generate_temporaries, flag::NONE, "(generate-temporaries list) as many fresh identifiers. R6RS 12.7."),
    native("make-variable-transformer", exactly(1), make_variable_transformer, flag::NONE, "(make-variable-transformer f) a transformer for assignments of its keyword too. R6RS 12.3."),
    native("syntax-violation", between(3, 4), syntax_violation, flag::NONE, "(syntax-violation who message form [subform]) raises a syntax error. R6RS 12.9."),
    native("%syntax-match", exactly(2), syntax_match, flag::INTERNAL, "(%syntax-match pattern form) a vector of what the variables stand for, or #f."),
    native("%syntax-instance", exactly(2), syntax_instance, flag::INTERNAL, "(%syntax-instance template values) the template with these values of its variables."),
    native("%alias-here", exactly(1), alias_here, flag::INTERNAL, "(%alias-here id) a fresh alias of the identifier at the place of the use that is expanded."),
    native("%identifiers", exactly(1), identifiers, flag::INTERNAL, "(%identifiers datum) a list of the identifiers in the datum, each once."),
    native("%replace-identifiers", exactly(3), replaced, flag::INTERNAL, "(%replace-identifiers datum from to) the datum with the identifiers of list to in place of those of list from."),
    native("%no-clause", exactly(1), no_clause_row, flag::INTERNAL, "(%no-clause form) raises the error of a syntax-case without a clause for form."),
];

fn is_identifier_row<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(is_identifier(args[0])))
}

fn check_identifiers<'gc>(who: &str, args: Args<'_, 'gc>) -> Result<'gc, ()> {
    match args.iter().find(|&&arg| !is_identifier(arg)) {
        Some(&other) => Err(Throw::wrong_type(who, "an identifier", other)),
        None => Ok(()),
    }
}

fn bound_identifier_same<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    check_identifiers("bound-identifier=?", args)?;
    Ok(Value::bool(args[0] == args[1]))
}

fn free_identifier_same<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    check_identifiers("free-identifier=?", args)?;
    let same = with_expander(ctx, |expander, ctx| {
        expander.is_same_identifier(ctx.mc, &mut ctx.world.session, args[0], args[1])
    });
    Ok(Value::bool(same))
}

fn syntax_to_datum<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    strip(ctx.mc, args[0])
}

fn datum_to_syntax<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let place = args[0].as_pair().map_or(args[0], |(first, _)| first);
    if !is_identifier(place) {
        return Err(Throw::wrong_type("datum->syntax", "an identifier, or a form that begins with one", args[0]));
    }
    adopt(ctx.mc, place, args[1])
}

/// Bytes of an identifier that is no symbol.
const ALIAS_BYTES: usize = 48;

fn generate_temporaries<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let count = lists::list_length(ctx.mc, "generate-temporaries", args[0])?;
    ctx.mc.check_room(count.saturating_mul(ALIAS_BYTES))?;
    let name = ctx.mc.intern("t");
    lists::list_from(ctx.mc, count, (0..count).map(|_| new_alias(ctx.mc, name, Home::BUILTINS)))
}

fn make_variable_transformer<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    if !is_procedure(args[0]) {
        return Err(Throw::wrong_type("make-variable-transformer", "a procedure", args[0]));
    }
    Ok(variable_transformer(ctx.mc, args[0]))
}

fn syntax_violation<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let message = args::text(ctx.mc, "syntax-violation", args[1])?;
    let message = match (args[0].as_symbol(), args[0].as_string()) {
        (Some(who), _) => format!("{who}: {message}"),
        (_, Some(who)) => format!("{who}: {message}"),
        _ if args[0] == Value::FALSE => message,
        _ => return Err(Throw::wrong_type("syntax-violation", "a symbol, a string or #f", args[0])),
    };
    syntax_error(ctx, message, &args[2..])
}

/// A syntax error about these forms, at the macro use being expanded, if there is one.
fn syntax_error<'gc>(ctx: &mut Context<'_, 'gc>, message: String, forms: &[Value<'gc>]) -> Result<'gc> {
    let irritants = forms.iter().map(|&form| strip(ctx.mc, form)).collect::<Result<'gc, Vec<_>>>()?;
    let span = with_expander(ctx, |expander, _| expander.use_span());
    Err(Throw::syntax(message, span, &irritants))
}

/// Calls `f` with the expander that waits for the running transformer, or else with a new one at
/// top level.
fn with_expander<'gc, T>(
    ctx: &mut Context<'_, 'gc>,
    f: impl FnOnce(&mut Expander<'gc>, &mut Context<'_, 'gc>) -> T,
) -> T {
    let index = current_use(ctx).and_then(|record| record.slot(0)?.as_index()).unwrap_or(usize::MAX);
    match ctx.world.expansions.get_mut(index).and_then(Option::take) {
        Some(mut expander) => {
            let result = f(&mut expander, ctx);
            ctx.world.expansions[index] = Some(expander);
            result
        }
        None => f(&mut Expander::form(ctx.world.interaction, Value::NIL, Span::NONE), ctx),
    }
}

fn syntax_match<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    with_expander(ctx, |expander, ctx| expander.at_work(ctx.mc, &mut ctx.world.session).match_syntax(args[0], args[1]))
}

fn syntax_instance<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let record = current_use(ctx);
    with_expander(ctx, |expander, ctx| {
        expander.at_work(ctx.mc, &mut ctx.world.session).instantiate_syntax(args[0], args[1], record)
    })
}

fn alias_here<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(with_expander(ctx, |expander, ctx| expander.at_work(ctx.mc, &mut ctx.world.session).alias_here(args[0])))
}

fn identifiers<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let found = identifiers_in(ctx.mc, args[0])?;
    lists::list_from(ctx.mc, found.len(), found.into_iter())
}

fn replaced<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let images = lists::elements(args[1]).map(Value::bits).zip(lists::elements(args[2])).collect();
    replace_identifiers(ctx.mc, args[0], &images)
}

fn no_clause_row<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    syntax_error(ctx, "no clause of syntax-case matches".to_string(), args)
}
