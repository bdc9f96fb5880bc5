//! Tests bitwise operations, with the examples of SRFI 151.

use super::check;

#[test]
fn logic() {
    check(&[
        ("(bitwise-not 0)", "-1"),
        ("(bitwise-not 10)", "-11"),
        ("(bitwise-not -37)", "36"),
        ("(bitwise-ior 3 10)", "11"),
        ("(bitwise-and 11 26)", "10"),
        ("(bitwise-xor 3 10)", "9"),
        ("(bitwise-and -1 100000000000000000000)", "100000000000000000000"),
        ("(bitwise-ior -100000000000000000000 1)", "-99999999999999999999"),
        ("(bitwise-xor -1 100000000000000000000)", "-100000000000000000001"),
        ("(bitwise-and 18446744073709551615 -2)", "18446744073709551614"),
        ("(bitwise-not 18446744073709551615)", "-18446744073709551616"),
        ("(bitwise-and 1.0 2)", "NotExactInteger(0)"),
        ("(bitwise-and 1 1/2)", "NotExactInteger(1)"),
    ]);
}

#[test]
fn shifts() {
    check(&[
        ("(arithmetic-shift 8 2)", "32"),
        ("(arithmetic-shift 4 0)", "4"),
        ("(arithmetic-shift 8 -1)", "4"),
        ("(arithmetic-shift -100000000000000000000000000000000 -100)", "-79"),
        ("(arithmetic-shift 1 62)", "4611686018427387904"),
        ("(arithmetic-shift 1 63)", "9223372036854775808"),
        ("(arithmetic-shift -1 63)", "-9223372036854775808"),
        ("(arithmetic-shift 3 62)", "13835058055282163712"),
        ("(arithmetic-shift -5 -1)", "-3"),
        ("(arithmetic-shift -1 -1000)", "-1"),
        ("(arithmetic-shift 5 -100000000000000000000)", "0"),
        ("(arithmetic-shift -5 -100000000000000000000)", "-1"),
        ("(arithmetic-shift -5 -9223372036854775808)", "-1"),
        ("(arithmetic-shift 0 100000000000000000000)", "0"),
        ("(arithmetic-shift 1 100000000000000000000)", "TooLarge"),
        ("(arithmetic-shift 1 9223372036854775807)", "TooLarge"),
        ("(arithmetic-shift 1.0 2)", "NotExactInteger(0)"),
        ("(arithmetic-shift 1 2.0)", "NotExactInteger(1)"),
    ]);
}

#[test]
fn counts() {
    check(&[
        ("(bit-count 0)", "0"),
        ("(bit-count -1)", "0"),
        ("(bit-count 7)", "3"),
        ("(bit-count 13)", "3"),
        ("(bit-count -13)", "2"),
        ("(bit-count 30)", "4"),
        ("(bit-count -30)", "4"),
        ("(bit-count (expt 2 100))", "1"),
        ("(bit-count (- (expt 2 100)))", "100"),
        ("(bit-count (- (+ 1 (expt 2 100))))", "1"),
        ("(integer-length 0)", "0"),
        ("(integer-length 1)", "1"),
        ("(integer-length -1)", "0"),
        ("(integer-length 7)", "3"),
        ("(integer-length -7)", "3"),
        ("(integer-length 8)", "4"),
        ("(integer-length -8)", "3"),
        ("(integer-length (expt 2 100))", "101"),
        ("(integer-length (- (expt 2 100)))", "100"),
    ]);
}
