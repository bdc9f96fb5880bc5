//! Programs that are compiled once, and run in any number of engines, also of other processes.

use std::fmt;
use std::sync::Arc;

use cairn_backend::saved::{self, Cursor, Damaged, Failure, Saver, SharedImage, put_bytes, put_number};
use cairn_compiler as compile;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::source::{Source, SourceText, Span};
use cairn_expand::libraries::program_environment;
use cairn_expand::{Expander, Purpose};
use cairn_gc::{Kind, Mutation, Value};
use cairn_middle::environment::files::read_source;
use cairn_middle::environment::{Binding, Entry, EnvId, EnvKind, Origin};
use cairn_stdlib::srfi::built_in_text;
use cairn_vm::Machine;
use cairn_vm::world::World;

use super::values::FromValue;
use super::{Engine, Outcome, Report, report};

/// The first bytes of a saved program.
const MAGIC: &[u8; 8] = b"CAIRN\x01pr";
/// Depends on what saved code depends on; and on the version, since texts of libraries that come with Cairn are not saved.
const FINGERPRINT: u64 = saved::fingerprint(&[env!("CARGO_PKG_VERSION")]);

/// The builtins that evaluate text.
const EVALUATORS: [&str; 2] = ["eval", "load"];

/// A compiled program, with the libraries that it imports. It belongs to no engine: engines on any
/// thread run it, see [`Engine::run`]. Clones are the same program.
///
/// ```
/// use cairn::{Engine, Program};
///
/// let program = Engine::builder().build()?.compile("script", "(define (twice n) (* 2 n)) (twice 21)")?;
/// let saved = program.to_bytes();
///
/// let mut engine = Engine::builder().build()?;
/// assert_eq!(engine.run::<i64>(&Program::from_bytes(&saved)?)?, 42);
/// let twice = engine.get("twice")?;
/// assert_eq!(engine.call::<i64>(&twice, (4,))?, 8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Program(Arc<Parts>);

#[derive(PartialEq, Eq)]
struct Parts {
    /// Name and text of each source.
    sources: Vec<(Box<str>, SourceText)>,
    image: Arc<Vec<u8>>,
    /// The program mentions a procedure that evaluates text.
    evaluates: bool,
    /// The bytes are a part of the executable that runs.
    is_own: bool,
}

/// These bytes are no saved program, or one of another version of Cairn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct NotAProgram;

impl fmt::Display for NotAProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not a program that this version of Cairn has saved")
    }
}

impl std::error::Error for NotAProgram {}

impl From<Damaged> for NotAProgram {
    fn from(_: Damaged) -> Self {
        NotAProgram
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Program({} bytes)", self.0.image.len())
    }
}

impl Program {
    /// The program as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Parts { sources, image, evaluates, .. } = &*self.0;
        let mut out = MAGIC.to_vec();
        out.extend(FINGERPRINT.to_le_bytes());
        put_number(&mut out, sources.len() as u64);
        for (name, text) in sources {
            put_bytes(&mut out, name.as_bytes());
            put_text(&mut out, text);
        }
        out.push(u8::from(*evaluates));
        put_bytes(&mut out, image);
        out
    }

    /// Bytes of its code, without the texts of its sources.
    pub fn image_bytes(&self) -> usize {
        self.0.image.len()
    }

    /// Whether the program may evaluate text while it runs, by `eval` or `load`. The text has libraries of its own
    /// then: if it imports one that the program imports as well, both have their own variables.
    pub fn evaluates(&self) -> bool {
        self.0.evaluates
    }

    /// The program that these bytes are. Its code is verified when an engine loads it, so that bytes
    /// from anywhere may at most be a program that does harm within the limits of its engine.
    ///
    /// # Errors
    /// If they are no program, or one of another version of Cairn.
    pub fn from_bytes(bytes: &[u8]) -> std::result::Result<Program, NotAProgram> {
        Program::of_bytes(bytes.to_vec(), false)
    }

    /// The program that these bytes are, a part of the executable that runs: its code is no more verified than the machine
    /// code of that. Bytes from anywhere else are for [`Program::from_bytes`].
    ///
    /// # Errors
    /// As for [`Program::from_bytes`].
    #[cfg(feature = "internals")]
    #[doc(hidden)]
    pub fn of_executable(bytes: Vec<u8>) -> std::result::Result<Program, NotAProgram> {
        Program::of_bytes(bytes, true)
    }

    fn of_bytes(mut bytes: Vec<u8>, is_own: bool) -> std::result::Result<Program, NotAProgram> {
        let mut cursor = Cursor::new(&bytes, 0)?;
        if cursor.take(MAGIC.len())? != MAGIC || cursor.word()? != FINGERPRINT {
            return Err(NotAProgram);
        }
        let sources = cursor.list(|cursor| {
            let name = text(cursor)?;
            Ok::<_, Damaged>((name.into(), source_text(name, cursor)?))
        })?;
        let evaluates = cursor.byte()? != 0;
        if cursor.number()? != cursor.left() as u64 {
            return Err(NotAProgram);
        }
        let image_at = bytes.len() - cursor.left();
        bytes.drain(..image_at);
        Ok(Program(Arc::new(Parts { sources, image: Arc::new(bytes), evaluates, is_own })))
    }
}

