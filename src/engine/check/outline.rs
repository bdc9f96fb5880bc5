//! Takes a text apart once: the elements of each of its lists, and where its words stand. So the checks
//! of deeply nested forms take time in proportion to the text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::engine::advice::text::{self, Piece};

/// The lists and words of a text.
pub(super) struct Outline<'a> {
    /// The text.
    pub text: &'a str,
    /// The elements of each list, by the place of its parenthesis.
    lists: HashMap<usize, Vec<Range<usize>>>,
    /// Where each word stands, ascending.
    words: HashMap<&'a str, Vec<usize>>,
    /// The words that stand somewhere else than directly after a parenthesis.
    operands: HashSet<&'a str>,
}

/// A list that has not ended.
#[derive(Default)]
struct Open {
    at: usize,
    elements: Vec<Range<usize>>,
    /// Where the element under way begins: a prefix belongs to the element after it.
    start: Option<usize>,
}

impl<'a> Outline<'a> {
    pub(super) fn new(text: &'a str) -> Outline<'a> {
        let mut outline = Outline { text, lists: HashMap::new(), words: HashMap::new(), operands: HashSet::new() };
        let mut open = vec![Open::default()];
        for piece in text::pieces(text) {
            outline.add(&mut open, piece);
        }
        for list in open.into_iter().skip(1) {
            outline.lists.insert(list.at, list.elements);
        }
        outline
    }

    fn add(&mut self, open: &mut Vec<Open>, piece: Range<usize>) {
        let kind = text::piece(self.text, piece.start);
        if kind == Piece::Close
            && open.len() > 1
            && let Some(list) = open.pop()
        {
            self.lists.insert(list.at, list.elements);
        }
        let Some(list) = open.last_mut() else { return };
        let start = *list.start.get_or_insert(piece.start);
        if kind == Piece::Open {
            open.push(Open { at: piece.start, ..Open::default() });
        } else if kind == Piece::Close || self.word(&piece) {
            list.elements.push(start..piece.end);
            list.start = None;
        }
    }

    /// Notes a word; returns whether it is an element, and no prefix of the next one.
    fn word(&mut self, piece: &Range<usize>) -> bool {
        let word = &self.text[piece.clone()];
        self.words.entry(word).or_default().push(piece.start);
        if !self.text[..piece.start].ends_with(['(', '[']) {
            self.operands.insert(word);
        }
        let begins_vector = word.starts_with('#') && self.text[piece.end..].starts_with(['(', '[']);
        !matches!(word, "'" | "`" | "," | "@") && !begins_vector
    }

    /// The elements of the list whose parenthesis stands at `open`.
    pub(super) fn elements(&self, open: usize) -> &[Range<usize>] {
        self.lists.get(&open).map_or(&[], Vec::as_slice)
    }

    /// How often a word stands in a part of the text.
    pub(super) fn count(&self, word: &str, within: Range<usize>) -> usize {
        let places = self.words.get(word).map_or(&[][..], Vec::as_slice);
        let before = |end: usize| places.partition_point(|&at| at < end);
        before(within.end) - before(within.start)
    }

    /// Whether a word stands anywhere as something else than the head of a list.
    pub(super) fn is_operand(&self, word: &str) -> bool {
        self.operands.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outline knows the elements that are found by looking at one list alone.
    #[test]
    fn the_elements_of_all_lists() {
        let text = "(f 'a \"b (c\" #\\( #(1 2) ; x\n `(,@b) [c (d ')]) (let ((x 1)) (x x)) #u8(1) (a (b";
        let outline = Outline::new(text);
        for piece in text::pieces(text).filter(|piece| text::piece(text, piece.start) == Piece::Open) {
            assert_eq!(outline.elements(piece.start), text::elements(text, piece.start), "{}", &text[piece.start..]);
        }
        assert_eq!((outline.count("x", 0..text.len()), outline.count("x", 0..text.find("(x x").unwrap())), (3, 1));
        assert!(outline.is_operand("x") && !outline.is_operand("let"));
    }
}
