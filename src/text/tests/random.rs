//! Writes random data and reads it back; gives the reader random texts, which it reads or refuses,
//! and nothing else happens.

use cairn_data::hash::{Extent, equal_hash};
use cairn_gc::{Kind, Mutation, Value};

use super::support::{equal, read, show, with_heap};
use crate::printer::Style;
use crate::reader::{ProgramReader, SpanMap};

struct Random(fastrand::Rng);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0.usize(..n)
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    fn char(&mut self) -> char {
        match self.below(4) {
            0 => char::from_u32(self.below(0x11_0000) as u32).unwrap_or('?'),
            1 => char::from_u32(self.below(0x300) as u32).unwrap_or('?'),
            _ => (self.below(0x80) as u8) as char,
        }
    }

    fn text(&mut self) -> String {
        (0..self.below(6)).map(|_| self.char()).collect()
    }
}

const NUMBERS: &[&str] = &["0", "-1", "1.5", "1e300", "-0.0", "1/3", "12345678901234567890123", "+i", "1.5-2.5i"];

fn atom<'gc>(mc: Mutation<'gc>, random: &mut Random) -> Value<'gc> {
    match random.below(8) {
        0 => Value::fixnum(random.0.u64(..) as i64 >> 4),
        1 => Value::char(random.char()),
        2 => mc.string(&random.text()).expect("room"),
        3 => mc.intern(&random.text()),
        4 => read(mc, random.pick(NUMBERS)),
        5 => random.pick(&[Value::NIL, Value::TRUE, Value::FALSE]),
        6 => mc.alloc_bytes_from(Kind::Bytes, random.text().as_bytes()).expect("room"),
        _ => mc.flonum(f64::from_bits(random.0.u64(..))),
    }
}

/// Data of about `size` objects; some parts are shared.
fn data<'gc>(mc: Mutation<'gc>, random: &mut Random, size: usize) -> Value<'gc> {
    let mut made = vec![atom(mc, random)];
    for _ in 0..random.below(size) {
        let part = |random: &mut Random| made[random.below(made.len().min(4)) + made.len().saturating_sub(4)];
        let value = match random.below(4) {
            0 => atom(mc, random),
            1 => {
                let items: Vec<Value<'gc>> = (0..random.below(4)).map(|_| part(random)).collect();
                mc.alloc_copy(Kind::Vector, &items).expect("room")
            }
            _ => mc.cons(part(random), part(random)),
        };
        made.push(value);
    }
    let root = made[made.len() - 1];
    if random.below(4) == 0 {
        // Ties a knot.
        let target = random.pick(&made);
        target.set_cdr(mc, root);
    }
    root
}

#[test]
fn random_data_read_back() {
    let mut random = Random(fastrand::Rng::with_seed(0x1234_5678_9ABC_DEF1));
    for round in 0..3000 {
        with_heap(|mc| {
            let value = data(mc, &mut random, 24);
            for style in [Style::Write, Style::Shared] {
                let text = show(mc, value, style);
                let again = read(mc, &text);
                assert!(equal(mc, value, again), "round {round}: {text}");
                assert_eq!(
                    equal_hash(mc, Extent::FIRST, value),
                    equal_hash(mc, Extent::FIRST, again),
                    "round {round}: {text}"
                );
                assert_eq!(show(mc, again, style), text, "round {round}");
            }
        });
    }
}

const PIECES: &[&str] = &[
    "(",
    ")",
    "#(",
    "#u8(",
    "'",
    "`",
    ",",
    ",@",
    "#;",
    "#|",
    "|#",
    "|",
    "\"",
    "\\",
    "#\\",
    "#0=",
    "#0#",
    "#1=",
    "#1#",
    ".",
    " ",
    "\n",
    ";",
    "a",
    "1",
    "+",
    "-",
    "#",
    "#x",
    "#e",
    "1/0",
    "#!fold-case",
    "#!eof",
    "\\x41;",
    "λ",
    "[",
    "#t",
];

#[test]
fn random_texts_do_no_harm() {
    let mut random = Random(fastrand::Rng::with_seed(0x0DDB_1A5E_5BAD_5EED));
    for _ in 0..20_000 {
        let text: String = (0..random.below(14)).map(|_| random.pick(PIECES)).collect();
        with_heap(|mc| {
            let mut reader = ProgramReader::new(text.as_str().into(), 1);
            let mut spans = SpanMap::new();
            let mut steps = 0;
            loop {
                let before = reader.offset();
                match reader.next(mc, &mut spans) {
                    Ok(None) => break,
                    Ok(Some(datum)) => drop(show(mc, datum.value, Style::Shared)),
                    Err(_) => {}
                }
                steps += 1;
                assert!(reader.offset() > before && steps < 100, "no way on in {text:?}");
            }
        });
    }
}
