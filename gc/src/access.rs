//! Reads and writes the contents of values safely.
//!
//! Accessors of a specific kind check it; those of pairs and slots check tags and bounds. The VM's
//! fast paths check first and then use the `_unchecked` forms.

use std::any::TypeId;

use crate::header::{self, Kind, Scan};
use crate::mutation::Mutation;
use crate::object::{self, PROTO_PREFIX, PROTO_SUFFIX, ProtoInfo};
use crate::symbols;
use crate::tenured::{Payload, PayloadBlock};
use crate::value::{TAG_OBJECT, Value};
use crate::weak;

/// Accessors of pairs.
impl<'gc> Value<'gc> {
    /// The car, when this is a pair.
    #[inline(always)]
    pub fn car(self) -> Option<Value<'gc>> {
        if self.is_pair() {
            // SAFETY: just checked.
            Some(unsafe { self.car_unchecked() })
        } else {
            None
        }
    }

    /// The cdr, when this is a pair.
    #[inline(always)]
    pub fn cdr(self) -> Option<Value<'gc>> {
        if self.is_pair() {
            // SAFETY: just checked.
            Some(unsafe { self.cdr_unchecked() })
        } else {
            None
        }
    }

    /// Car and cdr, when this is a pair.
    #[inline(always)]
    pub fn as_pair(self) -> Option<(Value<'gc>, Value<'gc>)> {
        if self.is_pair() {
            // SAFETY: just checked.
            Some(unsafe { (self.car_unchecked(), self.cdr_unchecked()) })
        } else {
            None
        }
    }

    /// The car of a pair.
    ///
    /// # Safety
    /// This is a pair.
    #[inline(always)]
    pub unsafe fn car_unchecked(self) -> Value<'gc> {
        debug_assert!(self.is_pair());
        // SAFETY: a pair word points to two live words.
        Value::from_bits(unsafe { *self.addr() })
    }

    /// The cdr of a pair.
    ///
    /// # Safety
    /// This is a pair.
    #[inline(always)]
    pub unsafe fn cdr_unchecked(self) -> Value<'gc> {
        debug_assert!(self.is_pair());
        // SAFETY: a pair word points to two live words.
        Value::from_bits(unsafe { *self.addr().add(1) })
    }

    /// Replaces the car. Returns false if this is not a pair.
    #[inline(always)]
    pub fn set_car(self, mc: Mutation<'gc>, value: Value<'gc>) -> bool {
        if self.is_pair() {
            // SAFETY: a pair has two strong slots.
            unsafe { mc.store(self, self.addr(), value) };
        }
        self.is_pair()
    }

    /// Replaces the cdr. Returns false if this is not a pair.
    #[inline(always)]
    pub fn set_cdr(self, mc: Mutation<'gc>, value: Value<'gc>) -> bool {
        if self.is_pair() {
            // SAFETY: a pair has two strong slots.
            unsafe { mc.store(self, self.addr().add(1), value) };
        }
        self.is_pair()
    }
}

/// Accessors of objects whose payload is values (every kind of [`Kind::is_plain`]).
impl<'gc> Value<'gc> {
    /// Whether this is an object of a kind of [`Kind::is_plain`].
    #[inline]
    fn is_words(self) -> bool {
        self.is_object() && self.header().kind().is_plain()
    }

    /// Number of payload words of an object of values; 0 for anything else.
    #[inline(always)]
    pub fn slots(self) -> usize {
        if self.is_words() { self.header().length() } else { 0 }
    }

