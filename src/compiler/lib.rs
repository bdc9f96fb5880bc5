//! Compiles an expanded unit to executable procedures: runs the passes, generates code, and links
//! the builtins that are written in Scheme.

#![forbid(unsafe_code)]

use cairn_backend::codegen;
use cairn_backend::passes::{self, Cx};
use cairn_backend::saved::{Failure, Image};
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::global;
use cairn_expand::unparse::{facts, unparse};
use cairn_expand::{Stage, expand_toplevel};
use cairn_gc::{Mutation, Value};
use cairn_middle::environment::Environments;
use cairn_middle::ir::{Node, Unit};
use cairn_middle::options::Options;
use cairn_middle::primitives::{BuiltinId, Meaning};
use cairn_middle::session::Session;
use cairn_text::reader::read_str;

/// The owner of the compiler's session, which can also run natives.
pub trait Host<'gc> {
    /// The compiler's state between units.
    fn session(&mut self) -> &mut Session<'gc>;

    /// Calls a native builtin, for constant folding; returns `None` if it fails or the builtin is
    /// not native.
    fn compute(&mut self, mc: Mutation<'gc>, builtin: BuiltinId, arguments: &[Value<'gc>]) -> Option<Value<'gc>>;
}

/// The builtin that counts the executions of a line.
const COUNT_LINE: &str = "%count-line!";

/// Compiles a unit to procedures without parameters, to be called in order. Every builtin that they
/// refer to is defined by the time they run.
///
/// # Errors
/// Procedures that are too large; the memory limit.
pub fn unit<'gc>(mc: Mutation<'gc>, host: &mut impl Host<'gc>, mut unit: Unit<'gc>) -> Result<'gc, Vec<Value<'gc>>> {
    let session = host.session();
    if let (Some(coverage), Some(count)) = (&mut session.coverage, session.primitives.find(COUNT_LINE)) {
        passes::coverage::instrument(&mut unit, count, |span| coverage.counter(&session.sources, span));
    }
    let options = host.session().options.clone();
    optimise(mc, host, &mut unit, &options, |_, _| {})?;
    let session = host.session();
    let thunks = codegen::compile(mc, &mut session.cells, &session.sources, &unit)?;
    link(mc, host)?;
    Ok(thunks)
}

/// Runs the passes over a unit, calling `observe` after each.
///
/// # Errors
/// The reason to stop the run; the memory limit.
pub fn optimise<'gc>(
    mc: Mutation<'gc>,
    host: &mut impl Host<'gc>,
    unit: &mut Unit<'gc>,
    options: &Options,
    observe: impl FnMut(&str, &Unit<'gc>),
) -> Result<'gc, ()> {
    let (primitives, sealed) = (host.session().primitives, host.session().is_sealed());
    let mut compute = |builtin: BuiltinId, arguments: &[Value<'gc>]| host.compute(mc, builtin, arguments);
    let ctx = &mut Cx { sealed, primitives, is_instruction: codegen::is_instruction, compute: &mut compute };
    passes::run(mc, ctx, unit, options, observe)
}

/// The text of a unit at a stage.
///
/// # Errors
/// As for [`unit()`].
pub fn dump<'gc>(
    mc: Mutation<'gc>,
    host: &mut impl Host<'gc>,
    stage: Stage,
    mut shown: Unit<'gc>,
) -> Result<'gc, String> {
    let primitives = host.session().primitives;
    match stage {
        Stage::Expanded => unparse(mc, primitives, &shown),
        Stage::After(pass) => {
            let options = host.session().options.clone();
            let mut text = Ok(String::new());
            optimise(mc, host, &mut shown, &options, |done, unit| {
                if done == pass {
                    let facts = if pass == passes::GLOBALS { facts(unit) } else { String::new() };
                    text = unparse(mc, primitives, unit).map(|core| core + &facts);
                }
            })?;
            text
        }
        Stage::Bytecode => {
            let procedures = unit(mc, host, shown)?;
            let listed = procedures.into_iter().filter_map(Value::closure_proto);
            Ok(listed.map(|proto| codegen::listing(primitives, proto)).collect())
        }
    }
}

/// The procedure of a builtin written in Scheme.
///
/// # Errors
/// As for [`unit()`].
///
/// # Panics
/// If there is no such builtin: names come from Cairn's own code.
pub fn prelude_procedure<'gc>(mc: Mutation<'gc>, host: &mut impl Host<'gc>, name: &str) -> Result<'gc> {
    let cell = host.session().cells.named(mc, name);
    linked(mc, host, cell)
}

