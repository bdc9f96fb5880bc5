//! Reserves large regions directly from the system, zeroed and committed page by page as they are
//! touched.
//!
//! An allocator would ask for huge pages everywhere. The first word touched in one commits 2 MiB, at
//! once: that is wasteful in a region of which a short program uses little, and a pause in any
//! other, of 0.2 ms on a good day and of 7 to 70 ms on a virtual machine whose host has to find that
//! memory first. So nothing here asks for huge pages: the start of a region has small ones, and for
//! the rest the setting of the system decides. For aligned regions, which are numerous, the owner
//! says which of them must have small pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

/// Bytes at the start of a region that have small pages.
const SMALL_PAGES: usize = 4 << 20;

/// Asks for small pages in the allocator's first few MiB, which a short program does not fill; must
/// be called before much is allocated. Memory already in use is unaffected. If allocator or system
/// behave differently, nothing happens.
pub fn start_small() {
    let probe = Box::new(0u64);
    system::prefer_small((&raw const *probe).cast(), SMALL_PAGES);
}

/// A region of pages, released when dropped.
#[derive(Debug)]
pub struct Region {
    start: *mut u8,
    bytes: usize,
    align: usize,
    /// The slot that it is a part of, which is released as a whole.
    slot: Option<Arc<Slot>>,
}

/// Alignment of unaligned regions, enough for any word.
const LEAST_ALIGN: usize = 16;

impl Region {
    /// Reserves `bytes` zeroed bytes, aligned for any word; `None` if the system has no address
    /// space left, or `bytes` is zero.
    pub fn new(bytes: usize) -> Option<Region> {
        let start = if bytes == 0 { std::ptr::null_mut() } else { system::reserve(bytes) };
        (!start.is_null()).then_some(Region { start, bytes, align: LEAST_ALIGN, slot: None })
    }

    /// Reserves `bytes` zeroed bytes, a power of two, aligned to their size, with small pages on
    /// request; `None` if the system has no address space left.
    pub fn aligned(bytes: usize, small_pages: bool) -> Option<Region> {
        assert!(bytes.is_power_of_two() && bytes >= 1 << 16);
        let start = system::reserve_aligned(bytes, small_pages);
        (!start.is_null()).then_some(Region { start, bytes, align: bytes, slot: None })
    }

    /// A region of `bytes`, or of half as many, and so on, as the system allows; none when
    /// there is no address space for even `least` bytes.
    pub fn at_most(bytes: usize, least: usize) -> Option<Region> {
        let sizes = std::iter::successors(Some(bytes), |&size| (size / 2 >= least).then_some(size / 2));
        sizes.filter_map(Region::new).next()
    }

    /// Leaks the region; the caller releases it by [`Region::from_raw`].
    pub fn into_raw(self) -> *mut u8 {
        std::mem::ManuallyDrop::new(self).start
    }

    /// Rebuilds the region that starts at `start`.
    ///
    /// # Safety
    /// [`Region::into_raw`] returned `start` for a region that [`Region::new`] reserved with this
    /// size, and at most one of the results is dropped.
    pub unsafe fn from_raw(start: *mut u8, bytes: usize) -> Region {
        Region { start, bytes, align: LEAST_ALIGN, slot: None }
    }

    /// Returns the pages of `bytes` from `offset` on to the system, if it takes them; their
    /// contents become undefined.
    ///
    /// # Panics
    /// If the range exceeds the region.
    pub fn decommit(&self, offset: usize, bytes: usize) {
        assert!(offset <= self.bytes && bytes <= self.bytes - offset);
        // SAFETY: the bytes belong to the region, whose owner no longer uses them.
        unsafe { system::decommit(self.start.add(offset), bytes) };
    }

    /// Size in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The first byte.
    pub fn start(&self) -> *mut u8 {
        self.start
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        if self.slot.is_none() {
            // SAFETY: reserved with this size; the owner's pointers into it end here.
            unsafe { system::release(self.start, self.bytes, self.align) };
        }
    }
}

/// A range of addresses of which only the start is mapped, for a heap and a stack that may stay
/// small: one mapping of [`SLOT_START`] bytes. Its end can be moved up, as far as the slot reaches.
///
/// Slots lie at multiples of [`SLOT_BYTES`], in a part of the address space where nothing else
/// is mapped unless somebody asks for it; so what comes after the start of a slot is free, without
/// being reserved. If the system does not allow this, there are no slots.
#[derive(Debug)]
pub struct Slot {
    number: usize,
    /// It does not change.
    start: AtomicPtr<u8>,
    /// Bytes that are mapped.
    mapped: AtomicUsize,
}

