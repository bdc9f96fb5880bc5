//! Tracks which parentheses of a text are open, character by character.
//!
//! The reader decides what is a datum. This knows just enough of its tokens (strings,
//! comments, characters, `|symbols|`) to say while a text is being typed what it leaves
//! open, how the next line is indented and which parentheses belong together. When it
//! says that something is open, the reader would say so too, or find an error.

/// Within what kind of token the text stands.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// Between tokens.
    #[default]
    Between,
    /// In a name, number or the like.
    Word,
    /// After a `#` that begins a token.
    Hash,
    /// After `#\`: the next character is literal.
    Character,
    /// In a comment up to the end of the line.
    Comment,
    /// In this many block comments; the last character, unless it has been used.
    Block(usize, char),
    /// In a string or `|symbol|`, which ends with this character.
    Quoted(char),
    /// The same, after a backslash.
    Escaped(char),
}

/// The role of a character in the nesting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    Other,
}

/// The construct to which a character belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// White space, quotes.
    Space,
    /// A parenthesis.
    Parenthesis,
    /// A comment.
    Comment,
    /// A string.
    Text,
    /// A name, a number, a character.
    Word,
}

/// The constructs that a text leaves open.
#[derive(Clone, Default)]
pub(super) struct Nesting {
    state: State,
    /// For each open parenthesis the column of what stands in it on the next line.
    open: Vec<usize>,
    column: usize,
    /// The character before was an opening parenthesis.
    opened: bool,
    /// A parenthesis was closed that was not open: more text does not help.
    stray: bool,
}

impl Nesting {
    /// Goes on with this text.
    pub(super) fn feed(&mut self, text: &str) {
        for c in text.chars() {
            self.take(c);
        }
    }

    /// Whether the text so far ends within a datum.
    pub(super) fn is_open(&self) -> bool {
        !self.stray && (!self.open.is_empty() || self.is_verbatim())
    }

    /// How many blanks the next line begins with.
    pub(super) fn indentation(&self) -> usize {
        if self.is_verbatim() { 0 } else { self.open.last().copied().unwrap_or(0) }
    }

    /// Where in `line`, which comes next, the partner is of the parenthesis at `at`. Only
    /// partners in that line are found.
    pub(super) fn partner(&self, line: &str, at: usize) -> Option<usize> {
        let mut nesting = self.clone();
        let mut open = Vec::new();
        for (offset, c) in line.char_indices() {
            match nesting.take(c) {
                Mark::Open => open.push(offset),
                Mark::Close => match open.pop() {
                    Some(start) if start == at => return Some(offset),
                    Some(start) if offset == at => return Some(start),
                    _ => {}
                },
                Mark::Other => {}
            }
        }
        None
    }

    /// Goes on with one character: what it is a part of.
    pub(super) fn class_of(&mut self, c: char) -> Class {
        let before = self.state;
        let mark = self.take(c);
        match (before, self.state) {
            (State::Comment | State::Block(..), _) | (_, State::Comment | State::Block(..)) => Class::Comment,
            (State::Quoted('"') | State::Escaped('"'), _) | (_, State::Quoted('"')) => Class::Text,
            (State::Character | State::Quoted(_) | State::Escaped(_), _) | (_, State::Quoted(_)) => Class::Word,
            _ if mark != Mark::Other => Class::Parenthesis,
            (_, State::Between) => Class::Space,
            _ => Class::Word,
        }
    }

    /// Where the parentheses that are open stand that `line`, which comes next, has opened.
    pub(super) fn open_in(&self, line: &str) -> Vec<usize> {
        let mut nesting = self.clone();
        let mut open = Vec::new();
        for (offset, c) in line.char_indices() {
            match nesting.take(c) {
                Mark::Open => open.push(offset),
                Mark::Close => drop(open.pop()),
                Mark::Other => {}
            }
        }
        open
    }

    /// Whether the text ends within a string.
    pub(super) fn is_in_string(&self) -> bool {
        matches!(self.state, State::Quoted('"') | State::Escaped('"'))
    }

    /// Whether every character belongs to a string, symbol or comment.
    fn is_verbatim(&self) -> bool {
        matches!(self.state, State::Block(..) | State::Quoted(_) | State::Escaped(_))
    }

