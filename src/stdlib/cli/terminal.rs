//! Asks about the terminal, and turns its echo off and on.

use std::io::{IsTerminal, stderr, stdin, stdout};

use cairn_data::error::{Result, Throw};
use cairn_gc::Value;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcgetwinsize, tcsetattr};

use crate::{Args, Builtin, Context, args, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("terminal?", exactly(1), is_terminal, flag::NONE, "(terminal? stream) whether the process's input, output or error, a symbol, is a terminal."),
    native("terminal-width", exactly(0), width, flag::NONE, "(terminal-width) the columns of the terminal; 80 when there is none."),
    native("%set-echo!", exactly(1), set_echo, flag::INTERNAL, "(%set-echo! on?) whether the terminal shows what is typed."),
];

/// Columns of what is no terminal.
const WIDTH: u16 = 80;

fn is_terminal<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(match args::symbol("terminal?", args[0])? {
        "input" => stdin().is_terminal(),
        "output" => stdout().is_terminal(),
        "error" => stderr().is_terminal(),
        _ => return Err(Throw::wrong_type("terminal?", "input, output or error", args[0])),
    }))
}

fn width<'gc>(_: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    let size = tcgetwinsize(stdout()).or_else(|_| tcgetwinsize(stderr()));
    let columns = size.map_or(0, |size| size.ws_col);
    Ok(Value::fixnum(if columns == 0 { WIDTH } else { columns }.into()))
}

fn set_echo<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    // Where input is no terminal nothing is shown.
    if let Ok(mut modes) = tcgetattr(stdin()) {
        modes.local_modes.set(LocalModes::ECHO, args[0].is_true());
        let _ = tcsetattr(stdin(), OptionalActions::Flush, &modes);
    }
    Ok(Value::UNSPECIFIED)
}
