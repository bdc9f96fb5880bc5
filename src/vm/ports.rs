//! Makes the standard ports, and finds the current ones among the parameter bindings.

use std::fs::File;
#[cfg(unix)]
use std::io;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cairn_data::bindings::current_value;
use cairn_data::error::{self, ErrorKind, Throw};
use cairn_data::global;
#[cfg(unix)]
use cairn_data::port::Stopped;
use cairn_data::port::{Allowance, Content, CountedFile, Flushing, Input, Output, Port, Streams, Trouble, Which};
use cairn_gc::{Kind, Mutation, Value, Watch};
#[cfg(unix)]
use rustix::{event::PollFlags, io::Errno};

use super::native::Context;
use super::system::files::Access;
use super::system::{Problem, reason, wait};
use super::world::World;

/// Connects the world to these streams: makes the standard ports, and the
/// parameter objects that `current-output-port` and its like name.
///
/// `allowance` is what may be written to standard output and error.
pub fn install<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, streams: Streams, allowance: &Allowance) {
    let output = Output::to_stream(streams.output, streams.flushing).within(allowance);
    let output = world.ports.register(mc, output);
    let error = Output::to_stream(streams.error, Flushing::AtOnce).within(allowance);
    let error = world.ports.register(mc, error);
    let input = Input::interactive(streams.input, streams.input_ready, mc.watch(), Arc::clone(&output));
    let rows = [
        ("current-input-port", "%input-port", Port::reading("stdin", Content::Both, input)),
        ("current-output-port", "%output-port", Port::writing("stdout", Content::Both, output)),
        ("current-error-port", "%output-port", Port::writing("stderr", Content::Both, error)),
    ];
    for (i, (name, converter, port)) in rows.into_iter().enumerate() {
        let converter = world.session.cells.named(mc, converter).slot(global::VALUE).unwrap_or(Value::FALSE);
        let port = mc.payload(Box::new(port));
        let object = mc.alloc_tenured(Kind::Parameter, &[port, converter, Value::FALSE]);
        world.session.cells.named(mc, name).set_slot(mc, global::VALUE, object);
        world.ports.parameters[i] = object;
    }
}

/// The current port of this kind, as the parameter bindings in force say.
#[inline]
pub fn current<'gc>(mc: Mutation<'gc>, world: &mut World<'gc>, which: Which) -> Value<'gc> {
    if world.ports.parameters[which as usize] == Value::FALSE {
        install(mc, world, Streams::default(), &Allowance::default());
    }
    let object = world.ports.parameters[which as usize];
    current_value(mc, world.parameters, object)
}

/// Writes what the buffers of all ports hold, for `who`.
///
/// # Errors
/// When something cannot be written.
pub fn flush_all<'gc>(world: &World<'gc>, who: &str) -> error::Result<'gc, ()> {
    world.ports.flush_all().map_err(|trouble| match trouble {
        Trouble::Stopped(stop) => Throw::Stopped(stop),
        Trouble::Memory(bytes) => Throw::OutOfMemory(bytes),
        Trouble::System(error) => {
            let message = format!("{who}: buffered output cannot be written: {}", reason(&error));
            Throw::new(ErrorKind::File, message, &[])
        }
        // These are of ports that read, or that a program has closed.
        Trouble::Encoding | Trouble::Closed => {
            Throw::new(ErrorKind::General, format!("{who}: buffered output cannot be written"), &[])
        }
    })
}

/// Asks for a collection when many files are open: it closes ports that were dropped.
fn collect_files(ctx: &mut Context<'_, '_>) {
    if ctx.world.ports.files.are_many() {
        ctx.mc.request_collection(true);
    }
}

/// A port that reads the file of this path.
///
/// # Errors
/// When it may not be read, or cannot be opened.
pub fn open_input(ctx: &mut Context<'_, '_>, path: &Path, content: Content) -> Result<Port, Problem> {
    if let Some(stream) = ctx.world.system.host_reader(&[], path)? {
        return Ok(Port::reading(&path.to_string_lossy(), content, Input::from_stream(stream)));
    }
    collect_files(ctx);
    let file = ctx.world.system.open(path, Access::Read)?;
    Ok(reading(ctx, &path.to_string_lossy(), content, file))
}

/// A port that writes to the file of this path.
///
/// # Errors
/// When it may not be written, or cannot be opened.
pub fn open_output(ctx: &mut Context<'_, '_>, path: &Path, content: Content, access: Access) -> Result<Port, Problem> {
    if let Some(stream) = ctx.world.system.host_writer(path, access)? {
        let output = ctx.world.ports.register(ctx.mc, Output::to_stream(stream, Flushing::WhenFull));
        return Ok(Port::writing(&path.to_string_lossy(), content, output));
    }
    collect_files(ctx);
    let file = open_to_write(ctx, path, access)?;
    Ok(writing(ctx, &path.to_string_lossy(), content, file))
}

/// Opens a file to write to. A pipe with a name waits for somebody who reads it.
///
/// # Errors
/// When it may not be written, or cannot be opened.
pub fn open_to_write(ctx: &mut Context<'_, '_>, path: &Path, access: Access) -> Result<File, Problem> {
    let mut opened = ctx.world.system.open(path, access);
    let nobody_reads = |opened: &Result<File, Problem>| match opened {
        #[cfg(unix)]
        Err(Problem::System(error)) => error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error()),
        _ => false,
    };
    let watch = ctx.mc.watch();
    while nobody_reads(&opened) {
        wait::sleep(&watch, RETRY)?;
        opened = ctx.world.system.open(path, access);
    }
    opened
}

/// How long to wait before a pipe with a name is opened again.
const RETRY: Duration = Duration::from_millis(5);

