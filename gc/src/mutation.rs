//! Allocation, access and the write barrier: what running code sees of a heap.
//!
//! A [`Mutation`] is handed to the closure of [`Heap::mutate`](crate::Heap::mutate).
//! Nothing moves and nothing is freed while it exists: an allocation that finds
//! the nursery full makes a tenured object and asks for a collection.

use crate::header::{Header, IMMUTABLE, Kind, LARGE, Scan};
use crate::object::{self, ProtoInfo};
use crate::state::HeapState;
use crate::symbols::{self, SYMBOL_PREFIX};
use crate::tenured::{self, LARGEST_BLOCK, Payload, PayloadBlock};
use crate::value::{TAG_CELL, TAG_OBJECT, TAG_PAIR, Value};

/// Words above which an object is tenured from birth.
const LARGEST_YOUNG: usize = LARGEST_BLOCK;

/// The memory limit, or the system, has no room for so many bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfMemory(pub usize);

/// Access to a heap for the duration of one [`Heap::mutate`](crate::Heap::mutate).
#[derive(Clone, Copy)]
pub struct Mutation<'gc> {
    pub(crate) mc: &'gc gc_arena::Mutation<'gc>,
    pub(crate) state: &'gc HeapState,
}

impl<'gc> Mutation<'gc> {
    // --- allocation -------------------------------------------------------

