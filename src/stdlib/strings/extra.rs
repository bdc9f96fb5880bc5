//! Implements string procedures beyond the report: searching, splitting, joining, padding,
//! trimming. Names and arguments are those of SRFI 13 and SRFI 130 unless noted otherwise;
//! procedures that take a predicate are in the prelude.

use cairn_data::error::{Result, Throw};
use cairn_data::lists::{self, ListBuilder, elements};
use cairn_gc::{Chars, Mutation, Value};

use crate::args;
use crate::{Args, Builtin, Context, between, exactly, flag, native};

use flag::{BOOLEAN, PURE};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("string-null?", exactly(1), is_null, PURE | BOOLEAN, "(string-null? s) whether s has no characters. SRFI 13."),
    native("string-prefix?", exactly(2), is_prefix, PURE | BOOLEAN, "(string-prefix? p s) whether s starts with p. SRFI 13."),
    native("string-suffix?", exactly(2), is_suffix, PURE | BOOLEAN, "(string-suffix? p s) whether s ends with p. SRFI 13."),
    native("string-contains", between(2, 3), contains, PURE, "(string-contains s p [start]) index of the first p in s, or #f. SRFI 13."),
    native("string-search-forward", between(2, 3), search_forward, PURE, "(string-search-forward p s [start]) index of the first p in s, or #f. MIT Scheme."),
    native("string-search-backward", between(2, 3), search_backward, PURE, "(string-search-backward p s [end]) index after the last p in s, or #f. MIT Scheme."),
    native("string-search-all", exactly(2), search_all, PURE, "(string-search-all p s) a list of the indices of p in s. MIT Scheme."),
    native("string-join", between(1, 3), join, PURE, "(string-join list [delimiter [grammar]]) the strings with the delimiter, a space by default, between them. SRFI 13."),
    native("string-split", between(1, 3), split, PURE, "(string-split s [delimiter [limit]]) a list of the parts between delimiters, a character or string; between white space by default. After SRFI 130."),
    native("string-trim", between(1, 2), |ctx, args| trim(ctx, "string-trim", args, true, true), PURE, "(string-trim s [char]) s without white space, or char, at both ends."),
    native("string-trim-both", between(1, 2), |ctx, args| trim(ctx, "string-trim-both", args, true, true), PURE, "(string-trim-both s [char]) s without white space, or char, at both ends. SRFI 13."),
    native("string-trim-left", between(1, 2), |ctx, args| trim(ctx, "string-trim-left", args, true, false), PURE, "(string-trim-left s [char]) s without white space, or char, in front."),
    native("string-trim-right", between(1, 2), |ctx, args| trim(ctx, "string-trim-right", args, false, true), PURE, "(string-trim-right s [char]) s without white space, or char, at the end. SRFI 13."),
    native("string-pad-left", between(2, 3), |ctx, args| pad(ctx, "string-pad-left", args, true), PURE, "(string-pad-left s n [char]) the last n characters of s, padded in front. SRFI 13."),
    native("string-pad", between(2, 3), |ctx, args| pad(ctx, "string-pad", args, true), PURE, "(string-pad s n [char]) the same as string-pad-left. SRFI 13."),
    native("string-pad-right", between(2, 3), |ctx, args| pad(ctx, "string-pad-right", args, false), PURE, "(string-pad-right s n [char]) the first n characters of s, padded at the end. SRFI 13."),
    native("string-reverse", between(1, 3), reverse, PURE, "(string-reverse s [start [end]]) a fresh string, last character first. SRFI 13."),
    native("string-take", exactly(2), |ctx, args| part(ctx, "string-take", args, |_, n| (0, n)), PURE, "(string-take s n) the first n characters. SRFI 13."),
    native("string-drop", exactly(2), |ctx, args| part(ctx, "string-drop", args, |length, n| (n, length)), PURE, "(string-drop s n) all but the first n characters. SRFI 13."),
    native("string-take-right", exactly(2), |ctx, args| part(ctx, "string-take-right", args, |length, n| (length - n, length)), PURE, "(string-take-right s n) the last n characters. SRFI 13."),
    native("string-drop-right", exactly(2), |ctx, args| part(ctx, "string-drop-right", args, |length, n| (0, length - n)), PURE, "(string-drop-right s n) all but the last n characters. SRFI 13."),
    native("string-head", exactly(2), |ctx, args| part(ctx, "string-head", args, |_, n| (0, n)), PURE, "(string-head s end) the first characters. MIT Scheme."),
    native("string-tail", exactly(2), |ctx, args| part(ctx, "string-tail", args, |length, n| (n, length)), PURE, "(string-tail s start) the last characters. MIT Scheme."),
    native("string-concatenate", exactly(1), concatenate, PURE, "(string-concatenate list) the strings joined. SRFI 13."),
];

