//! Allocates objects.
//!
//! A small object is young if the nursery has room; any other object is tenured from birth, and
//! remembered if it may hold young words. Either way it is complete before the function that
//! allocates it returns.
//!
//! Functions without `Result` allocate small objects, whose sizes the program text bounds. Where a
//! script chooses the size, the function returns a `Result`: the memory limit is checked before a
//! large object is allocated, and an impossible size is an error, not an abort.

use std::alloc::{Layout, handle_alloc_error};

use crate::header::{Header, Kind, LARGEST_LENGTH, OWNED, Scan};
use crate::mutation::{Mutation, OutOfMemory};
use crate::object::{self, ProtoInfo};
use crate::space::{FIXED, LARGEST_SLOT, PAIRS, class_of};
use crate::symbols::{self, SYMBOL_PREFIX};
use crate::tenured::{self, Payload};
use crate::value::{TAG_CELL, TAG_OBJECT, TAG_PAIR, Value};
use crate::weak;

/// Objects of more words are tenured from birth.
const LARGEST_YOUNG: usize = LARGEST_SLOT;

/// At most one word in this many of a large object is young if each of them is remembered.
const FEW_YOUNG: usize = 8;

/// Whether the fresh payload of a large object must be zeroed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fresh {
    Any,
    Zeroed,
}

