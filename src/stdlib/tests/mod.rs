//! Tests the data natives by example, and with arbitrary arguments.
//!
//! The examples are lines of the text files here: `(define name expr)`,
//! `expr => what write prints of its value`, or `expr !! start of the message`.
//! An expression is a constant, a quotation, a defined name, or a call of a native.
//! Line breaks do not matter before `=>`; lines that begin with `;` are comments.

use std::collections::HashMap;

use cairn_data::error::{Result, Throw};
use cairn_data::lists;
use cairn_gc::Value;
use cairn_text::{printer, reader};

use super::testing::{call, eval_in};
use super::*;

type Names<'gc> = HashMap<&'gc str, Value<'gc>>;

fn elements<'gc>(list: Value<'gc>) -> Vec<Value<'gc>> {
    lists::elements(list).collect()
}

fn eval<'gc>(ctx: &mut Context<'_, 'gc>, names: &mut Names<'gc>, expr: Value<'gc>) -> Result<'gc> {
    if let Some(name) = expr.as_symbol() {
        return Ok(match names.get(name) {
            Some(&value) => value,
            None => ctx.world.session.cells.named(ctx.mc, name).slot(cairn_data::global::VALUE).expect("a global"),
        });
    }
    let parts = elements(expr);
    match (parts.first().and_then(|head| head.as_symbol()), &parts[..]) {
        (Some("quote"), &[_, datum]) => Ok(datum),
        (Some("define"), &[_, name, expr]) => {
            let value = eval(ctx, names, expr)?;
            names.insert(name.as_symbol().expect("a name"), value);
            Ok(Value::UNSPECIFIED)
        }
        (Some(name), _) => {
            let operands = parts[1..].iter().map(|&part| eval(ctx, names, part)).collect::<Result<Vec<_>>>()?;
            call(ctx, name, &operands)
        }
        _ => Ok(expr),
    }
}

fn show<'gc>(ctx: &Context<'_, 'gc>, value: Value<'gc>) -> String {
    let write = |value| printer::to_string(ctx.mc, value, printer::Style::Write).expect("room");
    if value.has_kind(cairn_gc::Kind::Values) {
        return value.slot_slice().iter().map(|&value| write(value)).collect::<Vec<_>>().join(" ");
    }
    write(value)
}

fn message<'gc>(ctx: &Context<'_, 'gc>, throw: Throw<'gc>) -> String {
    match throw {
        Throw::Failure(failure) => {
            let irritants = failure.irritants.iter().map(|&irritant| show(ctx, irritant));
            std::iter::once(failure.message.clone()).chain(irritants).collect::<Vec<_>>().join(" ")
        }
        Throw::Raise(value) => show(ctx, value),
        Throw::OutOfMemory(_) => "out of memory".to_string(),
        Throw::Stopped(stop) => format!("{stop:?}"),
    }
}

/// Runs the examples of a file, and tells all that fail.
fn run(file: &str, text: &str) {
    let mut failures = Vec::new();
    eval_in(|ctx| {
        let mut names = Names::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with(';') {
                continue;
            }
            let (expr, wanted) = match line.split_once(" => ").or(line.split_once(" !! ")) {
                Some((expr, wanted)) => (expr, wanted.trim()),
                None => (line, ""),
            };
            let datum = reader::read_str(ctx.mc, expr).unwrap_or_else(|_| panic!("{file}:{}: {expr}", number + 1));
            let got = match eval(ctx, &mut names, datum) {
                Ok(_) if wanted.is_empty() => continue,
                Ok(value) if line.contains(" => ") => show(ctx, value),
                Ok(value) => format!("no failure, but {}", show(ctx, value)),
                Err(throw) => format!("!! {}", message(ctx, throw)),
            };
            let right = if line.contains(" => ") { got == wanted } else { got.starts_with(&format!("!! {wanted}")) };
            if !right {
                failures.push(format!("{file}:{}: {expr}\n  wanted {wanted}\n  got    {got}", number + 1));
            }
        }
    });
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

macro_rules! examples {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            run(stringify!($name), include_str!(concat!(stringify!($name), ".txt")));
        })*
    };
}

examples! { lists strings characters vectors bytevectors symbols records numbers hashtables }

/// Objects of all kinds, edge cases among them.
fn oddities<'gc>(ctx: &mut Context<'_, 'gc>) -> Vec<Value<'gc>> {
    let text = "#t #f () a 0 1 -1 2 5 255 1000 1152921504606846975 -1152921504606846976
        100000000000000000000 -100000000000000000000 1/2 -7/3 1.5 -0.0 1e300 +nan.0 -inf.0 1+2i 1.5-i
        \"\" \"abc\" \"x y\" \"λκ\" #\\a #\\λ (1 2 3) (#\\a #\\b) (\"p\" \"q\") (1 . 2) ((a . 1) (b . 2))
        #0=(1 2 . #0#) #() #(1 2 3) #(#\\a #\\b) #u8() #u8(1 2 200) (x y)";
    let list = reader::read_str(ctx.mc, &format!("({text})")).expect("data");
    let mut values = elements(list);
    let rtd = call(ctx, "%make-record-type", &[ctx.mc.intern("point"), Value::NIL]).expect("a type");
    values.extend([rtd, Value::EOF, Value::DEFAULT, Value::UNSPECIFIED]);
    for (name, operands) in
        [("%record", &[rtd][..]), ("make-eqv-hashtable", &[]), ("box", &[rtd]), ("make-promise", &[rtd])]
    {
        values.push(call(ctx, name, operands).expect("an object"));
    }
    for name in ["car", "eq?", "<"] {
        values.push(ctx.world.session.cells.named(ctx.mc, name).slot(cairn_data::global::VALUE).expect("a global"));
    }
    values
}

/// A row called with arguments drawn at random: it must not panic, and must keep
/// what its flags promise.
fn try_row<'gc>(ctx: &mut Context<'_, 'gc>, row: &Builtin, random: &mut u64) {
    let Some(f) = row.function else { return };
    let row = &row.facts;
    let pool = oddities(ctx);
    for _ in 0..150 {
        let mut next = |n: usize| {
            *random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (*random >> 33) as usize % n
        };
        let most = row.arity.max.unwrap_or(row.arity.min + 3);
        let count = row.arity.min as usize + next((most - row.arity.min) as usize + 1);
        let operands: Vec<_> = (0..count).map(|_| pool[next(pool.len())]).collect();
        match f(ctx, &operands) {
            Ok(value) => assert!(!row.has(flag::BOOLEAN) || value.is_bool(), "{}: no boolean", row.name),
            Err(Throw::OutOfMemory(_)) => {}
            Err(throw) => assert!(!row.has(flag::TOTAL), "{}: {}", row.name, message(ctx, throw)),
        }
    }
}

#[test]
fn natives_take_anything() {
    use cairn_gc::{Config, Heap, Rootable};
    let config = Config { limit: 256 << 20, ..Config::default() };
    let mut heap = Heap::<Rootable![World<'_>]>::new(config, |_| new_world());
    let mut random = 1;
    for row in DATA.iter().flat_map(|rows| rows.iter()) {
        heap.mutate(|mc, world| try_row(&mut Context { mc, world }, row, &mut random));
        heap.safepoint();
    }
}
