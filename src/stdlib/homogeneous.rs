//! Creates, reads and modifies homogeneous vectors of numbers (SRFI 4, SRFI 160), for the libraries
//! of these SRFIs. The first argument of each procedure is the number of an [`Element`].

use cairn_data::bridge;
use cairn_data::error::{Result, Throw};
use cairn_data::homogeneous::{self, Element};
use cairn_data::lists;
use cairn_gc::Value;

use super::args;
use super::{Args, Builtin, Context, between, exactly, flag, native};

use flag::{BOOLEAN, INTERNAL, NONE, PURE};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("%numbers?", exactly(2), is_vector, PURE | BOOLEAN | INTERNAL, "(%numbers? type x) whether x is a vector of this type."),
    native("%numbers-of?", exactly(2), is_element, PURE | BOOLEAN | INTERNAL, "(%numbers-of? type x) whether x can be an element."),
    native("%make-numbers", between(2, 3), make, PURE | INTERNAL, "(%make-numbers type n [x]) a vector of n elements x, or 0."),
    native("%numbers", exactly(2), |ctx, args| from_list(ctx, "@vector", args), PURE | INTERNAL, "(%numbers type list) a vector of the numbers."),
    native("%list->numbers", exactly(2), |ctx, args| from_list(ctx, "list->@vector", args), PURE | INTERNAL, "(%list->numbers type list) a vector of the numbers."),
    native("%numbers-length", exactly(2), length, PURE | INTERNAL, "(%numbers-length type v) number of elements."),
    native("%numbers-ref", exactly(3), reference, PURE | INTERNAL, "(%numbers-ref type v i) element i."),
    native("%numbers-set!", exactly(4), set, NONE | INTERNAL, "(%numbers-set! type v i x) replaces element i."),
    native("%numbers->list", between(2, 4), to_list, PURE | INTERNAL, "(%numbers->list type v [start [end]]) a list of the elements."),
    native("%numbers-copy", between(2, 4), copy, PURE | INTERNAL, "(%numbers-copy type v [start [end]]) a vector of the elements."),
    native("%numbers-copy!", between(4, 6), copy_to, NONE | INTERNAL, "(%numbers-copy! type to at from [start [end]]) copies elements; the ranges may overlap."),
    native("%numbers-fill!", between(3, 5), fill, NONE | INTERNAL, "(%numbers-fill! type v x [start [end]]) makes all elements x."),
];

fn element<'gc>(value: Value<'gc>) -> Result<'gc, Element> {
    let known = value.as_index().and_then(|i| Element::ALL.get(i).copied());
    known.ok_or_else(|| Throw::wrong_type("%numbers", "a type of numbers", value))
}

/// The bytes of the elements of a vector. `name` is the procedure's name with `@` in place of the
/// type's tag.
fn elements<'gc>(element: Element, name: &str, value: Value<'gc>) -> Result<'gc, &'gc [u8]> {
    match homogeneous::parts(value) {
        Some((found, bytes)) if found == element => Ok(bytes),
        _ => Err(Throw::wrong_type(&who(element, name), &format!("a {}vector", element.tag()), value)),
    }
}

fn who(element: Element, name: &str) -> String {
    name.replace('@', element.tag())
}

fn wrong_number<'gc>(element: Element, name: &str, value: Value<'gc>) -> Throw<'gc> {
    Throw::wrong_type(&who(element, name), &format!("a number of type {}", element.tag()), value)
}

fn encode<'gc>(element: Element, name: &str, value: Value<'gc>) -> Result<'gc, [u8; 16]> {
    element.encode(value).ok_or_else(|| wrong_number(element, name, value))
}

fn check_mutable<'gc>(element: Element, name: &str, value: Value<'gc>) -> Result<'gc, ()> {
    if value.is_immutable() { args::mutable(&who(element, name), value) } else { Ok(()) }
}

/// The range of bytes in `bytes` that the arguments from `at` on select.
fn selected<'gc>(
    element: Element,
    name: &str,
    args: Args<'_, 'gc>,
    at: usize,
    bytes: &[u8],
) -> Result<'gc, (usize, usize)> {
    let size = element.size();
    let (start, end) = args::range(&who(element, name), args, at, bytes.len() / size)?;
    Ok((start * size, end * size))
}

fn is_vector<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let element = element(args[0])?;
    Ok(Value::bool(homogeneous::parts(args[1]).is_some_and(|(found, _)| found == element)))
}

fn is_element<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(element(args[0])?.encode(args[1]).is_some()))
}