fn is_null<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args::string("string-null?", args[0])?.is_empty()))
}

/// Whether two texts are the same.
fn same(a: Chars<'_>, b: Chars<'_>) -> bool {
    a.len() == b.len() && cairn_data::equal::same_chars(a, b)
}

fn is_prefix<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (p, s) = (args::string("string-prefix?", args[0])?, args::string("string-prefix?", args[1])?);
    Ok(Value::bool(p.len() <= s.len() && same(p, s.slice(0, p.len()))))
}

fn is_suffix<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let (p, s) = (args::string("string-suffix?", args[0])?, args::string("string-suffix?", args[1])?);
    Ok(Value::bool(p.len() <= s.len() && same(p, s.slice(s.len() - p.len(), s.len()))))
}

// --- searching --------------------------------------------------------------

/// A pattern, prepared for search in linear time (Knuth, Morris, Pratt).
struct Pattern<'gc> {
    mc: Mutation<'gc>,
    chars: Chars<'gc>,
    /// For each position, where to continue in the pattern if the next character differs.
    fallback: Vec<usize>,
}

impl<'gc> Pattern<'gc> {
    fn new(mc: Mutation<'gc>, chars: Chars<'gc>) -> Result<'gc, Self> {
        mc.check_room(chars.len().saturating_mul(size_of::<usize>()))?;
        let mut fallback = vec![0; chars.len()];
        let mut matched = 0;
        for i in 1..chars.len() {
            mc.work(1)?;
            matched = advance(chars, &fallback, matched, chars.get(i));
            fallback[i] = matched;
        }
        Ok(Pattern { mc, chars, fallback })
    }

    /// Indices of the occurrences in `text` from `start` on; they may overlap. The iterator reports
    /// a request to stop the run as an error.
    fn occurrences(&self, text: Chars<'gc>, start: usize) -> impl Iterator<Item = Result<'gc, usize>> {
        let length = self.chars.len();
        let mut matched = 0;
        // An empty pattern also occurs at the start.
        let in_front = (length == 0).then_some(start);
        let after = (start..text.len()).filter_map(move |i| {
            if let Err(stop) = self.mc.work(1) {
                return Some(Err(stop.into()));
            }
            matched = advance(self.chars, &self.fallback, matched, text.get(i));
            (matched == length).then(|| Ok(i + 1 - length))
        });
        in_front.into_iter().map(Ok).chain(after)
    }
}

/// Length of the longest prefix of `pattern` that ends with the character `next`,
/// after `matched` characters of it.
fn advance(pattern: Chars<'_>, fallback: &[usize], mut matched: usize, next: Option<char>) -> usize {
    loop {
        if matched < pattern.len() && pattern.get(matched) == next {
            return matched + 1;
        }
        if matched == 0 {
            return 0;
        }
        matched = fallback[matched - 1];
    }
}

fn index_or_false<'gc>(found: Option<usize>) -> Value<'gc> {
    found.map_or(Value::FALSE, |i| Value::fixnum(i as i64))
}

fn search<'gc>(
    ctx: &Context<'_, 'gc>,
    who: &str,
    text: Value<'gc>,
    pattern: Value<'gc>,
    start: Option<Value<'gc>>,
) -> Result<'gc> {
    let (text, pattern) = (args::string(who, text)?, args::string(who, pattern)?);
    let start = start.map_or(Ok(0), |start| args::bound(who, "start", start, 0, text.len()))?;
    let found = Pattern::new(ctx.mc, pattern)?.occurrences(text, start).next().transpose()?;
    Ok(index_or_false(found))
}

