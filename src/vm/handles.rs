//! Keeps values alive for the host: a table of them, whose slots handles name.
//!
//! The table is an object of the heap, so a minor collection looks at the slots that were
//! written since the last one and at no others, however many handles there are. A handle
//! that is dropped, on whatever thread, leaves its number in a list; the slot is free when
//! a handle is wanted next.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cairn_gc::{Kind, Mutation, OutOfMemory, Value, trace_fields, trace_nothing};

/// Slots of the first table.
const FIRST: usize = 16;

/// The numbers of handles that were dropped. One of these stands for an engine.
#[derive(Clone, Default)]
struct Dropped(Arc<Mutex<Vec<usize>>>);

impl Dropped {
    fn numbers(&self) -> MutexGuard<'_, Vec<usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A value that is kept alive.
pub struct Handle {
    number: usize,
    dropped: Dropped,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.dropped.numbers().push(self.number);
    }
}

/// The values that handles keep alive. Part of the root.
pub struct Handles<'gc> {
    table: Value<'gc>,
    /// How many slots have been in use.
    used: usize,
    free: Vec<usize>,
    dropped: Dropped,
}

trace_nothing!(Dropped);
trace_fields!(Handles<'gc> { table, used, free, dropped });

impl<'gc> Handles<'gc> {
    /// No handles yet.
    pub fn new() -> Self {
        Handles { table: Value::FALSE, used: 0, free: Vec::new(), dropped: Dropped::default() }
    }

    /// A handle of a value.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room for one more.
    pub fn add(&mut self, mc: Mutation<'gc>, value: Value<'gc>) -> Result<Handle, OutOfMemory> {
        if self.free.is_empty() {
            self.sweep(mc);
        }
        let number = match self.free.pop() {
            Some(number) => number,
            None => {
                self.grow(mc)?;
                self.used += 1;
                self.used - 1
            }
        };
        self.table.set_slot(mc, number, value);
        Ok(Handle { number, dropped: self.dropped.clone() })
    }

    /// The value of a handle, unless it is one of another engine.
    #[inline]
    pub fn get(&self, handle: &Handle) -> Option<Value<'gc>> {
        if !Arc::ptr_eq(&handle.dropped.0, &self.dropped.0) {
            return None;
        }
        self.table.slot(handle.number)
    }

    /// Gives a handle of this engine another value.
    pub fn set(&self, mc: Mutation<'gc>, handle: &Handle, value: Value<'gc>) {
        if Arc::ptr_eq(&handle.dropped.0, &self.dropped.0) {
            self.table.set_slot(mc, handle.number, value);
        }
    }

    /// Lets go of the values whose handles were dropped.
    pub fn sweep(&mut self, mc: Mutation<'gc>) {
        let dropped = std::mem::take(&mut *self.dropped.numbers());
        for &number in &dropped {
            self.table.set_slot(mc, number, Value::FALSE);
        }
        self.free.extend(dropped);
    }

    /// Makes room for one more.
    fn grow(&mut self, mc: Mutation<'gc>) -> Result<(), OutOfMemory> {
        let size = self.table.slots();
        if self.used < size {
            return Ok(());
        }
        let table = mc.alloc_filled(Kind::Vector, (size * 2).max(FIRST), Value::FALSE)?;
        table.copy_slots(mc, 0, self.table, 0, size);
        self.table = table;
        Ok(())
    }
}

impl Default for Handles<'_> {
    fn default() -> Self {
        Handles::new()
    }
}
