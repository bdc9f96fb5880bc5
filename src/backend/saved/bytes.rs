//! Reads and writes the parts of saved code: numbers, words, texts.

use std::num::TryFromIntError;

/// Saved code is damaged, or of no use to this build of Cairn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Damaged;

impl From<TryFromIntError> for Damaged {
    fn from(_: TryFromIntError) -> Self {
        Damaged
    }
}

/// Writes an unsigned number, seven bits in each byte.
pub fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Writes bytes after their number.
pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// A place in saved code, from which it is read on.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// From this offset on.
    pub fn new(bytes: &'a [u8], at: usize) -> Result<Self, Damaged> {
        Ok(Cursor { rest: bytes.get(at..).ok_or(Damaged)? })
    }

    /// The number of bytes that are left.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    /// The next byte.
    pub fn byte(&mut self) -> Result<u8, Damaged> {
        let (&byte, rest) = self.rest.split_first().ok_or(Damaged)?;
        self.rest = rest;
        Ok(byte)
    }

    /// The next unsigned number.
    pub fn number(&mut self) -> Result<u64, Damaged> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Damaged)
    }

    /// The next number, which counts or numbers things in memory.
    pub fn count(&mut self) -> Result<usize, Damaged> {
        Ok(usize::try_from(self.number()?)?)
    }

    /// The next number of 32 bits.
    pub fn small(&mut self) -> Result<u32, Damaged> {
        Ok(u32::try_from(self.number()?)?)
    }

    /// The next `length` bytes.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8], Damaged> {
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or(Damaged)?;
        self.rest = rest;
        Ok(bytes)
    }

    /// The next bytes, which stand after their number.
    pub fn bytes(&mut self) -> Result<&'a [u8], Damaged> {
        let length = self.count()?;
        self.take(length)
    }

    /// The next word of 64 bits.
    pub fn word(&mut self) -> Result<u64, Damaged> {
        Ok(u64::from_le_bytes(self.take(8)?.try_into().map_err(|_| Damaged)?))
    }

    /// A list after its length: `item` reads each part of it.
    pub fn list<T, E: From<Damaged>>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, E>) -> Result<Vec<T>, E> {
        let count = self.count()?;
        // Each part takes a byte at least.
        if count > self.rest.len() {
            return Err(Damaged.into());
        }
        (0..count).map(|_| item(self)).collect()
    }
}