/// Bytes of addresses of a slot.
pub const SLOT_BYTES: usize = 256 << 20;
/// Bytes at the start of a slot that are mapped at first.
pub const SLOT_START: usize = 896 << 10;

impl Slot {
    /// A slot with its start mapped and zeroed; none if the system allows none.
    pub fn new() -> Option<Arc<Slot>> {
        let (number, start) = slots::take()?;
        Some(Arc::new(Slot { number, start: AtomicPtr::new(start), mapped: AtomicUsize::new(SLOT_START) }))
    }

    fn start(&self) -> *mut u8 {
        self.start.load(Ordering::Relaxed)
    }

    fn mapped(&self) -> usize {
        self.mapped.load(Ordering::Relaxed)
    }

    /// A part of the start.
    ///
    /// # Panics
    /// If the start has no such part.
    pub fn part(self: &Arc<Slot>, offset: usize, bytes: usize) -> Region {
        assert!(offset <= SLOT_START && bytes <= SLOT_START - offset);
        let start = self.start().wrapping_add(offset);
        Region { start, bytes, align: LEAST_ALIGN, slot: Some(Arc::clone(self)) }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        // SAFETY: so much is mapped; all parts are gone.
        unsafe { system::release(self.start(), self.mapped(), 1) };
        slots::give_back(self.number);
    }
}

impl Region {
    /// Makes the region `bytes` longer, at the same address, or as much longer as its slot allows;
    /// whether it is any longer. Only the last part of a slot can be.
    pub fn extend(&mut self, bytes: usize) -> bool {
        let Some(slot) = &self.slot else { return false };
        let mapped = slot.mapped();
        let bytes = bytes.next_multiple_of(SLOT_START).min(SLOT_BYTES - mapped);
        if self.start.addr() + self.bytes != slot.start().addr() + mapped || bytes == 0 {
            return false;
        }
        let is_longer = slots::map(slot.start().wrapping_add(mapped), bytes);
        if is_longer {
            slot.mapped.store(mapped + bytes, Ordering::Relaxed);
            self.bytes += bytes;
        }
        is_longer
    }

    /// Whether [`Region::extend`] may succeed.
    pub fn may_extend(&self) -> bool {
        self.slot.as_ref().is_some_and(|slot| slot.mapped() < SLOT_BYTES)
    }
}

/// Hands out the slots of the process.
#[cfg(all(target_os = "linux", target_pointer_width = "64", not(miri)))]
mod slots {
    use std::sync::{Mutex, PoisonError};

    use super::{SLOT_BYTES, SLOT_START, system};

    /// The addresses that slots may have: above what sanitizers use, below programs.
    const FIRST: usize = 0x2000_0000_0000;
    const END: usize = 0x5000_0000_0000;
    /// Slots that are tried before it is assumed that there are none.
    const TRIES: usize = 16;

    /// Numbers below `next` have been used; those in `free` are free again.
    struct Numbers {
        next: usize,
        free: Vec<usize>,
    }

    static NUMBERS: Mutex<Numbers> = Mutex::new(Numbers { next: 0, free: Vec::new() });

    pub(super) fn take() -> Option<(usize, *mut u8)> {
        let mut numbers = NUMBERS.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..TRIES {
            let number = numbers.free.pop().unwrap_or(numbers.next);
            let address = FIRST + start() + number * SLOT_BYTES;
            if address > END - SLOT_BYTES {
                return None;
            }
            numbers.next = numbers.next.max(number + 1);
            let start = std::ptr::with_exposed_provenance_mut(address);
            if map(start, SLOT_START) {
                return Some((number, start));
            }
        }
        None
    }

    pub(super) fn give_back(number: usize) {
        NUMBERS.lock().unwrap_or_else(PoisonError::into_inner).free.push(number);
    }

    /// Where the slots of this process begin: another place in each, as for all of its mappings.
    fn start() -> usize {
        const PLACES: usize = 1 << 13;
        let own = (&raw const NUMBERS).addr() >> 12;
        own % PLACES * SLOT_BYTES
    }

    /// Maps zeroed pages at this address, if nothing is there.
    pub(super) fn map(start: *mut u8, bytes: usize) -> bool {
        system::map_at(start, bytes)
    }
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64", not(miri))))]
mod slots {
    pub(super) fn take() -> Option<(usize, *mut u8)> {
        None
    }

    pub(super) fn give_back(_number: usize) {}

    pub(super) fn map(_start: *mut u8, _bytes: usize) -> bool {
        false
    }
}

// Miri knows no mappings with flags.
#[cfg(all(target_os = "linux", not(miri)))]
mod system {
    use std::ptr::null_mut;

    use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};

