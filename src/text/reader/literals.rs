//! Reads quoted tokens: strings, `|symbols|`, characters (R7RS 6.6, 6.7, 2.1).

use cairn_data::error::{Result, Throw};
use cairn_gc::Mutation;

use super::lexer::Lexer;
use super::problem::Problem;
use super::source::CharSource;
use crate::chars::{character_name, character_named, fold_case, is_delimiter, unescape};

impl<'gc, S: CharSource<'gc>> Lexer<'_, S> {
    /// Reads the rest of a string, whose first quote has been consumed.
    pub(super) fn string(&mut self, mc: Mutation<'gc>) -> Result<'gc> {
        self.quoted('"', |c| matches!(c, '"' | '\\' | '\r'), Problem::UnclosedString)?;
        let string = mc.string(&self.token)?;
        if self.number != 0 {
            string.set_immutable();
        }
        Ok(string)
    }

    /// Reads the rest of a symbol, whose first vertical line has been consumed. Its case is never
    /// folded.
    pub(super) fn quoted_symbol(&mut self, mc: Mutation<'gc>) -> Result<'gc> {
        self.quoted('|', |c| matches!(c, '|' | '\\' | '\r'), Problem::UnclosedSymbol)?;
        Ok(mc.try_intern(&self.token)?)
    }

    /// Reads the token before `quote`, and consumes `quote`. `special` holds for the quote and for
    /// the characters that need processing.
    fn quoted(&mut self, quote: char, special: fn(char) -> bool, unclosed: Problem) -> Result<'gc, ()> {
        self.token.clear();
        loop {
            self.chars.take_until(special, &mut self.token)?;
            let c = match self.chars.next_char()? {
                Some('\r') => Some(self.line_ending('\r')?),
                Some('\\') => self.escape(&unclosed)?,
                Some(c) if c == quote => return Ok(()),
                Some(c) => Some(c),
                None => return Err(self.end_within(&unclosed)),
            };
            self.token.extend(c);
        }
    }

    /// The failure at the end of the text inside a quoted token.
    #[cold]
    fn end_within(&mut self, unclosed: &Problem) -> Throw<'gc> {
        let opener = self.span_of(self.start, self.start.saturating_add(1));
        self.fail_at(unclosed.clone(), opener)
    }

    /// Reads a line ending, whose first character has been consumed, as one newline.
    fn line_ending(&mut self, first: char) -> Result<'gc, char> {
        if first == '\r' && self.chars.peek_char()? == Some('\n') {
            self.chars.next_char()?;
        }
        Ok('\n')
    }

    /// Reads the escape after a backslash; `None` for a continued line.
    fn escape(&mut self, unclosed: &Problem) -> Result<'gc, Option<char>> {
        let start = self.chars.offset().saturating_sub(1);
        let Some(c) = self.chars.next_char()? else { return Err(self.end_within(unclosed)) };
        if let Some(escaped) = unescape(c) {
            return Ok(Some(escaped));
        }
        match c {
            'x' | 'X' => self.hex_escape(start, unclosed).map(Some),
            ' ' | '\t' | '\n' | '\r' => {
                self.continued_line(c, start, unclosed)?;
                Ok(None)
            }
            _ => {
                let span = self.span_from(start);
                Err(self.fail_at(Problem::UnknownEscape(c), span))
            }
        }
    }

    /// Reads the digits and the semicolon of a hex escape.
    fn hex_escape(&mut self, start: u32, unclosed: &Problem) -> Result<'gc, char> {
        let mut digits = String::new();
        self.chars.take_until(|c| !c.is_ascii_hexdigit(), &mut digits)?;
        let next = self.chars.peek_char()?;
        if next.is_none() {
            return Err(self.end_within(unclosed));
        }
        if digits.is_empty() || next != Some(';') {
            let span = self.span_from(start);
            return Err(self.fail_at(Problem::HexEscape, span));
        }
        self.chars.next_char()?;
        match scalar(&digits) {
            Some(c) => Ok(c),
            None => {
                let span = self.span_from(start);
                Err(self.fail_at(Problem::NoScalar(shorten(&digits)), span))
            }
        }
    }

    /// Skips spaces, a line ending and spaces after a backslash; `first` follows the backslash.
    fn continued_line(&mut self, first: char, start: u32, unclosed: &Problem) -> Result<'gc, ()> {
        let mut c = first;
        while matches!(c, ' ' | '\t') {
            match self.chars.next_char()? {
                Some(next) => c = next,
                None => return Err(self.end_within(unclosed)),
            }
        }
        if !matches!(c, '\n' | '\r') {
            let span = self.span_from(start);
            return Err(self.fail_at(Problem::UnknownEscape(first), span));
        }
        self.line_ending(c)?;
        while matches!(self.chars.peek_char()?, Some(' ' | '\t')) {
            self.chars.next_char()?;
        }
        Ok(())
    }

    /// Reads the character after `#\`: any character, or the name or number of one.
    pub(super) fn character(&mut self) -> Result<'gc, char> {
        let Some(first) = self.chars.next_char()? else {
            return Err(self.fail(Problem::EndInCharacter));
        };
        self.token.clear();
        self.token.push(first);
        self.chars.take_until(is_delimiter, &mut self.token)?;
        if self.token.len() == first.len_utf8() {
            return Ok(first);
        }
        if let Some(digits) = self.token.strip_prefix(['x', 'X'])
            && digits.bytes().all(|b| b.is_ascii_hexdigit())
        {
            let problem = Problem::NoScalar(shorten(digits));
            return scalar(digits).ok_or_else(|| self.fail(problem));
        }
        let named = if self.fold { character_named(&fold_case(&self.token)) } else { character_named(&self.token) };
        named.ok_or_else(|| self.fail(unknown_name(&self.token)))
    }
}

/// The character with this hexadecimal number.
fn scalar(digits: &str) -> Option<char> {
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some('\0');
    }
    u32::from_str_radix(significant, 16).ok().and_then(char::from_u32)
}

/// A prefix of a text, short enough for a message.
fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Names of characters in other languages and Schemes, and the names that they have here.
const OTHER_NAMES: &[(&str, &str)] = &[("enter", "return"), ("del", "delete"), ("bell", "alarm")];

/// The character's name that a text begins, or that begins with the text, or another name means.
fn similar_name(lower: &str) -> Option<&'static str> {
    const NAMES: &[&str] = &["newline", "space", "tab", "return", "escape", "delete", "backspace", "alarm", "null"];
    let other = OTHER_NAMES.iter().find(|(name, _)| *name == lower).map(|&(_, here)| here);
    let begins = |name: &&&str| lower.get(..3).is_some_and(|start| name.starts_with(start));
    other.or_else(|| NAMES.iter().find(begins).copied())
}

/// The problem of an unknown character name, with the name that may be meant.
fn unknown_name(name: &str) -> Problem {
    let lower = name.to_lowercase();
    let meant = character_named(&lower).and_then(character_name);
    Problem::CharacterName(shorten(name), meant.or_else(|| similar_name(&lower)))
}
