//! Strings with constant-time access to full Unicode.
//!
//! A string is an object with one slot, its buffer: one byte per character while all are below
//! U+0100, four bytes each once there is a wider one. Storing a wide character into a narrow string
//! replaces the buffer, so the string keeps its identity.

use crate::header::Kind;
use crate::mutation::{Mutation, OutOfMemory};
use crate::value::Value;

impl<'gc> Value<'gc> {
    /// Whether this is a string.
    #[inline(always)]
    pub fn is_string(self) -> bool {
        self.has_kind(Kind::String)
    }

    /// The buffer of a string.
    ///
    /// # Safety
    /// This is a string.
    #[inline(always)]
    pub unsafe fn string_buffer_unchecked(self) -> Value<'gc> {
        // SAFETY: a string's only slot is its buffer.
        unsafe { self.slot_unchecked(0) }
    }

    /// The characters of a string.
    #[inline]
    pub fn as_string(self) -> Option<Chars<'gc>> {
        if !self.is_string() {
            return None;
        }
        // SAFETY: just checked.
        let buffer = unsafe { self.string_buffer_unchecked() };
        Some(if buffer.has_kind(Kind::Chars8) {
            Chars::Narrow(buffer.bytes())
        } else {
            let bytes = buffer.bytes();
            // SAFETY: payloads are 8-aligned, and a Chars32 object has four
            // initialised bytes for each character.
            Chars::Wide(unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len() / 4) })
        })
    }

    /// Replaces character `i` of a string. Returns false if out of range or not a string.
    ///
    /// # Errors
    /// [`OutOfMemory`] if the string must become wide and there is no room.
    pub fn string_set(self, mc: Mutation<'gc>, i: usize, c: char) -> Result<bool, OutOfMemory> {
        let Some(chars) = self.as_string() else {
            return Ok(false);
        };
        if i >= chars.len() {
            return Ok(false);
        }
        if matches!(chars, Chars::Narrow(_)) && c as u32 > 0xFF {
            let wide = mc.alloc_bytes(Kind::Chars32, chars.len() * 4)?;
            for (at, c) in chars.iter().enumerate() {
                // SAFETY: the new buffer has four bytes for each character.
                unsafe { wide.set_unit32_unchecked(at, c as u32) };
            }
            // SAFETY: a string's only slot is its buffer.
            unsafe { self.set_slot_unchecked(mc, 0, wide) };
        }
        // SAFETY: a string has a buffer; `i` is below its number of units.
        unsafe {
            let buffer = self.string_buffer_unchecked();
            if buffer.has_kind(Kind::Chars8) {
                buffer.set_byte_unchecked(i, c as u8);
            } else {
                buffer.set_unit32_unchecked(i, c as u32);
            }
        }
        Ok(true)
    }
}

/// A view of the characters of a string. Do not keep it across a mutation of the string.
#[derive(Clone, Copy)]
pub enum Chars<'gc> {
    /// Characters below U+0100, a byte each.
    Narrow(&'gc [u8]),
    /// Scalar values.
    Wide(&'gc [u32]),
}

impl<'gc> Chars<'gc> {
    /// Number of characters.
    #[inline]
    pub fn len(self) -> usize {
        match self {
            Chars::Narrow(s) => s.len(),
            Chars::Wide(s) => s.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Character `i`.
    #[inline]
    pub fn get(self, i: usize) -> Option<char> {
        match self {
            Chars::Narrow(s) => s.get(i).map(|&b| b as char),
            Chars::Wide(s) => s.get(i).and_then(|&u| char::from_u32(u)),
        }
    }

    /// The characters from `start` to `end`.
    ///
    /// # Panics
    /// When the range is out of bounds.
    pub fn slice(self, start: usize, end: usize) -> Chars<'gc> {
        match self {
            Chars::Narrow(s) => Chars::Narrow(&s[start..end]),
            Chars::Wide(s) => Chars::Wide(&s[start..end]),
        }
    }

    /// The characters in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = char> + ExactSizeIterator + 'gc {
        (0..self.len()).map(move |i| self.get(i).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// Appends the characters to `out`.
    pub fn push_to(self, out: &mut String) {
        match self {
            Chars::Narrow(s) if s.is_ascii() => {
                out.push_str(std::str::from_utf8(s).expect("ASCII is UTF-8"));
            }
            _ => out.extend(self.iter()),
        }
    }
}

impl std::fmt::Display for Chars<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::with_capacity(self.len());
        self.push_to(&mut text);
        f.write_str(&text)
    }
}

impl<'gc> Mutation<'gc> {
    /// Allocates a string with the given content.
    ///
    /// # Errors
    /// [`OutOfMemory`] if there is no room.
    pub fn string(self, text: &str) -> Result<Value<'gc>, OutOfMemory> {
        if text.is_ascii() {
            return Ok(self.string_of_buffer(self.alloc_bytes_from(Kind::Chars8, text.as_bytes())?));
        }
        let narrow = text.chars().all(|c| (c as u32) < 0x100);
        self.string_from(narrow, text.chars().count(), text.chars())
    }

    /// Allocates a string with a copy of these characters, narrow if possible.
    ///
    /// # Errors
    /// [`OutOfMemory`] if there is no room.
    pub fn string_copy(self, chars: Chars<'gc>) -> Result<Value<'gc>, OutOfMemory> {
        match chars {
            Chars::Narrow(s) => Ok(self.string_of_buffer(self.alloc_bytes_from(Kind::Chars8, s)?)),
            Chars::Wide(s) => self.string_from(s.iter().all(|&u| u < 0x100), s.len(), chars.iter()),
        }
    }

    /// Allocates a string of `length` characters. `narrow` says that all of them are below U+0100;
    /// missing characters are NUL.
    ///
    /// # Errors
    /// [`OutOfMemory`] if there is no room.
    pub fn string_from(
        self,
        narrow: bool,
        length: usize,
        chars: impl Iterator<Item = char>,
    ) -> Result<Value<'gc>, OutOfMemory> {
        let buffer = if narrow {
            let buffer = self.alloc_bytes(Kind::Chars8, length)?;
            buffer.bytes_mut(self, |bytes| {
                for (byte, c) in bytes.iter_mut().zip(chars) {
                    *byte = c as u8;
                }
            });
            buffer
        } else {
            let bytes = length.checked_mul(4).ok_or(OutOfMemory(usize::MAX))?;
            let buffer = self.alloc_bytes(Kind::Chars32, bytes)?;
            buffer.bytes_mut(self, |bytes| {
                for (unit, c) in bytes.chunks_exact_mut(4).zip(chars) {
                    unit.copy_from_slice(&(c as u32).to_ne_bytes());
                }
            });
            buffer
        };
        Ok(self.string_of_buffer(buffer))
    }
}
