//! Copies, fills and compares strings, vectors and raw objects in bulk: loops over the single
//! accessors would be slow, or would alias.

use crate::header::Kind;
use crate::mutation::{Mutation, OutOfMemory};
use crate::strings::Chars;
use crate::value::Value;

/// Whether `start..start + count` lies within `0..length`.
fn fits(length: usize, start: usize, count: usize) -> bool {
    start <= length && count <= length - start
}

/// Bulk operations on objects of values.
impl<'gc> Value<'gc> {
    /// Stores `value` in words `at..at + count`. Returns false if the range is out of bounds.
    pub fn fill_slots(self, mc: Mutation<'gc>, at: usize, count: usize, value: Value<'gc>) -> bool {
        if !fits(self.slots(), at, count) {
            return false;
        }
        mc.count_writing(count * size_of::<Value<'_>>());
        if mc.is_young(value) && mc.remember_whole(self, count) {
            for i in at..at + count {
                // SAFETY: the range was checked, and the object is remembered.
                unsafe { *self.addr().add(1 + i) = value.bits() };
            }
            return true;
        }
        for i in at..at + count {
            // SAFETY: the range was checked.
            unsafe { self.set_slot_unchecked(mc, i, value) };
        }
        true
    }
}

/// Bulk operations on objects of bytes.
impl<'gc> Value<'gc> {
    /// Copies `count` bytes from `source[from..]` to `self[at..]`; the two may be the same object,
    /// and the ranges may overlap. Returns false if a range is out of bounds, or if either is a
    /// symbol, whose name may be borrowed.
    pub fn copy_bytes(self, mc: Mutation<'gc>, at: usize, source: Value<'gc>, from: usize, count: usize) -> bool {
        if !fits(self.bytes().len(), at, count) || !fits(source.bytes().len(), from, count) || self.is_symbol() {
            return false;
        }
        mc.count_writing(count);
        // SAFETY: both are raw objects, and both ranges were checked; `copy`
        // allows them to overlap.
        unsafe { std::ptr::copy(source.payload().add(from), self.payload().add(at), count) };
        true
    }

    /// The 32-bit units of a raw object, as they are now. Do not keep the slice
    /// across a mutation of the object.
    #[inline]
    pub fn units32(self) -> &'gc [u32] {
        let bytes = self.bytes();
        // SAFETY: payloads are 8-aligned, and the bytes are initialised.
        unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len() / 4) }
    }

    /// Lends the 32-bit units of a bytevector to `f` for writing; an empty slice for other values.
    #[inline]
    pub fn units32_mut<T>(self, mc: Mutation<'gc>, f: impl FnOnce(&mut [u32]) -> T) -> T {
        if !self.has_kind(Kind::Bytes) {
            return f(&mut []);
        }
        self.bytes_mut(mc, |bytes| {
            // SAFETY: payloads are 8-aligned, and the bytes are initialised.
            f(unsafe { std::slice::from_raw_parts_mut(bytes.as_mut_ptr().cast(), bytes.len() / 4) })
        })
    }

    /// Address of the payload of an object.
    fn payload(self) -> *mut u8 {
        debug_assert!(self.is_object());
        self.addr().wrapping_add(1).cast()
    }
}

/// Bulk operations on strings.
impl<'gc> Value<'gc> {
    /// Copies `count` characters from `source[from..]` to `self[at..]`; the two may be the same
    /// string, and the ranges may overlap. Returns false if a range is out of bounds or either is
    /// not a string.
    ///
    /// # Errors
    /// [`OutOfMemory`] if the string must become wide and there is no room.
    pub fn copy_chars(
        self,
        mc: Mutation<'gc>,
        at: usize,
        source: Value<'gc>,
        from: usize,
        count: usize,
    ) -> Result<bool, OutOfMemory> {
        let (Some(target), Some(chars)) = (self.as_string(), source.as_string()) else { return Ok(false) };
        if !fits(target.len(), at, count) || !fits(chars.len(), from, count) {
            return Ok(false);
        }
        match (target, chars) {
            (Chars::Narrow(_), Chars::Narrow(_)) => {
                return Ok(self.buffer().copy_bytes(mc, at, source.buffer(), from, count));
            }
            (Chars::Wide(_), Chars::Wide(_)) => {
                return Ok(self.buffer().copy_bytes(mc, 4 * at, source.buffer(), 4 * from, 4 * count));
            }
            _ => {}
        }
        mc.count_writing(8 * count);
        // One is narrow and the other wide, so they are two strings.
        for (i, c) in chars.slice(from, from + count).iter().enumerate() {
            self.string_set(mc, at + i, c)?;
        }
        Ok(true)
    }

    /// Stores `c` in characters `at..at + count` of a string. Returns false if the range is out of
    /// bounds or this is not a string.
    ///
    /// # Errors
    /// [`OutOfMemory`] if the string must become wide and there is no room.
    pub fn fill_chars(self, mc: Mutation<'gc>, at: usize, count: usize, c: char) -> Result<bool, OutOfMemory> {
        let Some(chars) = self.as_string() else { return Ok(false) };
        if !fits(chars.len(), at, count) {
            return Ok(false);
        }
        mc.count_writing(8 * count);
        for i in at..at + count {
            self.string_set(mc, i, c)?;
        }
        Ok(true)
    }

    /// Lends the characters of a narrow string to `f` for writing, a byte each; an empty slice for
    /// other values.
    pub fn narrow_chars_mut<T>(self, mc: Mutation<'gc>, f: impl FnOnce(&mut [u8]) -> T) -> T {
        let buffer = self.buffer();
        if buffer.has_kind(Kind::Chars8) { buffer.bytes_mut(mc, f) } else { f(&mut []) }
    }

    /// The buffer of a string; `#f` for other values.
    fn buffer(self) -> Value<'gc> {
        // SAFETY: just checked.
        if self.is_string() { unsafe { self.string_buffer_unchecked() } } else { Value::FALSE }
    }
}

impl<'gc> Mutation<'gc> {
    /// Allocates a string of the parts in order.
    ///
    /// # Errors
    /// [`OutOfMemory`] if there is no room.
    pub fn string_concat(self, parts: impl Iterator<Item = Chars<'gc>> + Clone) -> Result<Value<'gc>, OutOfMemory> {
        let length = parts.clone().try_fold(0usize, |sum, part| sum.checked_add(part.len()));
        let length = length.ok_or(OutOfMemory(usize::MAX))?;
        let narrow = parts.clone().all(|part| match part {
            Chars::Narrow(_) => true,
            Chars::Wide(units) => units.iter().all(|&u| u < 0x100),
        });
        if !narrow || parts.clone().any(|part| matches!(part, Chars::Wide(_))) {
            return self.string_from(narrow, length, parts.flat_map(Chars::iter));
        }
        let bytes = parts.map(|part| match part {
            Chars::Narrow(bytes) => bytes,
            Chars::Wide(_) => &[],
        });
        let buffer = self.alloc_bytes_of(Kind::Chars8, length, bytes)?;
        Ok(self.string_of_buffer(buffer))
    }
}
