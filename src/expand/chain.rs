//! Measures how long a chain of macro uses is, each in the expansion of the one before.
//!
//! An expansion that makes code at each step and never ends grows until memory is full.
//! Its chain grows with it, and that is noticed early. A use belongs to the expansion of
//! an earlier one while work that was scheduled before that one waits below both: so the
//! heights of the waiting work form a stack. An expansion that comes later at a lower height has
//! left the chain; one at the same height stands at the end of the expansion before,
//! where a sibling would have stood higher.

use cairn_gc::trace_nothing;

/// How much work waits: tasks, and forms of the innermost body or top level.
pub(super) type Height = (usize, usize);

/// Macro uses in the expansions of each other.
#[derive(Default)]
pub(super) struct Chain {
    /// Heights, rising, each with the length of the chain there.
    links: Vec<(Height, u64)>,
    length: u64,
}

trace_nothing!(Chain);

impl Chain {
    /// Adds a use at this height; the length of its chain.
    pub(super) fn add(&mut self, height: Height) -> u64 {
        while let Some(&(last, length)) = self.links.last()
            && last > height
        {
            self.length -= length;
            self.links.pop();
        }
        if self.links.last().is_none_or(|&(last, _)| last < height) {
            self.links.push((height, 0));
        }
        self.lengthen(1);
        self.length
    }

    /// Makes the use that was added last count for more.
    pub(super) fn lengthen(&mut self, more: u64) {
        if let Some((_, length)) = self.links.last_mut() {
            *length += more;
            self.length += more;
        }
    }

    /// Starts anew.
    pub(super) fn clear(&mut self) {
        self.links.clear();
        self.length = 0;
    }
}