    /// Word `i` of an object of values.
    #[inline(always)]
    pub fn slot(self, i: usize) -> Option<Value<'gc>> {
        if i < self.slots() {
            // SAFETY: the index is below the object's length.
            Some(unsafe { self.slot_unchecked(i) })
        } else {
            None
        }
    }

    /// Word `i` of an object.
    ///
    /// # Safety
    /// This is an object whose word `i` is a value.
    #[inline(always)]
    pub unsafe fn slot_unchecked(self, i: usize) -> Value<'gc> {
        // SAFETY: the caller's promise.
        Value::from_bits(unsafe { *self.addr().add(1 + i) })
    }

    /// Replaces word `i` of an object of values. Returns false if there is none.
    #[inline(always)]
    pub fn set_slot(self, mc: Mutation<'gc>, i: usize, value: Value<'gc>) -> bool {
        let ok = i < self.slots();
        if ok {
            // SAFETY: the index is below the object's length.
            unsafe { self.set_slot_unchecked(mc, i, value) };
        }
        ok
    }

    /// Replaces word `i` of an object.
    ///
    /// # Safety
    /// This is an object, whose word `i` is a strong value slot.
    #[inline(always)]
    pub unsafe fn set_slot_unchecked(self, mc: Mutation<'gc>, i: usize, value: Value<'gc>) {
        // SAFETY: the caller's promise.
        unsafe { mc.store(self, self.addr().add(1 + i), value) };
    }

    /// The words of an object of values, as they are now. Do not keep the slice
    /// across a store to the object.
    #[inline]
    pub fn slot_slice(self) -> &'gc [Value<'gc>] {
        if !self.is_words() {
            return &[];
        }
        // SAFETY: the payload is `length` values; nothing is freed or moved
        // while the mutation lasts. Stores go through raw pointers and change
        // whole words, on this thread.
        unsafe { std::slice::from_raw_parts(self.addr().add(1).cast(), self.header().length()) }
    }

    /// Length of an object in its own units: words, or bytes for raw kinds.
    #[inline(always)]
    pub fn object_length(self) -> usize {
        if self.is_object() { self.header().length() } else { 0 }
    }

    /// Copies `count` words from `source[from..]` to `self[at..]`; the two may be the same object,
    /// and the ranges may overlap. Returns false if a range is out of bounds.
    pub fn copy_slots(self, mc: Mutation<'gc>, at: usize, source: Value<'gc>, from: usize, count: usize) -> bool {
        let fits = |length: usize, start: usize| start <= length && count <= length - start;
        if !fits(self.slots(), at) || !fits(source.slots(), from) {
            return false;
        }
        let step = |i: usize| {
            // SAFETY: both ranges were checked.
            unsafe { self.set_slot_unchecked(mc, at + i, source.slot_unchecked(from + i)) };
        };
        mc.count_writing(count * size_of::<Value<'_>>());
        if self == source && from < at {
            (0..count).rev().for_each(step)
        } else {
            (0..count).for_each(step)
        }
        true
    }

    /// Whether the object is a literal constant.
    #[inline(always)]
    pub fn is_immutable(self) -> bool {
        self.is_object() && self.header().has(header::IMMUTABLE)
    }

    /// Marks the object as a literal constant.
    pub fn set_immutable(self) {
        if self.is_object() {
            // SAFETY: an object word points to its header.
            unsafe { *self.addr() |= header::IMMUTABLE };
        }
    }

    /// The object's own flag bit (`header::MARKED`).
    pub fn own_flag(self) -> bool {
        self.is_object() && self.header().has(header::MARKED)
    }

    /// Sets the object's own flag bit.
    pub fn set_own_flag(self) {
        if self.is_object() {
            // SAFETY: an object word points to its header.
            unsafe { *self.addr() |= header::MARKED };
        }
    }
}

/// Accessors of objects whose payload is bytes (every raw kind).
impl<'gc> Value<'gc> {
    /// The bytes of a raw object, as they are now; empty for anything else. Do
    /// not keep the slice across a mutation of the object.
    #[inline]
    pub fn bytes(self) -> &'gc [u8] {
        if !self.is_object() || self.header().kind().scan() != Scan::Raw {
            return &[];
        }
        // SAFETY: the payload is `length` initialised bytes; nothing is freed or
        // moved while the mutation lasts.
        unsafe { std::slice::from_raw_parts(self.addr().add(1).cast(), self.header().length()) }
    }

    /// Lends the bytes of a raw object to `f` for writing; an empty slice for other values and for
    /// symbols, whose names may be borrowed.
    pub fn bytes_mut<T>(self, _mc: Mutation<'gc>, f: impl FnOnce(&mut [u8]) -> T) -> T {
        if !self.has_writable_bytes() {
            return f(&mut []);
        }
        // SAFETY: as in `bytes`; `f` has no other view of this object unless its caller kept one,
        // which `bytes` forbids.
        f(unsafe { std::slice::from_raw_parts_mut(self.addr().add(1).cast(), self.header().length()) })
    }

    /// Whether this is a raw object whose bytes are its own.
    #[inline]
    fn has_writable_bytes(self) -> bool {
        self.is_object() && self.header().kind().scan() == Scan::Raw && !self.has_kind(Kind::Symbol)
    }

    /// Byte `i` of a raw object.
    ///
    /// # Safety
    /// This is a raw object of more than `i` bytes.
    #[inline(always)]
    pub unsafe fn byte_unchecked(self, i: usize) -> u8 {
        // SAFETY: the caller's promise.
        unsafe { *self.addr().add(1).cast::<u8>().add(i) }
    }

    /// Replaces byte `i` of a raw object.
    ///
    /// # Safety
    /// As for [`Value::byte_unchecked`].
    #[inline(always)]
    pub unsafe fn set_byte_unchecked(self, i: usize, byte: u8) {
        // SAFETY: the caller's promise.
        unsafe { *self.addr().add(1).cast::<u8>().add(i) = byte };
    }

    /// 32-bit unit `i` of a raw object.
    ///
    /// # Safety
    /// This is a raw object of more than `4 * i + 3` bytes.
    #[inline(always)]
    pub unsafe fn unit32_unchecked(self, i: usize) -> u32 {
        // SAFETY: the caller's promise; payloads are 8-aligned.
        unsafe { *self.addr().add(1).cast::<u32>().add(i) }
    }

    /// Replaces 32-bit unit `i` of a raw object.
    ///
    /// # Safety
    /// As for [`Value::unit32_unchecked`].
    #[inline(always)]
    pub unsafe fn set_unit32_unchecked(self, i: usize, unit: u32) {
        // SAFETY: the caller's promise.
        unsafe { *self.addr().add(1).cast::<u32>().add(i) = unit };
    }
}