fn make<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let element = element(args[0])?;
    let name = "make-@vector";
    let length = args::size(&who(element, name), "length", args[1])?;
    let number = args::optional(args, 2).map(|x| encode(element, name, x)).transpose()?;
    let vector = homogeneous::make(ctx.mc, element, length)?;
    if let Some(number) = number {
        write(ctx, vector, element, (0, length * element.size()), &number);
    }
    Ok(vector)
}

/// Fills a range of bytes with a number.
fn write<'gc>(
    ctx: &Context<'_, 'gc>,
    vector: Value<'gc>,
    element: Element,
    (start, end): (usize, usize),
    number: &[u8; 16],
) {
    let size = element.size();
    vector.bytes_mut(ctx.mc, |bytes| {
        for place in bytes[start..end].chunks_exact_mut(size) {
            place.copy_from_slice(&number[..size]);
        }
    });
}

fn from_list<'gc>(ctx: &mut Context<'_, 'gc>, name: &str, args: Args<'_, 'gc>) -> Result<'gc> {
    let element = element(args[0])?;
    let length = lists::list_length(ctx.mc, &who(element, name), args[1])?;
    let vector = homogeneous::collect(ctx.mc, element, length, lists::elements(args[1]))?;
    vector.map_err(|number| wrong_number(element, name, number))
}

fn length<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let element = element(args[0])?;
    let bytes = elements(element, "@vector-length", args[1])?;
    Ok(Value::fixnum((bytes.len() / element.size()) as i64))
}

/// The byte range of element `args[2]` of `args[1]`.
fn place<'gc>(element: Element, name: &str, args: Args<'_, 'gc>) -> Result<'gc, (usize, usize)> {
    let bytes = elements(element, name, args[1])?;
    let size = element.size();
    match args[2].as_index() {
        Some(i) if i < bytes.len() / size => Ok((i * size, (i + 1) * size)),
        _ => args::index(&who(element, name), args[2], bytes.len() / size).map(|i| (i * size, (i + 1) * size)),
    }
}

fn reference<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let element = element(args[0])?;
    let (start, end) = place(element, "@vector-ref", args)?;
    bridge::from_number(ctx.mc, &element.decode(&args[1].bytes()[start..end]))
}

fn set<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let element = element(args[0])?;
    let name = "@vector-set!";
    let range = place(element, name, args)?;
    check_mutable(element, name, args[1])?;
    let number = encode(element, name, args[3])?;
    write(ctx, args[1], element, range, &number);
    Ok(Value::UNSPECIFIED)
}

fn to_list<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let element = element(args[0])?;
    let name = "@vector->list";
    let bytes = elements(element, name, args[1])?;
    let (start, end) = selected(element, name, args, 2, bytes)?;
    let size = element.size();
    lists::room_for_pairs(ctx.mc, (end - start) / size)?;
    let mut list = Value::NIL;
    for bytes in bytes[start..end].chunks_exact(size).rev() {
        let number = bridge::from_number(ctx.mc, &element.decode(bytes))?;
        list = ctx.mc.cons(number, list);
    }
    Ok(list)
}

fn copy<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let element = element(args[0])?;
    let name = "@vector-copy";
    let bytes = elements(element, name, args[1])?;
    let (start, end) = selected(element, name, args, 2, bytes)?;
    let vector = homogeneous::make(ctx.mc, element, (end - start) / element.size())?;
    vector.bytes_mut(ctx.mc, |to| to[..end - start].copy_from_slice(&bytes[start..end]));
    Ok(vector)
}

fn copy_to<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let element = element(args[0])?;
    let name = "@vector-copy!";
    let to = elements(element, name, args[1])?;
    check_mutable(element, name, args[1])?;
    let (at, to_end) = selected(element, name, &args[..3], 2, to)?;
    let from = elements(element, name, args[3])?;
    let (start, end) = selected(element, name, args, 4, from)?;
    if end - start > to_end - at || !args[1].copy_bytes(ctx.mc, at, args[3], start, end - start) {
        return Err(Throw::out_of_range(&who(element, name), "index", args[2])
            .hint("the target is too short for that many numbers"));
    }
    Ok(Value::UNSPECIFIED)
}

fn fill<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let element = element(args[0])?;
    let name = "@vector-fill!";
    let bytes = elements(element, name, args[1])?;
    check_mutable(element, name, args[1])?;
    let number = encode(element, name, args[2])?;
    let range = selected(element, name, args, 3, bytes)?;
    write(ctx, args[1], element, range, &number);
    Ok(Value::UNSPECIFIED)
}
