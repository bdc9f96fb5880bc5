//! Allocation.
//!
//! An object is young when the nursery has room for it and it is small; else it
//! is tenured from birth, and remembered when it may hold young words. Either
//! way it is complete before the function that makes it returns.
//!
//! Functions without `Result` make small objects, whose sizes the program text
//! bounds. Where a script chooses the size the answer is a `Result`: the memory
//! limit is asked before a large object is made, and a size that no system has
//! is an error, not an abort.

use std::alloc::{Layout, handle_alloc_error};

use crate::header::{Header, Kind, LARGEST_LENGTH, OWNED, Scan};
use crate::mutation::{Mutation, OutOfMemory};
use crate::object::{self, ProtoInfo};
use crate::space::{FIXED, LARGEST_SLOT, PAIRS, class_of};
use crate::state::Phase;
use crate::symbols::{self, SYMBOL_PREFIX};
use crate::tenured::{self, Payload};
use crate::value::{TAG_CELL, TAG_OBJECT, TAG_PAIR, Value};

/// Words above which an object is tenured from birth.
const LARGEST_YOUNG: usize = LARGEST_SLOT;

/// Whether the fresh payload of a large object must read as zeros.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fresh {
    Any,
    Zeroed,
}

/// Pairs and lists.
impl<'gc> Mutation<'gc> {
    /// A fresh pair.
    #[inline(always)]
    pub fn cons(self, car: Value<'gc>, cdr: Value<'gc>) -> Value<'gc> {
        match self.try_cons(car, cdr) {
            Some(pair) => pair,
            None => self.cons_overflowing(car, cdr),
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

    #[cold]
    #[inline(never)]
    fn cons_overflowing(self, car: Value<'gc>, cdr: Value<'gc>) -> Value<'gc> {
        self.state.want();
        self.cons_in(PAIRS, car, cdr)
    }

