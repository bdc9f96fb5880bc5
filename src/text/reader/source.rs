//! Defines the source from which the reader gets characters.

use cairn_data::bridge;
use cairn_data::error::Result;
use cairn_number::pulse;

use crate::chars::{is_delimiter, leading_space, leading_word};

/// Bytes of a token after which memory is checked.
const STRETCH: usize = 1 << 12;

/// A sequence of characters with one character of look-ahead.
///
/// Ports implement the two required methods; the defaults of the others are built on these. A
/// method fails if the port does.
pub trait CharSource<'gc> {
    /// The next character, without consuming it.
    ///
    /// # Errors
    /// The errors of the source.
    fn peek_char(&mut self) -> Result<'gc, Option<char>>;

    /// Consumes the next character.
    ///
    /// # Errors
    /// The errors of the source.
    fn next_char(&mut self) -> Result<'gc, Option<char>>;

    /// Moves characters to `out` up to one for which `stop` holds.
    ///
    /// # Errors
    /// The errors of the source.
    fn take_until(&mut self, stop: fn(char) -> bool, out: &mut String) -> Result<'gc, ()> {
        while let Some(c) = self.peek_char()? {
            if stop(c) {
                break;
            }
            out.push(c);
            self.next_char()?;
            if out.len().is_multiple_of(STRETCH) {
                // A token is copied, and its buffer doubles.
                let granted = pulse::room(out.len() * 3);
                granted.map_err(|error| bridge::failed("read", error, &[]))?;
            }
        }
        Ok(())
    }

    /// Moves the characters up to the next delimiter to `out`.
    ///
    /// # Errors
    /// The errors of the source.
    #[inline]
    fn take_word(&mut self, out: &mut String) -> Result<'gc, ()> {
        self.take_until(is_delimiter, out)
    }

    /// Skips whitespace, not necessarily all of it.
    ///
    /// # Errors
    /// The errors of the source.
    #[inline]
    fn skip_space(&mut self) -> Result<'gc, ()> {
        Ok(())
    }

    /// Skips the characters up to the end of the line.
    ///
    /// # Errors
    /// The errors of the source.
    fn skip_line(&mut self) -> Result<'gc, ()> {
        while self.peek_char()?.is_some_and(|c| c != '\n' && c != '\r') {
            self.next_char()?;
        }
        Ok(())
    }

    /// Offset of the next character in bytes, if positions matter.
    fn offset(&self) -> u32 {
        0
    }

    /// The number (from 1) of the line that begins at `offset`, if one does and the source knows.
    fn line_starting_at(&self, _offset: u32) -> Option<usize> {
        None
    }
}

/// A text in memory.
pub struct StrSource<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> StrSource<'a> {
    /// The text from byte `at` on, rounded down to a character boundary.
    pub fn new(text: &'a str, at: usize) -> Self {
        StrSource { text, at: text.floor_char_boundary(at) }
    }

    /// Offset of the next character in bytes.
    pub fn position(&self) -> usize {
        self.at
    }

    #[inline]
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }
}

impl<'gc> CharSource<'gc> for StrSource<'_> {
    #[inline]
    fn peek_char(&mut self) -> Result<'gc, Option<char>> {
        match self.text.as_bytes().get(self.at) {
            Some(&byte) if byte < 0x80 => Ok(Some(byte as char)),
            _ => Ok(self.rest().chars().next()),
        }
    }

    #[inline]
    fn next_char(&mut self) -> Result<'gc, Option<char>> {
        let c = CharSource::peek_char(self)?;
        self.at += c.map_or(0, char::len_utf8);
        Ok(c)
    }

    #[inline]
    fn take_until(&mut self, stop: fn(char) -> bool, out: &mut String) -> Result<'gc, ()> {
        let rest = self.rest();
        let taken = &rest[..rest.find(stop).unwrap_or(rest.len())];
        out.push_str(taken);
        self.at += taken.len();
        Ok(())
    }

    #[inline]
    fn take_word(&mut self, out: &mut String) -> Result<'gc, ()> {
        let rest = self.rest();
        let (word, _) = rest.split_at(leading_word(rest));
        out.push_str(word);
        self.at += word.len();
        Ok(())
    }

    #[inline]
    fn skip_space(&mut self) -> Result<'gc, ()> {
        self.at += leading_space(self.rest().as_bytes());
        Ok(())
    }

    fn skip_line(&mut self) -> Result<'gc, ()> {
        let rest = self.rest().as_bytes();
        self.at += rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
        Ok(())
    }

    #[inline]
    fn offset(&self) -> u32 {
        u32::try_from(self.at).unwrap_or(u32::MAX)
    }

    fn line_starting_at(&self, offset: u32) -> Option<usize> {
        let before = self.text.as_bytes().get(..offset as usize)?;
        let starts = before.last().is_none_or(|&byte| byte == b'\n');
        starts.then(|| 1 + before.iter().filter(|&&byte| byte == b'\n').count())
    }
}
