//! Counts the bytes that a process holds from its allocator, so that the limit of its heap also
//! covers memory that nobody charges.
//!
//! A [`Charge`](crate::Charge) counts what the program's owner knows of. Much else is too small or
//! too scattered to be charged where it is taken: tables of a compiler, buffers of libraries. A
//! process whose allocator is a [`Counted`] one knows the sum. Its heap counts what exceeds the
//! charges; see `HeapState::has_room`. Where the allocator does not count, the charges alone do.
//!
//! Each thread keeps a count of its own and adds it to that of the process when it has grown.

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicIsize, Ordering};

/// An allocator that counts what it hands out. For a process that runs one engine at a time:
/// every heap of the process takes the sum for its own.
#[derive(Debug, Default)]
pub struct Counted<A>(pub A);

/// Bytes that threads have added.
static HELD: AtomicIsize = AtomicIsize::new(0);

/// Bytes that a thread may take or release before it adds them to [`HELD`].
const BATCH: usize = 16 << 10;

thread_local! {
    static OWN: Cell<isize> = const { Cell::new(0) };
}

/// Counts a change of the bytes held.
#[inline]
fn count(change: isize) {
    let own = OWN.get().wrapping_add(change);
    OWN.set(own);
    if own.unsigned_abs() > BATCH {
        add_up();
    }
}

#[cold]
#[inline(never)]
fn add_up() {
    HELD.fetch_add(OWN.take(), Ordering::Relaxed);
}

/// Bytes that the process holds from its allocator, and in regions that stand for allocations;
/// none if the allocator does not count.
pub(crate) fn held() -> usize {
    HELD.load(Ordering::Relaxed).wrapping_add(OWN.get()).try_into().unwrap_or(0)
}

/// Counts a large object, whose pages are the heap's own, as if they came from the allocator.
pub(crate) fn took_pages(bytes: usize) {
    if held() > 0 {
        count(bytes.cast_signed());
    }
}

/// Counts the end of what [`took_pages`] counted.
pub(crate) fn gave_pages(bytes: usize) {
    if held() > 0 {
        count(bytes.cast_signed().wrapping_neg());
    }
}

// SAFETY: every method passes its arguments to the same method of the inner allocator, and returns
// its result. Counting neither allocates nor panics: the thread's count has no destructor.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Counted<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        let start = unsafe { self.0.alloc(layout) };
        count_if(start, layout.size().cast_signed());
        start
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        let start = unsafe { self.0.alloc_zeroed(layout) };
        count_if(start, layout.size().cast_signed());
        start
    }

    #[inline]
    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        count(layout.size().cast_signed().wrapping_neg());
        // SAFETY: the caller's promise.
        unsafe { self.0.dealloc(start, layout) };
    }

    #[inline]
    unsafe fn realloc(&self, start: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        // SAFETY: the caller's promise.
        let moved = unsafe { self.0.realloc(start, layout, bytes) };
        count_if(moved, bytes.wrapping_sub(layout.size()).cast_signed());
        moved
    }
}

#[inline]
fn count_if(start: *mut u8, change: isize) {
    if !start.is_null() {
        count(change);
    }
}

/// Has the allocator return free pages to the system at once from now on, instead of keeping them
/// for a while: called when a heap comes near its limit.
pub(crate) fn keep_nothing() {
    static DONE: AtomicBool = AtomicBool::new(false);
    if !DONE.swap(true, Ordering::Relaxed) {
        pages::return_at_once();
    }
}

/// Has the allocator keep its free pages from now on: called at the end of a process, which returns
/// them all at once. mimalloc would return them one by one as the process ends.
pub fn keep_everything() {
    pages::return_never();
}

#[cfg(feature = "mimalloc")]
mod pages {
    use libmimalloc_sys::{mi_collect, mi_option_set, mi_option_t};

    /// `mi_option_purge_delay` of `mimalloc.h`: milliseconds for which free pages are kept; below zero
    /// for ever.
    const PURGE_DELAY: mi_option_t = 15;

    /// Forbids huge pages. mimalloc asks for them when it reserves its first room, so that the
    /// first use of each 2 MiB clears as much: half a millisecond of the start of a short script.
    #[cfg(target_os = "linux")]
    extern "C" fn forbid_huge_pages() {
        /// `mi_option_allow_thp` of `mimalloc.h`.
        const HUGE_PAGES: mi_option_t = 43;
        // SAFETY: both may be called at any time. The option is set after mimalloc has looked at it
        // for the first time, when it would have forbidden them to child processes as well.
        unsafe {
            libmimalloc_sys::mi_process_init();
            mi_option_set(HUGE_PAGES, 0);
        }
    }

    /// Called by the C library before `main`, and before anything is allocated.
    // SAFETY: the section holds pointers to functions that take nothing they need and return
    // nothing, as this one does; it is called once, by the only thread.
    #[cfg(target_os = "linux")]
    #[used]
    #[unsafe(link_section = ".init_array")]
    static BEFORE_MAIN: extern "C" fn() = forbid_huge_pages;

    pub(super) fn return_never() {
        // SAFETY: it may be called at any time.
        unsafe { mi_option_set(PURGE_DELAY, -1) };
    }

    pub(super) fn return_at_once() {
        // SAFETY: both may be called at any time. The first returns what is due later, which
        // nothing would do any more once there is no delay.
        unsafe {
            mi_collect(true);
            mi_option_set(PURGE_DELAY, 0);
        }
    }
}

#[cfg(not(feature = "mimalloc"))]
mod pages {
    pub(super) fn return_at_once() {}

    pub(super) fn return_never() {}
}
