//! Allocates the memory of large objects below a mebibyte from fields of a few MiB.
//!
//! An allocator keeps the memory that it is given back, as long as it likes; a heap that counts what it
//! takes from the system, and returns what it does not need, cannot leave that to one. So a *field* is
//! a region of the heap's own, divided into granules of 256 bytes with a bit each. An object takes the
//! first run of free granules that is long enough.
//!
//! Invariants: the granules of an object are in use, and all others free; a page that holds a granule
//! in use is *dirty*. Pages that are dirty without such a granule are *loose*: they are returned to the
//! system by [`Spans::trim`], or with their field when nothing in that is in use and many are loose.

use crate::pages::Region;

const GRANULE: usize = 256;
const PAGE: usize = 4096;
/// Granules of a page.
const PER_PAGE: usize = PAGE / GRANULE;
/// Bytes of the first field, which is enough for a small program, and of the others.
const FIRST_FIELD: usize = 256 << 10;
const FIELD: usize = 4 << 20;
/// Loose bytes up to which fields without objects are kept: a program that makes and drops large objects would have the
/// system clear the same pages for each cycle.
const KEPT: usize = 16 << 20;

/// One bit for each of a number of things, in words.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn new(count: usize) -> Bits {
        Bits(vec![0; count.div_ceil(64)])
    }

    /// Sets or clears the bits from `from` to `to`; returns how many of them changed.
    fn set(&mut self, from: usize, to: usize, on: bool) -> usize {
        let (mut at, mut changed) = (from, 0);
        while at < to {
            let end = to.min((at / 64 + 1) * 64);
            let mask = (u64::MAX >> (64 - (end - at))) << (at % 64);
            let word = &mut self.0[at / 64];
            let fresh = if on { !*word & mask } else { *word & mask };
            *word ^= fresh;
            changed += fresh.count_ones() as usize;
            at = end;
        }
        changed
    }

    /// The first run of at least `count` clear bits from `from` to `to`; if there is none, the length
    /// of the longest.
    fn find_clear(&self, from: usize, to: usize, count: usize) -> Result<usize, usize> {
        let (mut at, mut longest) = (from, 0);
        while at < to {
            let start = self.next(at, to, false);
            let end = self.next(start, to.min(start + count), true);
            if end - start >= count {
                return Ok(start);
            }
            longest = longest.max(end - start);
            at = end.max(at + 1);
        }
        Err(longest)
    }

    /// The first bit from `from` to `to` that is set, or clear; `to` if there is none.
    fn next(&self, from: usize, to: usize, on: bool) -> usize {
        let mut at = from;
        while at < to {
            let word = if on { self.0[at / 64] } else { !self.0[at / 64] };
            let rest = word >> (at % 64);
            if rest != 0 {
                return to.min(at + rest.trailing_zeros() as usize);
            }
            at = (at / 64 + 1) * 64;
        }
        to
    }
}

struct Field {
    region: Region,
    in_use: Bits,
    dirty: Bits,
    /// Granules in use.
    used: usize,
    /// All granules below are in use.
    lowest: usize,
    /// No longer run of granules is free.
    longest: usize,
}

impl Field {
    fn new(bytes: usize) -> Option<Field> {
        let count = bytes / GRANULE;
        Some(Field {
            region: Region::new(bytes)?,
            in_use: Bits::new(count),
            dirty: Bits::new(bytes / PAGE),
            used: 0,
            lowest: 0,
            longest: count,
        })
    }

    fn granules(&self) -> usize {
        self.region.bytes() / GRANULE
    }

    /// Takes a run of `count` granules; returns the first, and how many pages became dirty.
    fn take(&mut self, count: usize) -> Option<(usize, usize)> {
        if count > self.longest {
            return None;
        }
        self.lowest = self.in_use.next(self.lowest, self.granules(), false);
        match self.in_use.find_clear(self.lowest, self.granules(), count) {
            Ok(first) => {
                self.in_use.set(first, first + count, true);
                self.used += count;
                Some((first, self.dirty.set(first / PER_PAGE, (first + count).div_ceil(PER_PAGE), true)))
            }
            Err(longest) => {
                self.longest = longest;
                None
            }
        }
    }

    fn give_back(&mut self, first: usize, count: usize) {
        let given = self.in_use.set(first, first + count, false);
        debug_assert_eq!(given, count);
        self.used -= count;
        self.longest = self.granules();
        self.lowest = self.lowest.min(first);
    }

    /// Returns dirty pages without granules in use to the system; returns their number.
    fn trim(&mut self) -> usize {
        let (mut at, mut returned) = (0, 0);
        let end = self.granules();
        while at < end {
            let start = self.in_use.next(at, end, false);
            at = self.in_use.next(start, end, true);
            let (first, last) = (start.div_ceil(PER_PAGE), at / PER_PAGE);
            if first < last && self.dirty.next(first, last, true) < last {
                returned += self.dirty.set(first, last, false);
                self.region.decommit(first * PAGE, (last - first) * PAGE);
            }
        }
        returned
    }

    fn holds(&self, addr: *const u64) -> bool {
        addr.addr().wrapping_sub(self.region.start().addr()) < self.region.bytes()
    }
}

/// The memory of large objects.
#[derive(Default)]
pub(crate) struct Spans {
    /// In the order of their addresses.
    fields: Vec<Field>,
    /// The field that the last object was taken from.
    current: usize,
    dirty_pages: usize,
    used_granules: usize,
}

