//! Breaks weak words that refer to dead objects when marking is complete, and drops dead symbols
//! and the registrations of dead guardians. It may stop anywhere: see `major`.

use crate::marker::Queue;
use crate::state::HeapState;
use crate::value::TAG_OBJECT;
use crate::waiting::Waiter;

/// The next thing to clear.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Step {
    /// Weak pairs.
    #[default]
    Pairs,
    /// Ephemerons that still wait for their keys.
    Ephemerons,
    /// This part of the symbol table.
    Symbols(usize),
    /// This group of registrations.
    Groups(usize),
}

/// Units of work for examining a weak word or a symbol.
const LOOK: usize = 4;

/// Clears while there is quota; returns whether nothing is left to clear.
pub(crate) fn clear(state: &HeapState, quota: &mut usize) -> bool {
    let mut queue = state.queue.borrow_mut();
    while *quota > 0 {
        let next = match state.clearing.get() {
            Step::Pairs => match queue.weak.pop() {
                Some(addr) => {
                    break_dead(state, &queue, addr);
                    *quota = quota.saturating_sub(LOOK);
                    Step::Pairs
                }
                None => Step::Ephemerons,
            },
            Step::Ephemerons => match queue.take_waiters() {
                Some(waiters) => {
                    *quota = quota.saturating_sub(LOOK * waiters.len());
                    for waiter in waiters {
                        if let Waiter::Ephemeron(addr) = waiter {
                            break_dead(state, &queue, addr);
                        }
                    }
                    Step::Ephemerons
                }
                None => Step::Symbols(0),
            },
            Step::Symbols(part) => {
                let is_alive = |symbol: *mut u64| !queue.is_unmarked(symbol as u64 | TAG_OBJECT);
                match state.symbols.borrow_mut().retain_in(part, is_alive) {
                    Some(count) => {
                        *quota = quota.saturating_sub(LOOK * count);
                        Step::Symbols(part + 1)
                    }
                    None => Step::Groups(0),
                }
            }
            Step::Groups(group) => match state.guarded.borrow_mut().forget_some(group, &queue, quota) {
                Some(group) => Step::Groups(group),
                None => return true,
            },
        };
        state.clearing.set(next);
    }
    false
}

/// Breaks the weak pair or ephemeron at `addr` if its weak word refers to a dead object. The pair
/// itself may be dead, but has not been freed.
fn break_dead(state: &HeapState, queue: &Queue, addr: *mut u64) {
    // SAFETY: this marking met the object, which is not freed before the sweep.
    if queue.is_unmarked(unsafe { *addr.add(1) }) {
        state.break_weak(addr);
    }
}