/// Appends the text of a source; of one that every executable has, the length alone, which tells most others from it.
fn put_text(out: &mut Vec<u8>, text: &SourceText) {
    match text {
        SourceText::BuiltIn(text) => {
            out.push(1);
            put_number(out, text.len() as u64);
        }
        SourceText::Held(text) => {
            out.push(0);
            put_bytes(out, text.as_bytes());
        }
    }
}

/// The text of the source with this name.
fn source_text(name: &str, cursor: &mut Cursor<'_>) -> std::result::Result<SourceText, Damaged> {
    if cursor.byte()? == 0 {
        return text(cursor).map(SourceText::from);
    }
    let length = cursor.number()?;
    let text = built_in_text(name).filter(|text| text.len() as u64 == length).ok_or(Damaged)?;
    Ok(SourceText::BuiltIn(text))
}

fn text<'b>(cursor: &mut Cursor<'b>) -> std::result::Result<&'b str, Damaged> {
    str::from_utf8(cursor.bytes()?).map_err(|_| Damaged)
}

impl Engine {
    /// Compiles a program, without running more of it than its macros and those of its libraries
    /// need. The engine must be fresh, apart from the libraries of the host: then the program
    /// depends on nothing but these, which the engines that run it must have, too.
    ///
    /// # Errors
    /// As for [`Engine::run_program`]; when the engine is not fresh; when the program quotes what has
    /// no form outside of a heap, such as a hash table that a macro has made.
    pub fn compile(self, name: &str, text: &str) -> std::result::Result<Program, Box<Report>> {
        self.compiled(name, text, false)
    }

    /// The same for a program that [`Engine::run_final`] runs: its variables cannot be asked for afterwards. Unless it
    /// evaluates text, procedures that none of its code can call are left out, so that it is loaded sooner.
    ///
    /// # Errors
    /// As for [`Engine::compile`].
    pub fn compile_final(self, name: &str, text: &str) -> std::result::Result<Program, Box<Report>> {
        self.compiled(name, text, true)
    }

    fn compiled(mut self, name: &str, text: &str, is_final: bool) -> std::result::Result<Program, Box<Report>> {
        self.contained(|engine| {
            if engine.has_run {
                return Err(Box::new(report::of_message("only a fresh engine compiles programs".to_string())));
            }
            engine.start_expansion(|mc, world| {
                let source = world.session.sources.add_main(name, text, 1);
                let text = read_source(mc, &world.session.sources, source, false)?;
                let environment = program_environment(&mut world.session, &text.forms);
                world.interaction = environment;
                world.kept.clear();
                let mut expander =
                    Expander::closed_program(environment, text, Span { source, start: 0, end: 0, site: 0 });
                expander.purpose = Purpose::Keep;
                Ok(expander)
            })?;
            engine.drive()?;
            engine.mutate(|mc, machine| {
                saved_program(mc, &mut machine.world, is_final)
                    .map_err(|thrown| report::of_throw(mc, &machine.world, &thrown))
            })
        })
    }

