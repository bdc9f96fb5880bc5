//! Gives a host what a program has left besides its value: its tests, and the lines that ran.

use cairn_data::coverage::Coverage;

use super::Engine;
pub use cairn_vm::world::TestResult;

/// Lines of a text by number, and how often each has run.
pub type Lines = Vec<(usize, u64)>;

impl Engine {
    /// Has the tests of SRFI 64, SRFI 78 and `(chibi test)` recorded from now on.
    pub fn record_tests(&mut self) {
        self.mutate(|_, machine| machine.world.test_results = Some(Vec::new()));
    }

    /// The tests that were recorded, in their order.
    pub fn test_results(&mut self) -> Vec<TestResult> {
        self.mutate(|_, machine| machine.world.test_results.clone().unwrap_or_default())
    }

    /// Has the lines counted that run, of programs and libraries that are compiled from now
    /// on. Running takes longer then.
    pub fn count_lines(&mut self) {
        self.mutate(|_, machine| machine.world.session.coverage = Some(Coverage::default()));
    }

    /// The lines of each text that may run, and how often each has.
    pub fn counted_lines(&mut self) -> Vec<(String, Lines)> {
        self.mutate(|_, machine| {
            let session = &machine.world.session;
            session.coverage.as_ref().map(|coverage| coverage.lines()).unwrap_or_default()
        })
    }
}
