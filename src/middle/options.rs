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
