//! Opens, inspects and closes ports (R7RS 6.13.1), and deletes and tests files (6.14).

use cairn_data::error::{Result, Throw};
use cairn_data::port::{Content, Input, Port, Trouble, Which};
use cairn_gc::{Mutation, Value};
use cairn_vm::ports;
use cairn_vm::system::expect;
use cairn_vm::system::files::Access;

use super::transfer::{failure, port_argument, side};
use crate::args;
use crate::{Args, Builtin, Context, between, exactly, flag, native};

const PREDICATE: u16 = flag::PURE | flag::TOTAL | flag::BOOLEAN;

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("port?", exactly(1), is_port, PREDICATE, "(port? obj) whether obj is a port."),
    native("input-port?", exactly(1), is_input, PREDICATE, "(input-port? obj) whether obj is an input port."),
    native("output-port?", exactly(1), is_output, PREDICATE, "(output-port? obj) whether obj is an output port."),
    native("textual-port?", exactly(1), is_textual, PREDICATE, "(textual-port? obj) whether obj is a port of characters."),
    native("binary-port?", exactly(1), is_binary, PREDICATE, "(binary-port? obj) whether obj is a port of bytes."),
    native("input-port-open?", exactly(1), is_input_open, flag::NONE, "(input-port-open? port) whether it is open for input."),
    native("output-port-open?", exactly(1), is_output_open, flag::NONE, "(output-port-open? port) whether it is open for output."),
    native("current-input-port", exactly(0), current_input, flag::NONE, "(current-input-port) the default port for input; a parameter."),
    native("current-output-port", exactly(0), current_output, flag::NONE, "(current-output-port) the default port for output; a parameter."),
    native("current-error-port", exactly(0), current_error, flag::NONE, "(current-error-port) the port for messages; a parameter."),
    native("%input-port", exactly(1), check_input, flag::INTERNAL, "(%input-port obj) obj, if it is a textual input port."),
    native("%output-port", exactly(1), check_output, flag::INTERNAL, "(%output-port obj) obj, if it is a textual output port."),
    native("close-port", exactly(1), close_port, flag::NONE, "(close-port port) closes it."),
    native("close-input-port", exactly(1), close_input, flag::NONE, "(close-input-port port) closes it."),
    native("close-output-port", exactly(1), close_output, flag::NONE, "(close-output-port port) closes it."),
    native("open-input-string", exactly(1), open_input_string, flag::NONE, "(open-input-string string) a port that reads the string."),
    native("open-output-string", exactly(0), open_output_string, flag::NONE, "(open-output-string) a port that gathers characters."),
    native("get-output-string", exactly(1), get_output_string, flag::NONE, "(get-output-string port) what was written to it so far."),
    native("open-input-bytevector", exactly(1), open_input_bytevector, flag::NONE, "(open-input-bytevector bytes) a port that reads the bytes."),
    native("open-output-bytevector", exactly(0), open_output_bytevector, flag::NONE, "(open-output-bytevector) a port that gathers bytes."),
    native("get-output-bytevector", exactly(1), get_output_bytevector, flag::NONE, "(get-output-bytevector port) what was written to it so far."),
    native("open-input-file", exactly(1), open_input_file, flag::SYSTEM, "(open-input-file name) a textual port on the file."),
    native("open-binary-input-file", exactly(1), open_binary_input_file, flag::SYSTEM, "(open-binary-input-file name) a binary port on the file."),
    native("open-output-file", exactly(1), open_output_file, flag::SYSTEM, "(open-output-file name) a textual port on the file, which is made or emptied."),
    native("open-binary-output-file", exactly(1), open_binary_output_file, flag::SYSTEM, "(open-binary-output-file name) a binary port on the file, which is made or emptied."),
    native("file-exists?", exactly(1), file_exists, flag::BOOLEAN | flag::SYSTEM, "(file-exists? name) whether there is such a file."),
    native("delete-file", exactly(1), delete_file, flag::SYSTEM, "(delete-file name) deletes the file."),
    native("flush-output-port", between(0, 1), |ctx, args| flush_output(ctx, "flush-output-port", args), flag::NONE, "(flush-output-port [port]) sends what its buffer holds."),
    native("flush-output", between(0, 1), |ctx, args| flush_output(ctx, "flush-output", args), flag::NONE, "(flush-output [port]) the same as flush-output-port. MIT Scheme."),
    native("%flush-ports", exactly(0), flush_ports, flag::INTERNAL, "(%flush-ports) sends what the buffers of all ports hold."),
];

// --- predicates ----------------------------------------------------------------

fn has_port(args: &[Value<'_>], holds: impl FnOnce(&Port) -> bool) -> bool {
    args[0].as_payload::<Port>().is_some_and(holds)
}

fn is_port<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(has_port(args, |_| true)))
}

fn is_input<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(has_port(args, Port::is_input)))
}

fn is_output<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(has_port(args, Port::is_output)))
}

fn is_textual<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(has_port(args, |port| port.content.carries(Content::Text))))
}

fn is_binary<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(has_port(args, |port| port.content.carries(Content::Binary))))
}

fn any_port<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, &'gc Port> {
    value.as_payload::<Port>().ok_or_else(|| Throw::wrong_type(who, "a port", value))
}

fn is_input_open<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let port = any_port("input-port-open?", args[0])?;
    Ok(Value::bool(port.is_input() && port.is_open(ctx.mc)))
}

fn is_output_open<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let port = any_port("output-port-open?", args[0])?;
    Ok(Value::bool(port.is_output() && port.is_open(ctx.mc)))
}

// --- current ports --------------------------------------------------------------

fn current_input<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    Ok(ports::current(ctx.mc, ctx.world, Which::Input))
}

