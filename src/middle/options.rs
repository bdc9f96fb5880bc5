//! States which passes the optimiser runs.

use std::collections::HashSet;

/// Which passes run.
#[derive(Clone, Default, Debug)]
pub struct Options {
    /// Names of the passes that are switched off.
    pub disabled: HashSet<String>,
    /// Run only the required passes.
    pub minimal: bool,
}

impl Options {
    /// Whether the pass of this name runs, which the compiler cannot do without if it is required.
    pub fn wants(&self, name: &str, is_required: bool) -> bool {
        is_required || !(self.minimal || self.disabled.contains(name))
    }
}
