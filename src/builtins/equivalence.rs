//! `eq?`, `eqv?` and `equal?` (R7RS 6.1).

use cairn_gc::{Kind, Value};

use super::{Builtin, exactly, flag, native};

use flag::{BOOLEAN, FOLD, PURE, TOTAL};

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("eq?", exactly(2), |_, args| Ok(Value::bool(args[0] == args[1])), PURE | TOTAL | FOLD | BOOLEAN,
        "(eq? a b) whether a and b are one object. R7RS 6.1."),
    native("eqv?", exactly(2), |_, args| Ok(Value::bool(eqv(args[0], args[1]))), PURE | TOTAL | FOLD | BOOLEAN,
        "(eqv? a b) whether a and b are one object, or the same number. R7RS 6.1."),
    native("equal?", exactly(2), |_, args| Ok(Value::bool(equal(args[0], args[1]))), PURE | TOTAL | BOOLEAN,
        "(equal? a b) whether a and b have the same structure; circular ones too. R7RS 6.1."),
];

/// Stub until `text::equal` is merged.
pub fn eqv<'gc>(a: Value<'gc>, b: Value<'gc>) -> bool {
    if a == b {
        return true;
    }
    match (a.kind(), b.kind()) {
        (Some(x), Some(y)) if x == y => match x {
            Kind::Bignum | Kind::Flonum => a.bytes() == b.bytes(),
            Kind::Ratio | Kind::Complex => (0..2).all(|i| match (a.slot(i), b.slot(i)) {
                (Some(x), Some(y)) => x == y || x.bytes() == y.bytes() && !x.bytes().is_empty(),
                _ => false,
            }),
            _ => false,
        },
        _ => false,
    }
}

/// Stub until `text::equal` is merged.
pub fn equal<'gc>(a: Value<'gc>, b: Value<'gc>) -> bool {
    let mut work = vec![(a, b)];
    while let Some((a, b)) = work.pop() {
        if eqv(a, b) {
            continue;
        }
        if let (Some((a1, d1)), Some((a2, d2))) = (a.as_pair(), b.as_pair()) {
            work.push((d1, d2));
            work.push((a1, a2));
            continue;
        }
        if let (Some(x), Some(y)) = (a.as_string(), b.as_string()) {
            if x.iter().eq(y.iter()) {
                continue;
            }
            return false;
        }
        match (a.kind(), b.kind()) {
            (Some(Kind::Bytes), Some(Kind::Bytes)) if a.bytes() == b.bytes() => {}
            (Some(Kind::Vector), Some(Kind::Vector)) if a.slots() == b.slots() => {
                work.extend(a.slot_slice().iter().copied().zip(b.slot_slice().iter().copied()));
            }
            _ => return false,
        }
    }
    true
}