fn current_output<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    Ok(ports::current(ctx.mc, ctx.world, Which::Output))
}

fn current_error<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    Ok(ports::current(ctx.mc, ctx.world, Which::Error))
}

fn check_input<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match has_port(args, Port::is_input) {
        true => Ok(args[0]),
        false => Err(Throw::wrong_type("current-input-port", "an input port", args[0])),
    }
}

fn check_output<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match has_port(args, Port::is_output) {
        true => Ok(args[0]),
        false => Err(Throw::wrong_type("current-output-port", "an output port", args[0])),
    }
}

// --- closing ---------------------------------------------------------------------

fn close<'gc>(ctx: &Context<'_, 'gc>, who: &str, value: Value<'gc>, port: &'gc Port) -> Result<'gc> {
    let closed = port.close(ctx.mc);
    port.note_held(0);
    value.recount_payload(ctx.mc);
    match closed {
        Ok(()) => Ok(Value::UNSPECIFIED),
        Err(trouble) => Err(failure(who, port, trouble)),
    }
}

fn close_port<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    close(ctx, "close-port", args[0], any_port("close-port", args[0])?)
}

fn close_input<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args[0].as_payload::<Port>() {
        Some(port) if port.is_input() => close(ctx, "close-input-port", args[0], port),
        _ => Err(Throw::wrong_type("close-input-port", "an input port", args[0])),
    }
}

fn close_output<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args[0].as_payload::<Port>() {
        Some(port) if port.is_output() => close(ctx, "close-output-port", args[0], port),
        _ => Err(Throw::wrong_type("close-output-port", "an output port", args[0])),
    }
}

// --- ports in memory ---------------------------------------------------------------

fn make<'gc>(ctx: &Context<'_, 'gc>, port: Port) -> Result<'gc> {
    Ok(ctx.mc.payload(Box::new(port)))
}

fn open_input_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let text = args::text(ctx.mc, "open-input-string", args[0])?;
    make(ctx, Port::reading("string", Content::Text, Input::from_memory(text.into_bytes())))
}

fn open_output_string<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    make(ctx, Port::gathering(ctx.mc, Content::Text))
}

fn open_input_bytevector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = args::bytevector("open-input-bytevector", args[0])?;
    ctx.mc.check_room(bytes.len())?;
    make(ctx, Port::reading("bytevector", Content::Binary, Input::from_memory(bytes.to_vec())))
}

fn open_output_bytevector<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    make(ctx, Port::gathering(ctx.mc, Content::Binary))
}

/// Passes the contents of a port that collects this kind of content to `f`.
fn gathered<'gc>(
    mc: Mutation<'gc>,
    who: &str,
    content: Content,
    value: Value<'gc>,
    f: impl FnOnce(&[u8]) -> Result<'gc>,
) -> Result<'gc> {
    if let Some((port, output)) = side(value, content, |port| port.output(mc)) {
        if !output.is_open() {
            return Err(failure(who, port, Trouble::Closed));
        }
        if let Some(bytes) = output.gathered() {
            return f(bytes);
        }
    }
    let expected = if content == Content::Text { "a string output port" } else { "a bytevector output port" };
    Err(Throw::wrong_type(who, expected, value))
}

fn get_output_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    gathered(ctx.mc, "get-output-string", Content::Text, args[0], |bytes| {
        Ok(ctx.mc.string(std::str::from_utf8(bytes).unwrap_or_default())?)
    })
}

fn get_output_bytevector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    gathered(ctx.mc, "get-output-bytevector", Content::Binary, args[0], |bytes| {
        Ok(ctx.mc.alloc_bytes_from(cairn_gc::Kind::Bytes, bytes)?)
    })
}

// --- files -----------------------------------------------------------------------

fn open_input<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, content: Content, name: Value<'gc>) -> Result<'gc> {
    let path = args::path(who, name)?;
    let opened = ports::open_input(ctx, &path, content);
    make(ctx, expect(who, name, opened)?)
}

fn open_output<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, content: Content, name: Value<'gc>) -> Result<'gc> {
    let path = args::path(who, name)?;
    let opened = ports::open_output(ctx, &path, content, Access::Write);
    make(ctx, expect(who, name, opened)?)
}

fn open_input_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    open_input(ctx, "open-input-file", Content::Text, args[0])
}

fn open_binary_input_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    open_input(ctx, "open-binary-input-file", Content::Binary, args[0])
}

fn open_output_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    open_output(ctx, "open-output-file", Content::Text, args[0])
}

fn open_binary_output_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    open_output(ctx, "open-binary-output-file", Content::Binary, args[0])
}

fn file_exists<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("file-exists?", args[0])?;
    expect("file-exists?", args[0], ctx.world.system.exists(&path)).map(Value::bool)
}

fn delete_file<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let path = args::path("delete-file", args[0])?;
    expect("delete-file", args[0], ctx.world.system.delete_file(&path)).map(|()| Value::UNSPECIFIED)
}

fn flush_output<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    let value = port_argument(ctx, args, 0, Which::Output);
    if let Some(port) = value.as_payload::<Port>()
        && let Some(mut output) = port.output(ctx.mc)
    {
        let flushed = output.prepare(0, |_| Ok(())).and_then(|()| output.flush());
        return match flushed {
            Ok(()) => Ok(Value::UNSPECIFIED),
            Err(trouble) => Err(failure(who, port, trouble)),
        };
    }
    Err(Throw::wrong_type(who, "an output port", value))
}

fn flush_ports<'gc>(ctx: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    ports::flush_all(ctx.world, "flush-output-port")?;
    Ok(Value::UNSPECIFIED)
}
