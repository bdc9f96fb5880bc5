//! Rebuilds large tables in steps, so that no operation on one takes long.
//!
//! A full table gets new parts at once. Its entries move there a few at a time, oldest first, with
//! each operation that follows. Meanwhile a key that is not found in the new parts is looked up in
//! the old ones.
//!
//! The number of live entries is known, so positions for all of them are reserved in front of the
//! new entries, and the order stays that of insertion. An entry that is removed before it has moved
//! (or of a weak table, that has died) leaves the last reserved position as a gap.
//!
//! Invariants: the first [`NEXT`] old entries have moved, and are gaps; the others have hashes that
//! stay valid until a full collection moves old objects, because entries whose hash may come from a
//! young address move first. The positions from [`FILLED`] to [`LIMIT`] are undefined, and are as
//! many as the old entries that are alive. A procedure that reads all entries ends the move first
//! ([`Table::settle`]).

use cairn_gc::{Kind, Mutation, OutOfMemory, Value};

use super::{ENTRIES, LINKS, LIVE, MOVES, Parts, State, Table, USED, View, Weakness, YOUNG, places};

/// Tables of fewer entries are rebuilt at once.
pub(super) const LEAST_MOVED: usize = 1 << 13;
/// Old entries that move with each operation, at least.
const STEP: usize = 8;
/// The new parts have room for at least one in this many of the old entries, gaps included, so that
/// an operation that moves its share of the old entries moves few.
const LEAST_ROOM: usize = 16;

/// Slots of a move: the old buckets and entries,
const OLD_LINKS: usize = 0;
const OLD_ENTRIES: usize = 1;
/// the old entry that moves next, and the end of those that remain to be moved,
const NEXT: usize = 2;
const END: usize = 3;
/// where it goes, and the end of the positions reserved for old entries,
const FILLED: usize = 4;
const LIMIT: usize = 5;
/// and the slot [`MOVES`] of the table before.
const BEGAN: usize = 6;

/// A move in progress: an object in the slot [`MOVES`] of its table.
#[derive(Clone, Copy)]
pub(super) struct Move<'gc>(Value<'gc>);

impl<'gc> Move<'gc> {
    /// Whether old objects had been moved so often when the move began.
    pub(super) fn began_with(self, moves: Value<'gc>) -> bool {
        self.0.slot(BEGAN) == Some(moves)
    }

    fn number(self, slot: usize) -> usize {
        self.0.slot(slot).and_then(Value::as_index).unwrap_or(0)
    }

    fn set_number(self, mc: Mutation<'gc>, slot: usize, n: usize) {
        self.0.set_slot(mc, slot, Value::fixnum(n as i64));
    }

    fn parts(self) -> Parts<'gc> {
        let [links, entries] = [OLD_LINKS, OLD_ENTRIES].map(|slot| self.0.slot(slot).unwrap_or(Value::FALSE));
        Parts { links, entries }
    }

    /// The last reserved position, which an old entry that is gone leaves as a gap.
    fn give_up_one(self, mc: Mutation<'gc>, new: State<'gc>) {
        let limit = self.number(LIMIT) - 1;
        self.set_number(mc, LIMIT, limit);
        new.leave_gap(mc, limit);
    }
}

impl<'gc> View<'gc> {
    /// The move in progress, if there is one.
    #[inline]
    pub(super) fn move_in_progress(self) -> Option<Move<'gc>> {
        Some(Move(self.slots[MOVES])).filter(|step| step.0.is_pointer())
    }

    /// The parts with the entries that have not moved yet.
    #[inline]
    pub(super) fn rest(self) -> Option<View<'gc>> {
        self.move_in_progress().map(|step| View::of(self.slots, step.parts()))
    }
}

impl<'gc> Table<'gc> {
    /// Gives a full table new parts, to which its entries will move.
    pub(super) fn start_move(self, mc: Mutation<'gc>) -> Result<(), OutOfMemory> {
        let live = self.view().number(LIVE);
        let used = self.view().number(USED);
        let parts = Parts::allocate(mc, places((live + live / 2 + 1).max(used / LEAST_ROOM)))?;
        let view = self.view();
        let young = view.number(YOUNG);
        let is_entry = |&entry: &usize| view.entries[2 * entry] != Value::BROKEN;
        let limit = live - (young..used).filter(is_entry).count();
        let numbers = [0, young, 0, limit].map(|n| Value::fixnum(n as i64));
        let [next, end, filled, limit_word] = numbers;
        let words = [view.parts.links, view.parts.entries, next, end, filled, limit_word, view.slots[MOVES]];
        let step = mc.alloc(Kind::Vector, &words);
        self.object.set_slot(mc, LINKS, parts.links);
        self.object.set_slot(mc, ENTRIES, parts.entries);
        self.object.set_slot(mc, MOVES, step);
        let new = self.view().state();
        let mut to = limit;
        for entry in (young..used).filter(is_entry) {
            new.set_words(mc, to, view.words(entry));
            new.link(mc, to, view.hash_of(entry));
            to += 1;
        }
        self.set_number(mc, USED, to);
        self.set_number(mc, YOUNG, limit);
        Ok(())
    }

    /// Moves some entries: as many as have to move with each operation, so that all of them have
    /// moved before the new parts are full.
    pub(super) fn go_on(self, mc: Mutation<'gc>, step: Move<'gc>) {
        let view = self.view();
        let room = view.heads.len() - view.number(USED);
        let left = step.number(END) - step.number(NEXT);
        self.move_some(mc, step, STEP.max(left.div_ceil(room.max(1))));
    }

    /// Ends a move in progress at once.
    #[inline]
    pub(super) fn settle(self, mc: Mutation<'gc>) {
        if let Some(step) = self.view().move_in_progress() {
            self.move_some(mc, step, usize::MAX);
        }
    }

    fn move_some(self, mc: Mutation<'gc>, step: Move<'gc>, most: usize) {
        let new = self.view().state();
        let from = step.number(NEXT);
        let end = step.number(END).min(from.saturating_add(most));
        let (mut filled, mut died) = (step.number(FILLED), 0);
        for entry in from..end {
            let old = View::of(self.view().slots, step.parts());
            let (words, hash) = (old.words(entry), old.hash_of(entry));
            if words[0] == Value::BROKEN {
                continue;
            }
            if self.sort.weakness != Weakness::Strong && self.sort.weakness.unwrap(mc, words).is_none() {
                step.give_up_one(mc, new);
                died += 1;
            } else {
                new.set_words(mc, filled, words);
                new.link(mc, filled, hash);
                filled += 1;
            }
            old.state().leave_gap(mc, entry);
        }
        step.set_number(mc, NEXT, end);
        step.set_number(mc, FILLED, filled);
        if end == step.number(END) {
            debug_assert_eq!(filled, step.number(LIMIT));
            self.end_move(mc);
        }
        if died > 0 {
            self.set_live(mc, new.live - died);
        }
    }

    /// An entry that has not moved is removed.
    pub(super) fn expect_one_fewer(self, mc: Mutation<'gc>) {
        let view = self.view();
        if let Some(step) = view.move_in_progress() {
            step.give_up_one(mc, view.state());
        }
    }

    /// Forgets the old parts, which have no entries any more.
    pub(super) fn end_move(self, mc: Mutation<'gc>) {
        if let Some(Move(step)) = self.view().move_in_progress() {
            let began = step.slot(BEGAN).unwrap_or(Value::fixnum(0));
            self.object.set_slot(mc, MOVES, began);
        }
    }
}
