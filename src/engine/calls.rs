//! Evaluates, and calls procedures of programs, with values of the host's types.

use cairn_compiler as compile;
use cairn_data::error::{ErrorKind, Throw};
use cairn_data::global;
use cairn_gc::{Kind, Mutation, Stop, Value};
use cairn_middle::environment::global::Binding;
use cairn_middle::primitives::Code;
use cairn_vm::world::World;
use cairn_vm::{self as vm, Exit, Machine};

use super::handles::Func;
use super::values::{Arguments, FromValue, Mismatch, Scope};
use super::{Cause, Ended, Engine, Report, report};

impl Engine {
    /// Works on the engine's values.
    ///
    /// # Errors
    /// When a panic has made the engine unusable.
    pub fn scope<T>(&mut self, work: impl for<'a, 'gc> FnOnce(&mut Scope<'a, 'gc>) -> T) -> Result<T, Box<Report>> {
        self.contained(|engine| {
            engine.collect_if_due();
            Ok(engine.mutate(|mc, machine| work(&mut Scope::new(mc, &mut machine.world))))
        })
    }

    /// Evaluates the forms of a text one after the other in the interaction environment. The
    /// value of the last becomes a `T`.
    ///
    /// # Errors
    /// A report of what was raised and not handled, or of a limit; when the value is no `T`;
    /// when the program calls `exit`.
    pub fn value<T: for<'gc> FromValue<'gc>>(&mut self, name: &str, text: &str) -> Result<T, Box<Report>> {
        self.contained(|engine| {
            engine.start_eval(name, text)?;
            let ended = engine.drive_from(None, |mc, world, value| convert_result(mc, world, value));
            engine.only_value(ended)
        })
    }

    /// The value of a variable that programs see in the interaction environment:
    /// a variable of a program that ran, or of Cairn.
    ///
    /// # Errors
    /// When there is no such variable, or its value is no `T`.
    pub fn get<T: for<'gc> FromValue<'gc>>(&mut self, name: &str) -> Result<T, Box<Report>> {
        self.contained(|engine| engine.get_here(name))
    }

    fn get_here<T: for<'gc> FromValue<'gc>>(&mut self, name: &str) -> Result<T, Box<Report>> {
        self.mutate(|mc, machine| {
            let world = &mut machine.world;
            let value = variable(mc, world, name);
            let read = value.and_then(|value| {
                T::from_value(&mut Scope::new(mc, world), value).map_err(|mismatch| mismatch.throw(Some(name)))
            });
            read.map_err(|thrown| report::of_throw(mc, world, &thrown))
        })
    }

    /// Calls a procedure. Its value becomes a `T`.
    ///
    /// # Errors
    /// As for [`Engine::value`]; when an argument does not convert.
    pub fn call<T: for<'gc> FromValue<'gc>>(
        &mut self,
        procedure: &Func,
        arguments: impl Arguments,
    ) -> Result<T, Box<Report>> {
        self.contained(|engine| engine.call_here(procedure, arguments))
    }

    fn call_here<T: for<'gc> FromValue<'gc>>(
        &mut self,
        procedure: &Func,
        arguments: impl Arguments,
    ) -> Result<T, Box<Report>> {
        self.check_not_over()?;
        self.begin_run();
        let others = self.has_runs();
        let ran = self.mutate(|mc, machine| {
            start_call(mc, machine, procedure, arguments, others)?;
            match vm::run(mc, machine) {
                Exit::Done if !machine.world.ports.any_unwritten() => {
                    let value = convert(mc, machine)?;
                    machine.abandon();
                    Ok(Ok(value))
                }
                exit => Ok(Err(exit)),
            }
        });
        match ran {
            Ok(Ok(value)) if self.grace == 0 && !self.allowance.is_exceeded() => Ok(value),
            Ok(Ok(_)) => Err(self.limit_report("out of memory")),
            Ok(Err(exit)) => {
                let ended = self.drive_from(Some(exit), |mc, world, value| convert_result(mc, world, value));
                self.only_value(ended)
            }
            Err(mismatch) => Err(self.refusal(mismatch)),
        }
    }

    pub(super) fn only_value<T>(
        &mut self,
        ended: Result<Ended<Result<T, Mismatch>>, Box<Report>>,
    ) -> Result<T, Box<Report>> {
        match ended? {
            Ended::Value(value) => value.map_err(|mismatch| self.refusal(mismatch)),
            Ended::Exit(code) => {
                let report = report::of_message(format!("the program called exit, with code {code}"));
                Err(Box::new(report).because(Cause::Exit(code)))
            }
        }
    }

    /// The report of something that did not convert.
    pub(super) fn refusal(&mut self, mismatch: Mismatch) -> Box<Report> {
        let cause = mismatch.stop().map_or(Cause::Raised, Cause::Stopped);
        let report = self.mutate(|mc, machine| {
            machine.abandon();
            report::of_throw(mc, &machine.world, &mismatch.throw(None))
        });
        report.because(cause)
    }
}

/// Puts a call on the machine.
pub(super) fn start_call<'gc>(
    mc: Mutation<'gc>,
    machine: &mut Machine<'gc>,
    procedure: &Func,
    arguments: impl Arguments,
    others: bool,
) -> Result<(), Mismatch> {
    machine.world.reset_dynamic_state(others);
    let mut values = std::mem::take(&mut machine.arguments);
    values.clear();
    let scope = &mut Scope::new(mc, &mut machine.world);
    let callee = procedure.object().value(scope)?;
    arguments.push(scope, &mut values)?;
    if machine.start_exact(callee, &values) {
        // The call itself counts, as any other does.
        if !mc.spend_tick() {
            return Err(Throw::from(Stop::Fuel).into());
        }
    } else {
        let apply = compile::prelude_procedure(mc, &mut machine.world, "%apply")?;
        let list = mc.list(&values);
        machine.start(apply, &[callee, list]);
    }
    machine.arguments = values;
    Ok(())
}

/// The machine's result.
fn convert<'gc, T: FromValue<'gc>>(mc: Mutation<'gc>, machine: &mut Machine<'gc>) -> Result<T, Mismatch> {
    let value = machine.result;
    convert_result(mc, &mut machine.world, value)
}

pub(super) fn convert_result<'gc, T: FromValue<'gc>>(
    mc: Mutation<'gc>,
    world: &mut World<'gc>,
    value: Value<'gc>,
) -> Result<T, Mismatch> {
    if value.has_kind(Kind::Values) {
        return Err(Throw::not_single(value.slot_slice()).into());
    }
    T::from_value(&mut Scope::new(mc, world), value)
}

/// The value of a variable of the interaction environment.
pub(super) fn variable<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, name: &str) -> cairn_data::error::Result<'gc> {
    let symbol = mc.intern(name);
    let value = match world.session.libraries.environments.find(world.interaction, symbol).map(|entry| entry.binding) {
        Some(Binding::Global(cell)) => cell.slot(global::VALUE),
        Some(Binding::Builtin(id)) if world.session.primitives.row(id).code == Code::Scheme => {
            return compile::prelude_procedure(mc, world, name);
        }
        Some(Binding::Builtin(id)) => world.session.cells.get(mc, id).slot(global::VALUE),
        _ => None,
    };
    value
        .filter(|&value| value != Value::UNBOUND)
        .ok_or_else(|| Throw::new(ErrorKind::Unbound, "unbound variable:", &[symbol]))
}
