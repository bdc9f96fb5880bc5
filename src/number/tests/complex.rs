//! Tests complex arithmetic and the parts of complex numbers.

use super::check;

#[test]
fn arithmetic() {
    check(&[
        ("(+ 1+2i 3-2i)", "4"),
        ("(+ 1 1+2i)", "2+2i"),
        ("(- 1 1+2i)", "-2i"),
        ("(- 1+2i 1+2i)", "0"),
        ("(* +i +i)", "-1"),
        ("(* 1+2i 3+4i)", "-5+10i"),
        ("(* 1+2i 1-2i)", "5"),
        ("(* 2.0 1+2i)", "2.0+4.0i"),
        ("(/ 1+2i 3+4i)", "11/25+2/25i"),
        ("(/ 1 +i)", "-i"),
        ("(/ 2+4i 2)", "1+2i"),
        ("(/ 1+2i 3.0-4.0i)", "-0.2+0.4i"),
        ("(- 1+2i)", "-1-2i"),
        ("(square 1+i)", "+2i"),
        ("(* 1.0 +i)", "+1.0i"),
        ("(* +1.0i +1.0i)", "-1.0+0.0i"),
        ("(/ 1e300+1e300i 1e300+1e300i)", "1.0+0.0i"),
    ]);
}

/// A real operand, or an exact zero part, is not widened to a float.
#[test]
fn no_spurious_nans() {
    check(&[
        ("(* 2.0 1.0+inf.0i)", "2.0+inf.0i"),
        ("(* +inf.0 1.0+2.0i)", "+inf.0+inf.0i"),
        ("(* +inf.0 +i)", "+inf.0i"),
        ("(* +inf.0 -i)", "-inf.0i"),
        ("(+ 1 2.0-0.0i)", "3.0-0.0i"),
        ("(- 2.0-0.0i 1)", "1.0-0.0i"),
        ("(/ 1.0+inf.0i 2)", "0.5+inf.0i"),
    ]);
}

#[test]
fn parts() {
    check(&[
        ("(make-rectangular 1 2)", "1+2i"),
        ("(make-rectangular 1 2.0)", "1.0+2.0i"),
        ("(make-rectangular 1.5 0)", "1.5"),
        ("(make-rectangular 0 2.0)", "+2.0i"),
        ("(make-rectangular 1 +i)", "NotReal(1)"),
        ("(make-polar 2 0)", "2"),
        ("(make-polar 0 1)", "0"),
        ("(make-polar +i 1)", "NotReal(0)"),
        ("(real-part 1.5)", "1.5"),
        ("(real-part 1+2i)", "1"),
        ("(imag-part 1.5)", "0"),
        ("(imag-part 1+2i)", "2"),
        ("(magnitude -5)", "5"),
        ("(magnitude 3+4i)", "5"),
        ("(magnitude 3/5+4/5i)", "1"),
        ("(magnitude 3.0-4.0i)", "5.0"),
        ("(magnitude 1+i)", "1.4142135623730951"),
        ("(magnitude 3e300+4e300i)", "5e300"),
        ("(angle 5)", "0"),
        ("(angle 5.0)", "0.0"),
        ("(angle -5)", "3.141592653589793"),
        ("(angle -0.0)", "3.141592653589793"),
        ("(angle -1.0-0.0i)", "-3.141592653589793"),
        ("(angle +i)", "1.5707963267948966"),
        ("(angle 0)", "Undefined(0)"),
        ("(abs +i)", "NotReal(0)"),
    ]);
}
