//! Finds the port of a call and the side of it to use, for builtins that read and write, and words
//! their failures.

use std::cell::RefMut;

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::port::{Content, Input, Output, Port, Trouble, Which};
use cairn_gc::{Mutation, Value};
use cairn_vm::ports;
use cairn_vm::system::reason;

use crate::{Args, Context};

/// The failure that a port reports, in words.
#[cold]
pub(crate) fn failure<'gc>(who: &str, port: &Port, trouble: Trouble) -> Throw<'gc> {
    let name = &port.name;
    match trouble {
        Trouble::System(error) => Throw::new(ErrorKind::File, format!("{who}: {name}: {}", reason(&error)), &[]),
        Trouble::Encoding => Throw::new(ErrorKind::Read, format!("{who}: {name}: the bytes are no UTF-8 text"), &[]),
        Trouble::Closed => Throw::new(ErrorKind::General, format!("{who}: the port is closed: {name}"), &[]),
        Trouble::Memory(bytes) => Throw::OutOfMemory(bytes),
        Trouble::Stopped(stop) => Throw::Stopped(stop),
    }
}

/// Argument `i`, or the current port of a kind.
#[inline]
pub(crate) fn port_argument<'gc>(
    ctx: &mut Context<'_, 'gc>,
    args: Args<'_, 'gc>,
    i: usize,
    which: Which,
) -> Value<'gc> {
    match args.get(i) {
        Some(&port) => port,
        None => ports::current(ctx.mc, ctx.world, which),
    }
}

/// The port with this content, and its side in one direction, which `of` selects.
#[inline]
pub(crate) fn side<'gc, S>(
    value: Value<'gc>,
    content: Content,
    of: impl FnOnce(&'gc Port) -> Option<S>,
) -> Option<(&'gc Port, S)> {
    let port = value.as_payload::<Port>().filter(|port| port.content.carries(content))?;
    Some((port, of(port)?))
}

/// [`side`], or a failure of `who`.
#[inline]
fn expect_side<'gc, S>(
    who: &'static str,
    value: Value<'gc>,
    content: Content,
    direction: &str,
    of: impl FnOnce(&'gc Port) -> Option<S>,
) -> Result<'gc, (&'gc Port, S)> {
    side(value, content, of).ok_or_else(|| {
        let content = if content == Content::Text { "textual" } else { "binary" };
        Throw::wrong_type(who, &format!("a {content} {direction} port"), value)
    })
}

/// A port to read from, in use.
pub(crate) struct Reading<'gc> {
    /// The procedure that reads.
    pub who: &'static str,
    /// The port.
    pub port: &'gc Port,
    /// Its input side.
    pub input: RefMut<'gc, Input>,
}

impl<'gc> Reading<'gc> {
    /// The port that argument `i` names, or the current one.
    #[inline]
    pub(crate) fn from(
        who: &'static str,
        content: Content,
        ctx: &mut Context<'_, 'gc>,
        args: Args<'_, 'gc>,
        i: usize,
    ) -> Result<'gc, Reading<'gc>> {
        let value = port_argument(ctx, args, i, Which::Input);
        let (port, input) = expect_side(who, value, content, "input", Port::input)?;
        Ok(Reading { who, port, input })
    }

    /// The failure for a `Trouble`.
    #[cold]
    pub(crate) fn failure(&self, trouble: Trouble) -> Throw<'gc> {
        failure(self.who, self.port, trouble)
    }
}

/// A port to write to, in use.
pub(crate) struct Writing<'gc> {
    /// The procedure that writes.
    pub who: &'static str,
    value: Value<'gc>,
    /// The port.
    pub port: &'gc Port,
    /// Its output side.
    pub output: RefMut<'gc, Output>,
}

impl<'gc> Writing<'gc> {
    /// The port that argument `i` names, or the current one.
    #[inline]
    pub(crate) fn from(
        who: &'static str,
        content: Content,
        ctx: &mut Context<'_, 'gc>,
        args: Args<'_, 'gc>,
        i: usize,
    ) -> Result<'gc, Writing<'gc>> {
        let value = port_argument(ctx, args, i, Which::Output);
        let (port, output) = expect_side(who, value, content, "output", |port| port.output(ctx.mc))?;
        Ok(Writing { who, value, port, output })
    }

    /// Checks that `count` bytes may be written, then writes them by `write`.
    #[inline]
    pub(crate) fn write(
        &mut self,
        mc: Mutation<'gc>,
        count: usize,
        write: impl FnOnce(&mut Output) -> std::result::Result<(), Trouble>,
    ) -> Result<'gc> {
        let prepared = self.output.prepare(count, |size| Ok(mc.check_room(size.saturating_mul(2))?));
        let written = prepared.and_then(|()| write(&mut self.output));
        if self.port.note_held(self.output.held()) {
            self.value.recount_payload(mc);
        }
        match written {
            Ok(()) => Ok(Value::UNSPECIFIED),
            Err(trouble) => Err(failure(self.who, self.port, trouble)),
        }
    }
}
