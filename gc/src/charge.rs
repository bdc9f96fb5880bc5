//! Charges memory outside the heap against the heap's limit.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::mutation::{Mutation, OutOfMemory};

/// Bytes held outside the heap on its account. Dropping the charge releases them, on whatever thread.
#[derive(Default, Debug)]
pub struct Charge {
    /// The sum of all charges of the heap; `None` until the first `hold`.
    total: Option<Arc<AtomicUsize>>,
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
        let total = self.total.get_or_insert_with(|| Arc::clone(&mc.state.charges));
        // Wraps when the charge gets smaller.
        total.fetch_add(bytes.wrapping_sub(self.bytes), Ordering::Relaxed);
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
            total.fetch_sub(self.bytes, Ordering::Relaxed);
        }
    }
}
