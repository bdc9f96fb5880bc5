//! Compiles regular expressions and finds what they match.

use std::cell::RefCell;

use cairn_gc::{Charge, Kind, Mutation, Payload, Value};
use regex_automata::meta::{BuildError, Cache, Config, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input};

use super::haystack::{Haystack, Indices};
use crate::data::error::{ErrorKind, Result, Throw};
use crate::data::lists::ListBuilder;
use crate::stdlib::{Builtin, Context, args, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%regex", exactly(1), compile, flag::INTERNAL, "(%regex pattern) the regular expression of a pattern; #f when it would be too large."),
    native("%regex?", exactly(1), is_regex, flag::INTERNAL | flag::BOOLEAN, "(%regex? obj) whether obj is one."),
    native("%regex-names", exactly(1), names, flag::INTERNAL, "(%regex-names regex) the names of its groups, symbols, or #f for one without."),
    native("%regex-find", exactly(5), find, flag::INTERNAL, "(%regex-find regex string from start end) the positions of the first match at or after from, of what lies between start and end: #(start end start-of-group-1 ...), or #f."),
    native("%regex-find?", exactly(4), is_found, flag::INTERNAL, "(%regex-find? regex string start end) whether there is a match."),
    native("%regex-match", exactly(4), whole, flag::INTERNAL, "(%regex-match regex string start end) the positions of the match of all that lies between start and end, or #f."),
    native("%regex-find-all", exactly(4), find_all, flag::INTERNAL, "(%regex-find-all regex string start end) the list of the positions of all matches."),
    native("%ascii?", exactly(3), is_ascii, flag::INTERNAL, "(%ascii? string start end) whether its characters are all ASCII."),
];

/// A compiled regular expression.
struct Expression {
    regex: Searcher,
    /// The same, for what matches as a whole.
    whole: Searcher,
}

impl Payload for Expression {
    fn owned_bytes(&self) -> usize {
        // The automata have more parts than they tell of.
        let told = self.regex.regex.memory_usage() + self.whole.regex.memory_usage();
        told + told / 4 + size_of::<Self>()
    }
}

/// Bytes for the positions of groups in each state of an automaton.
const LARGEST_POSITIONS: usize = 64 << 20;

/// An automaton, and what it remembers from one search to the next.
struct Searcher {
    regex: Regex,
    memory: RefCell<Option<(Cache, Charge)>>,
}

impl Searcher {
    fn new(regex: Regex) -> Self {
        Searcher { regex, memory: RefCell::default() }
    }

    /// Bytes that a search may take, at most: a state, which itself takes about as much as two
    /// positions, may record all groups.
    fn positions(&self) -> usize {
        self.regex.memory_usage().saturating_mul(self.regex.captures_len())
    }

    /// Searches by `f`, then counts the memory that the search keeps; without room for that, it is
    /// forgotten.
    fn search<'gc, T>(&self, mc: Mutation<'gc>, f: impl FnOnce(&Regex, &mut Cache) -> T) -> Result<'gc, T> {
        let mut memory = self.memory.borrow_mut();
        if memory.is_none() {
            mc.check_room(self.positions())?;
        }
        let (cache, charge) = memory.get_or_insert_with(|| (self.regex.create_cache(), Charge::default()));
        let result = f(&self.regex, cache);
        if let Err(error) = charge.hold(mc, cache.memory_usage()) {
            *memory = None;
            return Err(error.into());
        }
        Ok(result)
    }
}

/// Bytes that an automaton may take.
const LARGEST: usize = 4 << 20;
/// Bytes that the parser takes for each character of a pattern.
const PARSER_BYTES: usize = 256;

fn build(pattern: &str) -> std::result::Result<Regex, Box<BuildError>> {
    let config = Config::new().nfa_size_limit(Some(LARGEST)).onepass_size_limit(Some(LARGEST / 4)).hybrid_cache_capacity(LARGEST / 2);
    Regex::builder().configure(config).build(pattern).map_err(Box::new)
}

fn compile<'gc>(ctx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    const WHO: &str = "regex";
    let chars = args::string(WHO, args[0])?;
    ctx.mc.check_room(2 * LARGEST + chars.len().saturating_mul(PARSER_BYTES))?;
    ctx.mc.work(64 + chars.len().saturating_mul(PARSER_BYTES / 16))?;
    let pattern = args::text(WHO, args[0])?;
    let built = build(&pattern).and_then(|regex| Ok((regex, build(&format!(r"\A(?:{pattern})\z"))?)));
    match built {
        Ok((regex, whole)) => {
            let expression = Expression { regex: Searcher::new(regex), whole: Searcher::new(whole) };
            if expression.whole.positions() > LARGEST_POSITIONS {
                return Ok(Value::FALSE);
            }
            Ok(ctx.mc.payload(Box::new(expression)))
        }
        Err(error) if error.size_limit().is_some() => Ok(Value::FALSE),
        Err(error) => Err(Throw::new(ErrorKind::Read, format!("{WHO}: {}:", reason(&pattern, &error)), &[args[0]])),
    }
}

/// The error of a pattern, and where.
fn reason(pattern: &str, error: &BuildError) -> String {
    use regex_automata::util::syntax::parse;
    let Err(syntax) = parse(pattern) else { return error.to_string() };
    let text = syntax.to_string();
    // The last line of the parser's report says what; the place is a row of signs above it.
    let what = text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_string();
    let marks = text.lines().find(|line| line.trim_start().starts_with('^'));
    match marks.and_then(|line| line.find('^')) {
        Some(column) if !pattern.contains('\n') => format!("{what}, at character {}", column.saturating_sub(4)),
        _ => what,
    }
}

