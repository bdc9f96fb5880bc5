//! Procedures of the host, for programs to call, and procedures of programs, for the host.
//!
//! A host's procedure gets its arguments as [`Data`] and returns such, or the message of
//! an error, which the program may handle. It runs to its end: it cannot call back into
//! the engine.

use std::cell::RefCell;

use cairn_gc::{Kind, Mutation, Value};

use super::data::{self, Data};
use super::{Ended, Engine, Report, report};
use crate::compiler::compile;
use crate::compiler::environment::LibraryName;
use crate::compiler::environment::global::{Binding, Entry, Environments, Origin};
use crate::compiler::primitives::{Arity, Code, Control};
use crate::data::error::{ErrorKind, Result, Throw};
use crate::data::global;
use crate::vm::Machine;
use crate::vm::native::Context;
use crate::vm::world::World;

/// What a procedure of the host does.
pub type HostFunction = Box<dyn FnMut(&[Data]) -> std::result::Result<Data, String>>;

/// A procedure of the host.
pub struct Procedure {
    name: String,
    arity: Arity,
    function: HostFunction,
}

impl Procedure {
    /// A procedure with a name, the numbers of arguments that it takes, and what it does.
    pub fn new(
        name: &str,
        arity: Arity,
        function: impl FnMut(&[Data]) -> std::result::Result<Data, String> + 'static,
    ) -> Procedure {
        Procedure { name: name.to_string(), arity, function: Box::new(function) }
    }
}

impl Engine {
    /// Makes a library of these procedures. Programs may import it by its name, `game
    /// board` for `(game board)`; those that import nothing see the procedures at once.
    pub fn add_library(&mut self, name: &str, procedures: Vec<Procedure>) {
        self.contained_or((), |engine| engine.add_exports(name, procedures));
    }

    fn add_exports(&mut self, name: &str, procedures: Vec<Procedure>) {
        self.mutate(|mc, machine| {
            let world = &mut machine.world;
            let exports: Vec<_> = procedures.into_iter().map(|procedure| export(mc, world, procedure)).collect();
            for &(key, binding) in &exports {
                let entry = Entry { binding, origin: Origin::Imported };
                world.session.libraries.environments.insert(mc, Environments::SCRIPT, key, entry);
            }
            world.session.libraries.loaded(LibraryName::parse(name), exports);
        });
    }

    /// Calls the procedure that a program, run before, has bound to this name.
    ///
    /// # Errors
    /// A report of what was raised and not handled; when there is no such variable; when
    /// the program calls `exit` instead of returning.
    pub fn call(&mut self, name: &str, arguments: &[Data]) -> std::result::Result<Data, Box<Report>> {
        self.contained(|engine| {
            engine.check_not_over()?;
            engine.begin_run();
            engine.mutate(|mc, machine| {
                machine.world.reset_dynamic_state();
                start_call(mc, machine, name, arguments).map_err(|thrown| report::of_throw(mc, &machine.world, &thrown))
            })?;
            engine.drive_to_data()
        })
    }

    /// As [`Engine::eval`], with the value as a datum.
    ///
    /// # Errors
    /// As for [`Engine::eval`]; when the program calls `exit`.
    pub fn eval_data(&mut self, name: &str, text: &str) -> std::result::Result<Data, Box<Report>> {
        self.contained(|engine| {
            engine.start_eval(name, text)?;
            engine.drive_to_data()
        })
    }

    fn drive_to_data(&mut self) -> std::result::Result<Data, Box<Report>> {
        let ended = self.drive_to(|mc, world, value| {
            data::of_value(mc, value).map_err(|thrown| report::of_throw(mc, world, &thrown))
        });
        match ended? {
            Ended::Value(data) => data,
            Ended::Exit(code) => {
                Err(Box::new(report::of_message(format!("the program called exit, with code {code}"))))
            }
        }
    }
}

/// The variable of a procedure of the host.
fn export<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, procedure: Procedure) -> (Value<'gc>, Binding<'gc>) {
    let Procedure { name, arity, function } = procedure;
    let symbol = mc.intern(&name);
    let builtin = world.session.primitives.control(Control::Host).0;
    let number = world.host.len();
    let slots = [Value::fixnum(builtin.into()), symbol, Value::fixnum(number as i64)];
    let cell = global::new(mc, symbol);
    cell.set_slot(mc, global::VALUE, mc.alloc_tenured(Kind::Native, &slots));
    let function = RefCell::new(function);
    world.host.push(crate::vm::world::HostProcedure {
        arity,
        code: std::rc::Rc::new(move |context, arguments| call_host(context, &name, &function, arguments)),
    });
    (symbol, Binding::Global(cell))
}

fn call_host<'gc>(
    context: &mut Context<'_, 'gc>,
    name: &str,
    function: &RefCell<HostFunction>,
    arguments: &[Value<'gc>],
) -> Result<'gc> {
    let mc = context.mc;
    let arguments = arguments.iter().map(|&value| data::of_value(mc, value)).collect::<Result<'gc, Vec<_>>>()?;
    let answer = match function.try_borrow_mut() {
        Ok(mut function) => function(&arguments),
        Err(_) => Err("it is running already".to_string()),
    };
    match answer {
        Ok(data) => data::to_value(mc, &data),
        Err(message) => Err(Throw::new(ErrorKind::General, format!("{name}: {message}"), &[])),
    }
}

/// Puts a call on the machine.
fn start_call<'gc>(mc: Mutation<'gc>, machine: &mut Machine<'gc>, name: &str, arguments: &[Data]) -> Result<'gc, ()> {
    let world = &mut machine.world;
    let procedure = procedure_named(mc, world, name)?;
    let arguments = arguments.iter().map(|data| data::to_value(mc, data)).collect::<Result<'gc, Vec<_>>>()?;
    let apply = compile::prelude_procedure(mc, world, "%apply")?;
    machine.start(apply, &[procedure, mc.list(&arguments)]);
    Ok(())
}

pub(super) fn procedure_named<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, name: &str) -> Result<'gc> {
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
