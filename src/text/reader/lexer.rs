//! Splits characters into tokens (R7RS 7.1.1): atoms, parentheses and prefixes.
//!
//! Atoms become values at once. One character of look-ahead suffices for every decision, and no
//! character after a token is consumed, so that a port keeps it.

use cairn_data::error::{Result, Throw};
use cairn_data::homogeneous::Element;
use cairn_data::source::Span;
use cairn_gc::{Mutation, Value};

use super::problem::{Problem, Shape};
use super::source::CharSource;
use crate::chars::{are_identifier_parts, fold_case, is_delimiter, is_identifier_part, is_whitespace};
use crate::numbers::{has_zero_denominator, may_be_number, parse_number};

/// The abbreviations (R7RS 7.1.2, R6RS 4.3.5), and their symbols.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Prefix {
    Quote,
    Quasiquote,
    Unquote,
    UnquoteSplicing,
    Syntax,
    Quasisyntax,
    Unsyntax,
    UnsyntaxSplicing,
}

impl Prefix {
    /// The symbol that the prefix stands for.
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Prefix::Quote => "quote",
            Prefix::Quasiquote => "quasiquote",
            Prefix::Unquote => "unquote",
            Prefix::UnquoteSplicing => "unquote-splicing",
            Prefix::Syntax => "syntax",
            Prefix::Quasisyntax => "quasisyntax",
            Prefix::Unsyntax => "unsyntax",
            Prefix::UnsyntaxSplicing => "unsyntax-splicing",
        }
    }

    /// The prefix as it is written.
    pub(super) fn text(self) -> &'static str {
        match self {
            Prefix::Quote => "'",
            Prefix::Quasiquote => "`",
            Prefix::Unquote => ",",
            Prefix::UnquoteSplicing => ",@",
            Prefix::Syntax => "#'",
            Prefix::Quasisyntax => "#`",
            Prefix::Unsyntax => "#,",
            Prefix::UnsyntaxSplicing => "#,@",
        }
    }
}

/// A token.
pub(super) enum Token<'gc> {
    /// The end of the text.
    End,
    /// A complete datum.
    Atom(Value<'gc>),
    /// `(`, `[`, `#(`, `#u8(` or `#f64(`
    Open(Shape),
    /// `)` or `]`
    Close(char),
    /// A lone `.`
    Dot,
    /// An abbreviation.
    Prefix(Prefix),
    /// `#;`
    Comment,
    /// `#n=`
    Label(u64),
    /// `#n#`
    Reference(u64),
}

/// Splits a source into tokens.
pub(super) struct Lexer<'s, S> {
    pub chars: &'s mut S,
    /// Whether symbols and character names are folded.
    pub fold: bool,
    /// Number of the source in spans; 0 gives no positions.
    pub number: u32,
    /// Where the last token starts.
    pub start: u32,
    /// Whether the last failure is due to incomplete text.
    pub incomplete: bool,
    /// The text of the current token.
    pub(super) token: String,
}

impl<'gc, 's, S: CharSource<'gc>> Lexer<'s, S> {
    pub(super) fn new(chars: &'s mut S, number: u32, fold: bool) -> Self {
        Lexer { chars, fold, number, start: 0, incomplete: false, token: String::new() }
    }

    /// The next token.
    pub(super) fn next(&mut self, mc: Mutation<'gc>) -> Result<'gc, Token<'gc>> {
        loop {
            self.chars.skip_space()?;
            self.start = self.chars.offset();
            let Some(c) = self.chars.peek_char()? else { return Ok(Token::End) };
            if !is_delimiter(c) && c != '#' {
                return self.word(mc);
            }
            self.chars.next_char()?;
            match c {
                _ if is_whitespace(c) => {}
                '(' => return Ok(Token::Open(Shape::List)),
                '[' => return Ok(Token::Open(Shape::Brackets)),
                ')' | ']' => return Ok(Token::Close(c)),
                ';' => self.chars.skip_line()?,
                '\'' => return Ok(Token::Prefix(Prefix::Quote)),
                '`' => return Ok(Token::Prefix(Prefix::Quasiquote)),
                ',' => return self.comma(Prefix::Unquote, Prefix::UnquoteSplicing),
                '"' => return self.string(mc).map(Token::Atom),
                '|' => return self.quoted_symbol(mc).map(Token::Atom),
                '#' => {
                    if let Some(token) = self.hash(mc)? {
                        return Ok(token);
                    }
                }
                _ => return Err(self.fail(Problem::Reserved(c))),
            }
        }
    }