fn expression<'gc>(value: Value<'gc>) -> Result<'gc, &'gc Expression> {
    value.as_payload::<Expression>().ok_or_else(|| Throw::wrong_type("regex", "a regular expression", value))
}

fn is_regex<'gc>(_: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    Ok(Value::bool(args[0].as_payload::<Expression>().is_some()))
}

fn names<'gc>(ctx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let groups = expression(args[0])?.regex.regex.group_info().pattern_names(regex_automata::PatternID::ZERO);
    let names: Vec<_> = groups.skip(1).map(|name| name.map_or(Value::FALSE, |name| ctx.mc.intern(name))).collect();
    Ok(ctx.mc.list(&names))
}

/// The part of a string that two arguments, from `at` on, bound.
fn part<'gc>(ctx: &Context<'_, 'gc>, args: &[Value<'gc>], at: usize) -> Result<'gc, Haystack<'gc>> {
    let chars = args::string("regex", args[1])?;
    let (start, end) = args::range("regex", args, at, chars.len())?;
    Haystack::new(ctx.mc, chars, start, end)
}

/// The positions of a match.
fn positions<'gc>(ctx: &Context<'_, 'gc>, captures: &Captures, indices: &mut Indices<'_>) -> Result<'gc> {
    let mut slots = Vec::with_capacity(2 * captures.group_len());
    for group in 0..captures.group_len() {
        match captures.get_group(group) {
            Some(span) => slots.extend([span.start, span.end].map(|at| Value::fixnum(indices.index(at) as i64))),
            None => slots.extend([Value::FALSE; 2]),
        }
    }
    Ok(ctx.mc.alloc_copy(Kind::Vector, &slots)?)
}

fn captured<'gc>(
    ctx: &Context<'_, 'gc>,
    searcher: &Searcher,
    haystack: &Haystack<'_>,
    input: Input<'_>,
) -> Result<'gc> {
    let mut captures = searcher.regex.create_captures();
    searcher.search(ctx.mc, |regex, cache| regex.search_captures_with(cache, &input, &mut captures))?;
    if !captures.is_match() {
        return Ok(Value::FALSE);
    }
    positions(ctx, &captures, &mut haystack.indices())
}

fn find<'gc>(ctx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let expression = expression(args[0])?;
    let haystack = part(ctx, args, 3)?;
    let (start, end) = (args[3].as_index().unwrap_or(0), args[4].as_index().unwrap_or(0));
    let from = args::bound("regex", "start", args[2], start, end)?;
    let input = Input::new(&*haystack.bytes).range(haystack.offset(from)..);
    captured(ctx, &expression.regex, &haystack, input)
}

fn is_found<'gc>(ctx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let expression = expression(args[0])?;
    let haystack = part(ctx, args, 2)?;
    let input = Input::new(&*haystack.bytes).earliest(true);
    let found = expression.regex.search(ctx.mc, |regex, cache| regex.search_half_with(cache, &input))?;
    Ok(Value::bool(found.is_some()))
}

fn whole<'gc>(ctx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let expression = expression(args[0])?;
    let haystack = part(ctx, args, 2)?;
    captured(ctx, &expression.whole, &haystack, Input::new(&*haystack.bytes).anchored(Anchored::Yes))
}

fn find_all<'gc>(ctx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let expression = expression(args[0])?;
    let haystack = part(ctx, args, 2)?;
    let mut indices = haystack.indices();
    let mut captures = expression.regex.regex.create_captures();
    let mut input = Input::new(&*haystack.bytes);
    let mut found = ListBuilder::new();
    loop {
        expression.regex.search(ctx.mc, |regex, cache| regex.search_captures_with(cache, &input, &mut captures))?;
        // To find a short match, a search may look at all of the rest: a long run needs these looks.
        ctx.mc.stop_requested().map_or(Ok(()), Err)?;
        let Some(matched) = captures.get_match() else { return Ok(found.finish(ctx.mc, Value::NIL)) };
        ctx.mc.work(2 + captures.group_len() + (matched.end() - input.start()) / 16)?;
        ctx.mc.check_room(16 * captures.group_len())?;
        found.push(ctx.mc, positions(ctx, &captures, &mut indices)?);
        // After an empty match the search goes on one character further.
        let next = if matched.is_empty() { after(&haystack.bytes, matched.end()) } else { matched.end() };
        if next > haystack.bytes.len() {
            return Ok(found.finish(ctx.mc, Value::NIL));
        }
        input.set_start(next);
    }
}

/// The offset of the character after the one at an offset.
fn after(bytes: &[u8], at: usize) -> usize {
    let width = bytes.get(at..).map_or(0, |rest| rest.iter().skip(1).take_while(|byte| **byte & 0xC0 == 0x80).count());
    at + 1 + width
}

fn is_ascii<'gc>(ctx: &mut Context<'_, 'gc>, args: &[Value<'gc>]) -> Result<'gc> {
    let chars = args::string("regex", args[0])?;
    let (start, end) = args::range("regex", args, 1, chars.len())?;
    ctx.mc.work((end - start) / 16)?;
    let is_ascii = match chars.slice(start, end) {
        cairn_gc::Chars::Narrow(bytes) => bytes.is_ascii(),
        wide => wide.iter().all(|c| c.is_ascii()),
    };
    Ok(Value::bool(is_ascii))
}
