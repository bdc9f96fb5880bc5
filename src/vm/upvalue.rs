//! Implements the upvalue cells of assigned variables.
//!
//! A captured variable that is assigned lives in its register while its scope is
//! active; closures hold an *open* cell that refers to the register. When the
//! scope is left, the cell is *closed*: the value moves into it. A capture of
//! the continuation closes cells early, and then the register holds the cell.

use cairn_gc::{Mutation, Value};

use super::machine::Machine;

impl<'gc> Machine<'gc> {
    /// The cell for the variable in `slot`: the one that the register holds, the
    /// open one that another closure already has, or a new open one.
    ///
    /// # Safety
    /// `slot` is a register of the running frame.
    pub(super) unsafe fn cell_for(&mut self, mc: Mutation<'gc>, slot: *mut Value<'gc>) -> Value<'gc> {
        // SAFETY: the caller's promise.
        let content = unsafe { *slot };
        if content.is_cell() {
            return content;
        }
        let at = self.open.partition_point(|&(s, _)| s < slot as usize);
        if let Some(&(s, cell)) = self.open.get(at)
            && s == slot as usize
        {
            return cell;
        }
        let cell = mc.open_cell(slot as usize);
        self.open.insert(at, (slot as usize, cell));
        cell
    }

    /// Closes the open cells at `from` and above.
    #[inline]
    pub(super) fn close_cells(&mut self, mc: Mutation<'gc>, from: usize) {
        while let Some(&(slot, cell)) = self.open.last()
            && slot >= from
        {
            // SAFETY: open cells refer to slots of live frames.
            unsafe { cell.close_cell(mc, *(slot as *const Value<'gc>)) };
            self.open.pop();
        }
    }

    /// Content of a cell.
    ///
    /// # Safety
    /// `cell` is a cell reference.
    #[inline(always)]
    pub(super) unsafe fn read_cell(cell: Value<'gc>) -> Value<'gc> {
        // SAFETY: an open cell's location is a slot of a live frame.
        unsafe {
            match cell.cell_location() {
                0 => cell.cell_value(),
                slot => *(slot as *const Value<'gc>),
            }
        }
    }

    /// Replaces the content of a cell.
    ///
    /// # Safety
    /// `cell` is a cell reference.
    #[inline(always)]
    pub(super) unsafe fn write_cell(&self, mc: Mutation<'gc>, cell: Value<'gc>, value: Value<'gc>) {
        // SAFETY: an open cell's location is a slot of a live frame; one below
        // the mark `old` is not scanned, so it is remembered.
        unsafe {
            match cell.cell_location() {
                0 => cell.set_cell_value(mc, value),
                slot => {
                    let slot = slot as *mut Value<'gc>;
                    if slot.cast() < self.old {
                        mc.remember_stack_slot(slot, value);
                    }
                    *slot = value;
                }
            }
        }
    }
}
