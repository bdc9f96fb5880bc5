//! Evaluates expressions in test tables: nested calls of the functions under test by their Scheme
//! names, with numerals as arguments. Predicates print as `#t` and `#f`, errors in their debug
//! form, several values with a space between.

use std::cmp::Ordering;

use super::{parse, to_string};
use crate::*;

type Outcome = Result<Number, NumError>;

/// The value of an expression, printed.
pub(super) fn eval(text: &str) -> String {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace();
    let word = words.next().expect("an expression");
    expression(word, &mut words).print()
}

enum Answer {
    Values(Vec<Number>),
    Truth(bool),
    Text(String),
    Error(NumError),
}

use Answer::{Error, Text, Truth, Values};

impl Answer {
    fn print(&self) -> String {
        match self {
            Values(values) => {
                let texts: Vec<_> = values.iter().map(|z| to_string(z, 10)).collect();
                texts.join(" ")
            }
            Truth(true) => "#t".into(),
            Truth(false) => "#f".into(),
            Text(text) => format!("{text:?}"),
            Error(error) => format!("{error:?}"),
        }
    }

    fn number(self) -> Number {
        match self {
            Values(mut values) => values.remove(0),
            other => panic!("not a number: {}", other.print()),
        }
    }
}

impl From<Number> for Answer {
    fn from(z: Number) -> Self {
        Values(vec![z])
    }
}

impl From<bool> for Answer {
    fn from(truth: bool) -> Self {
        Truth(truth)
    }
}

impl From<(Number, Number)> for Answer {
    fn from((a, b): (Number, Number)) -> Self {
        Values(vec![a, b])
    }
}

impl<T> From<Result<T, NumError>> for Answer
where
    Answer: From<T>,
{
    fn from(result: Result<T, NumError>) -> Self {
        result.map_or_else(Error, Answer::from)
    }
}

fn expression<'a>(word: &str, words: &mut impl Iterator<Item = &'a str>) -> Answer {
    if word != "(" {
        let number = parse(word, 10);
        return number.unwrap_or_else(|| panic!("not a number: {word}")).into();
    }
    let name = words.next().expect("a procedure");
    let mut arguments = Vec::new();
    loop {
        match words.next().expect("a closing parenthesis") {
            ")" => return call(name, &arguments),
            word => match expression(word, words) {
                Error(error) => arguments.push(Err(error)),
                value => arguments.push(Ok(value.number())),
            },
        }
    }
}

fn call(name: &str, arguments: &[Outcome]) -> Answer {
    let arguments: Result<Vec<Number>, NumError> = arguments.iter().cloned().collect();
    match arguments {
        Err(error) => Error(error),
        Ok(arguments) => match arguments.as_slice() {
            [] => none(name),
            [z] => one(name, z),
            [a, b] => two(name, a, b),
            [a, b, rest @ ..] => match two(name, a, b) {
                Values(values) => rest.iter().fold(Values(values), |sum, next| two(name, &sum.number(), next)),
                other => other,
            },
        },
    }
}

fn none(name: &str) -> Answer {
    match name {
        "+" | "gcd" => Number::from(0).into(),
        "*" | "lcm" => Number::from(1).into(),
        _ => panic!("({name})"),
    }
}

fn one(name: &str, z: &Number) -> Answer {
    match name {
        "+" | "*" | "max" | "min" | "gcd" | "lcm" => z.clone().into(),
        "-" => neg(z).into(),
        "/" => div(&Number::from(1), z).into(),
        "abs" => abs(z).into(),
        "square" => square(z).into(),
        "exact" => exact(z).into(),
        "inexact" => inexact(z).into(),
        "number?" | "complex?" => true.into(),
        "real?" => z.is_real().into(),
        "rational?" => z.is_rational().into(),
        "integer?" => z.is_integer().into(),
        "exact?" => z.is_exact().into(),
        "inexact?" => (!z.is_exact()).into(),
        "exact-integer?" => z.is_exact_integer().into(),
        "finite?" => z.is_finite().into(),
        "infinite?" => z.is_infinite().into(),
        "nan?" => z.is_nan().into(),
        "zero?" => is_zero(z).into(),
        "positive?" => is_positive(z).into(),
        "negative?" => is_negative(z).into(),
        "odd?" => is_odd(z).into(),
        "even?" => is_even(z).into(),
        _ => one_more(name, z),
    }
}

