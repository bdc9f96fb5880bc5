//! Stands in for the native tier where there is none: everything is interpreted.

use cairn_gc::{Mutation, Tracer, Value};

use super::machine::{Exit, Machine};
use super::tiering::{Native, NativeStats, NativeSymbol};

/// No native tier.
pub(super) struct Tier<'gc>(std::marker::PhantomData<Value<'gc>>);

impl<'gc> Tier<'gc> {
    /// No native tier.
    pub(super) fn new() -> Self {
        Tier(std::marker::PhantomData)
    }

    /// Shows nothing to a collector.
    pub(super) fn trace(&mut self, _tracer: &mut Tracer<'_, 'gc>) {}
}

impl<'gc> Machine<'gc> {
    /// Sets when procedures become machine code: here they never do.
    pub fn set_native(&mut self, _mc: Mutation<'gc>, _mode: Native) {}

    /// Figures of the native tier.
    pub fn native_stats(&self) -> NativeStats {
        NativeStats::default()
    }

    /// The code of procedures: none.
    pub fn native_symbols(&self) -> Vec<NativeSymbol> {
        Vec::new()
    }

    /// Makes ready for nothing.
    pub fn prepare_native(&mut self, _mc: Mutation<'gc>) {}

    /// The machine code of a code object: none.
    pub fn native_lines(&self, _mc: Mutation<'gc>, _proto: Value<'gc>) -> Vec<(usize, String)> {
        Vec::new()
    }

    pub(super) fn begin_native(&mut self, _mc: Mutation<'gc>) {}

    pub(super) fn sample(&mut self, _mc: Mutation<'gc>) {}

    #[inline(always)]
    pub(super) fn is_native_here(&self) -> bool {
        false
    }

    pub(super) fn run_native(&mut self, _mc: Mutation<'gc>) -> Option<Exit> {
        None
    }
}