fn contains<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    search(ctx, "string-contains", args[0], args[1], args::optional(args, 2))
}

fn search_forward<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    search(ctx, "string-search-forward", args[1], args[0], args::optional(args, 2))
}

fn search_backward<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "string-search-backward";
    let (pattern, text) = (args::string(who, args[0])?, args::string(who, args[1])?);
    let end = args::optional(args, 2).map_or(Ok(text.len()), |end| args::bound(who, "end", end, 0, text.len()))?;
    let mut found = None;
    for at in Pattern::new(ctx.mc, pattern)?.occurrences(text.slice(0, end), 0) {
        found = Some(at?);
    }
    Ok(index_or_false(found.map(|at| at + pattern.len())))
}

fn search_all<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "string-search-all";
    let (pattern, text) = (Pattern::new(ctx.mc, args::string(who, args[0])?)?, args::string(who, args[1])?);
    lists::room_for_pairs(ctx.mc, text.len())?;
    let mut found = ListBuilder::new();
    for at in pattern.occurrences(text, 0) {
        found.push(ctx.mc, Value::fixnum(at? as i64));
    }
    Ok(found.finish(ctx.mc, Value::NIL))
}

// --- joining and splitting --------------------------------------------------

/// The strings of a list, which must end and hold nothing else.
fn texts<'gc>(
    ctx: &Context<'_, 'gc>,
    who: &str,
    list: Value<'gc>,
) -> Result<'gc, impl Iterator<Item = Chars<'gc>> + Clone> {
    lists::list_length(ctx.mc, who, list)?;
    elements(list).try_for_each(|item| args::string(who, item).map(|_| ()))?;
    Ok(elements(list).filter_map(Value::as_string))
}

fn concatenate<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let parts = texts(ctx, "string-concatenate", args[0])?;
    Ok(ctx.mc.string_concat(parts)?)
}

fn join<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "string-join";
    let items = texts(ctx, who, args[0])?;
    let delimiter = args::optional(args, 1).map_or(Ok(Chars::Narrow(b" ")), |d| args::string(who, d))?;
    let grammar = args::optional(args, 2).map_or(Ok("infix"), |g| args::symbol(who, g))?;
    // Where delimiters stand: before the first string, before each other one, after each.
    let (first, before, after) = match grammar {
        "suffix" => (false, false, true),
        "prefix" => (true, true, false),
        "strict-infix" if args[0].is_nil() => return Err(Throw::wrong_type(who, "a list that is not empty", args[0])),
        "infix" | "strict-infix" => (false, true, false),
        _ => return Err(Throw::wrong_type(who, "infix, strict-infix, suffix or prefix", args[2])),
    };
    let parts = items.enumerate().flat_map(|(i, item)| {
        let leads = if i == 0 { first } else { before };
        [leads.then_some(delimiter), Some(item), after.then_some(delimiter)].into_iter().flatten()
    });
    Ok(ctx.mc.string_concat(parts)?)
}

fn split<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let who = "string-split";
    let text = args::string(who, args[0])?;
    let limit = args::optional(args, 2).map_or(Ok(usize::MAX), |n| args::size(who, "limit", n))?;
    ctx.mc.work(text.len())?;
    // The ranges come first, in vectors that grow by doubling.
    ctx.mc.check_room(text.len().saturating_mul(4))?;
    let ranges = match args::optional(args, 1) {
        None => words(text),
        Some(delimiter) => match delimiter.as_char() {
            Some(c) => between_chars(text, c, limit),
            None => between_strings(ctx.mc, text, args::string(who, delimiter)?, limit)?,
        },
    };
    lists::room_for_pairs(ctx.mc, ranges.len().saturating_mul(4))?;
    let mut parts = ListBuilder::new();
    for (start, end) in ranges {
        let part = ctx.mc.string_copy(text.slice(start, end))?;
        parts.push(ctx.mc, part);
    }
    Ok(parts.finish(ctx.mc, Value::NIL))
}

