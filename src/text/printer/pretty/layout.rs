//! Decides where to break lines.

/// How to break a group that does not fit on a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Breaking {
    /// At each of its breaks.
    Each,
    /// Where the next part would not fit.
    Fill,
}

#[derive(Clone, Copy, Debug)]
enum Token {
    /// The text up to here.
    Text(usize),
    /// Begins a group; its lines are indented by this many columns from its beginning.
    Open(Breaking, usize),
    /// A space, or the end of a line.
    Break,
    Close,
}

/// Texts, groups and possible line breaks.
#[derive(Default)]
pub(super) struct Stream {
    pub text: String,
    tokens: Vec<Token>,
    /// Length of the text covered by tokens.
    done: usize,
}

impl Stream {
    /// Begins a group.
    pub(super) fn open(&mut self, breaking: Breaking, indent: usize) {
        self.flush();
        self.tokens.push(Token::Open(breaking, indent));
    }

    /// Ends a group.
    pub(super) fn close(&mut self) {
        self.flush();
        self.tokens.push(Token::Close);
    }

    /// A space or the end of a line.
    pub(super) fn space(&mut self) {
        self.flush();
        self.tokens.push(Token::Break);
    }

    /// Adds a token for the text since the last token.
    fn flush(&mut self) {
        if self.text.len() > self.done {
            self.done = self.text.len();
            self.tokens.push(Token::Text(self.done));
        }
    }

    /// Size of the stream in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.text.capacity() + self.tokens.capacity() * size_of::<Token>()
    }

    /// The text with its lines.
    pub(super) fn laid_out(mut self, width: usize, column: usize) -> String {
        self.flush();
        let measures = self.measures();
        let mut out = String::with_capacity(self.text.len() * 2);
        let mut at = column;
        let mut start = 0;
        // The column of a group's lines, and how it breaks; `None` if it is on one line.
        let mut groups: Vec<(usize, Option<Breaking>)> = Vec::new();
        for (token, &measure) in self.tokens.iter().zip(&measures) {
            match *token {
                Token::Text(end) => {
                    out.push_str(&self.text[start..end]);
                    at += measure;
                    start = end;
                }
                Token::Open(breaking, indent) => {
                    let is_flat = at + measure <= width || groups.last().is_some_and(|group| group.1.is_none());
                    groups.push((at + indent, (!is_flat).then_some(breaking)));
                }
                Token::Break => {
                    let (indent, breaking) = groups.last().copied().unwrap_or((column, None));
                    let ends = match breaking {
                        None => false,
                        Some(Breaking::Each) => true,
                        Some(Breaking::Fill) => at + measure > width,
                    };
                    if ends {
                        out.push('\n');
                        out.extend(std::iter::repeat_n(' ', indent));
                        at = indent;
                    } else {
                        out.push(' ');
                        at += 1;
                    }
                }
                Token::Close => drop(groups.pop()),
            }
        }
        out
    }

    /// For each text, its width. For each group, its width on one line including the text
    /// up to the next break, since no break separates them; for each break, the width of the text
    /// in its group up to the next break, likewise.
    fn measures(&self) -> Vec<usize> {
        let mut measures = self.widths();
        let before: Vec<usize> = std::iter::once(0)
            .chain(measures.iter().scan(0, |sum, width| {
                *sum += width;
                Some(*sum)
            }))
            .collect();
        let mut next_break = vec![self.tokens.len(); self.tokens.len() + 1];
        for (i, token) in self.tokens.iter().enumerate().rev() {
            next_break[i] = if matches!(token, Token::Break) { i } else { next_break[i + 1] };
        }
        // The groups that are open: their first token, and their last break.
        let mut open: Vec<(usize, Option<usize>)> = Vec::new();
        for (i, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Text(_) => {}
                Token::Open(..) => open.push((i, None)),
                Token::Break => {
                    if let Some(last) = open.last_mut().and_then(|(_, last)| last.replace(i)) {
                        measures[last] = before[i] - before[last];
                    }
                }
                Token::Close => {
                    let (first, last) = open.pop().unwrap_or_default();
                    for start in [Some(first), last].into_iter().flatten() {
                        measures[start] = before[next_break[i]] - before[start];
                    }
                }
            }
        }
        measures
    }

    fn widths(&self) -> Vec<usize> {
        let mut start = 0;
        let width = |token: &Token| match *token {
            Token::Text(end) => {
                let text = &self.text[start..end];
                start = end;
                text.chars().count()
            }
            Token::Break => 1,
            _ => 0,
        };
        self.tokens.iter().map(width).collect()
    }
}
