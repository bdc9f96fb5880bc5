//! Stands in for the profiler where nothing asks for one: nothing is measured.

use cairn_gc::{Mutation, trace_nothing};

use super::machine::{Exit, Machine};

/// The samples so far, of which there are none.
pub enum Profile {}

trace_nothing!(Profile);

impl<'gc> Machine<'gc> {
    /// Measures no time.
    pub(super) fn sample_time(&mut self, _mc: Mutation<'gc>, _entered: bool) {}

    /// Measures no steps.
    pub(super) fn sample_steps(&mut self, _steps: u64) {}

    /// Measures no allocation.
    pub fn sample_allocation(&mut self, _allocated: u64) {}

    /// Whether the safepoint after which the program goes on has executed no instructions: always.
    pub(super) fn stayed_at_safepoint(&self) -> bool {
        true
    }

    /// Executes nothing.
    pub(super) fn sample_ahead(&mut self, _mc: Mutation<'gc>) -> Option<Exit> {
        None
    }
}
