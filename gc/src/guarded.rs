//! Tracks objects registered with guardians, in one group per guardian.
//!
//! A guardian is an object of two words: its queue, a list, and the number of its group, which it
//! gets at its first registration.
//!
//! When the mark queue has run empty, the groups are settled in steps ([`Step`]). All of them may
//! stop anywhere, and the program keeps running:
//!
//! 1. a representative that differs from its object is kept if the object is marked, and otherwise
//!    waits for it, as the datum of an ephemeron waits for its key;
//! 2. in each group whose guardian is marked, the registrations whose object is unmarked *fall*; a
//!    group whose guardian is unmarked waits for it;
//! 3. when all groups have been examined, it is decided which objects are dead. The representatives
//!    of the fallen registrations are *revived*: marked, with all that they lead to. Groups that
//!    this wakes are examined as in 2. The queue of a guardian grows when this is done.
//!
//! So all objects that are dead at the same time are queued together, whichever of them lead to
//! others. A program that reads an unmarked object through a weak word before step 3 keeps it; then
//! a fallen registration may not be dead, and step 2 starts again. In step 3 such a program could
//! find an object that leads to one that has fallen, so its first read of a weak word does the rest
//! of the step at once. A program that reads none cannot reach what is being revived: all that it
//! reaches was marked when step 3 began, or is newer and born marked.

use std::mem::take;

use gc_arena::Gc;

use crate::bag::Bag;
use crate::marker::Queue;
use crate::value::{TAG_PAIR, Value};
use crate::waiting::Waiter;

/// One object registered with a guardian. The guardian receives the representative once the object
/// is dead; often they are the same.
#[derive(Clone, Copy)]
pub(crate) struct Registration {
    pub object: u64,
    pub representative: u64,
}

/// The registrations with one guardian, oldest first. The first `old` ones hold only tenured words,
/// so that minor collections can skip them.
#[derive(Default)]
pub(crate) struct Group {
    /// 0 if the group is not in use.
    pub guardian: u64,
    pub list: Vec<Registration>,
    pub old: usize,
    /// Registrations in the list that are [`GONE`].
    gone: usize,
    /// Representatives that will be put before the guardian's queue.
    revived: Option<Chain>,
}

/// A list of representatives: its first pair's word, and its last pair.
#[derive(Clone, Copy)]
struct Chain {
    first: u64,
    last: *mut u64,
}

/// Units of work for examining a registration, for letting it fall, and for reviving it.
const LOOK: usize = 2;
const FALL: usize = 10;
const REVIVE: usize = 20;

/// The object of a fallen registration that will be removed from its list.
const GONE: u64 = 0;

/// A fallen registration and its group.
#[derive(Clone, Copy)]
pub(crate) struct Fallen {
    group: usize,
    registration: Registration,
}

/// Progress of settling the groups in a marking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Step {
    /// Examines the representatives of this group next, from a registration on.
    Representatives(usize, usize),
    /// Examines the objects of this group next, from a registration on.
    Objects(usize, usize),
    /// Examines the objects of the groups that were woken.
    Woken(usize, usize),
    /// Revives the representatives of the fallen registrations.
    Reviving,
    /// Puts revived representatives before the queues of their guardians.
    Queueing,
    /// Nothing is left to do until a group is woken.
    #[default]
    Settled,
}

/// All registrations of a heap.
#[derive(Default)]
pub(crate) struct Guarded {
    pub groups: Vec<Group>,
    /// Unused groups.
    free: Vec<usize>,
    /// Groups with a guardian or registrations that may be young.
    young: Vec<usize>,
    fallen: Bag<Fallen>,
    /// Groups with a chain of revived representatives.
    chained: Vec<usize>,
    pub step: Step,
    /// Whether this marking has decided which objects are dead.
    decided: bool,
    bytes: usize,
}

/// Appends a registration; returns the number of bytes by which the list grew.
fn push_counted(list: &mut Vec<Registration>, registration: Registration) -> usize {
    let room = list.capacity();
    list.push(registration);
    (list.capacity() - room) * size_of::<Registration>()
}