fn one_more(name: &str, z: &Number) -> Answer {
    match name {
        "floor" => floor(z).into(),
        "ceiling" => ceiling(z).into(),
        "truncate" => truncate(z).into(),
        "round" => round(z).into(),
        "numerator" => numerator(z).into(),
        "denominator" => denominator(z).into(),
        "exact-integer-sqrt" => exact_integer_sqrt(z).into(),
        "sqrt" => sqrt(z).into(),
        "exp" => exp(z).into(),
        "log" => log(z).into(),
        "sin" => sin(z).into(),
        "cos" => cos(z).into(),
        "tan" => tan(z).into(),
        "asin" => asin(z).into(),
        "acos" => acos(z).into(),
        "atan" => atan(z).into(),
        "real-part" => real_part(z).into(),
        "imag-part" => imag_part(z).into(),
        "magnitude" => magnitude(z).into(),
        "angle" => angle(z).into(),
        "bitwise-not" => bitwise_not(z).into(),
        "bit-count" => bit_count(z).into(),
        "integer-length" => integer_length(z).into(),
        "number->string" => Text(to_string(z, 10)),
        _ => panic!("({name} {})", to_string(z, 10)),
    }
}

fn two(name: &str, a: &Number, b: &Number) -> Answer {
    match name {
        "+" => add(a, b).into(),
        "-" => sub(a, b).into(),
        "*" => mul(a, b).into(),
        "/" => div(a, b).into(),
        "max" => max(a, b).into(),
        "min" => min(a, b).into(),
        "gcd" => gcd(a, b).into(),
        "lcm" => lcm(a, b).into(),
        "=" => num_eq(a, b).into(),
        "<" => order(a, b, |o| o == Ordering::Less),
        ">" => order(a, b, |o| o == Ordering::Greater),
        "<=" => order(a, b, |o| o != Ordering::Greater),
        ">=" => order(a, b, |o| o != Ordering::Less),
        "eqv?" => eqv(a, b).into(),
        "quotient" => quotient(a, b).into(),
        "remainder" => remainder(a, b).into(),
        "modulo" => modulo(a, b).into(),
        "floor/" => floor_div(a, b).into(),
        "floor-quotient" => floor_quotient(a, b).into(),
        "floor-remainder" => floor_remainder(a, b).into(),
        "truncate/" => truncate_div(a, b).into(),
        "truncate-quotient" => truncate_quotient(a, b).into(),
        "truncate-remainder" => truncate_remainder(a, b).into(),
        _ => two_more(name, a, b),
    }
}

fn two_more(name: &str, a: &Number, b: &Number) -> Answer {
    match name {
        "rationalize" => rationalize(a, b).into(),
        "expt" => expt(a, b).into(),
        "atan" => atan2(a, b).into(),
        "log" => log_base(a, b).into(),
        "make-rectangular" => make_rectangular(a, b).into(),
        "make-polar" => make_polar(a, b).into(),
        "bitwise-and" => bitwise_and(a, b).into(),
        "bitwise-ior" => bitwise_ior(a, b).into(),
        "bitwise-xor" => bitwise_xor(a, b).into(),
        "arithmetic-shift" => arithmetic_shift(a, b).into(),
        "number->string" => Text(to_string(a, b.to_i64().unwrap_or(0) as u32)),
        _ => panic!("({name} {} {})", to_string(a, 10), to_string(b, 10)),
    }
}

fn order(a: &Number, b: &Number, holds: fn(Ordering) -> bool) -> Answer {
    cmp(a, b).map(|order| order.is_some_and(holds)).into()
}
