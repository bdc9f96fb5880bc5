//! Provides natives for the prelude: steps of its loops that are faster in Rust, and its errors.
//! Arguments come from Cairn's own code.

use cairn_data::error::{Result, Throw};
use cairn_data::lists::elements;
use cairn_gc::{Kind, Value};

use crate::{Args, Builtin, Context, exactly, flag, native};

const HELPER: u16 = flag::INTERNAL;

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%absent", exactly(0), absent, HELPER | flag::PURE | flag::TOTAL | flag::FOLD, "(%absent) an object that no program has."),
    native("%index?", exactly(1), is_index, HELPER | flag::PURE | flag::TOTAL | flag::FOLD | flag::BOOLEAN, "(%index? obj) whether obj is an exact integer that may be a size."),
    native("%type-error", exactly(3), type_error, HELPER, "(%type-error who expected got) reports an argument of the wrong type."),
    native("%check-ends", exactly(3), check_ends, HELPER, "(%check-ends who a b) reports the one that ended in no empty list."),
    native("%all-pairs?", exactly(2), all_pairs, HELPER, "(%all-pairs? who lists) whether no list has ended; reports improper ends."),
    native("%cars", exactly(1), cars, HELPER | flag::PURE, "(%cars lists) the list of their cars."),
    native("%cdrs", exactly(1), cdrs, HELPER | flag::PURE, "(%cdrs lists) the list of their cdrs."),
    native("%shortest", exactly(2), shortest, HELPER, "(%shortest who sequences) the least length of vectors or strings."),
    native("%refs", exactly(2), refs, HELPER | flag::PURE, "(%refs sequences i) the list of their elements at i."),
    native("%reverse-list->vector", exactly(1), reverse_list_to_vector, HELPER | flag::PURE, "(%reverse-list->vector list) a vector of the elements, last first."),
    native("%sort-simple", exactly(2), crate::sorting::natives::sort_simple, HELPER | flag::PURE, "(%sort-simple less? list) the sorted list, if this is a usual order of like elements, or #f."),
    native("%reverse-list->string", exactly(2), reverse_list_to_string, HELPER, "(%reverse-list->string who list) a string of the characters, last first."),
];

/// The name of a procedure that the prelude passes as a symbol.
fn name(who: Value<'_>) -> &str {
    who.as_symbol().unwrap_or("procedure")
}

fn absent<'gc>(_: &mut Context<'_, 'gc>, _: &[Value<'gc>]) -> Result<'gc> {
    Ok(Value::DEFAULT)
}

fn is_index<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].as_index().is_some()))
}

fn type_error<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let expected = args[1].as_string().map_or_else(String::new, |text| text.to_string());
    Err(Throw::wrong_type(name(args[0]), &expected, args[2]))
}

/// Fails if the first of these that is not a pair is not the empty list.
fn check_end<'gc>(who: Value<'gc>, mut tails: impl Iterator<Item = Value<'gc>>) -> Result<'gc, bool> {
    match tails.find(|tail| !tail.is_pair()) {
        None => Ok(false),
        Some(end) if end.is_nil() => Ok(true),
        Some(end) => Err(Throw::wrong_type(name(who), "a list", end)),
    }
}

fn check_ends<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    check_end(args[0], args[1..].iter().copied())?;
    Ok(Value::UNSPECIFIED)
}

fn all_pairs<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(!check_end(args[0], elements(args[1]))?))
}

/// The list of some values, of which there are mostly few.
fn list_of<'gc>(ctx: &mut Context<'_, 'gc>, mut items: impl Iterator<Item = Value<'gc>>) -> Value<'gc> {
    let (mut few, mut count) = ([Value::FALSE; 4], 0);
    while let Some(item) = items.next() {
        if count == few.len() {
            let all: Vec<_> = few.into_iter().chain([item]).chain(items).collect();
            return ctx.mc.list(&all);
        }
        few[count] = item;
        count += 1;
    }
    ctx.mc.list(&few[..count])
}

fn cars<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(list_of(ctx, elements(args[0]).filter_map(Value::car)))
}

fn cdrs<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(list_of(ctx, elements(args[0]).filter_map(Value::cdr)))
}

fn length_of(sequence: Value<'_>) -> Option<usize> {
    match sequence.kind() {
        Some(Kind::Vector) => Some(sequence.slots()),
        Some(Kind::String) => sequence.as_string().map(|chars| chars.len()),
        _ => None,
    }
}

