//! Holds machine code: one bounded region of the system's memory, whose pages are writable
//! or executable and never both.

use std::ptr::null_mut;

use rustix::mm::{MapFlags, MprotectFlags, ProtFlags, mmap_anonymous, mprotect, munmap};

/// Bytes reserved for code.
const RESERVED: usize = 16 << 20;
/// Pages change their protection as a whole. Some aarch64 systems have larger ones, but none larger than this.
const PAGE: usize = if cfg!(target_arch = "aarch64") { 64 << 10 } else { 4096 };
/// Code begins at multiples of this.
const ALIGN: usize = 16;

/// A region for code.
pub(super) struct CodeMemory {
    start: *mut u8,
    /// Free stretches in ascending order: offset and bytes.
    free: Vec<(usize, usize)>,
}

impl CodeMemory {
    /// A region, if the system has one.
    pub(super) fn new() -> Option<CodeMemory> {
        // SAFETY: a new mapping, at an address of the system's choice.
        let start = unsafe {
            mmap_anonymous(null_mut(), RESERVED, ProtFlags::empty(), MapFlags::PRIVATE | MapFlags::NORESERVE)
        };
        Some(CodeMemory { start: start.ok()?.cast(), free: vec![(0, RESERVED)] })
    }

    /// Copies code into the region, where it can be executed from then on; its address.
    /// None when there is no room, or the system refuses.
    pub(super) fn install(&mut self, code: &[u8]) -> Option<u64> {
        let bytes = code.len().next_multiple_of(ALIGN);
        let hole = self.free.iter().position(|&(_, room)| room >= bytes)?;
        let (offset, room) = self.free[hole];
        self.protect(offset, bytes, MprotectFlags::READ | MprotectFlags::WRITE)?;
        // SAFETY: the stretch is free, inside the region, and just made writable. No
        // machine code runs now, as this is called from Rust on the engine's thread.
        unsafe { std::ptr::copy_nonoverlapping(code.as_ptr(), self.start.add(offset), code.len()) };
        self.protect(offset, bytes, MprotectFlags::READ | MprotectFlags::EXEC)?;
        // SAFETY: as above; the pages are readable.
        unsafe { show_to_fetches(self.start.add(offset), bytes) };
        if room == bytes {
            self.free.remove(hole);
        } else {
            self.free[hole] = (offset + bytes, room - bytes);
        }
        Some(self.start as u64 + offset as u64)
    }

    /// Gives back the room of code that never runs again.
    pub(super) fn release(&mut self, address: u64, bytes: usize) {
        let (offset, bytes) = ((address - self.start as u64) as usize, bytes.next_multiple_of(ALIGN));
        let at = self.free.partition_point(|&(other, _)| other < offset);
        self.free.insert(at, (offset, bytes));
        if at + 1 < self.free.len() && offset + bytes == self.free[at + 1].0 {
            self.free[at].1 += self.free.remove(at + 1).1;
        }
        if at > 0 && self.free[at - 1].0 + self.free[at - 1].1 == offset {
            self.free[at - 1].1 += self.free.remove(at).1;
        }
    }

    fn protect(&self, offset: usize, bytes: usize, access: MprotectFlags) -> Option<()> {
        let (first, end) = (offset / PAGE * PAGE, (offset + bytes).next_multiple_of(PAGE));
        // SAFETY: pages of the region; what other code is on them is not running now.
        unsafe { mprotect(self.start.add(first).cast(), end - first, access).ok() }
    }
}

/// Makes new code visible to the processor's instruction fetches: an x86-64 sees to that itself.
///
/// # Safety
/// The memory can be read.
#[cfg(not(target_arch = "aarch64"))]
unsafe fn show_to_fetches(_: *const u8, _: usize) {}

/// Makes new code visible to the processor's instruction fetches: writes the lines of the data cache back, then has
/// those of the instruction cache read again.
///
/// # Safety
/// The memory can be read.
#[cfg(target_arch = "aarch64")]
unsafe fn show_to_fetches(start: *const u8, bytes: usize) {
    use std::arch::asm;

    let (begin, end) = (start as usize, start as usize + bytes);
    let sizes: usize;
    // SAFETY: reads a register that says how long lines are, of either cache: four bytes shifted by this.
    unsafe { asm!("mrs {}, ctr_el0", out(reg) sizes, options(nomem, nostack, preserves_flags)) };
    let [data, code] = [sizes >> 16 & 15, sizes & 15].map(|shift| 4usize << shift);
    // SAFETY: the lines are of memory that can be read; each kind is complete before what follows begins.
    unsafe {
        for line in (begin / data * data..end).step_by(data) {
            asm!("dc cvau, {}", in(reg) line, options(nostack, preserves_flags));
        }
        asm!("dsb ish", options(nostack, preserves_flags));
        for line in (begin / code * code..end).step_by(code) {
            asm!("ic ivau, {}", in(reg) line, options(nostack, preserves_flags));
        }
        asm!("dsb ish", "isb", options(nostack, preserves_flags));
    }
}

impl Drop for CodeMemory {
    fn drop(&mut self) {
        // SAFETY: the region is this one's own, and no code in it runs any more. A failure
        // would leave the pages where they are: nobody refers to them.
        let _ = unsafe { munmap(self.start.cast(), RESERVED) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_grow_together_again() {
        let mut memory = CodeMemory::new().expect("address space");
        let code = [[0u8; 100]; 3].map(|code| memory.install(&code).expect("room"));
        assert_eq!(code[1] - code[0], 112);
        memory.release(code[0], 100);
        memory.release(code[2], 100);
        assert_eq!(memory.free.len(), 2);
        memory.release(code[1], 100);
        assert_eq!(memory.free, [(0, RESERVED)]);
    }
}