    /// Runs a program. Its environment is the interaction environment from then on. Its value, that
    /// of its last form, becomes a `T`.
    ///
    /// # Errors
    /// As for [`Engine::value`]; when the program is damaged, or needs a library of the host that this
    /// engine lacks.
    pub fn run<T: for<'gc> FromValue<'gc>>(&mut self, program: &Program) -> std::result::Result<T, Box<Report>> {
        self.contained(|engine| {
            engine.load(program)?;
            let ended = engine.drive_from(None, |mc, world, value| super::calls::convert_result(mc, world, value));
            engine.only_value(ended)
        })
    }

    /// Runs a program after which nothing is evaluated, as [`Engine::run_final_program`] does with a text.
    ///
    /// # Errors
    /// As for [`Engine::run`].
    pub fn run_final(&mut self, program: &Program) -> std::result::Result<Outcome, Box<Report>> {
        self.contained(|engine| {
            engine.load(program)?;
            engine.is_over = true;
            engine.drive()
        })
    }

    /// Puts a program on the machine.
    fn load(&mut self, program: &Program) -> std::result::Result<(), Box<Report>> {
        self.check_not_over()?;
        self.begin_run();
        let others = self.has_runs();
        self.mutate(|_, machine| machine.world.reset_dynamic_state(others));
        match self.try_load(program) {
            Err(report) if report.kind == Some(ErrorKind::Limit) => {
                self.collect_all();
                self.try_load(program)
            }
            result => result,
        }
    }

    fn try_load(&mut self, program: &Program) -> std::result::Result<(), Box<Report>> {
        self.mutate(|mc, machine| {
            start_program(mc, machine, program).map_err(|thrown| report::of_throw(mc, &machine.world, &thrown))
        })
    }
}

/// The variables of the host: their cells, libraries and names.
fn outside<'gc>(world: &World<'gc>) -> Vec<(Value<'gc>, Box<str>, Box<str>)> {
    let libraries = world.session.libraries.of_host();
    let variable = |library: &str, (key, binding): &(Value<'gc>, Binding<'gc>)| match binding {
        Binding::Global(cell) => Some((*cell, library.into(), key.as_symbol()?.into())),
        _ => None,
    };
    libraries.flat_map(|(name, exports)| exports.iter().filter_map(move |export| variable(&name, export))).collect()
}

/// The program whose units the expander has kept.
fn saved_program<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, is_final: bool) -> Result<'gc, Program> {
    let thunks = std::mem::take(&mut world.kept);
    let program = saved(mc, world, &thunks, false)?;
    if is_final && !program.evaluates() { saved(mc, world, &thunks, true) } else { Ok(program) }
}

/// The program of these procedures; `only_wanted` leaves out what none of them can call.
fn saved<'gc>(mc: Mutation<'gc>, world: &World<'gc>, thunks: &[Value<'gc>], only_wanted: bool) -> Result<'gc, Program> {
    let host = outside(world);
    let environments = &world.session.libraries.environments;
    let mut names: Vec<_> = environments
        .entries(world.interaction)
        .filter_map(|(key, entry)| match entry {
            Entry { binding: Binding::Global(cell), origin: Origin::Imported | Origin::Defined } => Some((key, cell)),
            _ => None,
        })
        .filter(|(key, cell)| key.as_symbol().is_some() && !host.iter().any(|(host, ..)| host == cell))
        .collect();
    // The table has no order, and the same program is to give the same bytes.
    names.sort_by_key(|(key, _)| key.as_symbol());
    if only_wanted {
        names.clear();
    }
    let (keys, cells): (Vec<_>, Vec<_>) = names.into_iter().unzip();
    let parts = [thunks, &keys, &cells].map(|part| mc.alloc_copy(Kind::Vector, part));
    let [all, keys, cells] = parts;
    let root = mc.alloc_copy(Kind::Vector, &[all?, keys?, cells?])?;
    let mut saver = Saver::of_program(world.session.primitives, host.into_iter());
    if only_wanted {
        saver.only_wanted_by(thunks);
    }
    saver.add(root).map_err(|refused| {
        Throw::new(ErrorKind::General, format!("this cannot be a part of a compiled program: {}", refused.0), &[])
    })?;
    let source = |&number: &u32| {
        let source = world.session.sources.get(Span { source: number, ..Span::NONE });
        source.map_or_else(|| (Box::default(), "".into()), |source| ((*source.name).into(), saved_text(&source)))
    };
    let sources = saver.sources().iter().map(source).collect();
    let evaluates = EVALUATORS.iter().any(|name| saver.mentions(name));
    Ok(Program(Arc::new(Parts { sources, image: Arc::new(saver.finish(FINGERPRINT)), evaluates, is_own: false })))
}