fn shortest<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let is_string_procedure = name(args[0]).starts_with("string");
    let (kind, expected) = if is_string_procedure { (Kind::String, "a string") } else { (Kind::Vector, "a vector") };
    let mut least = usize::MAX >> 4;
    for sequence in elements(args[1]) {
        if !sequence.has_kind(kind) {
            return Err(Throw::wrong_type(name(args[0]), expected, sequence));
        }
        least = least.min(length_of(sequence).unwrap_or(0));
    }
    Ok(Value::fixnum(least as i64))
}

fn refs<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let i = args[1].as_index().unwrap_or(usize::MAX);
    let element = |sequence: Value<'gc>| match sequence.as_string() {
        Some(chars) => chars.get(i).map(Value::char),
        None => sequence.slot(i),
    };
    Ok(list_of(ctx, elements(args[0]).filter_map(element)))
}

fn reverse_list_to_vector<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = elements(args[0]).count();
    let vector = ctx.mc.alloc_filled(Kind::Vector, length, Value::UNSPECIFIED)?;
    for (i, item) in (0..length).rev().zip(elements(args[0])) {
        vector.set_slot(ctx.mc, i, item);
    }
    Ok(vector)
}

fn reverse_list_to_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let length = elements(args[1]).count();
    ctx.mc.check_room(length.saturating_mul(4))?;
    let mut chars = Vec::with_capacity(length);
    for item in elements(args[1]) {
        match item.as_char() {
            Some(c) => chars.push(c),
            None => return Err(Throw::wrong_type(name(args[0]), "a character from the procedure", item)),
        }
    }
    let narrow = chars.iter().all(|&c| (c as u32) < 0x100);
    Ok(ctx.mc.string_from(narrow, length, chars.into_iter().rev())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{call, eval_in};

    fn fixnums<'gc>(ctx: &Context<'_, 'gc>, items: &[i64]) -> Value<'gc> {
        let items: Vec<_> = items.iter().map(|&n| Value::fixnum(n)).collect();
        ctx.mc.list(&items)
    }

    fn numbers(list: Value<'_>) -> Vec<i64> {
        elements(list).filter_map(Value::as_fixnum).collect()
    }

    #[test]
    fn steps_through_lists() {
        eval_in(|ctx| {
            let who = ctx.mc.intern("map");
            let (a, b) = (fixnums(ctx, &[1, 2]), fixnums(ctx, &[3]));
            let lists = ctx.mc.list(&[a, b]);
            assert_eq!(call(ctx, "%all-pairs?", &[who, lists]).unwrap(), Value::TRUE);
            let cars = call(ctx, "%cars", &[lists]).unwrap();
            assert_eq!(numbers(cars), [1, 3]);
            let rests = call(ctx, "%cdrs", &[lists]).unwrap();
            assert_eq!(call(ctx, "%all-pairs?", &[who, rests]).unwrap(), Value::FALSE);
            let odd = ctx.mc.list(&[a, Value::TRUE]);
            assert!(call(ctx, "%all-pairs?", &[who, odd]).is_err());
            assert!(call(ctx, "%check-ends", &[who, a, Value::TRUE]).is_err());
            assert!(call(ctx, "%check-ends", &[who, Value::NIL, Value::TRUE]).is_ok());
        });
    }

    #[test]
    fn reversed_lists_become_sequences() {
        eval_in(|ctx| {
            let list = fixnums(ctx, &[3, 2, 1]);
            let vector = call(ctx, "%reverse-list->vector", &[list]).unwrap();
            let got: Vec<_> = vector.slot_slice().iter().filter_map(|v| v.as_fixnum()).collect();
            assert_eq!(got, [1, 2, 3]);
            let who = ctx.mc.intern("string-map");
            assert!(call(ctx, "%reverse-list->string", &[who, list]).is_err());
            let chars = ctx.mc.list(&[Value::char('λ'), Value::char('a')]);
            let string = call(ctx, "%reverse-list->string", &[who, chars]).unwrap();
            assert_eq!(string.as_string().unwrap().to_string(), "aλ");
        });
    }

    #[test]
    fn parallel_sequences() {
        eval_in(|ctx| {
            let who = ctx.mc.intern("string-map");
            let (a, b) = (ctx.mc.string("abc").unwrap(), ctx.mc.string("xy").unwrap());
            let both = ctx.mc.list(&[a, b]);
            assert_eq!(call(ctx, "%shortest", &[who, both]).unwrap(), Value::fixnum(2));
            let refs = call(ctx, "%refs", &[both, Value::fixnum(1)]).unwrap();
            assert_eq!(elements(refs).collect::<Vec<_>>(), [Value::char('b'), Value::char('y')]);
            let odd = ctx.mc.list(&[a, Value::NIL]);
            assert!(call(ctx, "%shortest", &[who, odd]).is_err());
        });
    }
}