    pub(super) fn reserve(bytes: usize) -> *mut u8 {
        let access = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: a new mapping, at an address of the system's choice.
        let Ok(start) = (unsafe { mmap_anonymous(null_mut(), bytes, access, MapFlags::PRIVATE | MapFlags::NORESERVE) })
        else {
            return null_mut();
        };
        // SAFETY: a part of the mapping; advice does not change content, and a refusal does not matter.
        let _ = unsafe { madvise(start, bytes.min(super::SMALL_PAGES), Advice::LinuxNoHugepage) };
        start.cast()
    }

    pub(super) fn reserve_aligned(bytes: usize, small_pages: bool) -> *mut u8 {
        let access = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: a new mapping, at an address of the system's choice.
        let Ok(start) =
            (unsafe { mmap_anonymous(null_mut(), bytes * 2, access, MapFlags::PRIVATE | MapFlags::NORESERVE) })
        else {
            return null_mut();
        };
        let before = start.addr().next_multiple_of(bytes) - start.addr();
        // SAFETY: the mapping has twice the size; the aligned part is kept and the rest released.
        // Advice does not change content, and its failure does not matter; what cannot be released
        // stays unused.
        unsafe {
            let aligned = start.byte_add(before);
            if before > 0 {
                let _ = munmap(start, before);
            }
            if before < bytes {
                let _ = munmap(aligned.byte_add(bytes), bytes - before);
            }
            if small_pages {
                let _ = madvise(aligned, bytes, Advice::LinuxNoHugepage);
            }
            aligned.cast()
        }
    }

    /// Maps zeroed pages at this address, if nothing is there.
    pub(super) fn map_at(start: *mut u8, bytes: usize) -> bool {
        let access = ProtFlags::READ | ProtFlags::WRITE;
        let flags = MapFlags::PRIVATE | MapFlags::NORESERVE | MapFlags::FIXED_NOREPLACE;
        // SAFETY: a new mapping, which replaces none.
        match unsafe { mmap_anonymous(start.cast(), bytes, access, flags) } {
            Ok(mapped) if mapped.cast() == start => true,
            Ok(elsewhere) => {
                // An old kernel takes the address for a wish.
                // SAFETY: nobody knows of this mapping.
                let _ = unsafe { munmap(elsewhere, bytes) };
                false
            }
            Err(_) => false,
        }
    }

    /// Asks for small pages in the `bytes` from the next huge page after `near`.
    pub(super) fn prefer_small(near: *const u8, bytes: usize) {
        const HUGE_PAGE: usize = 2 << 20;
        let start = near.with_addr((near.addr() + 1).next_multiple_of(HUGE_PAGE));
        // SAFETY: advice does not change content, whoever owns it.
        let _ = unsafe { madvise(start.cast_mut().cast(), bytes, Advice::LinuxNoHugepage) };
    }

    /// # Safety
    /// The bytes lie in a region, and nobody refers to them.
    pub(super) unsafe fn decommit(start: *mut u8, bytes: usize) {
        // SAFETY: the caller's promise. A refusal leaves the pages where they are.
        let _ = unsafe { madvise(start.cast(), bytes, Advice::LinuxDontNeed) };
    }

    /// # Safety
    /// `start` is a region of `bytes` bytes.
    pub(super) unsafe fn release(start: *mut u8, bytes: usize, _align: usize) {
        // SAFETY: the caller's promise. A failure would leave the pages where they are:
        // nobody refers to them.
        let _ = unsafe { munmap(start.cast(), bytes) };
    }
}

#[cfg(not(all(target_os = "linux", not(miri))))]
mod system {
    use std::alloc::{Layout, alloc_zeroed, dealloc};

    pub(super) fn prefer_small(_near: *const u8, _bytes: usize) {}

    fn layout(bytes: usize, align: usize) -> Layout {
        Layout::from_size_align(bytes, align).expect("the size of a region")
    }

    pub(super) fn reserve(bytes: usize) -> *mut u8 {
        // SAFETY: regions are not empty.
        unsafe { alloc_zeroed(layout(bytes, super::LEAST_ALIGN)) }
    }

    pub(super) fn reserve_aligned(bytes: usize, _small_pages: bool) -> *mut u8 {
        // SAFETY: as above.
        unsafe { alloc_zeroed(layout(bytes, bytes)) }
    }

    /// # Safety
    /// None.
    pub(super) unsafe fn decommit(_start: *mut u8, _bytes: usize) {}

    /// # Safety
    /// `start` is a region of `bytes` bytes, aligned to `align`.
    pub(super) unsafe fn release(start: *mut u8, bytes: usize, align: usize) {
        // SAFETY: the caller's promise.
        unsafe { dealloc(start, layout(bytes, align)) };
    }
}