    /// A pair that never moves; for constants and source code.
    pub fn cons_tenured(self, car: Value<'gc>, cdr: Value<'gc>) -> Value<'gc> {
        self.cons_in(PAIRS + FIXED, car, cdr)
    }

    fn cons_in(self, class: usize, car: Value<'gc>, cdr: Value<'gc>) -> Value<'gc> {
        self.state.charge(16);
        let addr = self.state.space.allocate(self.mc, &self.state.ledger, class);
        for (i, word) in [car, cdr].into_iter().enumerate() {
            // SAFETY: the pair has two words.
            let slot = unsafe { addr.add(i) };
            // SAFETY: as above.
            unsafe { *slot = word.bits() };
            if self.is_young(word) {
                self.state.remember_slot(slot);
            }
        }
        Value::from_bits(addr as u64 | TAG_PAIR)
    }

    /// A list of the given items, ending in `tail`.
    pub fn list_with_tail(self, items: &[Value<'gc>], tail: Value<'gc>) -> Value<'gc> {
        items.iter().rev().fold(tail, |rest, &item| self.cons(item, rest))
    }

    /// A list of the given items.
    pub fn list(self, items: &[Value<'gc>]) -> Value<'gc> {
        self.list_with_tail(items, Value::NIL)
    }
}

/// Objects made of values. Their kinds are those of [`Kind::is_plain`].
///
/// # Panics
/// All of these panic when given another kind.
impl<'gc> Mutation<'gc> {
    /// An object with these words, a hundred at most by intention; what a script
    /// sizes goes through [`Mutation::alloc_copy`].
    #[inline]
    pub fn alloc(self, kind: Kind, words: &[Value<'gc>]) -> Value<'gc> {
        assert!(kind.is_plain());
        let addr = self.place(1 + words.len(), Header::new(kind, words.len()));
        // SAFETY: `place` gave room for the words; fresh memory does not overlap.
        unsafe { fill_from(addr, words) };
        self.finish(addr, TAG_OBJECT)
    }

    /// An object that never moves: global cells, macros. As [`Mutation::alloc`].
    pub fn alloc_tenured(self, kind: Kind, words: &[Value<'gc>]) -> Value<'gc> {
        assert!(kind.is_plain());
        let addr = self.place_tenured(1 + words.len(), Header::new(kind, words.len()));
        // SAFETY: as in `alloc`.
        unsafe { fill_from(addr, words) };
        self.finish(addr, TAG_OBJECT)
    }

    /// An object of at most 100 words, young, or nothing when the nursery is full.
    #[inline(always)]
    pub fn try_alloc_array<const N: usize>(self, kind: Kind, words: [Value<'gc>; N]) -> Option<Value<'gc>> {
        const { assert!(N < LARGEST_YOUNG) };
        assert!(kind.is_plain());
        let addr = self.state.nursery.bump(N + 1)?;
        // SAFETY: `bump` gave room for header and words.
        unsafe {
            *addr = Header::new(kind, N).bits();
            addr.add(1).cast::<[Value<'gc>; N]>().write(words);
        }
        Some(Value::from_bits(addr as u64 | TAG_OBJECT))
    }

    /// An object with `length` words, all `fill`.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    pub fn alloc_filled(self, kind: Kind, length: usize, fill: Value<'gc>) -> Result<Value<'gc>, OutOfMemory> {
        assert!(kind.is_plain());
        let addr = self.room(kind, length, Fresh::Any)?;
        // SAFETY: `room` gave `length` words behind the header.
        unsafe {
            for i in 1..=length {
                *addr.add(i) = fill.bits();
            }
        }
        if self.is_young(fill) {
            return Ok(self.finish(addr, TAG_OBJECT));
        }
        Ok(Value::from_bits(addr as u64 | TAG_OBJECT))
    }

    /// An object with a copy of `words`, of any length.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    pub fn alloc_copy(self, kind: Kind, words: &[Value<'gc>]) -> Result<Value<'gc>, OutOfMemory> {
        assert!(kind.is_plain());
        let addr = self.room(kind, words.len(), Fresh::Any)?;
        // SAFETY: as in `alloc`.
        unsafe { fill_from(addr, words) };
        Ok(self.finish(addr, TAG_OBJECT))
    }

    /// A pair whose car is weak.
    pub fn weak_pair(self, car: Value<'gc>, cdr: Value<'gc>) -> Value<'gc> {
        self.two_words(Kind::WeakPair, [car, cdr], TAG_OBJECT)
    }

    /// A weak box: a weak pair whose cdr is [`Value::BROKEN`], which tells it from
    /// others.
    pub fn weak_box(self, value: Value<'gc>) -> Value<'gc> {
        self.weak_pair(value, Value::BROKEN)
    }

    /// A guardian, with an empty queue in its first word.
    pub fn guardian(self) -> Value<'gc> {
        self.alloc(Kind::Guardian, &[Value::NIL, Value::fixnum(0)])
    }

    /// An ephemeron.
    pub fn ephemeron(self, key: Value<'gc>, datum: Value<'gc>) -> Value<'gc> {
        self.two_words(Kind::Ephemeron, [key, datum], TAG_OBJECT)
    }

    /// An open upvalue cell for the stack slot at `location` (see
    /// [`Value::cell_location`]), which the VM closes in time.
    ///
    /// # Panics
    /// When the location is 0 or no multiple of 8.
    #[inline]
    pub fn open_cell(self, location: usize) -> Value<'gc> {
        assert!(location != 0 && location.is_multiple_of(8));
        // A multiple of 8 reads as a fixnum, so any scan may meet it.
        let location = Value::from_bits(location as u64);
        self.two_words(Kind::Cell, [location, Value::UNSPECIFIED], TAG_CELL)
    }

    /// A closed upvalue cell with the given content.
    #[inline]
    pub fn closed_cell(self, value: Value<'gc>) -> Value<'gc> {
        self.two_words(Kind::Cell, [Value::from_bits(0), value], TAG_CELL)
    }

    #[inline]
    fn two_words(self, kind: Kind, words: [Value<'gc>; 2], tag: u64) -> Value<'gc> {
        let addr = self.place(3, Header::new(kind, 2));
        // SAFETY: `place` gave room for two words behind the header.
        unsafe { fill_from(addr, &words) };
        self.finish(addr, tag)
    }

    /// The object whose one slot is `buffer`: a string.
    #[inline]
    pub(crate) fn string_of_buffer(self, buffer: Value<'gc>) -> Value<'gc> {
        debug_assert!(buffer.has_kind(Kind::Chars8) || buffer.has_kind(Kind::Chars32));
        let addr = self.place(2, Header::new(Kind::String, 1));
        // SAFETY: `place` gave room for one word behind the header.
        unsafe { *addr.add(1) = buffer.bits() };
        self.finish(addr, TAG_OBJECT)
    }
}

/// Objects made of bytes, and Rust values.
impl<'gc> Mutation<'gc> {
    /// An object of a kind of [`Kind::is_plain_bytes`] with `length` zero bytes.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    ///
    /// # Panics
    /// When given another kind.
    pub fn alloc_bytes(self, kind: Kind, length: usize) -> Result<Value<'gc>, OutOfMemory> {
        assert!(kind.is_plain_bytes());
        let addr = self.room(kind, length, Fresh::Zeroed)?;
        let words = length.div_ceil(8);
        if words < LARGEST_SLOT {
            // SAFETY: `room` gave that many words behind the header; large ones
            // are zero already.
            unsafe { addr.add(1).write_bytes(0, words) };
        }
        Ok(Value::from_bits(addr as u64 | TAG_OBJECT))
    }

    /// As [`Mutation::alloc_bytes`], with these bytes.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    pub fn alloc_bytes_from(self, kind: Kind, bytes: &[u8]) -> Result<Value<'gc>, OutOfMemory> {
        assert!(kind.is_plain_bytes());
        let addr = self.room(kind, bytes.len(), Fresh::Any)?;
        // SAFETY: `room` gave room for the bytes, rounded up to whole words; the
        // last word is written first so that its padding is defined.
        unsafe {
            if !bytes.is_empty() {
                *addr.add(bytes.len().div_ceil(8)) = 0;
            }
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), addr.add(1).cast(), bytes.len());
        }
        Ok(Value::from_bits(addr as u64 | TAG_OBJECT))
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
        let addr = self.place(2, Header::new(Kind::Flonum, 8));
        // SAFETY: `place` gave room for header and one word.
        unsafe { *addr.add(1) = x.to_bits() };
        Value::from_bits(addr as u64 | TAG_OBJECT)
    }

    /// A Rust value in a box of the heap. Dropped when it is collected.
    pub fn payload(self, value: Box<dyn Payload>) -> Value<'gc> {
        let (value, bytes) = tenured::allocate_payload(self.mc, &self.state.ledger, value, self.state.colour_of_new());
        self.keep_new(value.addr());
        self.state.charge(bytes);
        value
    }
}

/// Code.
impl<'gc> Mutation<'gc> {
    /// A closure over the code object `proto` with these captured values.
    ///
    /// # Panics
    /// When `proto` is no code object.
    pub fn closure(self, proto: Value<'gc>, captured: &[Value<'gc>]) -> Value<'gc> {
        let entry = proto.proto_entry() as u64;
        let length = 1 + captured.len();
        let addr = self.place(1 + length, Header::new(Kind::Closure, length));
        // SAFETY: `place` gave room for header, entry and captured values.
        unsafe {
            *addr.add(1) = entry;
            fill_from(addr.add(1), captured);
        }
        self.finish(addr, TAG_OBJECT)
    }

    /// Has code objects made from now on begin with this native address; 0 for none.
    pub fn set_code_stub(self, address: u64) {
        self.state.code_stub.set(address);
    }

    /// A code object. It is tenured, so that code addresses stay good.
    ///
    /// `info` is called with the distance from header to entry in words, which
    /// its answer must contain.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    ///
    /// # Panics
    /// When the answer of `info` contains another distance.
    pub fn proto(
        self,
        meta: Value<'gc>,
        constants: &[Value<'gc>],
        code: &[u64],
        info: impl FnOnce(usize) -> ProtoInfo,
    ) -> Result<Value<'gc>, OutOfMemory> {
        let back = object::PROTO_PREFIX + constants.len() + object::PROTO_SUFFIX;
        let length = back + code.len() - 1;
        let info = info(back);
        assert_eq!(info.back(), back, "the distance that `info` was given");
        let addr = self.tenured_room(1 + length, Header::new(Kind::Proto, length), Fresh::Any)?;
        // SAFETY: `length` words were allocated behind the header, and each is
        // written here once.
        unsafe {
            *addr.add(1) = constants.len() as u64;
            *addr.add(2) = meta.bits();
            for (i, constant) in constants.iter().enumerate() {
                *addr.add(back - 1 - object::PROTO_SUFFIX - i) = constant.bits();
            }
            let stub = self.state.code_stub.get();
            *addr.add(back - object::PROTO_SUFFIX) = stub;
            *addr.add(back - 1) = info.bits() | if stub == 0 { 0 } else { ProtoInfo::NATIVE };
            std::ptr::copy_nonoverlapping(code.as_ptr(), addr.add(back), code.len());
        }
        Ok(self.finish(addr, TAG_OBJECT))
    }
}