/// Allocation of pairs and lists.
impl<'gc> Mutation<'gc> {
    /// Allocates a pair.
    #[inline(always)]
    pub fn cons(self, car: Value<'gc>, cdr: Value<'gc>) -> Value<'gc> {
        match self.try_cons(car, cdr) {
            Some(pair) => pair,
            None => self.cons_overflowing(car, cdr),
        }
    }

    /// Allocates a young pair, or returns `None` if the nursery is full; for callers that can reach
    /// a safepoint and try again.
    #[inline(always)]
    pub fn try_cons(self, car: Value<'gc>, cdr: Value<'gc>) -> Option<Value<'gc>> {
        let addr = self.state.nursery.bump(2)?;
        // SAFETY: `bump` returned two words.
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

    /// Allocates a pair that never moves, for constants and source code.
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

    /// Allocates a list of `items` that ends in `tail`.
    pub fn list_with_tail(self, items: &[Value<'gc>], tail: Value<'gc>) -> Value<'gc> {
        items.iter().rev().fold(tail, |rest, &item| self.cons(item, rest))
    }

    /// Allocates a proper list of `items`.
    pub fn list(self, items: &[Value<'gc>]) -> Value<'gc> {
        self.list_with_tail(items, Value::NIL)
    }
}

/// Allocation of objects whose payload is values. Their kinds are those of [`Kind::is_plain`].
///
/// # Panics
/// All of these panic if given another kind.
impl<'gc> Mutation<'gc> {
    /// Allocates an object with these words, intended for at most a hundred; if a script chooses
    /// the size, use [`Mutation::alloc_copy`].
    #[inline]
    pub fn alloc(self, kind: Kind, words: &[Value<'gc>]) -> Value<'gc> {
        assert!(kind.is_plain());
        let addr = self.place(1 + words.len(), Header::new(kind, words.len()));
        // SAFETY: `place` reserved the words; fresh memory does not overlap.
        unsafe { fill_from(addr, words) };
        self.finish(addr, TAG_OBJECT)
    }

    /// Like [`Mutation::alloc`], but the object never moves: global cells, macros.
    pub fn alloc_tenured(self, kind: Kind, words: &[Value<'gc>]) -> Value<'gc> {
        assert!(kind.is_plain());
        let addr = self.place_tenured(1 + words.len(), Header::new(kind, words.len()));
        // SAFETY: as in `alloc`.
        unsafe { fill_from(addr, words) };
        self.finish(addr, TAG_OBJECT)
    }

    /// Allocates a young object of at most 100 words, or returns `None` if the nursery is full.
    #[inline(always)]
    pub fn try_alloc_array<const N: usize>(self, kind: Kind, words: [Value<'gc>; N]) -> Option<Value<'gc>> {
        const { assert!(N < LARGEST_YOUNG) };
        assert!(kind.is_plain());
        let addr = self.state.nursery.bump(N + 1)?;
        // SAFETY: `bump` reserved header and words.
        unsafe {
            *addr = Header::new(kind, N).bits();
            addr.add(1).cast::<[Value<'gc>; N]>().write(words);
        }
        Some(Value::from_bits(addr as u64 | TAG_OBJECT))
    }

    /// Allocates an object with `length` words, all `fill`. Many fixnums 0 cost little before they
    /// are replaced: the system provides them.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    pub fn alloc_filled(self, kind: Kind, length: usize, fill: Value<'gc>) -> Result<Value<'gc>, OutOfMemory> {
        assert!(kind.is_plain());
        let fresh = if fill.bits() == 0 { Fresh::Zeroed } else { Fresh::Any };
        let addr = self.room(kind, length, fresh)?;
        if fresh == Fresh::Any || length < LARGEST_SLOT {
            // SAFETY: `room` reserved `length` words after the header. Large objects are zeroed already,
            // if that was asked for.
            unsafe {
                for i in 1..=length {
                    *addr.add(i) = fill.bits();
                }
            }
        }
        if self.is_young(fill) {
            return Ok(self.finish(addr, TAG_OBJECT));
        }
        Ok(Value::from_bits(addr as u64 | TAG_OBJECT))
    }

    /// Allocates an object with a copy of `words`, of any length.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    pub fn alloc_copy(self, kind: Kind, words: &[Value<'gc>]) -> Result<Value<'gc>, OutOfMemory> {
        assert!(kind.is_plain());
        let addr = self.room(kind, words.len(), Fresh::Any)?;
        // SAFETY: as in `alloc`.
        unsafe { fill_from(addr, words) };
        if words.len() < LARGEST_SLOT {
            return Ok(self.finish(addr, TAG_OBJECT));
        }
        self.remember_young(addr, words);
        Ok(Value::from_bits(addr as u64 | TAG_OBJECT))
    }

    /// Allocates a pair whose car is weak.
    pub fn weak_pair(self, car: Value<'gc>, cdr: Value<'gc>) -> Value<'gc> {
        self.two_words(Kind::WeakPair, [car, cdr], TAG_OBJECT)
    }

    /// Allocates a weak box: a weak pair whose cdr is [`Value::BROKEN`], which distinguishes it
    /// from other weak pairs.
    pub fn weak_box(self, value: Value<'gc>) -> Value<'gc> {
        self.weak_pair(value, Value::BROKEN)
    }

    /// Allocates a guardian, whose first word is its queue, empty at first.
    pub fn guardian(self) -> Value<'gc> {
        self.alloc(Kind::Guardian, &[Value::NIL, Value::fixnum(0)])
    }

    /// Allocates an ephemeron.
    pub fn ephemeron(self, key: Value<'gc>, datum: Value<'gc>) -> Value<'gc> {
        self.two_words(Kind::Ephemeron, [key, datum], TAG_OBJECT)
    }

    /// Allocates an open upvalue cell for the stack slot at `location` (see
    /// [`Value::cell_location`]), which the VM closes before the slot is reused.
    ///
    /// # Panics
    /// If `location` is 0 or not a multiple of 8.
    #[inline]
    pub fn open_cell(self, location: usize) -> Value<'gc> {
        assert!(location != 0 && location.is_multiple_of(8));
        // A multiple of 8 reads as a fixnum, so every scan may see it.
        let location = Value::from_bits(location as u64);
        self.two_words(Kind::Cell, [location, Value::UNSPECIFIED], TAG_CELL)
    }

    /// Allocates a closed upvalue cell that holds `value`.
    #[inline]
    pub fn closed_cell(self, value: Value<'gc>) -> Value<'gc> {
        self.two_words(Kind::Cell, [Value::from_bits(0), value], TAG_CELL)
    }

    #[inline]
    fn two_words(self, kind: Kind, words: [Value<'gc>; 2], tag: u64) -> Value<'gc> {
        let addr = self.place(3, Header::new(kind, 2));
        // SAFETY: `place` reserved two words after the header.
        unsafe { fill_from(addr, &words) };
        self.finish(addr, tag)
    }

    /// Allocates the string object whose one slot is `buffer`.
    #[inline]
    pub(crate) fn string_of_buffer(self, buffer: Value<'gc>) -> Value<'gc> {
        debug_assert!(buffer.has_kind(Kind::Chars8) || buffer.has_kind(Kind::Chars32));
        let addr = self.place(2, Header::new(Kind::String, 1));
        // SAFETY: `place` reserved one word after the header.
        unsafe { *addr.add(1) = buffer.bits() };
        self.finish(addr, TAG_OBJECT)
    }
}

/// Allocation of objects whose payload is bytes, and of boxed Rust values.
impl<'gc> Mutation<'gc> {
    /// Allocates an object of a kind of [`Kind::is_plain_bytes`] with `length` zero bytes.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    ///
    /// # Panics
    /// If given another kind.
    pub fn alloc_bytes(self, kind: Kind, length: usize) -> Result<Value<'gc>, OutOfMemory> {
        assert!(kind.is_plain_bytes());
        let addr = self.room(kind, length, Fresh::Zeroed)?;
        let words = length.div_ceil(8);
        if words < LARGEST_SLOT {
            // SAFETY: `room` reserved `words` words after the header; large objects are zeroed
            // already.
            unsafe { addr.add(1).write_bytes(0, words) };
        }
        Ok(Value::from_bits(addr as u64 | TAG_OBJECT))
    }

    /// Like [`Mutation::alloc_bytes`], with these bytes.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    pub fn alloc_bytes_from(self, kind: Kind, bytes: &[u8]) -> Result<Value<'gc>, OutOfMemory> {
        self.alloc_bytes_of(kind, bytes.len(), std::iter::once(bytes))
    }

    /// Like [`Mutation::alloc_bytes`], with the bytes of these parts, `length` in all, one after the
    /// other. They are written once, so nothing is zeroed before.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    ///
    /// # Panics
    /// If the parts have more or fewer bytes.
    pub(crate) fn alloc_bytes_of<'a>(
        self,
        kind: Kind,
        length: usize,
        parts: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Value<'gc>, OutOfMemory> {
        assert!(kind.is_plain_bytes());
        let addr = self.room(kind, length, Fresh::Any)?;
        if length > 0 {
            // SAFETY: `room` reserved the bytes, rounded up to whole words. The last word is written
            // first, so that its padding is initialised.
            unsafe { *addr.add(length.div_ceil(8)) = 0 };
        }
        let mut written = 0;
        for part in parts {
            assert!(part.len() <= length - written);
            // SAFETY: as just checked, the part ends within the reserved bytes, which nothing else
            // refers to yet.
            unsafe { std::ptr::copy_nonoverlapping(part.as_ptr(), addr.add(1).cast::<u8>().add(written), part.len()) };
            written += part.len();
        }
        assert_eq!(written, length);
        Ok(Value::from_bits(addr as u64 | TAG_OBJECT))
    }

    /// Like [`Mutation::alloc_bytes_from`], with the bytes of a word and of these chunks, one after the other.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    ///
    /// # Panics
    /// If there are fewer chunks than the iterator says.
    pub fn alloc_chunks<const N: usize>(
        self,
        kind: Kind,
        first: [u8; 8],
        chunks: impl ExactSizeIterator<Item = [u8; N]>,
    ) -> Result<Value<'gc>, OutOfMemory> {
        assert!(kind.is_plain_bytes());
        let count = chunks.len();
        let length = count.saturating_mul(N).saturating_add(first.len());
        let addr = self.room(kind, length, Fresh::Any)?;
        let mut written = 0;
        // SAFETY: `room` reserved the bytes, rounded up to whole words, and nothing else refers to them yet. The last
        // word is written first, so that its padding is initialised.
        unsafe {
            *addr.add(length.div_ceil(8)) = 0;
            addr.add(1).cast::<[u8; 8]>().write_unaligned(first);
            let rest = addr.add(2).cast::<[u8; N]>();
            for chunk in chunks.take(count) {
                rest.add(written).write_unaligned(chunk);
                written += 1;
            }
        }
        assert_eq!(written, count);
        Ok(Value::from_bits(addr as u64 | TAG_OBJECT))
    }

    /// The flonum `x`, boxed if its exponent does not fit into a value word.
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
        // SAFETY: `place` reserved the header and one word.
        unsafe { *addr.add(1) = x.to_bits() };
        Value::from_bits(addr as u64 | TAG_OBJECT)
    }

    /// Boxes a Rust value in the heap. It is dropped when the box is collected.
    pub fn payload(self, value: Box<dyn Payload>) -> Value<'gc> {
        let (value, bytes) = tenured::allocate_payload(self.mc, &self.state.ledger, value, self.state.colour_of_new());
        self.keep_new(value.addr());
        self.state.charge(bytes);
        value
    }
}

/// Allocation of closures and code.
impl<'gc> Mutation<'gc> {
    /// Allocates a closure over the code object `proto` with these captured values.
    ///
    /// # Panics
    /// If `proto` is not a code object.
    pub fn closure(self, proto: Value<'gc>, captured: &[Value<'gc>]) -> Value<'gc> {
        let entry = proto.proto_entry() as u64;
        let length = 1 + captured.len();
        let addr = self.place(1 + length, Header::new(Kind::Closure, length));
        // SAFETY: `place` reserved header, entry and captured values.
        unsafe {
            *addr.add(1) = entry;
            fill_from(addr.add(1), captured);
        }
        self.finish(addr, TAG_OBJECT)
    }

    /// Sets the native address with which later code objects begin; 0 for none.
    pub fn set_code_stub(self, address: u64) {
        self.state.code_stub.set(address);
    }

    /// Allocates a code object. It is tenured, so that code addresses stay valid.
    ///
    /// `info` is called with the distance from header to entry in words, which its result must
    /// contain.
    ///
    /// # Errors
    /// [`OutOfMemory`] when there is no room.
    ///
    /// # Panics
    /// If the result of `info` contains another distance.
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
        // SAFETY: `length` words were allocated after the header, and each is written here once.
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