impl Spans {
    /// Takes memory for `bytes` bytes, at most a quarter of a field, aligned for any word; `None` if the system
    /// has none. Its content is undefined.
    pub(crate) fn take(&mut self, bytes: usize) -> Option<*mut u64> {
        let count = bytes.div_ceil(GRANULE);
        debug_assert!(bytes > 0 && bytes <= FIELD / 4);
        let fields = self.fields.len();
        let order = std::iter::once(self.current).filter(|&at| at < fields).chain(0..fields);
        let found = order.filter_map(|at| Some((at, self.fields[at].take(count)?))).next();
        let (at, (first, pages)) = match found {
            Some(found) => found,
            None => {
                let at = self.add_field(bytes)?;
                (at, self.fields[at].take(count)?)
            }
        };
        self.current = at;
        self.dirty_pages += pages;
        self.used_granules += count;
        Some(self.fields[at].region.start().wrapping_add(first * GRANULE).cast())
    }

    /// Adds a field for an object of `bytes` bytes; returns its place.
    fn add_field(&mut self, bytes: usize) -> Option<usize> {
        let is_small = self.fields.is_empty() && bytes <= FIRST_FIELD / 4;
        let field = Field::new(if is_small { FIRST_FIELD } else { FIELD })?;
        let at = self.fields.partition_point(|other| other.region.start() < field.region.start());
        self.fields.insert(at, field);
        Some(at)
    }

    /// Takes back memory of `bytes` bytes at `addr`. A field with nothing else in it goes back to the
    /// system when more than [`KEPT`] bytes are loose, unless it is the only one.
    ///
    /// # Panics
    /// If [`Spans::take`] did not return `addr`.
    pub(crate) fn give_back(&mut self, addr: *mut u64, bytes: usize) {
        let at = self.fields.partition_point(|field| field.region.start().cast() <= addr) - 1;
        let count = bytes.div_ceil(GRANULE);
        let field = &mut self.fields[at];
        assert!(field.holds(addr), "{addr:p} is in no field");
        field.give_back((addr.addr() - field.region.start().addr()) / GRANULE, count);
        self.used_granules -= count;
        let is_empty = field.used == 0;
        if is_empty && self.fields.len() > 1 && self.loose_bytes() > KEPT {
            let mut field = self.fields.remove(at);
            self.dirty_pages -= field.trim();
            self.current = 0;
        }
    }

    /// Bytes of pages that hold no object, or only a part of one, and have not been returned to the system.
    pub(crate) fn loose_bytes(&self) -> usize {
        self.dirty_pages * PAGE - self.used_granules.div_ceil(PER_PAGE) * PAGE
    }

    /// Bytes by which the granules of an object of `bytes` bytes exceed it.
    pub(crate) fn rounding(bytes: usize) -> usize {
        bytes.next_multiple_of(GRANULE) - bytes
    }

    /// Returns the pages that hold no object to the system, and the fields but for one.
    pub(crate) fn trim(&mut self) {
        self.dirty_pages -= self.fields.iter_mut().map(Field::trim).sum::<usize>();
        let mut spare = usize::from(self.used_granules == 0);
        self.fields.retain(|field| field.used > 0 || std::mem::take(&mut spare) > 0);
        self.current = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_bits_are_found() {
        let mut bits = Bits::new(300);
        assert_eq!(bits.set(10, 200, true), 190);
        assert_eq!(bits.set(100, 170, false), 70);
        assert_eq!(bits.find_clear(0, 300, 10), Ok(0));
        assert_eq!(bits.find_clear(0, 300, 11), Ok(100));
        assert_eq!(bits.find_clear(0, 300, 70), Ok(100));
        assert_eq!(bits.find_clear(0, 300, 71), Ok(200));
        assert_eq!(bits.find_clear(0, 300, 101), Err(100));
        assert_eq!(bits.set(0, 300, true), 180);
        assert_eq!(bits.find_clear(0, 300, 1), Err(0));
    }

    /// Random objects never overlap, keep their contents, and everything goes back in the end.
    #[test]
    fn objects_keep_to_themselves() {
        let mut spans = Spans::default();
        let mut random = fastrand::Rng::with_seed(3);
        let mut objects: Vec<(*mut u64, usize, u64)> = Vec::new();
        let (steps, most) = if cfg!(miri) { (200, 1 << 13) } else { (20_000, 1 << 16) };
        for step in 0..steps {
            if random.usize(..400) > objects.len() {
                let words = random.usize(128..most) >> random.u32(0..6) | 128;
                let addr = spans.take(words * 8).expect("memory");
                for i in 0..words {
                    // SAFETY: the words were taken above.
                    unsafe { *addr.add(i) = step };
                }
                objects.push((addr, words, step));
            } else {
                let (addr, words, mark) = objects.swap_remove(random.usize(..objects.len()));
                for i in 0..words {
                    // SAFETY: as above.
                    assert_eq!(unsafe { *addr.add(i) }, mark);
                }
                spans.give_back(addr, words * 8);
            }
            if random.usize(..1000) == 0 {
                spans.trim();
            }
        }
        for (addr, words, _) in objects {
            spans.give_back(addr, words * 8);
        }
        spans.trim();
        assert!(spans.fields.len() == 1 && spans.loose_bytes() == 0 && spans.used_granules == 0);
    }

    #[test]
    fn what_is_free_is_returned() {
        let mut spans = Spans::default();
        let objects: Vec<_> = (0..4000).map(|_| spans.take(10_000).expect("memory")).collect();
        for &addr in objects.iter().filter(|&addr| addr != &objects[500]) {
            spans.give_back(addr, 10_000);
        }
        assert!(spans.fields.len() > 1, "some fields without objects are kept");
        let most = KEPT..KEPT + FIELD;
        assert!(most.contains(&(spans.loose_bytes() + FIELD)), "and no more than that: {}", spans.loose_bytes());
        spans.trim();
        assert_eq!(spans.fields.len(), 1, "fields without objects are given up");
        assert!(spans.loose_bytes() <= 2 * PAGE);
    }
}