/// The procedure with this meaning.
///
/// # Errors
/// As for [`unit()`].
pub fn procedure_that_means<'gc>(mc: Mutation<'gc>, host: &mut impl Host<'gc>, meaning: Meaning) -> Result<'gc> {
    let id = host.session().primitives.that_means(meaning);
    let cell = host.session().cells.get(mc, id);
    linked(mc, host, cell)
}

/// The procedure in the cell of a builtin, which is defined now if it was not.
fn linked<'gc>(mc: Mutation<'gc>, host: &mut impl Host<'gc>, cell: Value<'gc>) -> Result<'gc> {
    link(mc, host)?;
    Ok(cell.slot(global::VALUE).unwrap_or(Value::UNBOUND))
}

/// Defines the builtins that new code needs.
fn link<'gc>(mc: Mutation<'gc>, host: &mut impl Host<'gc>) -> Result<'gc, ()> {
    while let Some(id) = host.session().cells.wanted.pop() {
        if let Err(thrown) = define(mc, host, id) {
            host.session().cells.wanted.push(id);
            return Err(thrown);
        }
    }
    Ok(())
}

fn define<'gc>(mc: Mutation<'gc>, host: &mut impl Host<'gc>, id: BuiltinId) -> Result<'gc, ()> {
    let procedure = match saved(mc, host, id)? {
        Some(procedure) => procedure,
        None => defined(mc, host, id)?,
    };
    host.session().cells.get(mc, id).set_slot(mc, global::VALUE, procedure);
    Ok(())
}

/// The procedure of a builtin written in Scheme, from its saved code, if there is any.
fn saved<'gc>(mc: Mutation<'gc>, host: &mut impl Host<'gc>, id: BuiltinId) -> Result<'gc, Option<Value<'gc>>> {
    let session = host.session();
    let prelude = session.primitives.prelude();
    let Some(image) = prelude.saved.and_then(|bytes| Image::own(bytes).ok()) else { return Ok(None) };
    match image.load(mc, &mut session.cells, usize::from(id.0 - prelude.first.0)) {
        Ok(procedure) => Ok(Some(procedure)),
        Err(Failure::Damaged) => Ok(None),
        Err(Failure::Thrown(thrown)) => Err(thrown),
    }
}

/// The procedure of a builtin written in Scheme, compiled from its definition.
///
/// # Errors
/// As for [`unit()`].
pub fn defined<'gc>(mc: Mutation<'gc>, host: &mut impl Host<'gc>, id: BuiltinId) -> Result<'gc> {
    let primitives = host.session().primitives;
    let name = primitives.row(id).name;
    let missing = || Throw::new(ErrorKind::General, format!("{name} is not part of this build"), &[]);
    let text = (primitives.prelude().definition)(name).ok_or_else(missing)?;
    let datum = with_numbers(mc, read_str(mc, text)?, primitives.prelude().numbers);
    let procedure = definition_value(mc, datum).ok_or_else(missing)?;
    let mut unit = expand_toplevel(mc, host.session(), procedure, Environments::PRELUDE)?;
    if let Node::Lambda(lambda) = unit.node_mut(unit.root) {
        lambda.name = Some(name.into());
    }
    optimise(mc, host, &mut unit, &Options::default(), |_, _| {})?;
    let session = host.session();
    codegen::procedure(mc, &mut session.cells, &session.sources, &unit, unit.root)
}

/// A datum with numbers in the places of their names.
fn with_numbers<'gc>(mc: Mutation<'gc>, datum: Value<'gc>, numbers: &[(&str, usize)]) -> Value<'gc> {
    if let Some((car, cdr)) = datum.as_pair() {
        return mc.cons(with_numbers(mc, car, numbers), with_numbers(mc, cdr, numbers));
    }
    let number = datum.as_symbol().and_then(|symbol| numbers.iter().find(|(name, _)| *name == symbol));
    number.map_or(datum, |&(_, number)| Value::fixnum(number as i64))
}

/// The value expression of a definition of the prelude, which is either `(define (name . formals)
/// body ...)` or `(define name expression)`.
fn definition_value<'gc>(mc: Mutation<'gc>, definition: Value<'gc>) -> Option<Value<'gc>> {
    let (target, rest) = definition.cdr()?.as_pair()?;
    match target.as_pair() {
        Some((_, formals)) => Some(mc.cons(mc.intern("lambda"), mc.cons(formals, rest))),
        None => rest.car(),
    }
}
