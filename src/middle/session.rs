//! Holds the state that compilations of one engine share: source texts, libraries, cells of
//! builtins, options.

use cairn_data::coverage::Coverage;
use cairn_data::source::Sources;
use cairn_gc::{trace_fields, trace_nothing};

use crate::environment::cells::Cells;
use crate::environment::{Bundle, Libraries};
use crate::options::Options;
use crate::primitives::Primitives;

/// The compiler's state between units. Part of the root.
pub struct Session<'gc> {
    /// The builtins.
    pub primitives: &'static Primitives,
    /// Source texts.
    pub sources: Sources,
    /// The global cells of the builtins.
    pub cells: Cells<'gc>,
    /// Libraries and environments.
    pub libraries: Libraries<'gc>,
    /// Whether definitions arrive one by one, so that a later one may change names that earlier
    /// code refers to.
    pub interactive: bool,
    /// The passes to run.
    pub options: Options,
    /// Counters of the lines of programs, when they are wanted.
    pub coverage: Option<Coverage>,
}

impl Session<'_> {
    /// A fresh session with these builtins and bundled libraries.
    pub fn new(primitives: &'static Primitives, bundle: &'static Bundle) -> Self {
        Session {
            primitives,
            sources: Sources::default(),
            cells: Cells::new(primitives),
            libraries: Libraries::new(primitives, bundle),
            interactive: false,
            options: Options::default(),
            coverage: None,
        }
    }

    /// Whether only the current unit may change its global variables.
    pub fn is_sealed(&self) -> bool {
        !self.interactive && !self.reaches_environments()
    }

    /// Whether some code may evaluate further code in its own environment.
    pub fn reaches_environments(&self) -> bool {
        self.cells.has_outside()
    }
}

trace_nothing!(Options);
trace_fields!(Session<'gc> { primitives, sources, cells, libraries, interactive, options, coverage });
