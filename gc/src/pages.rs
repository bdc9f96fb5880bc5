//! Reserves large regions directly from the system, zeroed and committed page by page as they are
//! touched.
//!
//! An allocator would ask for huge pages everywhere; the first word touched in one commits 2 MiB,
//! which is wasteful in a region of which a short program uses little. So the start of a region has
//! small pages, and the rest, which only a program that needs much memory reaches, has huge ones.
//! For aligned regions, which are numerous, the owner chooses the kind of pages of each.

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
}

/// Alignment of unaligned regions, enough for any word.
const LEAST_ALIGN: usize = 16;

impl Region {
    /// Reserves `bytes` zeroed bytes, aligned for any word; `None` if the system has no address
    /// space left, or `bytes` is zero.
    pub fn new(bytes: usize) -> Option<Region> {
        let start = if bytes == 0 { std::ptr::null_mut() } else { system::reserve(bytes) };
        (!start.is_null()).then_some(Region { start, bytes, align: LEAST_ALIGN })
    }

    /// Reserves `bytes` zeroed bytes, a power of two, aligned to their size, with either huge or
    /// small pages throughout; `None` if the system has no address space left.
    pub fn aligned(bytes: usize, huge_pages: bool) -> Option<Region> {
        assert!(bytes.is_power_of_two() && bytes >= 1 << 16);
        let start = system::reserve_aligned(bytes, huge_pages);
        (!start.is_null()).then_some(Region { start, bytes, align: bytes })
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
        Region { start, bytes, align: LEAST_ALIGN }
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
        // SAFETY: reserved with this size; the owner's pointers into it end here.
        unsafe { system::release(self.start, self.bytes, self.align) };
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::ptr::null_mut;

    use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};

    pub fn reserve(bytes: usize) -> *mut u8 {
        let access = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: a new mapping, at an address of the system's choice.
        let Ok(start) = (unsafe { mmap_anonymous(null_mut(), bytes, access, MapFlags::PRIVATE | MapFlags::NORESERVE) })
        else {
            return null_mut();
        };
        let small = bytes.min(super::SMALL_PAGES);
        // SAFETY: parts of the mapping; advice does not change content, and a
        // refusal does not matter.
        unsafe {
            let _ = madvise(start, small, Advice::LinuxNoHugepage);
            if bytes > small {
                let _ = madvise(start.byte_add(small), bytes - small, Advice::LinuxHugepage);
            }
        }
        start.cast()
    }

    pub fn reserve_aligned(bytes: usize, huge_pages: bool) -> *mut u8 {
        let access = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: a new mapping, at an address of the system's choice.
        let Ok(start) =
            (unsafe { mmap_anonymous(null_mut(), bytes * 2, access, MapFlags::PRIVATE | MapFlags::NORESERVE) })
        else {
            return null_mut();
        };
        let before = start.addr().next_multiple_of(bytes) - start.addr();
        let advice = if huge_pages { Advice::LinuxHugepage } else { Advice::LinuxNoHugepage };
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
            let _ = madvise(aligned, bytes, advice);
            aligned.cast()
        }
    }

    /// Asks for small pages in the `bytes` from the next huge page after `near`.
    pub fn prefer_small(near: *const u8, bytes: usize) {
        const HUGE_PAGE: usize = 2 << 20;
        let start = near.with_addr((near.addr() + 1).next_multiple_of(HUGE_PAGE));
        // SAFETY: advice does not change content, whoever owns it.
        let _ = unsafe { madvise(start.cast_mut().cast(), bytes, Advice::LinuxNoHugepage) };
    }

    /// # Safety
    /// The bytes lie in a region, and nobody refers to them.
    pub unsafe fn decommit(start: *mut u8, bytes: usize) {
        // SAFETY: the caller's promise. A refusal leaves the pages where they are.
        let _ = unsafe { madvise(start.cast(), bytes, Advice::LinuxDontNeed) };
    }

    /// # Safety
    /// `start` is a region of `bytes` bytes.
    pub unsafe fn release(start: *mut u8, bytes: usize, _align: usize) {
        // SAFETY: the caller's promise. A failure would leave the pages where they are:
        // nobody refers to them.
        let _ = unsafe { munmap(start.cast(), bytes) };
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::alloc::{Layout, alloc_zeroed, dealloc};

    pub fn prefer_small(_near: *const u8, _bytes: usize) {}

    fn layout(bytes: usize, align: usize) -> Layout {
        Layout::from_size_align(bytes, align).expect("the size of a region")
    }

    pub fn reserve(bytes: usize) -> *mut u8 {
        // SAFETY: regions are not empty.
        unsafe { alloc_zeroed(layout(bytes, super::LEAST_ALIGN)) }
    }

    pub fn reserve_aligned(bytes: usize, _huge_pages: bool) -> *mut u8 {
        // SAFETY: as above.
        unsafe { alloc_zeroed(layout(bytes, bytes)) }
    }

    /// # Safety
    /// None.
    pub unsafe fn decommit(_start: *mut u8, _bytes: usize) {}

    /// # Safety
    /// `start` is a region of `bytes` bytes, aligned to `align`.
    pub unsafe fn release(start: *mut u8, bytes: usize, align: usize) {
        // SAFETY: the caller's promise.
        unsafe { dealloc(start, layout(bytes, align)) };
    }
}