/// Accessors of symbols.
impl<'gc> Value<'gc> {
    /// Whether this is a symbol.
    #[inline(always)]
    pub fn is_symbol(self) -> bool {
        self.has_kind(Kind::Symbol)
    }

    /// The name, when this is a symbol.
    pub fn as_symbol(self) -> Option<&'gc str> {
        if self.is_symbol() {
            // SAFETY: just checked; symbols are not freed while the mutation lasts.
            Some(unsafe { symbols::name_of(self.addr()) })
        } else {
            None
        }
    }

    /// Whether this is a symbol that `string->symbol` cannot return.
    pub fn is_uninterned_symbol(self) -> bool {
        // SAFETY: a symbol's flag word follows its hash.
        self.is_symbol() && unsafe { *self.addr().add(2) } == 1
    }

    /// The hash of a symbol's name; 0 for other values.
    #[inline]
    pub fn symbol_hash(self) -> u64 {
        if self.is_symbol() {
            // SAFETY: just checked.
            unsafe { symbols::hash_of(self.addr()) }
        } else {
            0
        }
    }
}

/// Accessors of boxed Rust values.
impl<'gc> Value<'gc> {
    /// The boxed Rust value, when this holds one of type `T`.
    #[inline]
    pub fn as_payload<T: Payload>(self) -> Option<&'gc T> {
        let value = &*PayloadBlock::of(self)?.value;
        if !value.is_of(TypeId::of::<T>()) {
            return None;
        }
        // SAFETY: `is_of` has one implementation, which compares the types.
        Some(unsafe { &*std::ptr::from_ref(value).cast() })
    }

    /// The name of the type of the boxed Rust value that this holds, for people.
    pub fn payload_name(self) -> Option<&'static str> {
        Some(PayloadBlock::of(self)?.value.type_name())
    }

    /// The boxed Rust value that this holds in a few words, for people.
    pub fn payload_summary(self) -> Option<String> {
        PayloadBlock::of(self)?.value.summary()
    }

    /// Updates the accounted size of a boxed Rust value that has grown or shrunk considerably, such
    /// as an open string port. Returns false for other values.
    pub fn recount_payload(self, mc: Mutation<'gc>) -> bool {
        let block = PayloadBlock::of(self);
        if let Some(block) = block {
            block.recount(&mc.state.ledger);
            mc.state.charge(0);
        }
        block.is_some()
    }
}

/// Accessors of code objects and closures.
impl<'gc> Value<'gc> {
    /// The first instruction of a code object.
    ///
    /// # Panics
    /// If this is not a code object.
    #[inline]
    pub fn proto_entry(self) -> *const u64 {
        assert!(self.has_kind(Kind::Proto));
        // SAFETY: a code object has the number of its constants in its first word, and its entry
        // follows the info word.
        unsafe { self.addr().add(PROTO_PREFIX + *self.addr().add(1) as usize + PROTO_SUFFIX) }
    }