/// The word of a guardian that holds its group's number plus one, or 0 if it has none.
const GROUP: usize = 1;

impl Guarded {
    /// The group of a guardian, if it has one.
    fn group_of(&self, guardian: Value<'_>) -> Option<usize> {
        let group = guardian.slot(GROUP)?.as_index()?.checked_sub(1)?;
        (self.groups.get(group)?.guardian == guardian.bits()).then_some(group)
    }

    /// Registers an object; returns the number of the guardian's group.
    pub(crate) fn add(&mut self, guardian: Value<'_>, registration: Registration) -> usize {
        let group = self.group_of(guardian).unwrap_or_else(|| self.new_group(guardian.bits()));
        let Group { list, old, .. } = &mut self.groups[group];
        if *old == list.len() {
            self.young.push(group);
        }
        self.bytes += push_counted(list, registration);
        group
    }

    fn new_group(&mut self, guardian: u64) -> usize {
        let group = self.free.pop().unwrap_or_else(|| {
            self.groups.push(Group::default());
            self.groups.len() - 1
        });
        debug_assert!(self.groups[group].list.is_empty());
        self.groups[group].guardian = guardian;
        group
    }

    /// Bytes that one more registration with `guardian` may allocate: a list that is full is copied
    /// to one twice as large.
    pub(crate) fn growth(&self, guardian: Value<'_>) -> usize {
        match self.group_of(guardian).map(|group| &self.groups[group].list) {
            Some(list) if list.len() == list.capacity() => 2 * list.capacity() * size_of::<Registration>(),
            _ => 0,
        }
    }

    /// Removes and returns the registrations with a guardian, oldest first.
    pub(crate) fn take(&mut self, guardian: Value<'_>) -> Vec<Registration> {
        let Some(group) = self.group_of(guardian) else { return Vec::new() };
        self.groups[group].old = 0;
        // A group among the young ones stays there, so that its guardian's address is updated.
        let mut list = take(&mut self.groups[group].list);
        self.groups[group].gone = 0;
        self.bytes -= list.capacity() * size_of::<Registration>();
        list.retain(|registration| registration.object != GONE);
        list
    }

    /// Bytes of all registrations, and of those that have fallen.
    pub(crate) fn bytes(&self) -> usize {
        let tables = self.groups.capacity() * size_of::<Group>() + self.chained.capacity() * size_of::<usize>();
        self.bytes + tables + self.fallen.bytes()
    }

    /// Replaces all words that may be young by the result of `visit`.
    pub(crate) fn visit_young(&mut self, mut visit: impl FnMut(u64) -> u64) {
        for group in take(&mut self.young) {
            let Group { guardian, list, old, .. } = &mut self.groups[group];
            if *guardian == 0 {
                continue;
            }
            *guardian = visit(*guardian);
            for registration in &mut list[*old..] {
                registration.object = visit(registration.object);
                registration.representative = visit(registration.representative);
            }
            *old = list.len();
        }
    }

    /// Replaces all words by the result of `visit`. Only outside a marking.
    pub(crate) fn visit_all(&mut self, mut visit: impl FnMut(u64) -> u64) {
        debug_assert!(self.fallen.is_empty() && self.young.is_empty());
        for Group { guardian, list, .. } in self.groups.iter_mut().filter(|group| group.guardian != 0) {
            *guardian = visit(*guardian);
            for registration in list {
                registration.object = visit(registration.object);
                registration.representative = visit(registration.representative);
            }
        }
    }

    /// Starts a marking.
    pub(crate) fn start(&mut self) {
        debug_assert!(self.fallen.is_empty() && self.chained.is_empty());
        self.decided = false;
        self.step = if self.groups.is_empty() { Step::Settled } else { Step::Representatives(0, 0) };
    }

    /// Whether the program may still revive an object that seems dead.
    pub(crate) fn is_deciding(&self) -> bool {
        matches!(self.step, Step::Objects(..))
    }

