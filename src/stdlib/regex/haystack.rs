//! Shows strings to the regex engine, which works on UTF-8. The characters of an ASCII string
//! are that already; another string is converted, and positions are counted back.

use std::borrow::Cow;

use cairn_data::error::Result;
use cairn_gc::{Chars, Mutation};

/// Part of a string in UTF-8.
pub struct Haystack<'gc> {
    /// The bytes.
    pub bytes: Cow<'gc, [u8]>,
    is_ascii: bool,
    /// Where the part begins in the string.
    start: usize,
}

/// Bytes that are one unit of work.
const BYTES_PER_UNIT: usize = 16;

impl<'gc> Haystack<'gc> {
    /// The characters from `start` to `end`.
    pub fn new(mc: Mutation<'gc>, chars: Chars<'gc>, start: usize, end: usize) -> Result<'gc, Haystack<'gc>> {
        mc.work((end - start) / BYTES_PER_UNIT)?;
        let part = chars.slice(start, end);
        if let Chars::Narrow(bytes) = part
            && bytes.is_ascii()
        {
            return Ok(Haystack { bytes: Cow::Borrowed(bytes), is_ascii: true, start });
        }
        mc.check_room(4 * part.len())?;
        let mut text = String::new();
        part.push_to(&mut text);
        Ok(Haystack { bytes: Cow::Owned(text.into_bytes()), is_ascii: false, start })
    }

    /// Whether all of it is ASCII.
    pub fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// The offset of the character at this index of the string.
    pub fn offset(&self, index: usize) -> usize {
        let count = index - self.start;
        if self.is_ascii {
            return count;
        }
        let starts = self.bytes.iter().enumerate().filter(|(_, byte)| *byte & 0xC0 != 0x80);
        starts.map(|(at, _)| at).nth(count).unwrap_or(self.bytes.len())
    }

    /// Counts positions back.
    pub fn indices(&self) -> Indices<'_> {
        Indices { haystack: self, offset: 0, index: self.start }
    }
}

/// Converts offsets to indices of characters, fast when they ascend.
pub struct Indices<'h> {
    haystack: &'h Haystack<'h>,
    /// An offset and its index.
    offset: usize,
    index: usize,
}

impl Indices<'_> {
    /// The index of the character at an offset.
    pub fn index(&mut self, offset: usize) -> usize {
        if self.haystack.is_ascii {
            return self.haystack.start + offset;
        }
        let count =
            |from: usize, to: usize| self.haystack.bytes[from..to].iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        self.index = match offset >= self.offset {
            true => self.index + count(self.offset, offset),
            false => self.index - count(offset, self.offset),
        };
        self.offset = offset;
        self.index
    }
}
