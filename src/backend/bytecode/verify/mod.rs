//! Checks every code object, in every build, when it is made.
//!
//! The interpreter loop reads operands without checking them. Its `unsafe` relies on
//! these rules, by number; its `// SAFETY:` comments name them.
//!
//! 1. Each word that may run has a valid operation. Captures follow a `Closure`, and a
//!    word with the accessor's name a `RecordRef` or `RecordSet`; these words never run.
//! 2. A jump lands on the start of an instruction, and so does a failure of an operand that
//!    is evaluated early. The last instruction does not go on to a next one.
//! 3. A register is inside the frame, and so are the windows of calls, natives and objects.
//! 4. A constant is inside the pool, and of its kind: the cell of a global variable, a code
//!    object, a flonum that needs no box.
//! 5. A captured value is one of those that closures of this code have. `Closure` makes
//!    closures with as many captures as their code has.
//! 6. `GetUpCell` and `SetUpCell` name a capture that is a cell in every closure of this code: each
//!    `Closure` of it captures a cell there, or a captured value that is one by this rule.
//! 7. An immediate of `LoadImm` is a value. An index or a divisor in an instruction is in
//!    its range.
//! 8. `Native` names a native that takes this number of arguments; `CallSelf` passes as many
//!    as the procedure has parameters. An instruction that may fail as a primitive names one.
//! 9. On every path, a register has been written before it is read. At a safepoint, and
//!    at a native, which may wait for a collection, so have all below the live top.
//! 10. On every path, a register to which an open cell may refer is closed before its frame
//!     is left, and before a window covers it.
//! 11. `MakeObject` makes vectors, multiple values, records with a type, and procedures of
//!     several clauses.
//! 12. A procedure of more registers than an ordinary frame begins with `LargeFrame`. Every
//!     cycle has a `Loop`.
//!
//! The facts about each operation are columns of the table in `ops`. One pass over the words
//! checks what is local to an instruction (`operands`), one along the paths the rest
//! (`paths`); both take time in proportion to the code, the second times the words of a set
//! of its registers.

mod operands;
mod paths;
#[cfg(test)]
mod tests;

use cairn_data::code::Early;
use cairn_gc::Value;

use super::ops::Word;

/// The size of a procedure.
#[derive(Clone, Copy, Default, Debug)]
pub struct Shape {
    /// Parameters, without the rest.
    pub params: usize,
    /// There is a rest parameter.
    pub rest: bool,
    /// Registers of a frame.
    pub registers: usize,
    /// Captured values of its closures.
    pub captures: usize,
}

/// The code of a procedure, to be checked.
pub struct Subject<'a, 'gc> {
    /// The instructions.
    pub code: &'a [Word],
    /// The constants.
    pub constants: &'a [Value<'gc>],
    /// How large the procedure is.
    pub shape: Shape,
    /// Operands that are evaluated early, in the order of the code.
    pub early: &'a [Early],
    /// Whether the builtin with this number is a native that takes that many arguments.
    pub is_native: &'a dyn Fn(u16, usize) -> bool,
}

/// A fault; small, because results are passed through many functions.
type Problem = Box<str>;

type Checked = Result<(), Problem>;

fn require(holds: bool, problem: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(problem().into()) }
}

/// Checks the code of procedures, one after the other; keeps its memory for the next.
#[derive(Default)]
pub struct Verifier {
    facts: operands::Facts,
    graph: paths::Graph,
}

impl Verifier {
    /// Checks the code of a procedure. The captured values that must be cells come back,
    /// ascending.
    ///
    /// # Errors
    /// The broken rule, and where.
    pub fn check(&mut self, subject: &Subject<'_, '_>) -> Result<Box<[u16]>, String> {
        operands::check(subject, &mut self.facts)?;
        paths::check(subject, &self.facts, &mut self.graph)?;
        Ok(self.facts.cells())
    }
}