    /// Call info, constants and meta value of a code object.
    ///
    /// # Panics
    /// If this is not a code object.
    pub fn proto_parts(self) -> ProtoParts<'gc> {
        let entry = self.proto_entry();
        // SAFETY: layout of code objects, see `object`.
        unsafe {
            let count = *self.addr().add(1) as usize;
            let code_words = self.header().length() + 1 - (PROTO_PREFIX + count + PROTO_SUFFIX);
            ProtoParts {
                info: ProtoInfo::from_bits(*entry.sub(1)),
                meta: Value::from_bits(*self.addr().add(2)),
                constants: (0..count).map(|i| Value::from_bits(*entry.sub(1 + PROTO_SUFFIX + i))).collect(),
                code: std::slice::from_raw_parts(entry, code_words),
            }
        }
    }

    /// Address of the machine code of a code object; 0 when there is none.
    #[inline]
    pub fn proto_native(self) -> u64 {
        // SAFETY: the native word stands two words before the entry.
        unsafe { *self.proto_entry().sub(PROTO_SUFFIX) }
    }

    /// Says where the machine code of a code object is; 0 for none.
    ///
    /// # Panics
    /// When this is no code object.
    pub fn set_proto_native(self, _mc: Mutation<'gc>, address: u64) {
        let entry = self.proto_entry().cast_mut();
        let flag = if address == 0 { 0 } else { ProtoInfo::NATIVE };
        // SAFETY: native and info word stand before the entry of a live code object.
        unsafe {
            *entry.sub(PROTO_SUFFIX) = address;
            *entry.sub(1) = *entry.sub(1) & !ProtoInfo::NATIVE | flag;
        }
    }

    /// The compiler's meta value of a code object, `#f` for other values.
    #[inline]
    pub fn proto_meta(self) -> Value<'gc> {
        if !self.has_kind(Kind::Proto) {
            return Value::FALSE;
        }
        // SAFETY: a code object has its meta value in its second word.
        Value::from_bits(unsafe { *self.addr().add(2) })
    }

    /// Whether this is a closure.
    #[inline(always)]
    pub fn is_closure(self) -> bool {
        self.has_kind(Kind::Closure)
    }

    /// The code entry of a closure.
    ///
    /// # Safety
    /// This is a closure.
    #[inline(always)]
    pub unsafe fn closure_entry_unchecked(self) -> *const u64 {
        // SAFETY: a closure's first word is its entry.
        unsafe { *self.addr().add(1) as *const u64 }
    }

    /// The code object of a closure.
    pub fn closure_proto(self) -> Option<Value<'gc>> {
        if !self.is_closure() {
            return None;
        }
        // SAFETY: a closure's first word is the entry of a live code object.
        let proto = unsafe { object::proto_of_entry(self.closure_entry_unchecked()) };
        Some(Value::from_bits(proto as u64 | TAG_OBJECT))
    }

    /// Number of values that a closure captures.
    pub fn closure_captures(self) -> usize {
        if self.is_closure() { self.header().length() - 1 } else { 0 }
    }

    /// Captured value `i` of a closure (it may be a cell).
    ///
    /// # Safety
    /// This is a closure with more than `i` captures.
    #[inline(always)]
    pub unsafe fn capture_unchecked(self, i: usize) -> Value<'gc> {
        debug_assert!(i < self.closure_captures());
        // SAFETY: the caller's promise.
        Value::from_bits(unsafe { *self.addr().add(2 + i) })
    }

    /// Replaces captured value `i`, to tie the knot between mutually recursive closures.
    ///
    /// # Safety
    /// This is a closure with more than `i` captures.
    #[inline(always)]
    pub unsafe fn set_capture_unchecked(self, mc: Mutation<'gc>, i: usize, value: Value<'gc>) {
        debug_assert!(i < self.closure_captures());
        // SAFETY: the caller's promise.
        unsafe { mc.store(self, self.addr().add(2 + i), value) };
    }
}

/// Accessors of upvalue cells.
impl<'gc> Value<'gc> {
    /// Address of the stack slot of an open cell; 0 when it is closed.
    ///
    /// # Safety
    /// This is a cell reference.
    #[inline(always)]
    pub unsafe fn cell_location(self) -> usize {
        debug_assert!(self.is_cell());
        // SAFETY: a cell's first word is its location.
        unsafe { *self.addr().add(1) as usize }
    }