/// A port that reads an open file, or one end of a pipe.
pub fn reading(ctx: &mut Context<'_, '_>, name: &str, content: Content, file: File) -> Port {
    let waits = may_wait(&file);
    let file = ctx.world.ports.files.counted(file);
    let input = if waits { waiting_input(file, ctx.mc.watch()) } else { Input::from_stream(Box::new(file)) };
    Port::reading(name, content, input)
}

/// A port that writes to an open file, or one end of a pipe.
pub fn writing(ctx: &mut Context<'_, '_>, name: &str, content: Content, file: File) -> Port {
    writing_when(ctx, name, content, file, Flushing::WhenFull)
}

/// The same; `flushing` says when its buffer is written.
pub fn writing_when(ctx: &mut Context<'_, '_>, name: &str, content: Content, file: File, flushing: Flushing) -> Port {
    let stream = writer(ctx, file);
    let output = ctx.world.ports.register(ctx.mc, Output::to_stream(stream, flushing));
    Port::writing(name, content, output)
}

/// Opens a file to be read as a whole, and waits where it has to.
///
/// # Errors
/// When it may not be read, or cannot be opened.
pub fn open_reader(ctx: &Context<'_, '_>, path: &Path) -> Result<Box<dyn Read + Send>, Problem> {
    match ctx.world.system.host_reader(&[], path)? {
        Some(stream) => Ok(stream),
        None => Ok(reader(ctx, ctx.world.system.open(path, Access::Read)?)),
    }
}

/// Opens a file to be written as a whole, and waits where it has to.
///
/// # Errors
/// When it may not be written, or cannot be opened.
pub fn open_writer(ctx: &mut Context<'_, '_>, path: &Path, access: Access) -> Result<Box<dyn Write + Send>, Problem> {
    match ctx.world.system.host_writer(path, access)? {
        Some(stream) => Ok(stream),
        None => {
            let file = open_to_write(ctx, path, access)?;
            Ok(writer(ctx, file))
        }
    }
}

/// Reads an open file, and waits where it has to.
pub fn reader(ctx: &Context<'_, '_>, file: File) -> Box<dyn Read + Send> {
    let waits = may_wait(&file);
    let file = ctx.world.ports.files.counted(file);
    if waits { waiting_reader(file, ctx.mc.watch()) } else { Box::new(file) }
}

/// Writes to an open file, and waits where it has to.
pub fn writer(ctx: &Context<'_, '_>, file: File) -> Box<dyn Write + Send> {
    let waits = may_wait(&file);
    let file = ctx.world.ports.files.counted(file);
    if waits { waiting_output(file, ctx.mc.watch()) } else { Box::new(file) }
}

/// Whether a file may keep its user waiting for others: a pipe, a terminal, a device.
fn may_wait(file: &File) -> bool {
    cfg!(unix) && !file.metadata().is_ok_and(|data| data.is_file())
}

#[cfg(unix)]
fn waiting_input(file: CountedFile, watch: Arc<Watch>) -> Input {
    let file = Arc::new(file);
    let asked = Arc::clone(&file);
    let ready = move |time| wait::is_ready(&*asked, PollFlags::IN, time);
    Input::waiting(Box::new(Polled { file, watch: Arc::clone(&watch) }), Box::new(ready), watch)
}

/// A pipe with a name has its end before somebody opens it to write.
#[cfg(unix)]
fn waiting_reader(file: CountedFile, watch: Arc<Watch>) -> Box<dyn Read + Send> {
    Box::new(PolledFirst(Polled { file: Arc::new(file), watch }))
}

#[cfg(not(unix))]
fn waiting_reader(file: CountedFile, _: Arc<Watch>) -> Box<dyn Read + Send> {
    Box::new(file)
}

#[cfg(not(unix))]
fn waiting_input(file: CountedFile, _: Arc<Watch>) -> Input {
    Input::from_stream(Box::new(file))
}

#[cfg(unix)]
fn waiting_output(file: CountedFile, watch: Arc<Watch>) -> Box<dyn Write + Send> {
    Box::new(Polled { file: Arc::new(file), watch })
}

#[cfg(not(unix))]
fn waiting_output(file: CountedFile, _: Arc<Watch>) -> Box<dyn Write + Send> {
    Box::new(file)
}

/// A descriptor that does not block, and is waited for when it is not ready.
#[cfg(unix)]
struct Polled {
    file: Arc<CountedFile>,
    watch: Arc<Watch>,
}

#[cfg(unix)]
impl Polled {
    fn when_ready(&self, events: PollFlags, mut go: impl FnMut() -> rustix::io::Result<usize>) -> io::Result<usize> {
        loop {
            match go() {
                Err(Errno::AGAIN) => {}
                Err(error) => return Err(error.into()),
                Ok(count) => return Ok(count),
            }
            wait::until(&self.watch, None, |time| wait::is_ready(&*self.file, events, time)).map_err(Stopped)?;
        }
    }
}

#[cfg(unix)]
impl Read for Polled {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.when_ready(PollFlags::IN, || rustix::io::read(&*self.file, &mut *buffer))
    }
}

/// The same, waited for before each read.
#[cfg(unix)]
struct PolledFirst(Polled);

#[cfg(unix)]
impl Read for PolledFirst {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Polled { file, watch } = &self.0;
        wait::until(watch, None, |time| wait::is_ready(&**file, PollFlags::IN, time)).map_err(Stopped)?;
        self.0.read(buffer)
    }
}

#[cfg(unix)]
impl Write for Polled {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.when_ready(PollFlags::OUT, || rustix::io::write(&*self.file, bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