/// Allocation of symbols.
impl<'gc> Mutation<'gc> {
    /// Interns `name`. Does not check the memory limit; if a script chooses the name, use
    /// [`Mutation::try_intern`].
    pub fn intern(self, name: &str) -> Value<'gc> {
        let hash = symbols::hash_name(self.hash_key(), name.as_bytes());
        // A dead symbol stays in the table until the table is cleared, but is never found again.
        let is_alive = |symbol: *mut u64| {
            let word = symbol as u64 | TAG_OBJECT;
            !self.state.weak_unsettled.get() || weak::settle_read(self.state, self.mc, word).is_some()
        };
        let found = self.state.symbols.borrow().find(hash, name, is_alive);
        if let Some(addr) = found {
            return Value::from_bits(addr as u64 | TAG_OBJECT);
        }
        let symbol = self.new_symbol(name, hash, 0);
        if self.state.symbols.borrow_mut().insert(hash, symbol.addr()) {
            self.state.recount_side_tables();
        }
        symbol
    }

    /// Interns `name` if the memory limit leaves room for it.
    ///
    /// # Errors
    /// [`OutOfMemory`] if it does not.
    pub fn try_intern(self, name: &str) -> Result<Value<'gc>, OutOfMemory> {
        self.check_room(name.len().saturating_add(64))?;
        Ok(self.intern(name))
    }

    /// Allocates a symbol that is not the same as any other.
    pub fn uninterned_symbol(self, name: &str) -> Value<'gc> {
        self.new_symbol(name, symbols::hash_name(self.hash_key(), name.as_bytes()), 1)
    }

    fn new_symbol(self, name: &str, hash: u64, flags: u64) -> Value<'gc> {
        let bytes = SYMBOL_PREFIX + name.len();
        let words = bytes.div_ceil(8);
        let addr = self.place_tenured(1 + words, Header::new(Kind::Symbol, bytes));
        // SAFETY: `words` words were allocated after the header; the name fits after the prefix.
        // The last word is written first, for its padding.
        unsafe {
            *addr.add(words) = 0;
            *addr.add(1) = hash;
            *addr.add(2) = flags;
            std::ptr::copy_nonoverlapping(name.as_ptr(), addr.add(3).cast(), name.len());
        }
        Value::from_bits(addr as u64 | TAG_OBJECT)
    }
}

