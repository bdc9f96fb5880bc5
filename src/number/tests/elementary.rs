//! Tests exponentials, logarithms and trigonometry. Expected values are from Chez Scheme or from
//! the definitions, and are compared with a tolerance where the C library, and so the last digit,
//! may differ between platforms.

use super::{check, eval, num};
use crate::complex::Cx;

/// Checks every row to 14 digits, in each part.
fn check_close(table: &[(&str, &str)]) {
    check_within(1e-14, table);
}

fn check_within(tolerance: f64, table: &[(&str, &str)]) {
    for (expression, expected) in table {
        let (found, wanted) = (num(&eval(expression)), num(expected));
        let (found_parts, wanted_parts) = (Cx::from_number(&found), Cx::from_number(&wanted));
        let close = is_close(tolerance, found_parts.re, wanted_parts.re)
            && is_close(tolerance, found_parts.im, wanted_parts.im)
            && found.is_real() == wanted.is_real();
        assert!(close, "{expression} is {found:?}, not {expected}");
    }
}

/// Infinities and zeros must be the same, sign and all.
fn is_close(tolerance: f64, x: f64, y: f64) -> bool {
    if y == 0.0 || y.is_infinite() {
        return x.to_bits() == y.to_bits();
    }
    (x - y).abs() <= tolerance * y.abs()
}

#[test]
fn known_exactly() {
    check(&[
        ("(exp 0)", "1"),
        ("(log 1)", "0"),
        ("(sin 0)", "0"),
        ("(cos 0)", "1"),
        ("(tan 0)", "0"),
        ("(asin 0)", "0"),
        ("(acos 1)", "0"),
        ("(atan 0)", "0"),
        ("(exp 0.0)", "1.0"),
        ("(sin -0.0)", "-0.0"),
        ("(acos 1.0)", "0.0"),
    ]);
}

#[test]
fn no_value() {
    check(&[
        ("(log 0)", "Undefined(0)"),
        ("(log 2 0)", "Undefined(1)"),
        ("(log 0 2)", "Undefined(0)"),
        ("(log 2 1)", "DivisionByZero"),
        ("(atan +i)", "Undefined(0)"),
        ("(atan -i)", "Undefined(0)"),
        ("(atan +i 1)", "NotReal(0)"),
        ("(atan 1 +i)", "NotReal(1)"),
        ("(log +nan.0)", "+nan.0"),
        ("(sin +inf.0)", "+nan.0"),
        ("(exp -inf.0)", "0.0"),
        ("(atan +inf.0)", "1.5707963267948966"),
        ("(acos +nan.0)", "+nan.0"),
    ]);
}

#[test]
fn real_functions() {
    check_close(&[
        ("(exp 1)", "2.718281828459045"),
        ("(exp 1/2)", "1.6487212707001282"),
        ("(log 2)", "0.6931471805599453"),
        ("(log 8 2)", "3.0"),
        ("(log 1000 10)", "3.0"),
        ("(log 100 1/10)", "-2.0"),
        ("(log 9 3)", "2.0"),
        ("(log 1/8 2)", "-3.0"),
        ("(sin 1)", "0.8414709848078965"),
        ("(cos 1)", "0.5403023058681398"),
        ("(tan 1)", "1.5574077246549023"),
        ("(asin 1)", "1.5707963267948966"),
        ("(acos -1)", "3.141592653589793"),
        ("(atan 1)", "0.7853981633974483"),
    ]);
}

/// Exact arguments that no double can hold, or that round to one.
#[test]
fn extreme_arguments() {
    check_close(&[
        ("(log (expt 10 400))", "921.0340371976183"),
        ("(log (/ (expt 10 400)))", "-921.0340371976183"),
        ("(log (- (expt 10 400)))", "921.0340371976183+3.141592653589793i"),
        ("(log (expt 10 400) 10)", "400.0"),
        ("(* 1e20 (log (+ 1 (expt 1/10 20))))", "1.0"),
        ("(* 1e20 (log (- 1 (expt 1/10 20))))", "-1.0"),
        ("(atan (expt 10 400) (* 2 (expt 10 400)))", "0.4636476090008061"),
        ("(atan (expt 10 400) (- (expt 10 400)))", "2.356194490192345"),
        ("(atan (- (expt 10 -400)) (expt 10 -400))", "-0.7853981633974483"),
        ("(atan (expt 10 400) 0)", "1.5707963267948966"),
        ("(atan 1 (expt 10 400))", "0.0"),
    ]);
}

