//! Compares integer arithmetic with `num-bigint`, which shares no code with the crate that
//! implements Cairn's numbers: random operands of up to 4,000 bits, and those where representations
//! change.

use cairn::engine::{Config, Engine, Outcome};
use fastrand::Rng;
use num_bigint::{BigInt, BigUint, Sign};

/// A number with a random number of words, or a power of two and its neighbours.
fn integer(random: &mut Rng) -> BigInt {
    let sign = if random.bool() { Sign::Plus } else { Sign::Minus };
    let magnitude = match random.u8(..3) {
        0 => (BigUint::from(1u8) << random.u8(..200)) + random.u8(..3),
        1 => BigUint::from(random.u64(..) >> random.u8(..64)),
        _ => BigUint::new((0..random.u8(1..=125)).map(|_| random.u32(..)).collect()),
    };
    BigInt::from_biguint(sign, magnitude) - u8::from(random.u8(..4) == 0)
}

/// Expressions in `a` and `b` (not zero), and their values.
type Case = (&'static str, fn(&BigInt, &BigInt) -> BigInt);

/// Quotient and remainder of floor division.
fn floored(a: &BigInt, b: &BigInt) -> (BigInt, BigInt) {
    let (quotient, remainder) = (a / b, a % b);
    let off = remainder.sign() != Sign::NoSign && remainder.sign() != b.sign();
    if off { (quotient - 1, remainder + b) } else { (quotient, remainder) }
}

fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let (mut a, mut b) = (a.clone(), b.clone());
    while b.sign() != Sign::NoSign {
        (a, b) = (b.clone(), a % b);
    }
    BigInt::from(a.magnitude().clone())
}

const CASES: &[Case] = &[
    ("(+ a b)", |a, b| a + b),
    ("(- a b)", |a, b| a - b),
    ("(* a b)", |a, b| a * b),
    ("(- a)", |a, _| -a),
    ("(square a)", |a, _| a * a),
    ("(quotient a b)", |a, b| a / b),
    ("(remainder a b)", |a, b| a % b),
    ("(modulo a b)", |a, b| floored(a, b).1),
    ("(floor-quotient a b)", |a, b| floored(a, b).0),
    ("(exact (floor (/ a b)))", |a, b| floored(a, b).0),
    ("(* (/ a b) b)", |a, _| a.clone()),
    ("(gcd a b)", gcd),
    ("(* (gcd a b) (lcm a b))", |a, b| BigInt::from((a * b).magnitude().clone())),
    ("(expt a 5)", |a, _| a.pow(5)),
    ("(call-with-values (lambda () (exact-integer-sqrt (abs a))) (lambda (s r) s))", |a, _| {
        a.magnitude().sqrt().into()
    }),
    ("(call-with-values (lambda () (exact-integer-sqrt (abs a))) (lambda (s r) (+ (* s s) r)))", |a, _| {
        a.magnitude().clone().into()
    }),
    ("(arithmetic-shift a 77)", |a, _| a << 77),
    ("(arithmetic-shift a -77)", |a, _| a >> 77),
    ("(bitwise-and a b)", |a, b| a & b),
    ("(bitwise-ior a b)", |a, b| a | b),
    ("(bitwise-xor a b)", |a, b| a ^ b),
    ("(bitwise-not a)", |a, _| !a),
    ("(string->number (number->string a 7) 7)", |a, _| a.clone()),
    ("(max a b)", |a, b| a.max(b).clone()),
    ("(if (< a b) -1 (if (= a b) 0 1))", |a, b| (a.cmp(b) as i8).into()),
];

fn value(engine: &mut Engine, text: &str) -> String {
    match engine.eval("case", text) {
        Ok(Outcome::Value(value)) => value.unwrap_or_default(),
        Ok(Outcome::Exit(code)) => format!("exit {code}"),
        Err(report) => report.render(),
    }
}

#[test]
fn arithmetic_agrees() {
    let mut random = Rng::with_seed(0x5EED_1234_ABCD_0001);
    let mut engine = Engine::new(Config::default());
    let bodies: Vec<_> = CASES.iter().map(|(text, _)| *text).collect();
    value(&mut engine, &format!("(define (cases a b) (list {}))", bodies.join(" ")));
    for _ in 0..400 {
        let (a, b) = (integer(&mut random), integer(&mut random));
        if b.sign() == Sign::NoSign {
            continue;
        }
        let found = value(&mut engine, &format!("(cases {a} {b})"));
        let found: Vec<_> = found.trim_matches(['(', ')']).split(' ').collect();
        assert_eq!(found.len(), CASES.len(), "{found:?}");
        for ((text, reference), found) in CASES.iter().zip(found) {
            assert_eq!(found, reference(&a, &b).to_string(), "{text} with a = {a}, b = {b}");
        }
    }
}

#[test]
fn notation_agrees_in_every_radix() {
    let mut random = Rng::with_seed(0x5EED_1234_ABCD_0002);
    let mut engine = Engine::new(Config::default());
    for radix in 2..=36 {
        for _ in 0..20 {
            let a = integer(&mut random);
            let expected = a.to_str_radix(radix);
            assert_eq!(value(&mut engine, &format!("(number->string {a} {radix})")), format!("\"{expected}\""));
            assert_eq!(value(&mut engine, &format!("(string->number \"{expected}\" {radix})")), a.to_string());
        }
    }
}