/// Symbols.
impl<'gc> Mutation<'gc> {
    /// The symbol with this name. The memory limit is not asked; where a script
    /// makes up the name, see [`Mutation::try_intern`].
    pub fn intern(self, name: &str) -> Value<'gc> {
        let hash = symbols::hash_name(name.as_bytes());
        // A dead symbol stays in the table until that is cleared, and is not found again.
        let is_alive = |symbol: *mut u64| {
            let word = symbol as u64 | TAG_OBJECT;
            !self.state.weak_unsettled.get() || self.state.settle_weak_read(self.mc, word).is_some()
        };
        let found = self.state.symbols.borrow().find(hash, name, is_alive);
        if let Some(addr) = found {
            return Value::from_bits(addr as u64 | TAG_OBJECT);
        }
        let symbol = self.new_symbol(name, hash, 0);
        if self.state.symbols.borrow_mut().insert(hash, symbol.addr()) {
            self.state.count_aside();
        }
        symbol
    }

    /// The symbol with this name, when the memory limit leaves room for it.
    ///
    /// # Errors
    /// [`OutOfMemory`] when it does not.
    pub fn try_intern(self, name: &str) -> Result<Value<'gc>, OutOfMemory> {
        self.check_room(name.len().saturating_add(64))?;
        Ok(self.intern(name))
    }

    /// A symbol that no other is the same as.
    pub fn uninterned_symbol(self, name: &str) -> Value<'gc> {
        self.new_symbol(name, symbols::hash_name(name.as_bytes()), 1)
    }

    fn new_symbol(self, name: &str, hash: u64, flags: u64) -> Value<'gc> {
        let bytes = SYMBOL_PREFIX + name.len();
        let words = bytes.div_ceil(8);
        let addr = self.place_tenured(1 + words, Header::new(Kind::Symbol, bytes));
        // SAFETY: `words` words were allocated behind the header; the name fits
        // behind the prefix. The last word first, for its padding.
        unsafe {
            *addr.add(words) = 0;
            *addr.add(1) = hash;
            *addr.add(2) = flags;
            std::ptr::copy_nonoverlapping(name.as_ptr(), addr.add(3).cast(), name.len());
        }
        Value::from_bits(addr as u64 | TAG_OBJECT)
    }
}

