//! Charges memory outside the heap against the heap's limit.

use std::cell::Cell;
use std::rc::Rc;

use crate::mutation::{Mutation, OutOfMemory};

/// Bytes held outside the heap on its account. Dropping the charge releases them.
#[derive(Default, Debug)]
pub struct Charge {
    /// The sum of all charges of the heap; `None` until the first `hold`.
    total: Option<Rc<Cell<usize>>>,
    bytes: usize,
}

impl Charge {
    /// Sets the number of bytes held.
    ///
    /// # Errors
    /// [`OutOfMemory`] if the limit leaves no room for the increase, which is then not counted.
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

/// A clone holds nothing until it calls `hold`, since it owns no memory yet.
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
