//! Reads an archive for a library that cannot be interrupted: each of its reads first looks whether
//! the run may go on, and whether there is room for what the library makes of the bytes.

use std::cell::{Cell, RefCell};
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use cairn_data::error::{Result, Throw};
use cairn_data::scratch::Scratch;
use cairn_gc::Mutation;

use super::compression::BYTES_PER_UNIT;

/// The news between the reader of an archive and its stream.
#[derive(Clone, Default)]
pub(super) struct Watch<'gc>(Rc<Shared<'gc>>);

#[derive(Default)]
struct Shared<'gc> {
    /// Why a read was refused.
    stopped: RefCell<Option<Throw<'gc>>>,
    /// Bytes that the library keeps for each byte that it reads.
    growth: Cell<usize>,
}

impl<'gc> Watch<'gc> {
    /// Says how many bytes the library keeps for each that it reads from now on.
    pub(super) fn expect(&self, growth: usize) {
        self.0.growth.set(growth);
    }

    /// The failure that stopped a read, otherwise that which the library reports.
    pub(super) fn failure(&self, otherwise: impl FnOnce() -> Throw<'gc>) -> Throw<'gc> {
        self.0.stopped.take().unwrap_or_else(otherwise)
    }
}

/// A stream whose reads look at the limits.
pub(super) struct Watched<'gc, R> {
    inner: R,
    mc: Mutation<'gc>,
    watch: Watch<'gc>,
    scratch: Scratch<'gc>,
    /// Bytes that the library keeps.
    kept: usize,
}

impl<'gc, R> Watched<'gc, R> {
    pub(super) fn new(mc: Mutation<'gc>, inner: R, watch: &Watch<'gc>) -> Self {
        Watched { inner, mc, watch: watch.clone(), scratch: Scratch::new(mc), kept: 0 }
    }

    fn look(&mut self, count: usize) -> Result<'gc, ()> {
        self.kept = self.kept.saturating_add(count.saturating_mul(self.watch.0.growth.get()));
        self.mc.work(1 + count / BYTES_PER_UNIT)?;
        Ok(self.scratch.need(self.kept)?)
    }
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        self.look(count).map_err(|throw| {
            *self.watch.0.stopped.borrow_mut() = Some(throw);
            io::Error::other("stopped")
        })?;
        Ok(count)
    }
}

impl<R: Seek> Seek for Watched<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
