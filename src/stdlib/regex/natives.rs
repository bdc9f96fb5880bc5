//! Compiles regular expressions and finds what they match.

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::lists::ListBuilder;
use cairn_gc::{Kind, Payload, Value};
use regex_automata::meta::{BuildError, Config, Regex};

use super::haystack::{Haystack, Indices};
use super::searcher::{Searcher, Slots};
use crate::{Args, Builtin, Context, args, exactly, flag, native};

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
        let told = self.regex.memory_usage() + self.whole.memory_usage();
        told + told / 4 + size_of::<Self>()
    }

    fn type_name(&self) -> &'static str {
        "automaton"
    }
}

/// Bytes for the positions of groups in each state of an automaton.
const LARGEST_POSITIONS: usize = 64 << 20;

/// Bytes that an automaton may take.
pub(super) const LARGEST: usize = 4 << 20;
/// Bytes that the parser takes for each character of a pattern.
const PARSER_BYTES: usize = 256;

fn build(pattern: &str) -> std::result::Result<Regex, Box<BuildError>> {
    let config = Config::new()
        .nfa_size_limit(Some(LARGEST))
        .onepass_size_limit(Some(LARGEST / 4))
        .hybrid_cache_capacity(LARGEST / 2);
    Regex::builder().configure(config).build(pattern).map_err(Box::new)
}

fn compile<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "regex";
    let chars = args::string(WHO, args[0])?;
    ctx.mc.check_room(2 * LARGEST + chars.len().saturating_mul(PARSER_BYTES))?;
    ctx.mc.work(64 + chars.len().saturating_mul(PARSER_BYTES / 16))?;
    let pattern = args::text(ctx.mc, WHO, args[0])?;
    let searcher = |pattern: String| build(&pattern).map(|regex| Searcher::new(regex, pattern));
    let whole = format!(r"\A(?:{pattern})\z");
    match searcher(pattern.clone()).and_then(|regex| Ok((regex, searcher(whole)?))) {
        Ok((regex, whole)) => {
            let expression = Expression { regex, whole };
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

fn is_regex<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].as_payload::<Expression>().is_some()))
}

fn names<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let names: Vec<_> = expression(args[0])?
        .regex
        .group_names()
        .skip(1)
        .map(|name| name.map_or(Value::FALSE, |name| ctx.mc.intern(name)))
        .collect();
    Ok(ctx.mc.list(&names))
}

/// The part of a string that two arguments, from `at` on, bound.
fn part<'gc>(ctx: &Context<'_, 'gc>, args: Args<'_, 'gc>, at: usize) -> Result<'gc, Haystack<'gc>> {
    let chars = args::string("regex", args[1])?;
    let (start, end) = args::range("regex", args, at, chars.len())?;
    Haystack::new(ctx.mc, chars, start, end)
}

/// The positions of a match.
fn positions<'gc>(ctx: &Context<'_, 'gc>, ends: &Slots, indices: &mut Indices<'_>) -> Result<'gc> {
    let index = |end: &Option<usize>| end.map_or(Value::FALSE, |at| Value::fixnum(indices.index(at) as i64));
    let slots: Vec<_> = ends.iter().map(index).collect();
    Ok(ctx.mc.alloc_copy(Kind::Vector, &slots)?)
}

fn captured<'gc>(ctx: &Context<'_, 'gc>, searcher: &Searcher, haystack: &Haystack<'_>, from: usize) -> Result<'gc> {
    match searcher.captures(ctx.mc, &haystack.bytes, from)? {
        Some(ends) => positions(ctx, &ends, &mut haystack.indices()),
        None => Ok(Value::FALSE),
    }
}

fn find<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let expression = expression(args[0])?;
    let haystack = part(ctx, args, 3)?;
    let (start, end) = (args[3].as_index().unwrap_or(0), args[4].as_index().unwrap_or(0));
    let from = args::bound("regex", "start", args[2], start, end)?;
    captured(ctx, &expression.regex, &haystack, haystack.offset(from))
}

fn is_found<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let expression = expression(args[0])?;
    let haystack = part(ctx, args, 2)?;
    Ok(Value::bool(expression.regex.is_found(ctx.mc, &haystack.bytes)?))
}

fn whole<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let expression = expression(args[0])?;
    let haystack = part(ctx, args, 2)?;
    captured(ctx, &expression.whole, &haystack, 0)
}

fn find_all<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let expression = expression(args[0])?;
    let haystack = part(ctx, args, 2)?;
    let mut indices = haystack.indices();
    let mut found = ListBuilder::new();
    let mut from = 0;
    while let Some(ends) = expression.regex.captures(ctx.mc, &haystack.bytes, from)? {
        let (Some(&Some(start)), Some(&Some(end))) = (ends.first(), ends.get(1)) else { break };
        // A long run needs these looks.
        ctx.mc.stop_requested().map_or(Ok(()), Err)?;
        ctx.mc.work(2 + ends.len() / 2 + (end - from) / 16)?;
        ctx.mc.check_room(8 * ends.len())?;
        found.push(ctx.mc, positions(ctx, &ends, &mut indices)?);
        // After an empty match the search goes on one character further.
        from = if start == end { after(&haystack.bytes, end) } else { end };
        if from > haystack.bytes.len() {
            break;
        }
    }
    Ok(found.finish(ctx.mc, Value::NIL))
}

/// The offset of the character after the one at an offset.
fn after(bytes: &[u8], at: usize) -> usize {
    let width = bytes.get(at..).map_or(0, |rest| rest.iter().skip(1).take_while(|byte| **byte & 0xC0 == 0x80).count());
    at + 1 + width
}

fn is_ascii<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let chars = args::string("regex", args[0])?;
    let (start, end) = args::range("regex", args, 1, chars.len())?;
    ctx.mc.work((end - start) / 16)?;
    let is_ascii = match chars.slice(start, end) {
        cairn_gc::Chars::Narrow(bytes) => bytes.is_ascii(),
        wide => wide.iter().all(|c| c.is_ascii()),
    };
    Ok(Value::bool(is_ascii))
}