/// The text of a source, as a part of the executable only when [`built_in_text`] finds it there.
fn saved_text(source: &Source) -> SourceText {
    match source.text {
        SourceText::BuiltIn(text) if built_in_text(&source.name) != Some(text) => text.into(),
        ref text => text.clone(),
    }
}

/// Loads a program, and puts it on the machine.
fn start_program<'gc>(mc: Mutation<'gc>, machine: &mut Machine<'gc>, program: &Program) -> Result<'gc, ()> {
    let world = &mut machine.world;
    let parts = loaded_parts(mc, world, program)?;
    let [thunks, keys, cells] = parts.map(Value::slot_slice);
    world.interaction = environment(mc, world, keys, cells);
    world.final_code = 0;
    world.started = true;
    let run = compile::prelude_procedure(mc, world, "%call-in-order")?;
    machine.start(run, &[mc.list(thunks)]);
    Ok(())
}

/// The vectors of a program: procedures, names, cells.
fn loaded_parts<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, program: &Program) -> Result<'gc, [Value<'gc>; 3]> {
    let host = outside(world);
    let sources: Vec<(u32, Arc<Source>)> = program
        .0
        .sources
        .iter()
        .filter_map(|(name, text)| {
            let source = world.session.sources.add_saved(name, text.clone());
            Some((source, world.session.sources.get(Span { source, ..Span::NONE })?))
        })
        .collect();
    sources.iter().try_for_each(|(_, source)| source.count(mc))?;
    let cell = |library: &str, name: &str| {
        let found = host.iter().find(|(_, of, named)| **of == *library && **named == *name);
        found.map(|&(cell, ..)| cell)
    };
    let code = SharedImage::new(Arc::clone(&program.0.image), sources);
    let image = if program.0.is_own { code.own_image() } else { code.image() };
    let image = image.map_err(|Damaged| damaged())?;
    let root = image.load_with(mc, &mut world.session.cells, 0, &cell).map_err(|failure| match failure {
        Failure::Damaged => damaged(),
        Failure::Thrown(thrown) => thrown,
    })?;
    let parts = Some(root).filter(|root| root.has_kind(Kind::Vector)).map(Value::slot_slice);
    match parts {
        Some(&[thunks, keys, cells]) if is_program(thunks, keys, cells) => Ok([thunks, keys, cells]),
        _ => Err(damaged()),
    }
}

/// Whether these are procedures without parameters, and names with as many cells.
fn is_program<'gc>(thunks: Value<'gc>, keys: Value<'gc>, cells: Value<'gc>) -> bool {
    let all = |vector: Value<'gc>, good: fn(Value<'gc>) -> bool| {
        vector.has_kind(Kind::Vector) && vector.slot_slice().iter().all(|&item| good(item))
    };
    all(thunks, |thunk| thunk.has_kind(Kind::Closure))
        && all(keys, |key| key.as_symbol().is_some())
        && all(cells, |cell| cell.has_kind(Kind::Global))
        && keys.slot_slice().len() == cells.slot_slice().len()
}

/// An environment in which these names are variables, besides all of Cairn's.
fn environment<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, keys: &[Value<'gc>], cells: &[Value<'gc>]) -> EnvId {
    let environments = &mut world.session.libraries.environments;
    let environment = environments.add(EnvKind::Script);
    for (&key, &cell) in keys.iter().zip(cells) {
        let entry = Entry { binding: Binding::Global(cell), origin: Origin::Defined };
        environments.insert(mc, environment, key, entry);
    }
    environment
}

fn damaged<'gc>() -> Throw<'gc> {
    Throw::new(ErrorKind::General, "this compiled program is damaged", &[])
}