    /// The span from the start of the token to the current position.
    pub(super) fn span(&self) -> Span {
        self.span_from(self.start)
    }

    /// The span from `start` to the current position.
    pub(super) fn span_from(&self, start: u32) -> Span {
        self.span_of(start, self.chars.offset())
    }

    /// The span between two offsets; none in sources without a number.
    pub(super) fn span_of(&self, start: u32, end: u32) -> Span {
        if self.number == 0 { Span::NONE } else { Span { source: self.number, start, end, site: 0 } }
    }

    /// The failure of this problem in the current token.
    #[cold]
    pub(super) fn fail(&mut self, problem: Problem) -> Throw<'gc> {
        let span = self.span();
        self.fail_at(problem, span)
    }

    /// The failure of this problem at `span`.
    #[cold]
    pub(super) fn fail_at(&mut self, problem: Problem, span: Span) -> Throw<'gc> {
        self.incomplete = problem.is_incomplete();
        problem.throw(span)
    }

    /// Consumes the characters up to the next delimiter as the token.
    pub(super) fn take_word(&mut self) -> Result<'gc, ()> {
        self.token.clear();
        self.chars.take_word(&mut self.token)
    }

    /// Reads an identifier, a number or a dot.
    fn word(&mut self, mc: Mutation<'gc>) -> Result<'gc, Token<'gc>> {
        self.take_word()?;
        if self.token == "." {
            return Ok(Token::Dot);
        }
        if may_be_number(self.token.as_bytes()) {
            if let Some(number) = parse_number(mc, &self.token, 10)? {
                return Ok(Token::Atom(number));
            }
            if has_zero_denominator(&self.token) {
                return Err(self.fail(Problem::ZeroDenominator(self.token.clone())));
            }
        }
        if !are_identifier_parts(&self.token) {
            return Err(self.bad_identifier());
        }
        Ok(Token::Atom(self.symbol(mc)?))
    }

    /// The failure of a token with a character that identifiers must not contain.
    #[cold]
    fn bad_identifier(&mut self) -> Throw<'gc> {
        let c = self.token.chars().find(|&c| !is_identifier_part(c)).unwrap_or('\\');
        let name = self.token.escape_default().to_string();
        self.fail(Problem::IdentifierCharacter(c, name))
    }

    /// The symbol of the token.
    fn symbol(&self, mc: Mutation<'gc>) -> Result<'gc> {
        Ok(if self.fold { mc.try_intern(&fold_case(&self.token))? } else { mc.try_intern(&self.token)? })
    }

    /// The prefix of a consumed comma: `splicing` if `@` follows.
    fn comma(&mut self, plain: Prefix, splicing: Prefix) -> Result<'gc, Token<'gc>> {
        if self.chars.peek_char()? != Some('@') {
            return Ok(Token::Prefix(plain));
        }
        self.chars.next_char()?;
        Ok(Token::Prefix(splicing))
    }

    /// Skips the rest of a block comment, whose `#|` has been consumed.
    fn block_comment(&mut self) -> Result<'gc, ()> {
        let mut depth = 1usize;
        let mut last = ' ';
        while depth > 0 {
            let Some(c) = self.chars.next_char()? else {
                let opener = self.span_of(self.start, self.start.saturating_add(2));
                return Err(self.fail_at(Problem::UnclosedComment, opener));
            };
            // A character belongs to one bracket only: #|# opens and does not close.
            last = match (last, c) {
                ('#', '|') => {
                    depth += 1;
                    ' '
                }
                ('|', '#') => {
                    depth -= 1;
                    ' '
                }
                _ => c,
            };
        }
        Ok(())
    }

    /// Reads the token after `#`; `None` if it is a comment or a directive.
    fn hash(&mut self, mc: Mutation<'gc>) -> Result<'gc, Option<Token<'gc>>> {
        let Some(c) = self.chars.peek_char()? else {
            return Err(self.fail(Problem::EndAfter("#".into())));
        };
        match c {
            '(' | ';' | '|' | '\\' | '!' | '\'' | '`' | ',' | ':' => {
                self.chars.next_char()?;
            }
            '0'..='9' => return self.label().map(Some),
            _ => return self.hash_word(mc).map(Some),
        }
        match c {
            '(' => Ok(Some(Token::Open(Shape::Vector))),
            ';' => Ok(Some(Token::Comment)),
            '\'' => Ok(Some(Token::Prefix(Prefix::Syntax))),
            '`' => Ok(Some(Token::Prefix(Prefix::Quasisyntax))),
            ',' => self.comma(Prefix::Unsyntax, Prefix::UnsyntaxSplicing).map(Some),
            '\\' => self.character().map(|c| Some(Token::Atom(Value::char(c)))),
            '!' => self.directive(mc),
            ':' => self.keyword(mc).map(Some),
            _ => self.block_comment().map(|()| None),
        }
    }

    /// Reads `#n=` or `#n#`, from the digits on.
    fn label(&mut self) -> Result<'gc, Token<'gc>> {
        let mut number = Some(0u64);
        self.token.clear();
        self.token.push('#');
        while let Some(c) = self.chars.peek_char()? {
            let Some(digit) = c.to_digit(10) else { break };
            number = number.and_then(|n| n.checked_mul(10)?.checked_add(u64::from(digit)));
            if number.is_some() {
                self.token.push(c);
            }
            self.chars.next_char()?;
        }
        let mark = self.chars.peek_char()?;
        if !matches!(mark, Some('=' | '#')) {
            let text = self.token.clone();
            return Err(self.fail(match mark {
                Some(_) => Problem::UnknownSyntax(text),
                None => Problem::EndAfter(text),
            }));
        }
        self.chars.next_char()?;
        let Some(number) = number else { return Err(self.fail(Problem::LargeLabel)) };
        Ok(if mark == Some('=') { Token::Label(number) } else { Token::Reference(number) })
    }

    /// Reads a boolean, a number with prefixes, or `#u8(` and the like, ignoring case.
    fn hash_word(&mut self, mc: Mutation<'gc>) -> Result<'gc, Token<'gc>> {
        self.take_word()?;
        self.token.insert(0, '#');
        self.token.make_ascii_lowercase();
        match self.token.as_str() {
            "#t" | "#true" => return Ok(Token::Atom(Value::TRUE)),
            "#f" | "#false" => return Ok(Token::Atom(Value::FALSE)),
            "#u8" | "#vu8" if self.chars.peek_char()? == Some('(') => {
                self.chars.next_char()?;
                return Ok(Token::Open(Shape::Bytes));
            }
            _ => {}
        }
        if let Some(element) = Element::tagged(&self.token[1..])
            && self.chars.peek_char()? == Some('(')
        {
            self.chars.next_char()?;
            return Ok(Token::Open(Shape::Numbers(element)));
        }
        let letter = self.token.as_bytes().get(1).copied().unwrap_or(b' ');
        if !matches!(letter, b'e' | b'i' | b'b' | b'o' | b'd' | b'x') {
            let text = self.shown_hash_word()?;
            return Err(self.fail(Problem::UnknownSyntax(text)));
        }
        match parse_number(mc, &self.token, 10)? {
            Some(number) => Ok(Token::Atom(number)),
            None => Err(self.fail(Problem::BadNumber(self.token.clone()))),
        }
    }

    /// Reads the keyword `#:name`: a symbol of that name, which evaluates to itself.
    fn keyword(&mut self, mc: Mutation<'gc>) -> Result<'gc, Token<'gc>> {
        self.take_word()?;
        if self.token.is_empty() {
            return Err(self.fail(Problem::UnknownSyntax("#:".into())));
        }
        Ok(Token::Atom(mc.intern(&format!("#:{}", self.token))))
    }

    /// The token as shown in a message: with the delimiter if it is otherwise empty.
    fn shown_hash_word(&mut self) -> Result<'gc, String> {
        let mut text = self.token.clone();
        if text.len() == 1 {
            text.extend(self.chars.peek_char()?.filter(|c| !c.is_whitespace()));
        }
        Ok(text)
    }

    /// Reads the word after `#!`: a directive, or one of the objects that extend the report's
    /// syntax.
    fn directive(&mut self, mc: Mutation<'gc>) -> Result<'gc, Option<Token<'gc>>> {
        self.take_word()?;
        let atom = match self.token.as_str() {
            "fold-case" | "no-fold-case" => {
                self.fold = self.token == "fold-case";
                return Ok(None);
            }
            "r6rs" | "r7rs" => return Ok(None),
            "eof" => Value::EOF,
            "default" => Value::DEFAULT,
            "unspecified" => Value::UNSPECIFIED,
            // Markers in a parameter list (DSSSL).
            "optional" | "rest" | "key" | "allow-other-keys" => mc.intern(&format!("#!{}", self.token)),
            _ => return Err(self.fail(Problem::UnknownDirective(format!("#!{}", self.token)))),
        };
        Ok(Some(Token::Atom(atom)))
    }
}