    /// Content of a closed cell.
    ///
    /// # Safety
    /// This is a cell reference, closed.
    #[inline(always)]
    pub unsafe fn cell_value(self) -> Value<'gc> {
        debug_assert!(self.is_cell());
        // SAFETY: a cell's second word is its content.
        Value::from_bits(unsafe { *self.addr().add(2) })
    }

    /// Replaces the content of a closed cell.
    ///
    /// # Safety
    /// This is a cell reference, closed.
    #[inline(always)]
    pub unsafe fn set_cell_value(self, mc: Mutation<'gc>, value: Value<'gc>) {
        debug_assert!(self.is_cell());
        // SAFETY: the second word of a cell is a strong slot.
        unsafe { mc.store(self, self.addr().add(2), value) };
    }

    /// Closes an open cell: from now on the cell itself holds the value.
    ///
    /// # Safety
    /// This is a cell reference.
    pub unsafe fn close_cell(self, mc: Mutation<'gc>, value: Value<'gc>) {
        // SAFETY: a cell has two words; location 0 means closed.
        unsafe {
            *self.addr().add(1) = 0;
            mc.store(self, self.addr().add(2), value);
        }
    }
}

/// Accessors of weak objects. Reading a weak word does not keep its object alive: an object used
/// beyond the mutation has been stored, and the store has informed the marker. While dead objects
/// are being found and cleared, which takes several increments, every access to a weak object
/// settles it first.
impl<'gc> Value<'gc> {
    /// The weak word of a weak pair or ephemeron: [`Value::BROKEN`] if its object is dead.
    pub fn weak_key(self, mc: Mutation<'gc>) -> Option<Value<'gc>> {
        self.weak_word(mc, 0)
    }

    /// The second word of a weak pair or ephemeron.
    pub fn weak_datum(self, mc: Mutation<'gc>) -> Option<Value<'gc>> {
        self.weak_word(mc, 1)
    }

    /// Whether this is a weak pair or ephemeron whose weak word was broken.
    #[inline]
    pub fn is_weak_broken(self, mc: Mutation<'gc>) -> bool {
        self.weak_key(mc) == Some(Value::BROKEN)
    }

    /// Whether this is a weak box: see [`Mutation::weak_box`].
    pub fn is_weak_box(self) -> bool {
        // SAFETY: a weak pair has two words.
        self.has_kind(Kind::WeakPair) && unsafe { *self.addr().add(2) } == Value::BROKEN.bits()
    }

    fn is_weak(self) -> bool {
        matches!(self.kind(), Some(Kind::WeakPair | Kind::Ephemeron))
    }

    /// Whether the weak word is known to be dead. Unlike a read, this keeps nothing alive.
    pub fn is_weak_cleared(self) -> bool {
        // SAFETY: both kinds have two words.
        self.is_weak() && unsafe { *self.addr().add(1) } == Value::BROKEN.bits()
    }

    #[inline]
    fn weak_word(self, mc: Mutation<'gc>, i: usize) -> Option<Value<'gc>> {
        if !self.is_weak() {
            return None;
        }
        if mc.state.weak_unsettled.get() {
            self.settle_weak(mc);
        }
        // SAFETY: both kinds have two words.
        Some(Value::from_bits(unsafe { *self.addr().add(1 + i) }))
    }

    /// Breaks a weak object whose key was found dead while weak words are being cleared; marks a
    /// key that is not yet known to be dead.
    #[cold]
    fn settle_weak(self, mc: Mutation<'gc>) {
        // SAFETY: both kinds have two words.
        let key: Value<'gc> = Value::from_bits(unsafe { *self.addr().add(1) });
        if !mc.is_young(key) && weak::settle_read(mc.state, mc.mc, key.bits()).is_none() {
            mc.state.break_weak(self.addr());
        }
    }

    /// Replaces word `i` (0: the weak one) of a weak pair or ephemeron.
    pub fn set_weak_word(self, mc: Mutation<'gc>, i: usize, value: Value<'gc>) -> bool {
        if i > 1 || !self.is_weak() {
            return false;
        }
        if mc.state.weak_unsettled.get() {
            self.settle_weak(mc);
        }
        // SAFETY: both kinds have two words, which settling examines.
        unsafe { mc.store_weak(self, self.addr().add(1 + i), value) };
        true
    }
}

/// The parts of a code object, for the disassembler, the verifier and the debugger.
pub struct ProtoParts<'gc> {
    /// Arity, registers and layout, as a call needs them.
    pub info: ProtoInfo,
    /// The compiler's meta value.
    pub meta: Value<'gc>,
    /// Constants by index.
    pub constants: Vec<Value<'gc>>,
    /// Instruction words.
    pub code: &'gc [u64],
}
