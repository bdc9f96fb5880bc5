//! Shows what the compiler makes of a text: after expansion, after a pass, as bytecode.

use cairn_backend::codegen;
use cairn_compiler as compile;
use cairn_data::error::{Result, Throw};
use cairn_data::source::Span;
use cairn_expand::libraries::program_environment;
use cairn_expand::{Expander, Purpose, Step};
use cairn_gc::{Mutation, Value};
use cairn_middle::environment::files::read_source;
use cairn_middle::ir::Unit;
use cairn_stdlib::confinement;
use cairn_vm::native::Context;
use cairn_vm::world::World;

use super::Engine;
use super::report::{self, Report};
pub use cairn_expand::Stage;

type Shown<T> = std::result::Result<T, Box<Report>>;

impl Engine {
    /// Compiles a program up to a stage, without running it, and hands the text of each of its
    /// units to `show`.
    ///
    /// # Errors
    /// As for [`Engine::run_program`]; programs that need to run to be expanded.
    pub fn dump(&mut self, stage: Stage, name: &str, text: &str, mut show: impl FnMut(&str)) -> Shown<()> {
        self.with_units(name, text, |mc, world, unit| {
            show(&compile::dump(mc, world, stage, unit)?);
            Ok(())
        })
    }

    /// Compiles a program to bytecode without running it, and hands the listing of each of its procedures to
    /// `show`, with the machine code that the native tier makes of each instruction below it, where there is such a tier.
    ///
    /// # Errors
    /// As for [`Engine::dump`].
    pub fn list_native(&mut self, name: &str, text: &str, mut show: impl FnMut(&str)) -> Shown<()> {
        self.contained(|engine| {
            engine.begin_run();
            engine.mutate(|mc, machine| {
                let mut procedures = Vec::new();
                let outcome = each_unit(mc, &mut machine.world, (name, text), &mut |mc, world, unit| {
                    procedures.extend(compile::unit(mc, world, unit)?);
                    Ok(())
                });
                outcome.map_err(|thrown| report::of_throw(mc, &machine.world, &thrown))?;
                machine.prepare_native(mc);
                for proto in procedures.into_iter().filter_map(Value::closure_proto) {
                    let below = |proto| machine.native_lines(mc, proto);
                    show(&codegen::listing_with(machine.world.session.primitives, proto, &below));
                }
                Ok(())
            })
        })
    }

    /// Expands a program without running it, and hands each of its units to `f`.
    pub(super) fn with_units(
        &mut self,
        name: &str,
        text: &str,
        mut f: impl for<'gc> FnMut(Mutation<'gc>, &mut World<'gc>, Unit<'gc>) -> Result<'gc, ()>,
    ) -> Shown<()> {
        self.contained(|engine| {
            engine.has_run = true;
            engine.begin_run();
            engine.mutate(|mc, machine| {
                let outcome = each_unit(mc, &mut machine.world, (name, text), &mut f);
                outcome.map_err(|thrown| report::of_throw(mc, &machine.world, &thrown))
            })
        })
    }

    /// The text of an entry of the session at a stage. The entry does not run, and what it defines
    /// is forgotten; what its expansion needs does run.
    ///
    /// # Errors
    /// As for [`Engine::eval`].
    pub fn dump_entry(&mut self, stage: Stage, name: &str, text: &str) -> Shown<String> {
        self.contained(|engine| {
            engine.start_expansion(|mc, world| {
                world.shown.clear();
                let source = world.session.sources.add(name, text);
                let text = read_source(mc, &world.session.sources, source, false)?;
                let environment = world.session.libraries.environments.copy(mc, world.interaction);
                let mut expander = Expander::entry(environment, text, Span { source, start: 0, end: 0, site: 0 });
                expander.purpose = Purpose::Show(stage);
                Ok(expander)
            })?;
            engine.drive()?;
            Ok(engine.mutate(|_, machine| std::mem::take(&mut machine.world.shown)))
        })
    }
}

/// A function of a unit, which may run the compiler.
type UnitFn<'a, 'gc> = dyn FnMut(Mutation<'gc>, &mut World<'gc>, Unit<'gc>) -> Result<'gc, ()> + 'a;

/// Expands a named text unit by unit.
fn each_unit<'gc>(
    mc: Mutation<'gc>,
    world: &mut World<'gc>,
    (name, text): (&str, &str),
    f: &mut UnitFn<'_, 'gc>,
) -> Result<'gc, ()> {
    let source = world.session.sources.add_main(name, text, 1);
    let text = read_source(mc, &world.session.sources, source, false)?;
    let environment = program_environment(&mut world.session, &text.forms);
    let mut expander = Expander::closed_program(environment, text, Span { source, start: 0, end: 0, site: 0 });
    loop {
        let step = expander.step(mc, &mut world.session);
        if step.as_ref().is_err_and(Throw::is_syntax) {
            world.further_mistakes = expander.further_mistakes(mc, &mut world.session);
            return step.map(drop);
        }
        match step? {
            Step::Done(unit) => return f(mc, world, unit),
            Step::Run(unit) => f(mc, world, unit)?,
            Step::Pause => {}
            Step::Confine(name, _) => confinement::load(&mut Context { mc, world }, &name)?,
            Step::Evaluate(_) | Step::Transform { .. } => {
                return Err(Throw::syntax("this program must run to be expanded", Span::NONE, &[]));
            }
        }
    }
}
