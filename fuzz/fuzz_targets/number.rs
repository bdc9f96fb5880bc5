//! Parses a number; the result must print so that it reads back, in each radix.
#![no_main]

use cairn::number;
use libfuzzer_sys::fuzz_target;

/// Exponents with more digits are skipped, because their numbers take too long.
const LONG_EXPONENT: usize = 5;

fuzz_target!(|data: (u8, &str)| {
    let (radix, text) = data;
    let radix = [2, 8, 10, 16][usize::from(radix % 4)];
    let digits = text.split(['e', 'E']).skip(1).map(|rest| rest.bytes().filter(u8::is_ascii_digit).count()).max();
    if digits.is_some_and(|count| count > LONG_EXPONENT) {
        return;
    }
    let Ok(Some(number)) = number::parse(text, radix) else { return };
    let written = number::to_string(&number, radix).expect("nothing stops it");
    let again = number::parse(&written, radix).ok().flatten().expect("a number");
    assert!(number::eqv(&number, &again), "{text:?} is written as {written:?}");
});