    /// Whether it is decided which objects are dead, so that only what they lead to remains to be
    /// marked, or nothing.
    pub(crate) fn is_decided(&self) -> bool {
        self.decided
    }

    /// Something unmarked was found through a weak word: what fell is looked at again.
    pub(crate) fn start_again(&mut self) {
        while let Some(Fallen { group, registration }) = self.fallen.pop() {
            let Group { list, old, .. } = &mut self.groups[group];
            *old += usize::from(*old == list.len());
            self.bytes += push_counted(list, registration);
        }
        self.step = Step::Objects(0, 0);
    }

    /// Whether nothing is left to do. If there are groups that were woken, they are next.
    pub(crate) fn is_settled(&mut self, woken: &[usize]) -> bool {
        if self.step == Step::Settled && !woken.is_empty() {
            self.step = Step::Woken(0, 0);
        }
        self.step == Step::Settled
    }
}

/// Steps of a marking that has otherwise run dry.
impl Guarded {
    /// Does the present step, or as much of it as there is quota for. The marked
    /// objects are left to the queue. `new_pair` makes a tenured pair of two words.
    pub(crate) fn settle<'gc>(
        &mut self,
        queue: &mut Queue,
        quota: &mut usize,
        keep: impl FnMut(Gc<'gc, ()>),
        new_pair: impl FnMut(u64, u64) -> *mut u64,
    ) {
        debug_assert!(queue.is_empty());
        match self.step {
            Step::Representatives(group, from) => self.keep_representatives(group, from, queue, quota, keep),
            Step::Objects(mut group, mut from) => {
                while *quota > 0 && group < self.groups.len() {
                    (group, from) =
                        self.drop_dead(group, from, queue, quota).map_or((group + 1, 0), |from| (group, from));
                }
                let done = group == self.groups.len();
                self.step = if done { Step::Reviving } else { Step::Objects(group, from) };
                self.decided = done;
            }
            Step::Woken(mut at, mut from) => {
                while *quota > 0 && at < queue.woken.len() {
                    let group = queue.woken[at];
                    (at, from) = self.drop_dead(group, from, queue, quota).map_or((at + 1, 0), |from| (at, from));
                }
                self.step = Step::Woken(at, from);
                if at == queue.woken.len() {
                    queue.woken.clear();
                    self.step = Step::Reviving;
                }
            }
            Step::Reviving => self.revive_fallen(queue, quota, keep, new_pair),
            Step::Queueing => self.queue_revived(queue, quota),
            Step::Settled => {}
        }
    }

    fn keep_representatives<'gc>(
        &mut self,
        mut group: usize,
        mut from: usize,
        queue: &mut Queue,
        quota: &mut usize,
        mut keep: impl FnMut(Gc<'gc, ()>),
    ) {
        while *quota > 0
            && let Some(Group { list, .. }) = self.groups.get(group)
        {
            let Some(&Registration { object, representative }) = list.get(from) else {
                (group, from) = (group + 1, 0);
                *quota = quota.saturating_sub(1);
                continue;
            };
            if representative != object && queue.is_unmarked(object) {
                queue.wait(object, Waiter::Representative(representative));
            } else if representative != object {
                queue.mark(representative, &mut keep);
            }
            from += 1;
            *quota = quota.saturating_sub(LOOK);
        }
        let done = group == self.groups.len();
        self.step = if done { Step::Objects(0, 0) } else { Step::Representatives(group, from) };
    }

    /// Lets the registrations of a group fall whose object is dead, from one on. Tells
    /// with which to go on; nothing when the group is done with.
    fn drop_dead(&mut self, group: usize, from: usize, queue: &mut Queue, quota: &mut usize) -> Option<usize> {
        *quota = quota.saturating_sub(1);
        let Group { guardian, list, gone, old, .. } = &mut self.groups[group];
        if *guardian == 0 || list.is_empty() {
            return None;
        }
        if queue.is_unmarked(*guardian) {
            queue.wait(*guardian, Waiter::Group(group));
            return None;
        }
        for (at, registration) in list.iter_mut().enumerate().skip(from) {
            if *quota == 0 {
                return Some(at);
            }
            *quota = quota.saturating_sub(LOOK);
            if registration.object != GONE && queue.is_unmarked(registration.object) {
                self.fallen.push(Fallen { group, registration: *registration });
                registration.object = GONE;
                *gone += 1;
                *quota = quota.saturating_sub(FALL);
            }
        }
        if take(gone) > 0 {
            list.retain(|registration| registration.object != GONE);
            *old = list.len();
        }
        None
    }