/// The ranges of `text` without white space.
fn words(text: Chars<'_>) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let mut start = None;
    for (i, c) in text.iter().enumerate() {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                ranges.push((from, i));
                start = None;
            }
            (false, None) => start = Some(i),
            _ => {}
        }
    }
    ranges.extend(start.map(|from| (from, text.len())));
    ranges
}

/// The ranges between the first `limit` occurrences of `c`. An empty text has none.
fn between_chars(text: Chars<'_>, c: char, limit: usize) -> Vec<(usize, usize)> {
    let found = text.iter().enumerate().filter(|&(_, here)| here == c).map(|(i, _)| i);
    gaps(text, found.take(limit), 1)
}

/// The same for a string; each character alone if it is empty.
fn between_strings<'gc>(
    mc: Mutation<'gc>,
    text: Chars<'gc>,
    delimiter: Chars<'gc>,
    limit: usize,
) -> Result<'gc, Vec<(usize, usize)>> {
    if delimiter.is_empty() {
        mc.check_room(text.len().saturating_mul(size_of::<(usize, usize)>()))?;
        return Ok((0..text.len()).map(|i| (i, i + 1)).collect());
    }
    let pattern = Pattern::new(mc, delimiter)?;
    let (mut next, mut found) = (0, Vec::new());
    for at in pattern.occurrences(text, 0) {
        let at = at?;
        if found.len() == limit {
            break;
        }
        if at >= next {
            next = at + delimiter.len();
            found.push(at);
        }
    }
    Ok(gaps(text, found.into_iter(), delimiter.len()))
}

/// The ranges of `text` between delimiters of this width.
fn gaps(text: Chars<'_>, found: impl Iterator<Item = usize>, width: usize) -> Vec<(usize, usize)> {
    if text.is_empty() {
        return Vec::new();
    }
    let (mut ranges, mut start) = (Vec::new(), 0);
    for at in found {
        ranges.push((start, at));
        start = at + width;
    }
    ranges.push((start, text.len()));
    ranges
}

// --- ends -------------------------------------------------------------------

fn trim<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>, left: bool, right: bool) -> Result<'gc> {
    let text = args::string(who, args[0])?;
    let wanted = args::optional(args, 1).map(|c| args::character(who, c)).transpose()?;
    let is_out = |c: char| wanted.map_or_else(|| c.is_whitespace(), |w| c == w);
    let start = if left { text.iter().take_while(|&c| is_out(c)).count() } else { 0 };
    let rest = text.slice(start, text.len());
    let tail = if right { rest.iter().rev().take_while(|&c| is_out(c)).count() } else { 0 };
    Ok(ctx.mc.string_copy(rest.slice(0, rest.len() - tail))?)
}

fn pad<'gc>(ctx: &mut Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>, left: bool) -> Result<'gc> {
    let text = args::string(who, args[0])?;
    let length = args::size(who, "length", args[1])?;
    let fill = args::optional(args, 2).map_or(Ok(' '), |c| args::character(who, c))?;
    let missing = length.saturating_sub(text.len());
    let kept = length - missing;
    let text = if left { text.slice(text.len() - kept, text.len()) } else { text.slice(0, kept) };
    if missing == 0 {
        return Ok(ctx.mc.string_copy(text)?);
    }
    let filler = ctx.mc.string_from((fill as u32) < 0x100, missing, std::iter::repeat_n(fill, missing))?;
    let filler = args::string(who, filler)?;
    let parts = if left { [filler, text] } else { [text, filler] };
    Ok(ctx.mc.string_concat(parts.into_iter())?)
}

fn reverse<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let text = crate::strings::natives::selected("string-reverse", args)?;
    Ok(ctx.mc.string_from(matches!(text, Chars::Narrow(_)), text.len(), text.iter().rev())?)
}

/// The part of a string that `range` computes from its length and a number up to it.
fn part<'gc>(
    ctx: &mut Context<'_, 'gc>,
    who: &str,
    args: Args<'_, 'gc>,
    range: fn(usize, usize) -> (usize, usize),
) -> Result<'gc> {
    let text = args::string(who, args[0])?;
    let n = args::bound(who, "index", args[1], 0, text.len())?;
    let (start, end) = range(text.len(), n);
    Ok(ctx.mc.string_copy(text.slice(start, end))?)
}