    fn take(&mut self, c: char) -> Mark {
        let (state, mark) = next(self.state, c);
        self.state = state;
        match mark {
            Mark::Open => {
                // A list of lists is data or bindings: what follows stands below the first.
                if let Some(indentation) = self.open.last_mut().filter(|_| self.opened) {
                    *indentation -= 1;
                }
                self.open.push(self.column + 2);
            }
            Mark::Close => self.stray |= self.open.pop().is_none(),
            Mark::Other => {}
        }
        self.opened = mark == Mark::Open;
        self.column = if c == '\n' { 0 } else { self.column + 1 };
        mark
    }
}

fn next(state: State, c: char) -> (State, Mark) {
    let state = match (state, c) {
        (State::Character, _) => State::Word,
        (State::Comment, '\n' | '\r') => State::Between,
        (State::Comment, _) => State::Comment,
        (State::Block(depth, '#'), '|') => State::Block(depth + 1, ' '),
        (State::Block(1, '|'), '#') => State::Between,
        (State::Block(depth, '|'), '#') => State::Block(depth - 1, ' '),
        (State::Block(depth, _), c) => State::Block(depth, c),
        (State::Escaped(end), _) => State::Quoted(end),
        (State::Quoted(end), '\\') => State::Escaped(end),
        (State::Quoted(end), c) if c == end => State::Between,
        (State::Quoted(end), _) => State::Quoted(end),
        (State::Hash, '|') => State::Block(1, ' '),
        (State::Hash, '\\') => State::Character,
        (State::Hash, ';') => State::Between,
        (State::Between, '#') => State::Hash,
        (_, '(') => return (State::Between, Mark::Open),
        (_, ')') => return (State::Between, Mark::Close),
        (_, ';') => State::Comment,
        (_, '"' | '|') => State::Quoted(c),
        (_, '\'' | '`' | ',') => State::Between,
        (_, c) if c.is_whitespace() => State::Between,
        _ => State::Word,
    };
    (state, Mark::Other)
}

#[cfg(test)]
mod tests {
    use cairn::engine::{Config, Engine};

    use super::Nesting;

    fn after(text: &str) -> Nesting {
        let mut nesting = Nesting::default();
        nesting.feed(text);
        nesting
    }

    #[test]
    fn what_is_open() {
        for text in
            ["(", "(a (b)", "\"a", "\"a\\\"", "|a b", "#| |", "#| #| |#", "#(1", "#u8(1", "(#\\)", "('a", "(a#|b"]
        {
            assert!(after(text).is_open(), "{text}");
        }
        for text in
            ["", "a", "(a)", "; (", "#|(|#", "#\\(", "#\\\"", "\"(\"", "|(|", ")(", "#;()", "a#|b|", "#||#", "'("]
        {
            assert_eq!(after(text).is_open(), text == "'(", "{text}");
        }
        assert!(!after("#\\(").is_open() && !after("(f #\\a)").is_open() && !after("(f #\\))").is_open());
    }

    /// Waiting for more where the reader would not would leave the user at the prompt.
    #[test]
    fn what_is_open_is_no_datum() {
        let mut engine = Engine::new(Config::default()).expect("an engine");
        let mut random = fastrand::Rng::with_seed(7);
        let parts = [
            "(", ")", "#", "|", "\\", "\"", ";", "'", ",@", "a", "1", " ", "\n", "#\\", "#|", "|#", "#;", "#u8(", "é",
            "!",
        ];
        let mut open = 0;
        for _ in 0..20_000 {
            let text: String = (0..random.usize(1..12)).map(|_| *random.choice(&parts).unwrap_or(&"")).collect();
            if after(&text).is_open() {
                open += 1;
                assert!(engine.enter("random", &text, 1).is_err(), "{text:?}");
            }
        }
        assert!(open > 1000);
    }

    #[test]
    fn how_the_next_line_is_indented() {
        for (text, expected) in [
            ("(define (f x)\n", 2),
            ("(let ((a 1)\n", 6),
            ("(let ((a 1)\n      (b 2))\n", 2),
            ("(display \"a\n", 0),
            ("(a)\n", 0),
            ("(λ (x)\n  (+ x\n", 4),
        ] {
            assert_eq!(after(text).indentation(), expected, "{text}");
        }
    }

    #[test]
    fn which_belong_together() {
        let line = "(f (g \")\" #\\)) ; )";
        assert_eq!(after("").partner(line, 3), Some(13));
        assert_eq!(after("").partner(line, 13), Some(3));
        assert_eq!(after("").partner(line, 0), None);
        assert_eq!(after("\"").partner("(\" ()", 4), Some(3));
    }
}
