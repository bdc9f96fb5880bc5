//! Large spaces straight from the system, zeroed and committed page by page as
//! they are touched.
//!
//! An allocator would ask for huge pages everywhere, of which the first word that
//! is touched commits 2 MiB: wasteful for a space of which a short program uses
//! little. So the start of a region has small pages, and what lies behind it, which
//! a program that comes there fills, has huge ones.

/// Bytes at the start of a region that have small pages.
const SMALL_PAGES: usize = 4 << 20;

/// Asks for small pages in the allocator's first few MiB, which a short program
/// does not fill; to be called before much is allocated. What is in use already
/// stays as it is. Where allocator or system do otherwise, nothing happens.
pub fn start_small() {
    let probe = Box::new(0u64);
    system::prefer_small((&raw const *probe).cast(), SMALL_PAGES);
}

/// A space of its own, given back when dropped.
#[derive(Debug)]
pub struct Region {
    start: *mut u8,
    bytes: usize,
}

impl Region {
    /// A region of `bytes` zeroed bytes, aligned for any word; none when the system
    /// has no address space for it, or `bytes` is zero.
    pub fn new(bytes: usize) -> Option<Region> {
        let start = if bytes == 0 { std::ptr::null_mut() } else { system::reserve(bytes) };
        (!start.is_null()).then_some(Region { start, bytes })
    }

    /// A region of `bytes`, or of half as many, and so on, as the system allows.
    ///
    /// # Panics
    /// When there is no address space for even `least` bytes.
    pub fn at_most(bytes: usize, least: usize) -> Region {
        let sizes = std::iter::successors(Some(bytes), |&size| (size / 2 >= least).then_some(size / 2));
        sizes.filter_map(Region::new).next().expect("address space for the least size")
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
        unsafe { system::release(self.start, self.bytes) };
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

    /// Asks for small pages in the `bytes` from the next huge page after `near`.
    pub fn prefer_small(near: *const u8, bytes: usize) {
        const HUGE_PAGE: usize = 2 << 20;
        let start = near.with_addr((near.addr() + 1).next_multiple_of(HUGE_PAGE));
        // SAFETY: advice does not change content, whosever it is.
        let _ = unsafe { madvise(start.cast_mut().cast(), bytes, Advice::LinuxNoHugepage) };
    }

    /// # Safety
    /// `start` came from `reserve(bytes)`.
    pub unsafe fn release(start: *mut u8, bytes: usize) {
        // SAFETY: the caller's promise. A failure would leave the pages where they are:
        // nobody refers to them.
        let _ = unsafe { munmap(start.cast(), bytes) };
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::alloc::{Layout, alloc_zeroed, dealloc};

    pub fn prefer_small(_near: *const u8, _bytes: usize) {}

    fn layout(bytes: usize) -> Layout {
        Layout::from_size_align(bytes, 16).expect("the size of a region")
    }

    pub fn reserve(bytes: usize) -> *mut u8 {
        // SAFETY: regions are not empty.
        unsafe { alloc_zeroed(layout(bytes)) }
    }

    /// # Safety
    /// `start` came from `reserve(bytes)`.
    pub unsafe fn release(start: *mut u8, bytes: usize) {
        // SAFETY: the caller's promise.
        unsafe { dealloc(start, layout(bytes)) };
    }
}