/// Reserving memory. Each of these writes the header; the caller writes the payload.
impl<'gc> Mutation<'gc> {
    /// Reserves an object of `words` words, header included; young if possible.
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
        // SAFETY: `bump` reserved at least one word.
        unsafe { *addr = header.bits() };
        Some(addr)
    }

    #[cold]
    #[inline(never)]
    fn place_overflowing(self, words: usize, header: Header) -> *mut u64 {
        self.state.want();
        self.place_old(words, header, true)
    }

    /// Reserves a tenured object that never moves, without checking the limit.
    fn place_tenured(self, words: usize, header: Header) -> *mut u64 {
        self.place_old(words, header, false)
    }

    fn place_old(self, words: usize, header: Header, moves: bool) -> *mut u64 {
        match self.tenured_block(words, header, Fresh::Any, moves) {
            Some(addr) => addr,
            None => handle_alloc_error(Layout::new::<u64>()),
        }
    }

    /// Reserves an object whose length a script chose.
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

    /// Reserves a tenured object and writes its header; `None` if the system has no memory.
    fn tenured_block(self, words: usize, header: Header, fresh: Fresh, moves: bool) -> Option<*mut u64> {
        let ledger = &self.state.ledger;
        let (addr, flags) = if words <= LARGEST_SLOT {
            (self.state.space.allocate(self.mc, ledger, class_of(words, moves)), 0)
        } else {
            self.state.make_way(words * 8);
            let addr = tenured::allocate_large(self.mc, ledger, words, fresh == Fresh::Zeroed)?;
            self.keep_new(addr);
            self.state.charge_large(words * 8);
            self.count_writing(words * 8);
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
        if self.state.space.bears_marked() {
            // SAFETY: the object was just given an owner.
            self.mc.forward_barrier(None, unsafe { tenured::owner_of(addr) });
        }
    }

    /// Remembers the young words of a new large object at `addr`, which has these words: each of
    /// them, if they are few, so that the next minor collection need not look at the others.
    fn remember_young(self, addr: *mut u64, words: &[Value<'gc>]) {
        let young = words.iter().filter(|&&word| self.is_young(word)).count();
        if young > words.len() / FEW_YOUNG {
            self.state.remember_object(addr as u64 | TAG_OBJECT);
        } else if young > 0 {
            for (i, _) in words.iter().enumerate().filter(|&(_, &word)| self.is_young(word)) {
                self.state.remember_slot(addr.wrapping_add(1 + i));
            }
        }
    }

    /// Returns the word of a new object; remembers it if it is tenured, because it may hold young
    /// words.
    #[inline(always)]
    fn finish(self, addr: *mut u64, tag: u64) -> Value<'gc> {
        let word = addr as u64 | tag;
        if !self.state.nursery.contains(addr) {
            self.state.remember_object(word);
        }
        Value::from_bits(word)
    }
}

/// Writes `words` after the header at `addr`.
///
/// # Safety
/// There is room for them, and it does not overlap `words`.
#[inline(always)]
unsafe fn fill_from(addr: *mut u64, words: &[Value<'_>]) {
    // SAFETY: the caller's promise; a value is its word.
    unsafe { std::ptr::copy_nonoverlapping(words.as_ptr().cast(), addr.add(1), words.len()) };
}
