//! Memory outside the heap that counts towards its limit.

use std::cell::Cell;
use std::rc::Rc;

use crate::mutation::{Mutation, OutOfMemory};

/// Bytes that something holds outside the heap. They are given back when it is dropped.
#[derive(Default, Debug)]
pub struct Charge {
    /// The sum of all charges of the heap, once this one has been made.
    total: Option<Rc<Cell<usize>>>,
    bytes: usize,
}

impl Charge {
    /// Says how many bytes are held now.
    ///
    /// # Errors
    /// [`OutOfMemory`] when the limit leaves no room for what has been added; it is not
    /// counted then.
    pub fn hold(&mut self, mc: Mutation<'_>, bytes: usize) -> Result<(), OutOfMemory> {
        let more = bytes.saturating_sub(self.bytes);
        if more > 0 {
            mc.check_room(more)?;
        }
        let total = self.total.get_or_insert_with(|| Rc::clone(&mc.state.charges));
        total.set(total.get() - self.bytes + bytes);
        self.bytes = bytes;
        Ok(())
    }
}

/// A copy of what is charged holds nothing until it says so.
impl Clone for Charge {
    fn clone(&self) -> Self {
        Charge::default()
    }
}

crate::trace_nothing!(Charge);

impl Drop for Charge {
    fn drop(&mut self) {
        if let Some(total) = &self.total {
            total.set(total.get() - self.bytes);
        }
    }
}
