//! Implements complex functions on pairs of doubles.
//!
//! The formulas are W. Kahan's ("Branch Cuts for Complex Elementary Functions", 1987): they respect
//! the sign of zero on the branch cuts, as R7RS 6.2.4 requires, and avoid overflow and cancellation
//! where that is cheap. The naive formulas of R7RS 6.2.6 define the same functions.

use std::f64::consts::{FRAC_PI_2, LN_2};

use super::{Number, Real};

/// Above this magnitude squares overflow, and the inverse functions equal logarithms up to
/// rounding.
const HUGE: f64 = 1e150;

/// A complex number in doubles.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cx {
    pub re: f64,
    pub im: f64,
}

impl From<Cx> for Number {
    fn from(z: Cx) -> Self {
        Number::rectangular(Real::Flo(z.re), Real::Flo(z.im))
    }
}

const fn ctx(re: f64, im: f64) -> Cx {
    Cx { re, im }
}

impl Cx {
    pub(super) fn from_number(z: &Number) -> Self {
        match z {
            Number::Real(x) => ctx(x.to_f64(), 0.0),
            Number::Complex(z) => Self::from_parts(&z.0, &z.1),
        }
    }

    pub(super) fn from_parts(re: &Real, im: &Real) -> Self {
        ctx(re.to_f64(), im.to_f64())
    }

    pub(super) fn abs(self) -> f64 {
        self.re.hypot(self.im)
    }

    pub(super) fn arg(self) -> f64 {
        self.im.atan2(self.re)
    }

    pub(super) fn mul(self, other: Self) -> Self {
        ctx(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)
    }

    /// `x / self`. The sign of the dividend's zero imaginary part must not matter.
    pub(super) fn divide_real(self, x: f64) -> Self {
        let Self { re, im } = self;
        if re.abs() >= im.abs() {
            let ratio = im / re;
            let den = re + im * ratio;
            ctx(x / den, -(x * ratio) / den)
        } else {
            let ratio = re / im;
            let den = re * ratio + im;
            ctx(x * ratio / den, -x / den)
        }
    }

    /// Smith's algorithm, which avoids squares that could overflow.
    pub(super) fn div(self, other: Self) -> Self {
        let (a, b, c, d) = (self.re, self.im, other.re, other.im);
        if c.abs() >= d.abs() {
            let ratio = d / c;
            let den = c + d * ratio;
            ctx((a + b * ratio) / den, (b - a * ratio) / den)
        } else {
            let ratio = c / d;
            let den = c * ratio + d;
            ctx((a * ratio + b) / den, (b * ratio - a) / den)
        }
    }

    pub(super) fn scale(self, factor: f64) -> Self {
        ctx(self.re * factor, self.im * factor)
    }

    pub(super) fn sqrt(self) -> Self {
        let Self { re, im } = self;
        if im.is_infinite() {
            return ctx(f64::INFINITY, im);
        }
        if re.is_infinite() {
            return Self::sqrt_infinite(re, im);
        }
        if re == 0.0 && im == 0.0 {
            return ctx(0.0, im);
        }
        let size = re.abs().max(im.abs());
        if size > 1e300 {
            return self.scale(0.25).sqrt_middling().scale(2.0);
        }
        if size < 1e-290 {
            // Scales by 2^108, and back by its root.
            let up = 3.245_185_536_584_267_3e32;
            return self.scale(up).sqrt_middling().scale(1.0 / 18_014_398_509_481_984.0);
        }
        self.sqrt_middling()
    }

    fn sqrt_infinite(re: f64, im: f64) -> Self {
        if re > 0.0 {
            ctx(re, if im.is_nan() { im } else { 0f64.copysign(im) })
        } else {
            ctx(if im.is_nan() { im } else { 0.0 }, f64::INFINITY.copysign(im))
        }
    }

    /// The root, if no intermediate result can overflow or underflow.
    fn sqrt_middling(self) -> Self {
        let t = ((self.re.abs() + self.abs()) / 2.0).sqrt();
        if self.re >= 0.0 { ctx(t, self.im / (2.0 * t)) } else { ctx(self.im.abs() / (2.0 * t), t.copysign(self.im)) }
    }

    pub(super) fn ln(self) -> Self {
        ctx(self.ln_abs(), self.arg())
    }