/// Room. Each of these writes the header; the caller writes the payload.
impl<'gc> Mutation<'gc> {
    /// Room for an object of `words` words, header included; young if possible.
    #[inline(always)]
    fn place(self, words: usize, header: Header) -> *mut u64 {
        match self.place_young(words, header) {
            Some(addr) => addr,
            None => self.place_overflowing(words, header),
        }
    }

    #[inline(always)]
    fn place_young(self, words: usize, header: Header) -> Option<*mut u64> {
        debug_assert_eq!(words, 1 + header.payload_words());
        if words > LARGEST_YOUNG {
            return None;
        }
        let addr = self.state.nursery.bump(words)?;
        // SAFETY: `bump` gave at least one word.
        unsafe { *addr = header.bits() };
        Some(addr)
    }

    #[cold]
    #[inline(never)]
    fn place_overflowing(self, words: usize, header: Header) -> *mut u64 {
        self.state.want();
        self.place_old(words, header, true)
    }

    /// Tenured room for an object that never moves; the limit is not asked.
    fn place_tenured(self, words: usize, header: Header) -> *mut u64 {
        self.place_old(words, header, false)
    }

    fn place_old(self, words: usize, header: Header, moves: bool) -> *mut u64 {
        match self.tenured_block(words, header, Fresh::Any, moves) {
            Some(addr) => addr,
            None => handle_alloc_error(Layout::new::<u64>()),
        }
    }

