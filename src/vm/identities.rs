//! Numbers objects by identity, for hashes that programs compute themselves and that must remain
//! valid when objects move.

use cairn_data::error::Result;
use cairn_data::hashtable::{Equivalence, Sort, Table, Weakness};
use cairn_gc::{Mutation, Value, trace_fields};

/// The numbers of objects that programs asked for. An object that dies loses its number.
pub struct Identities<'gc> {
    /// A weak table, once there is a number.
    table: Value<'gc>,
    last: u64,
}

trace_fields!(Identities<'gc> { table, last });

impl Default for Identities<'_> {
    /// No object has a number.
    fn default() -> Self {
        Identities { table: Value::FALSE, last: 0 }
    }
}

impl<'gc> Identities<'gc> {
    /// The number of an object, which it has from now on.
    ///
    /// # Errors
    /// Out of memory.
    pub fn number(&mut self, mc: Mutation<'gc>, object: Value<'gc>) -> Result<'gc, u64> {
        let table = match Table::of(self.table) {
            Some(table) => table,
            None => Table::new(mc, Sort { equivalence: Equivalence::Eq, weakness: Weakness::Keys }, 0)?,
        };
        self.table = table.object();
        if let Some(number) = table.get(mc, object)?.and_then(Value::as_index) {
            return Ok(number as u64);
        }
        table.set(mc, object, Value::fixnum(self.last as i64 + 1))?;
        self.last += 1;
        Ok(self.last)
    }
}