    /// `ln |z|`, accurate also if `|z|` is near one, and over the whole range.
    fn ln_abs(self) -> f64 {
        let big = self.re.abs().max(self.im.abs());
        let small = self.re.abs().min(self.im.abs());
        let r = self.abs();
        if (0.5..=2.0).contains(&r) {
            0.5 * norm_less_one(big, small).ln_1p()
        } else if big > 1e300 {
            self.scale(0.25).abs().ln() + 2.0 * LN_2
        } else if big < 1e-290 {
            // Scales by 2^108, out of the subnormal range.
            self.scale(3.245_185_536_584_267_3e32).abs().ln() - 108.0 * LN_2
        } else {
            r.ln()
        }
    }

    pub(super) fn exp(self) -> Self {
        if self.re == f64::NEG_INFINITY && !self.im.is_finite() {
            return ctx(0.0, 0.0);
        }
        let (cos, sin) = (self.im.cos(), self.im.sin());
        if self.re <= 709.0 {
            return ctx(cos, sin).scale(self.re.exp());
        }
        // e^710 overflows, but its product with a small factor may not.
        let (low, rest) = (709f64.exp(), (self.re - 709.0).exp());
        ctx(cos * low * rest, product(sin * low, rest))
    }

    pub(super) fn sin(self) -> Self {
        let Self { re, im } = self;
        ctx(product(re.sin(), im.cosh()), re.cos() * im.sinh())
    }

    pub(super) fn cos(self) -> Self {
        let Self { re, im } = self;
        ctx(product(re.cos(), im.cosh()), -product(re.sin(), im.sinh()))
    }

    pub(super) fn tan(self) -> Self {
        let (t, y) = (self.re.tan(), self.im);
        // Above this bound tanh is one up to rounding, and sinh may overflow.
        if y.abs() > 175.0 {
            return ctx(0f64.copysign(t), 1f64.copysign(y));
        }
        let beta = 1.0 + t * t;
        let s = y.sinh();
        let rho = (1.0 + s * s).sqrt();
        let den = 1.0 + beta * s * s;
        ctx(t / den, beta * rho * s / den)
    }

    pub(super) fn asin(self) -> Self {
        if self.abs() > HUGE {
            let re = self.re.atan2(self.im.abs());
            return ctx(re, (self.ln_abs() + LN_2).copysign(self.im));
        }
        let (minus, plus) = self.roots();
        let re = self.re.atan2(minus.re * plus.re - minus.im * plus.im);
        ctx(re, (minus.re * plus.im - minus.im * plus.re).asinh())
    }

    pub(super) fn acos(self) -> Self {
        if self.abs() > HUGE {
            let re = self.im.abs().atan2(self.re);
            return ctx(re, (self.ln_abs() + LN_2).copysign(-self.im));
        }
        let (minus, plus) = self.roots();
        let re = 2.0 * minus.re.atan2(plus.re);
        ctx(re, (plus.re * minus.im - plus.im * minus.re).asinh())
    }

    /// `sqrt(1 - z)` and `sqrt(1 + z)`.
    fn roots(self) -> (Self, Self) {
        let minus = ctx(1.0 - self.re, -self.im).sqrt();
        let plus = ctx(1.0 + self.re, self.im).sqrt();
        (minus, plus)
    }

    pub(super) fn atan(self) -> Self {
        let Self { re: x, im: y } = self;
        let r = self.abs();
        if r > HUGE {
            let im = if r.is_infinite() { 0f64.copysign(y) } else { y / r / r };
            return ctx(FRAC_PI_2.copysign(x), im);
        }
        let re = 0.5 * (2.0 * x).atan2((1.0 - y) * (1.0 + y) - x * x);
        // ln((x^2 + (|y|+1)^2) / (x^2 + (|y|-1)^2)) / 4
        let d = y.abs() - 1.0;
        let im = 0.25 * (4.0 * y.abs() / (x * x + d * d)).ln_1p();
        ctx(re, im.copysign(y))
    }
}

/// `x^2 + y^2 - 1` as if in twice the precision: near the unit circle nearly all of it cancels.
/// Uses Dekker's products and Knuth's sums with error terms.
fn norm_less_one(x: f64, y: f64) -> f64 {
    let square = |x: f64| (x * x, x.mul_add(x, -(x * x)));
    let sum = |a: f64, b: f64| {
        let s = a + b;
        let rest = s - a;
        (s, (a - (s - rest)) + (b - rest))
    };
    let ((xx, xx_error), (yy, yy_error)) = (square(x), square(y));
    let (first, first_error) = sum(xx, -1.0);
    let (total, total_error) = sum(first, yy);
    total + (total_error + first_error + xx_error + yy_error)
}

/// `x * y`, but zero if `x` is, even if `y` is infinite: here the zero is the sine of zero and the
/// infinity an overflow.
fn product(x: f64, y: f64) -> f64 {
    if x == 0.0 {
        return x * 1f64.copysign(y);
    }
    x * y
}