    fn revive_fallen<'gc>(
        &mut self,
        queue: &mut Queue,
        quota: &mut usize,
        mut keep: impl FnMut(Gc<'gc, ()>),
        mut new_pair: impl FnMut(u64, u64) -> *mut u64,
    ) {
        while *quota > 0 {
            let Some(Fallen { group, registration }) = self.fallen.pop() else {
                self.step = Step::Queueing;
                return;
            };
            let revived = &mut self.groups[group].revived;
            let rest = revived.map_or(Value::NIL.bits(), |chain| chain.first);
            let pair = new_pair(registration.representative, rest);
            if revived.is_none() {
                self.chained.push(group);
            }
            let first = pair as u64 | TAG_PAIR;
            *revived = Some(Chain { first, last: revived.map_or(pair, |chain| chain.last) });
            // The pair may be born marked, so its car is marked apart.
            queue.mark(first, &mut keep);
            queue.mark(registration.representative, &mut keep);
            *quota = quota.saturating_sub(REVIVE);
        }
    }

    /// Lets the guardians have what was revived for them, unless that has woken other groups, which
    /// are next then.
    fn queue_revived(&mut self, queue: &Queue, quota: &mut usize) {
        if !queue.woken.is_empty() {
            self.step = Step::Woken(0, 0);
            return;
        }
        while *quota > 0 {
            let Some(group) = self.chained.pop() else {
                self.step = Step::Settled;
                return;
            };
            let Group { guardian, revived, .. } = &mut self.groups[group];
            if let Some(Chain { first, last }) = revived.take() {
                let guardian = (*guardian & !7) as *mut u64;
                // SAFETY: a guardian whose registrations fell is marked, and its queue is the word
                // after its header; the chain's pairs are marked, so nothing of it was freed.
                unsafe {
                    *last.add(1) = *guardian.add(1);
                    *guardian.add(1) = first;
                }
            }
            *quota = quota.saturating_sub(4);
        }
    }

    /// A marking is complete: forgets the groups of dead guardians, from a number on.
    /// Tells with which to go on; nothing when all have been looked at.
    pub(crate) fn forget_some(&mut self, from: usize, queue: &Queue, quota: &mut usize) -> Option<usize> {
        for number in from..self.groups.len() {
            if *quota == 0 {
                return Some(number);
            }
            *quota = quota.saturating_sub(4);
            let Group { guardian, list, gone, old, .. } = &mut self.groups[number];
            if *guardian == 0 {
                continue;
            }
            let room = list.capacity();
            if queue.is_unmarked(*guardian) {
                (*guardian, *old, *gone) = (0, 0, 0);
                *list = Vec::new();
                self.free.push(number);
            } else if list.len() < room / 8 {
                list.shrink_to(list.len() * 2);
            }
            self.bytes -= (room - list.capacity()) * size_of::<Registration>();
        }
        self.drop_free_groups();
        None
    }

    /// Gives the room of free groups at the end back, when that is most of it.
    fn drop_free_groups(&mut self) {
        let in_use = self.groups.iter().rposition(|group| group.guardian != 0).map_or(0, |last| last + 1);
        if in_use < self.groups.capacity() / 8 {
            self.groups.truncate(in_use);
            self.groups.shrink_to(2 * in_use);
            self.free.retain(|&group| group < in_use);
            self.free.shrink_to(2 * in_use);
            debug_assert!(self.young.iter().all(|&group| group < in_use));
        }
    }
}
