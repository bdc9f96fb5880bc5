//! temporary
use super::{Builtin, Context, Arity, native, flag};
use cairn_gc::Value;
use crate::error::Result;
pub static ROWS: &[Builtin] = &[
    native("+", Arity{min:0,max:None}, plus, flag::PURE, ""),
    native("-", Arity{min:1,max:None}, minus, flag::PURE, ""),
    native("*", Arity{min:0,max:None}, times, flag::PURE, ""),
    native("<", Arity{min:1,max:None}, lt, flag::PURE, ""),
    native("=", Arity{min:1,max:None}, eq, flag::PURE, ""),
];
fn plus<'gc>(c: &mut Context<'_, 'gc>, a: &[Value<'gc>]) -> Result<'gc> { let mut s = Value::fixnum(0); for &x in a { s = arith::add(c.mc, s, x)?; } Ok(s) }
fn times<'gc>(c: &mut Context<'_, 'gc>, a: &[Value<'gc>]) -> Result<'gc> { let mut s = Value::fixnum(1); for &x in a { s = arith::mul(c.mc, s, x)?; } Ok(s) }
fn minus<'gc>(c: &mut Context<'_, 'gc>, a: &[Value<'gc>]) -> Result<'gc> { arith::sub(c.mc, a[0], a[1]) }
fn lt<'gc>(_: &mut Context<'_, 'gc>, a: &[Value<'gc>]) -> Result<'gc> { Ok(Value::bool(arith::less(a[0], a[1])?)) }
fn eq<'gc>(_: &mut Context<'_, 'gc>, a: &[Value<'gc>]) -> Result<'gc> { Ok(Value::bool(arith::num_eq(a[0], a[1])?)) }
pub mod arith {
    //! temporary
    use crate::error::{Result, Throw, ErrorKind};
    use crate::number::{self, bridge, Number};
    use cairn_gc::{Mutation, Value};
    fn num<'gc>(who: &str, v: Value<'gc>) -> Result<'gc, Number> { bridge::to_number(v).ok_or_else(|| Throw::wrong_type(who, "a number", v)) }
    macro_rules! op { ($($n:ident $w:literal)*) => { $(pub fn $n<'gc>(mc: Mutation<'gc>, a: Value<'gc>, b: Value<'gc>) -> Result<'gc> {
        let r = number::$n(&num($w, a)?, &num($w, b)?).map_err(|e| Throw::new(ErrorKind::DivisionByZero, format!("{}: {e}", $w), &[a, b]))?;
        bridge::from_number(mc, &r) })* } }
    op! { add "+" sub "-" mul "*" div "/" quotient "quotient" remainder "remainder" modulo "modulo" }
    pub fn less<'gc>(a: Value<'gc>, b: Value<'gc>) -> Result<'gc, bool> { Ok(number::cmp(&num("<", a)?, &num("<", b)?).ok().flatten() == Some(std::cmp::Ordering::Less)) }
    pub fn less_eq<'gc>(a: Value<'gc>, b: Value<'gc>) -> Result<'gc, bool> { Ok(matches!(number::cmp(&num("<=", a)?, &num("<=", b)?).ok().flatten(), Some(std::cmp::Ordering::Less | std::cmp::Ordering::Equal))) }
    pub fn num_eq<'gc>(a: Value<'gc>, b: Value<'gc>) -> Result<'gc, bool> { Ok(number::num_eq(&num("=", a)?, &num("=", b)?)) }
    pub fn sqrt<'gc>(mc: Mutation<'gc>, a: Value<'gc>) -> Result<'gc> { bridge::from_number(mc, &number::sqrt(&num("sqrt", a)?)) }
}