#[test]
fn complex_functions() {
    check_close(&[
        ("(exp 1+2i)", "-1.1312043837568135+2.4717266720048188i"),
        ("(exp 1.0+0.0i)", "2.718281828459045+0.0i"),
        ("(exp 710.0+0.0i)", "+inf.0+0.0i"),
        ("(imag-part (exp 710.0+0.5i))", "1.0710341440060488e308"),
        ("(exp -inf.0+1.0i)", "0.0+0.0i"),
        ("(log 1+2i)", "0.8047189562170503+1.1071487177940904i"),
        ("(log -1)", "0.0+3.141592653589793i"),
        ("(log 3e300+4e300i)", "692.3849658106478+0.9272952180016122i"),
        ("(log 3e-310+4e-310i)", "-712.19194091572+0.9272952180016122i"),
        ("(log +1.0i)", "0.0+1.5707963267948966i"),
        ("(real-part (log 1.0+1e-9i))", "5e-19"),
        ("(sin 1+2i)", "3.165778513216168+1.9596010414216063i"),
        ("(cos 1+2i)", "2.0327230070196656-3.0518977991518i"),
        ("(tan 1+2i)", "0.033812826079896684+1.0147936161466335i"),
        ("(tan 1+1000i)", "0.0+1.0i"),
        ("(tan 2.0-1000.0i)", "-0.0-1.0i"),
        ("(asin 1+2i)", "0.42707858639247603+1.528570919480998i"),
        ("(acos 1+2i)", "1.1437177404024206-1.528570919480998i"),
        ("(atan 1+2i)", "1.3389725222944935+0.40235947810852507i"),
        ("(sqrt 1+2i)", "1.272019649514069+0.7861513777574233i"),
        ("(sqrt 1e308+1e308i)", "1.09868411346781e154+4.550898605622273e153i"),
        ("(sqrt 1e-320+1e-320i)", "1.0986779977260264e-160+4.550873273390366e-161i"),
        ("(expt 2 1+i)", "1.5384778027279442+1.2779225526272695i"),
        ("(expt 1+2i 1.5)", "-0.30028310600077707+3.3301906767855605i"),
        ("(expt -8 1/3)", "1.0000000000000002+1.7320508075688772i"),
        ("(expt +i +i)", "0.20787957635076193+0.0i"),
        ("(make-polar 1 2)", "-0.4161468365471424+0.9092974268256817i"),
        ("(asin 1e200+1e200i)", "0.7853981633974483+461.55673936964905i"),
        ("(acos 1e200+1e200i)", "0.7853981633974483-461.55673936964905i"),
        ("(atan 1e200-2.0i)", "1.5707963267948966-0.0i"),
    ]);
}

/// On a cut the sign of zero chooses the side; a real number, and an exact zero, are on the side
/// that the report's formulas choose.
#[test]
fn branch_cuts() {
    check_close(&[
        ("(log -1.0+0.0i)", "0.0+3.141592653589793i"),
        ("(log -1.0-0.0i)", "0.0-3.141592653589793i"),
        ("(asin 2)", "1.5707963267948966-1.3169578969248166i"),
        ("(asin -2)", "-1.5707963267948966+1.3169578969248166i"),
        ("(asin 2.0+0.0i)", "1.5707963267948966+1.3169578969248166i"),
        ("(asin 2.0-0.0i)", "1.5707963267948966-1.3169578969248166i"),
        ("(acos 2)", "0.0+1.3169578969248166i"),
        ("(acos -2)", "3.141592653589793-1.3169578969248166i"),
        ("(acos 2.0+0.0i)", "0.0-1.3169578969248166i"),
        ("(atan +2i)", "1.5707963267948966+0.5493061443340549i"),
        ("(atan -2i)", "-1.5707963267948966-0.5493061443340549i"),
        ("(atan 0.0-2.0i)", "1.5707963267948966-0.5493061443340549i"),
        ("(atan -0.0+2.0i)", "-1.5707963267948966+0.5493061443340549i"),
    ]);
}

/// `exp` undoes `log`, and the inverse functions are inverse.
#[test]
fn inverses() {
    for source in ["0.5+0.25i", "-3.0+0.125i", "2.0-7.0i", "-0.001-0.002i"] {
        for (f, g) in [("exp", "log"), ("sin", "asin"), ("cos", "acos"), ("tan", "atan")] {
            check_within(1e-12, &[(&format!("({f} ({g} {source}))"), source)]);
        }
    }
}
