//! Lays out what native code and the machine share, and the table of returns after it.

use std::any::Any;
use std::mem::{MaybeUninit, offset_of};

use cairn_gc::pages::Region;
use cairn_gc::{Mutation, Places};
use cairn_jit::{self as jit, Captures, Helper, Layout, RETURN_MASK};

use crate::machine::{Below, Exit, Machine};
use crate::stack::RETURN_UNDERFLOW;
use crate::world::World;

/// Helpers, by number, and the one that compiles what is called for the first time.
pub(super) const FUNCTIONS: usize = Helper::ALL.len() + 1;
/// Bytes for [`Shared`]; the table of returns follows.
const HEAD: usize = 4096;
/// Bytes of an entry in the table of returns.
const ENTRY: usize = 16;

/// The state shared by native code and the machine.
#[repr(C)]
pub(super) struct Shared {
    /// Register 0 of the running frame.
    pub base: *mut u64,
    /// The heap's state.
    pub state: *const u8,
    /// Where the nursery begins, and its bytes.
    pub nursery: [u64; 2],
    /// The classes of the characters of ASCII.
    pub classes: [u8; 128],
    /// The stub of each helper.
    pub helpers: [u64; Helper::ALL.len()],
    /// The stub that finds clauses.
    pub find_clause: u64,
    /// The stub that captures continuations and goes on in them.
    pub call_control: u64,
    /// The place that returns.
    pub returned: u64,
    /// The stub that applies.
    pub call_apply: u64,
    /// The numbers of the builtins that capture, and of those that apply, as fixnums.
    pub controls: [u64; 4],
    /// The helpers' functions.
    pub functions: [u64; FUNCTIONS],
    /// Where native code is left.
    pub leave: *const u8,
    /// The machine that runs, of a heap with any lifetime.
    pub machine: *mut (),
    /// The mutation under way.
    pub mutation: MaybeUninit<Mutation<'static>>,
    /// Why the run ends, when it does.
    pub exit: Option<Exit>,
    /// A panic on its way through native code.
    pub panic: Option<Box<dyn Any + Send>>,
}

/// The memory of [`Shared`] and the table of returns.
pub(super) struct SharedMemory {
    region: Region,
}

impl SharedMemory {
    /// The shared part of a heap, with these functions as helpers.
    pub(super) fn new(places: &Places, nursery: [u64; 2], functions: [u64; FUNCTIONS]) -> Option<SharedMemory> {
        const { assert!(size_of::<Shared>() <= HEAD) };
        let region = Region::new(HEAD + table_bytes())?;
        let shared = Shared {
            base: std::ptr::null_mut(),
            state: places.state,
            nursery,
            classes: jit::classes(),
            helpers: [0; Helper::ALL.len()],
            find_clause: 0,
            call_control: 0,
            returned: 0,
            call_apply: 0,
            controls: [0; 4],
            functions,
            leave: std::ptr::null(),
            machine: std::ptr::null_mut(),
            mutation: MaybeUninit::uninit(),
            exit: None,
            panic: None,
        };
        // SAFETY: the region has room for it, and nothing is there yet.
        unsafe { region.start().cast::<Shared>().write(shared) };
        Some(SharedMemory { region })
    }

    /// The shared part.
    pub(super) fn shared(&self) -> *mut Shared {
        self.region.start().cast()
    }

    /// The entry in the table of returns for a return address.
    fn entry(&self, ret: u64) -> *mut [u64; 2] {
        let number = (ret & RETURN_MASK) as usize / 8;
        // SAFETY: the table has an entry for each value of the mask's bits.
        unsafe { self.region.start().add(HEAD).cast::<[u64; 2]>().add(number) }
    }

    /// Has returns to `ret` go on at a native address.
    pub(super) fn set_return(&mut self, ret: u64, native: u64) {
        // SAFETY: an entry of the table, which only this and `forget_return` write.
        unsafe { *self.entry(ret) = [ret, native] };
    }

    /// Has returns to `ret` go on in the interpreter.
    pub(super) fn forget_return(&mut self, ret: u64) {
        let entry = self.entry(ret);
        // SAFETY: as above.
        unsafe {
            if (*entry)[0] == ret {
                *entry = [0, 0];
            }
        }
    }
}

fn table_bytes() -> usize {
    (RETURN_MASK as usize / 8 + 1) * ENTRY
}

/// Distance of the functions from the shared part.
pub(super) const FUNCTIONS_AT: i32 = offset_of!(Shared, functions) as i32;

/// Where stubs find the continuation that is under way.
fn captures() -> Captures {
    let world = |field: usize| (offset_of!(Machine<'_>, world) + field) as i32;
    let below = |field: usize| (offset_of!(Machine<'_>, below) + field) as i32;
    let numbers = offset_of!(Shared, controls) as i32;
    Captures {
        numbers: [numbers, numbers + 8],
        apply: numbers + 16,
        apply_values: numbers + 24,
        winders: world(offset_of!(World<'_>, winders)),
        handlers: world(offset_of!(World<'_>, handlers)),
        parameters: world(offset_of!(World<'_>, parameters)),
        segment: below(offset_of!(Below<'_>, segment)),
        next: below(offset_of!(Below<'_>, next)),
        length: below(offset_of!(Below<'_>, length)),
        base: below(offset_of!(Below<'_>, base)),
        pc: below(offset_of!(Below<'_>, pc)),
        object: below(offset_of!(Below<'_>, object)),
        underflow: RETURN_UNDERFLOW as i32,
    }
}

/// Where native code finds what it needs.
pub(super) fn layout(places: &Places) -> Layout {
    let heap = |place: *const u8| (place as isize - places.state as isize) as i32;
    let nursery = offset_of!(Shared, nursery) as i32;
    Layout {
        base: offset_of!(Shared, base) as i32,
        state: offset_of!(Shared, state) as i32,
        machine: offset_of!(Shared, machine) as i32,
        old: offset_of!(Machine<'_>, old) as i32,
        nursery: [nursery, nursery + 8],
        returns: HEAD as i32,
        classes: offset_of!(Shared, classes) as i32,
        helpers: offset_of!(Shared, helpers) as i32,
        find_clause: offset_of!(Shared, find_clause) as i32,
        call_control: offset_of!(Shared, call_control) as i32,
        call_apply: offset_of!(Shared, call_apply) as i32,
        returned: offset_of!(Shared, returned) as i32,
        captures: captures(),
        ticks: heap(places.ticks),
        nursery_top: heap(places.nursery_top),
        nursery_limit: heap(places.nursery_limit),
        marking: heap(places.marking),
    }
}
