//! Implements powers, transcendental functions and complex parts (R7RS 6.2.6).

use cairn_data::arith;
use cairn_data::error::Result;
use cairn_data::wide;
use cairn_gc::Kind;
use cairn_number as tower;

use super::{Args, binary, unary};
use crate::{Builtin, Context, between, exactly, flag, native};

use flag::{FOLD, PURE};

const VALUE: u16 = PURE | FOLD;

/// The builtins of this file.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("exp", exactly(1), |ctx, args| unary(ctx, "exp", args, |z| Ok(tower::exp(z))), VALUE, "(exp z) e to the power z. R7RS 6.2.6."),
    native("log", between(1, 2), log, VALUE, "(log z [base]) the logarithm, natural by default. R7RS 6.2.6."),
    native("sin", exactly(1), |ctx, args| unary(ctx, "sin", args, |z| Ok(tower::sin(z))), VALUE, "(sin z) the sine. R7RS 6.2.6."),
    native("cos", exactly(1), |ctx, args| unary(ctx, "cos", args, |z| Ok(tower::cos(z))), VALUE, "(cos z) the cosine. R7RS 6.2.6."),
    native("tan", exactly(1), |ctx, args| unary(ctx, "tan", args, |z| Ok(tower::tan(z))), VALUE, "(tan z) the tangent. R7RS 6.2.6."),
    native("asin", exactly(1), |ctx, args| unary(ctx, "asin", args, |z| Ok(tower::asin(z))), VALUE, "(asin z) the inverse sine. R7RS 6.2.6."),
    native("acos", exactly(1), |ctx, args| unary(ctx, "acos", args, |z| Ok(tower::acos(z))), VALUE, "(acos z) the inverse cosine. R7RS 6.2.6."),
    native("atan", between(1, 2), atan, VALUE, "(atan y [x]) the inverse tangent; with two arguments, the angle of x+yi. R7RS 6.2.6."),
    native("sqrt", exactly(1), |ctx, args| arith::sqrt(ctx.mc, args[0]), VALUE, "(sqrt z) the principal root; exact where it can be. R7RS 6.2.6."),
    native("expt", exactly(2), |ctx, args| binary(ctx, "expt", args, tower::expt), VALUE | flag::LARGE, "(expt z w) z to the power w. R7RS 6.2.6."),
    native("make-rectangular", exactly(2), make_rectangular, VALUE, "(make-rectangular x y) the number x+yi. R7RS 6.2.6."),
    native("make-polar", exactly(2), |ctx, args| binary(ctx, "make-polar", args, tower::make_polar), VALUE, "(make-polar r a) the number of this magnitude and angle. R7RS 6.2.6."),
    native("real-part", exactly(1), real_part, VALUE, "(real-part z) the real part. R7RS 6.2.6."),
    native("imag-part", exactly(1), imag_part, VALUE, "(imag-part z) the imaginary part. R7RS 6.2.6."),
    native("magnitude", exactly(1), magnitude, VALUE, "(magnitude z) the absolute value. R7RS 6.2.6."),
    native("angle", exactly(1), |ctx, args| unary(ctx, "angle", args, tower::angle), VALUE, "(angle z) the angle, from -pi to pi. R7RS 6.2.6."),
];

fn log<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args {
        [_] => unary(ctx, "log", args, tower::log),
        _ => binary(ctx, "log", args, tower::log_base),
    }
}

fn atan<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args {
        [_] => unary(ctx, "atan", args, tower::atan),
        _ => binary(ctx, "atan", args, tower::atan2),
    }
}

// Of numbers with flonums as parts the tower would make numbers of its own.

fn make_rectangular<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match args {
        &[re, im] if re.is_flonum() && im.is_flonum() => Ok(ctx.mc.alloc(Kind::Complex, &[re, im])),
        _ => binary(ctx, "make-rectangular", args, tower::make_rectangular),
    }
}

fn real_part<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match wide::parts(args[0]) {
        Some((re, _)) => Ok(ctx.mc.flonum(re)),
        None => unary(ctx, "real-part", args, |z| Ok(tower::real_part(z))),
    }
}

fn imag_part<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match wide::parts(args[0]) {
        Some((_, im)) => Ok(ctx.mc.flonum(im)),
        None => unary(ctx, "imag-part", args, |z| Ok(tower::imag_part(z))),
    }
}

fn magnitude<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    match wide::parts(args[0]) {
        Some((re, im)) => Ok(ctx.mc.flonum(re.hypot(im))),
        None => unary(ctx, "magnitude", args, tower::magnitude),
    }
}