    /// A fresh pair.
    #[inline(always)]
    pub fn cons(self, car: Value<'gc>, cdr: Value<'gc>) -> Value<'gc> {
        match self.try_cons(car, cdr) {
            Some(pair) => pair,
            None => self.cons_tenured(car, cdr),
        }
    }

    /// A fresh young pair, or nothing when the nursery is full. For callers that
    /// can reach a safepoint and try again.
    #[inline(always)]
    pub fn try_cons(self, car: Value<'gc>, cdr: Value<'gc>) -> Option<Value<'gc>> {
        let addr = self.state.nursery.bump(2)?;
        // SAFETY: `bump` gave room for two words.
        unsafe {
            *addr = car.bits();
            *addr.add(1) = cdr.bits();
        }
        Some(Value::from_bits(addr as u64 | TAG_PAIR))
    }

    /// A pair that never moves; for constants and source code.
    pub fn cons_tenured(self, car: Value<'gc>, cdr: Value<'gc>) -> Value<'gc> {
        self.state.wanted.set(true);
        let addr = tenured::allocate_pair(self.mc, &self.state.ledger, car.bits(), cdr.bits());
        for (i, word) in [car, cdr].into_iter().enumerate() {
            if self.is_young(word) {
                // SAFETY: the pair has two words.
                self.state.remembered_slots.push(unsafe { addr.add(i) });
            }
        }
        Value::from_bits(addr as u64 | TAG_PAIR)
    }

    /// A list of the given items, ending in `tail`.
    pub fn list_with_tail(self, items: &[Value<'gc>], tail: Value<'gc>) -> Value<'gc> {
        items
            .iter()
            .rev()
            .fold(tail, |rest, &item| self.cons(item, rest))
    }

    /// A list of the given items.
    pub fn list(self, items: &[Value<'gc>]) -> Value<'gc> {
        self.list_with_tail(items, Value::NIL)
    }

    /// An object of a scanned kind with these words. At most 100 words; larger
    /// ones go through [`Mutation::alloc_filled`].
    #[inline]
    pub fn alloc(self, kind: Kind, words: &[Value<'gc>]) -> Value<'gc> {
        debug_assert!(kind.scan() == Scan::Words && words.len() <= 100);
        let addr = self.place(words.len() + 1);
        // SAFETY: `place` gave room for header and words; a value is its word.
        unsafe {
            *addr = Header::new(kind, words.len()).bits();
            std::ptr::copy_nonoverlapping(words.as_ptr().cast(), addr.add(1), words.len());
        }
        self.finish(addr, TAG_OBJECT)
    }

    /// An object of a scanned kind that never moves: global cells, macros. At
    /// most 100 words.
    pub fn alloc_tenured(self, kind: Kind, words: &[Value<'gc>]) -> Value<'gc> {
        debug_assert!(kind.scan() == Scan::Words && words.len() <= 100);
        let addr = self.place_tenured(words.len() + 1);
        // SAFETY: as in `alloc`.
        unsafe {
            *addr = Header::new(kind, words.len()).bits();
            std::ptr::copy_nonoverlapping(words.as_ptr().cast(), addr.add(1), words.len());
        }
        self.finish(addr, TAG_OBJECT)
    }

    /// An object of a scanned kind, young, or nothing when the nursery is full.
    #[inline(always)]
    pub fn try_alloc_array<const N: usize>(
        self,
        kind: Kind,
        words: [Value<'gc>; N],
    ) -> Option<Value<'gc>> {
        debug_assert!(kind.scan() == Scan::Words);
        let addr = self.state.nursery.bump(N + 1)?;
        // SAFETY: `bump` gave room for header and words.
        unsafe {
            *addr = Header::new(kind, N).bits();
            addr.add(1).cast::<[Value<'gc>; N]>().write(words);
        }
        Some(Value::from_bits(addr as u64 | TAG_OBJECT))
    }

    /// An object of a scanned kind with `length` words, all `fill`.
    pub fn alloc_filled(
        self,
        kind: Kind,
        length: usize,
        fill: Value<'gc>,
    ) -> Result<Value<'gc>, OutOfMemory> {
        debug_assert!(kind.scan() == Scan::Words);
        let addr = self.room(length.checked_add(1).ok_or(OutOfMemory(usize::MAX))?)?;
        // SAFETY: `room` gave `length + 1` words, and set the large flag if due.
        unsafe {
            *addr = Header::new(kind, length).with(*addr & LARGE).bits();
            for i in 1..=length {
                *addr.add(i) = fill.bits();
            }
        }
        Ok(self.finish(addr, TAG_OBJECT))
    }

    /// An object of a scanned kind with a copy of `words`, of any length.
    pub fn alloc_copy(self, kind: Kind, words: &[Value<'gc>]) -> Result<Value<'gc>, OutOfMemory> {
        debug_assert!(kind.scan() == Scan::Words);
        let addr = self.room(words.len() + 1)?;
        // SAFETY: as in `alloc_filled`; fresh memory does not overlap `words`.
        unsafe {
            *addr = Header::new(kind, words.len()).with(*addr & LARGE).bits();
            std::ptr::copy_nonoverlapping(words.as_ptr().cast(), addr.add(1), words.len());
        }
        Ok(self.finish(addr, TAG_OBJECT))
    }

    /// An object of a raw kind with `length` zero bytes.
    pub fn alloc_bytes(self, kind: Kind, length: usize) -> Result<Value<'gc>, OutOfMemory> {
        debug_assert!(kind.scan() == Scan::Raw);
        let words = length.div_ceil(8);
        let addr = self.room(words + 1)?;
        // SAFETY: as in `alloc_filled`.
        unsafe {
            *addr = Header::new(kind, length).with(*addr & LARGE).bits();
            addr.add(1).write_bytes(0, words);
        }
        Ok(Value::from_bits(addr as u64 | TAG_OBJECT))
    }

    /// An object of a raw kind with these bytes.
    pub fn alloc_bytes_from(self, kind: Kind, bytes: &[u8]) -> Result<Value<'gc>, OutOfMemory> {
        let object = self.alloc_bytes(kind, bytes.len())?;
        object.bytes_mut(self, |target| target.copy_from_slice(bytes));
        Ok(object)
    }

    /// The flonum `x`, boxed when its exponent asks for it.
    #[inline(always)]
    pub fn flonum(self, x: f64) -> Value<'gc> {
        match Value::immediate_flonum(x) {
            Some(word) => word,
            None => self.boxed_flonum(x),
        }
    }

    #[cold]
    fn boxed_flonum(self, x: f64) -> Value<'gc> {
        let addr = self.place(2);
        // SAFETY: `place` gave room for header and one word.
        unsafe {
            *addr = Header::new(Kind::Flonum, 8).bits();
            *addr.add(1) = x.to_bits();
        }
        Value::from_bits(addr as u64 | TAG_OBJECT)
    }

    /// A Rust value in a box of the heap. Dropped when it is collected.
    pub fn payload(self, value: Box<dyn Payload>) -> Value<'gc> {
        tenured::allocate_payload(self.mc, &self.state.ledger, value)
    }

    /// An open upvalue cell for the stack slot at `location` (see
    /// [`Value::cell_location`]), which the VM closes in time.
    #[inline]
    pub fn open_cell(self, location: usize) -> Value<'gc> {
        debug_assert!(location != 0 && location.is_multiple_of(8));
        let addr = self.place(3);
        // SAFETY: `place` gave room for header and two words. The location is a
        // multiple of 8, and so reads as a fixnum.
        unsafe {
            *addr = Header::new(Kind::Cell, 2).bits();
            *addr.add(1) = location as u64;
            *addr.add(2) = Value::UNSPECIFIED.bits();
        }
        self.finish(addr, TAG_CELL)
    }

    /// A closed upvalue cell with the given content.
    #[inline]
    pub fn closed_cell(self, value: Value<'gc>) -> Value<'gc> {
        let addr = self.place(3);
        // SAFETY: `place` gave room for header and two words.
        unsafe {
            *addr = Header::new(Kind::Cell, 2).bits();
            *addr.add(1) = 0;
            *addr.add(2) = value.bits();
        }
        self.finish(addr, TAG_CELL)
    }

    /// A closure over the code object `proto` with these captured values.
    pub fn closure(self, proto: Value<'gc>, captured: &[Value<'gc>]) -> Value<'gc> {
        let addr = self.place(2 + captured.len());
        // SAFETY: `place` gave room for header, entry and captured values.
        unsafe {
            *addr = Header::new(Kind::Closure, 1 + captured.len()).bits();
            *addr.add(1) = proto.proto_entry() as u64;
            std::ptr::copy_nonoverlapping(captured.as_ptr().cast(), addr.add(2), captured.len());
        }
        self.finish(addr, TAG_OBJECT)
    }

    /// A code object. It is tenured, so that code addresses stay good.
    ///
    /// `info` is called with the distance from header to entry in words.
    pub fn proto(
        self,
        meta: Value<'gc>,
        constants: &[Value<'gc>],
        code: &[u64],
        info: impl FnOnce(usize) -> ProtoInfo,
    ) -> Result<Value<'gc>, OutOfMemory> {
        let back = object::PROTO_PREFIX + constants.len() + 1;
        let words = back + code.len();
        let addr = self.tenured_room(words)?;
        // SAFETY: `words` words were allocated, and each is written here once.
        unsafe {
            *addr = Header::new(Kind::Proto, words - 1)
                .with(*addr & LARGE)
                .bits();
            *addr.add(1) = constants.len() as u64;
            *addr.add(2) = meta.bits();
            for (i, constant) in constants.iter().enumerate() {
                *addr.add(back - 2 - i) = constant.bits();
            }
            *addr.add(back - 1) = info(back).bits();
            std::ptr::copy_nonoverlapping(code.as_ptr(), addr.add(back), code.len());
        }
        Ok(self.finish(addr, TAG_OBJECT))
    }

    /// A pair whose car is weak.
    pub fn weak_pair(self, car: Value<'gc>, cdr: Value<'gc>) -> Value<'gc> {
        self.weak(Kind::WeakPair, car, cdr)
    }

    /// An ephemeron.
    pub fn ephemeron(self, key: Value<'gc>, datum: Value<'gc>) -> Value<'gc> {
        self.weak(Kind::Ephemeron, key, datum)
    }

    fn weak(self, kind: Kind, first: Value<'gc>, second: Value<'gc>) -> Value<'gc> {
        let addr = self.place(3);
        // SAFETY: `place` gave room for header and two words.
        unsafe {
            *addr = Header::new(kind, 2).bits();
            *addr.add(1) = first.bits();
            *addr.add(2) = second.bits();
        }
        self.finish(addr, TAG_OBJECT)
    }

    // --- symbols ----------------------------------------------------------

    /// The symbol with this name.
    pub fn intern(self, name: &str) -> Value<'gc> {
        let hash = symbols::hash_name(name.as_bytes());
        if let Some(addr) = self.state.symbols.borrow().find(hash, name) {
            // The table is weak: while marking, a symbol taken from it is live.
            return self.revive(Value::from_bits(addr as u64 | TAG_OBJECT));
        }
        let symbol = self.new_symbol(name, hash, 0);
        self.state.symbols.borrow_mut().insert(hash, symbol.addr());
        symbol
    }

    /// A symbol that no other is the same as.
    pub fn uninterned_symbol(self, name: &str) -> Value<'gc> {
        self.new_symbol(name, symbols::hash_name(name.as_bytes()), 1)
    }

    fn new_symbol(self, name: &str, hash: u64, flags: u64) -> Value<'gc> {
        let bytes = SYMBOL_PREFIX + name.len();
        let words = bytes.div_ceil(8);
        let addr = self
            .tenured_room(words + 1)
            .expect("room for a name that is in memory");
        // SAFETY: `words + 1` words were allocated; the name fits behind the prefix.
        unsafe {
            *addr = Header::new(Kind::Symbol, bytes).with(*addr & LARGE).bits();
            *addr.add(1) = hash;
            *addr.add(2) = flags;
            if words > 2 {
                *addr.add(words) = 0;
            }
            std::ptr::copy_nonoverlapping(name.as_ptr(), addr.add(3).cast(), name.len());
        }
        Value::from_bits(addr as u64 | TAG_OBJECT)
    }

    /// Tells the marker that a weakly held tenured value is in use again. What
    /// reads a weak slot calls this.
    #[inline]
    pub(crate) fn revive(self, value: Value<'gc>) -> Value<'gc> {
        if self.state.marking.get() && value.is_pointer() && !self.is_young(value) {
            if let Some(gc) = tenured::gc_of(value.bits()) {
                self.mc.forward_barrier(None, gc);
            }
        }
        value
    }

    // --- room -------------------------------------------------------------

    /// Room for a small object, young if possible.
    #[inline(always)]
    fn place(self, words: usize) -> *mut u64 {
        if words <= LARGEST_YOUNG
            && let Some(addr) = self.state.nursery.bump(words)
        {
            return addr;
        }
        self.place_tenured(words)
    }

    #[cold]
    #[inline(never)]
    fn place_tenured(self, words: usize) -> *mut u64 {
        self.tenured_room(words).expect("small object")
    }

    /// Room for an object of any size; checks the limit for large ones. The
    /// header word that is already there tells whether the object is large.
    fn room(self, words: usize) -> Result<*mut u64, OutOfMemory> {
        if words <= LARGEST_YOUNG
            && let Some(addr) = self.state.nursery.bump(words)
        {
            // SAFETY: `bump` gave at least one word.
            unsafe { *addr = 0 };
            return Ok(addr);
        }
        self.tenured_room(words)
    }

    fn tenured_room(self, words: usize) -> Result<*mut u64, OutOfMemory> {
        self.state.wanted.set(true);
        let failed = OutOfMemory(words.saturating_mul(8));
        if words <= LARGEST_BLOCK {
            let addr = tenured::allocate(self.mc, &self.state.ledger, words).ok_or(failed)?;
            // SAFETY: at least the header word was allocated.
            unsafe { *addr = 0 };
            return Ok(addr);
        }
        self.check_room(words.saturating_mul(8))?;
        let addr = tenured::allocate_large(self.mc, &self.state.ledger, words).ok_or(failed)?;
        // SAFETY: as above.
        unsafe { *addr = LARGE };
        Ok(addr)
    }

    /// Remembers the slots of a new tenured object that hold young words.
    #[inline(always)]
    fn finish(self, addr: *mut u64, tag: u64) -> Value<'gc> {
        let word = addr as u64 | tag;
        if !self.state.nursery.contains(addr) {
            self.state.remembered_objects.push(word);
        }
        Value::from_bits(word)
    }

    /// Whether the memory limit leaves room for `bytes` more. Natives that
    /// allocate in a loop ask this now and then.
    ///
    /// # Errors
    /// [`OutOfMemory`] when it does not.
    #[inline]
    pub fn check_room(self, bytes: usize) -> Result<(), OutOfMemory> {
        if self.state.bytes().saturating_add(bytes) > self.state.limit.get() {
            return Err(OutOfMemory(bytes));
        }
        Ok(())
    }

    // --- barrier ----------------------------------------------------------

    /// Whether the value lies in the nursery.
    #[inline(always)]
    pub fn is_young(self, value: Value<'gc>) -> bool {
        value.is_pointer() && self.state.nursery.contains(value.addr())
    }

    /// Stores `value` in a slot of the object or pair `parent`.
    ///
    /// # Safety
    /// `slot` is a scanned, strong slot of `parent`.
    #[inline(always)]
    pub(crate) unsafe fn store(self, parent: Value<'gc>, slot: *mut u64, value: Value<'gc>) {
        if value.is_pointer() && !self.state.nursery.contains(parent.addr()) {
            self.barrier(slot, value);
        }
        // SAFETY: the caller's promise.
        unsafe { *slot = value.bits() };
    }

    /// The slow half of the write barrier: a pointer goes into an old slot.
    ///
    /// A slot is remembered when its old content is not young: if it is, the
    /// slot has been remembered since the last minor collection.
    #[inline(never)]
    fn barrier(self, slot: *mut u64, value: Value<'gc>) {
        if self.state.nursery.contains(value.addr()) {
            // SAFETY: `slot` is a slot of a live object or of the stack.
            let old: Value<'gc> = Value::from_bits(unsafe { *slot });
            if !self.is_young(old) {
                self.state.remembered_slots.push(slot);
            }
        } else if self.state.marking.get() {
            if let Some(gc) = tenured::gc_of(value.bits()) {
                self.mc.forward_barrier(None, gc);
            }
        }
    }

    /// Remembers a slot of the register stack below the watermark, into which
    /// an open upvalue cell stores.
    ///
    /// # Safety
    /// `slot` stays readable and writable until the next minor collection.
    #[inline]
    pub unsafe fn remember_stack_slot(self, slot: *mut Value<'gc>, value: Value<'gc>) {
        if self.is_young(value) {
            self.state.remembered_slots.push(slot.cast());
        }
    }

    // --- pacing -----------------------------------------------------------

    /// Whether a collection should happen at the next safepoint.
    #[inline(always)]
    pub fn wants_collection(self) -> bool {
        self.state.wanted.get()
    }

    /// Asks for a minor (or full) collection at the next safepoint.
    pub fn request_collection(self, full: bool) {
        self.state.wanted.set(true);
        if full {
            self.state.full_wanted.set(true);
        }
    }

    /// Number of minor collections so far: a young address is good for one.
    #[inline]
    pub fn epoch(self) -> u64 {
        self.state.epoch.get()
    }

    /// Bytes in use, young and tenured.
    pub fn bytes_in_use(self) -> usize {
        self.state.bytes()
    }

    /// Figures of the heap so far.
    pub fn stats(self) -> crate::Stats {
        self.state.stats.borrow().clone()
    }

    /// Registers `object` with `guardian`, an object of [`Kind::Guardian`]: once
    /// the object is otherwise dead, it is consed onto the guardian's first slot.
    pub fn guard(self, object: Value<'gc>, guardian: Value<'gc>) {
        debug_assert!(guardian.has_kind(Kind::Guardian));
        if object.is_pointer() {
            self.state
                .guarded
                .borrow_mut()
                .push((object.bits(), guardian.bits()));
        }
    }
}

/// The payload block of a word of [`Kind::Payload`].
pub(crate) fn payload_of<'gc>(value: Value<'gc>) -> Option<&'gc PayloadBlock> {
    if !value.has_kind(Kind::Payload) {
        return None;
    }
    // SAFETY: the object is a live, tenured PayloadBlock; it is not freed while
    // the mutation lasts.
    Some(unsafe { &*value.addr().cast::<PayloadBlock>() })
}

pub(crate) const FLAG_IMMUTABLE: u64 = IMMUTABLE;