    /// Room for an object whose length a script chose.
    fn room(self, kind: Kind, length: usize, fresh: Fresh) -> Result<*mut u64, OutOfMemory> {
        if length > LARGEST_LENGTH {
            return Err(OutOfMemory(usize::MAX));
        }
        let header = Header::new(kind, length);
        let words = 1 + header.payload_words();
        if words <= LARGEST_YOUNG {
            return Ok(self.place(words, header));
        }
        self.tenured_room(words, header, fresh)
    }

    fn tenured_room(self, words: usize, header: Header, fresh: Fresh) -> Result<*mut u64, OutOfMemory> {
        let bytes = words.saturating_mul(8);
        self.check_room(bytes)?;
        self.tenured_block(words, header, fresh, false).ok_or(OutOfMemory(bytes))
    }

    /// Tenured room with this header; nothing when the system has no memory.
    fn tenured_block(self, words: usize, header: Header, fresh: Fresh, moves: bool) -> Option<*mut u64> {
        let ledger = &self.state.ledger;
        let (addr, flags) = if words <= LARGEST_SLOT {
            (self.state.space.allocate(self.mc, ledger, class_of(words, moves)), 0)
        } else {
            self.state.make_way(words * 8);
            let addr = tenured::allocate_large(self.mc, ledger, words, fresh == Fresh::Zeroed)?;
            self.keep_new(addr);
            self.state.charge_large(words * 8);
            if header.kind().scan() != Scan::Raw {
                ledger.list_large(addr);
            }
            (addr, OWNED | self.state.colour_of_new())
        };
        self.state.charge(words * 8);
        // SAFETY: at least the header word was allocated.
        unsafe { *addr = header.with(flags).bits() };
        Some(addr)
    }

    /// Tells `gc-arena` to keep the owner of the new object at `addr` if it is born marked.
    fn keep_new(self, addr: *mut u64) {
        if self.state.phase.get() == Phase::Clearing {
            // SAFETY: the object was just given an owner.
            self.mc.forward_barrier(None, unsafe { tenured::owner_of(addr) });
        }
    }

    /// The word of a new object; remembers it when it is tenured, as it may hold
    /// young words.
    #[inline(always)]
    fn finish(self, addr: *mut u64, tag: u64) -> Value<'gc> {
        let word = addr as u64 | tag;
        if !self.state.nursery.contains(addr) {
            self.state.remember_object(word);
        }
        Value::from_bits(word)
    }
}

/// Writes `words` behind the header at `addr`.
///
/// # Safety
/// There is room for them, which does not overlap `words`.
#[inline(always)]
unsafe fn fill_from(addr: *mut u64, words: &[Value<'_>]) {
    // SAFETY: the caller's promise; a value is its word.
    unsafe { std::ptr::copy_nonoverlapping(words.as_ptr().cast(), addr.add(1), words.len()) };
}
