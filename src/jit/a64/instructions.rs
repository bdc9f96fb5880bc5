//! Encodes the instructions of A64 that the operations are made of, and names them as disassemblers do.

use std::fmt::{self, Display, Formatter};

use super::super::asm::{Cond, Gp};

/// The register that reads as 0, or the stack pointer, as the instruction says.
pub(super) const ZERO: Gp = Gp(31);

/// Sums and differences. Those that end in `s` set the flags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[rustfmt::skip]
pub(super) enum Sum { Add = 0, Adds = 1, Sub = 2, Subs = 3 }

/// Operations on bits. That which ends in `s` sets the flags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[rustfmt::skip]
pub(super) enum Logic { Orr = 1, Ands = 3 }

/// Moves of sixteen bits: what becomes of the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rest {
    /// They become 1, and the sixteen are inverted.
    Ones = 0,
    /// They become 0.
    Zeros = 2,
    /// They stay.
    Kept = 3,
}

/// Operations on two registers of the general kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Binary {
    Lsr,
    Udiv,
    Sdiv,
    Mul,
    /// The upper 64 bits of the product.
    Smulh,
}

/// Operations on two doubles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[rustfmt::skip]
pub(super) enum Float { Fmul = 0, Fdiv = 1, Fadd = 2, Fsub = 3 }

/// Operations on one double. Those of rounding: to the nearest, up, down, towards 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[rustfmt::skip]
pub(super) enum Unary { Fmov = 0, Fsqrt = 3, Frintn = 8, Frintp = 9, Frintm = 10, Frintz = 11 }

/// Moves and conversions between a register of either kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Across {
    BitsToDouble,
    BitsFromDouble,
    IntegerToDouble,
    DoubleToInteger,
}

/// A place in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Size {
    /// An integer of this many bytes.
    Bytes(u8),
    Double,
}

impl Size {
    fn shift(self) -> u32 {
        match self {
            Size::Bytes(bytes) => bytes.trailing_zeros(),
            Size::Double => 3,
        }
    }

    /// Whether a load or store has room for this displacement.
    pub(super) fn takes(self, disp: i32) -> bool {
        self.is_scaled(disp) || (-256..256).contains(&disp)
    }

    fn is_scaled(self, disp: i32) -> bool {
        let shift = self.shift();
        disp >= 0 && disp >> shift < 4096 && disp & ((1 << shift) - 1) == 0
    }
}

/// The address of a load or store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Address {
    /// The base and this.
    Offset(i32),
    /// The same, which becomes the base.
    Before(i32),
    /// The base, which becomes this much greater.
    After(i32),
}

/// An instruction. `wide` says whether it is of 64 bits, or of 32.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[rustfmt::skip]
pub(super) enum Instruction {
    /// `to := x op number`, which is shifted by twelve bits if `upper`.
    SumNumber { wide: bool, op: Sum, to: Gp, x: Gp, number: u16, upper: bool },
    /// `to := x op y * 2^shift`
    Sum { wide: bool, op: Sum, to: Gp, x: Gp, y: Gp, shift: u8 },
    /// Compares with the sign bit of `y`, repeated.
    CompareSign { x: Gp, y: Gp },
    /// `to := x op number`, of the numbers for which [`bitmask`] has this field.
    LogicNumber { wide: bool, op: Logic, to: Gp, x: Gp, field: u16 },
    /// `to := x op y`
    Logic { wide: bool, op: Logic, to: Gp, x: Gp, y: Gp },
    /// The sixteen bits from `16 * place`.
    MoveWide { rest: Rest, to: Gp, number: u16, place: u8 },
    /// `to :=` the bits of `x` rotated right by `first`, up to bit `last`, extended: shifts.
    Field { wide: bool, signed: bool, to: Gp, x: Gp, first: u8, last: u8 },
    /// `to := x` rotated right.
    Rotate { to: Gp, x: Gp, by: u8 },
    /// `to := x op y`
    Binary { wide: bool, op: Binary, to: Gp, x: Gp, y: Gp },
    /// `to := from - x * y`
    MultiplySubtract { wide: bool, to: Gp, x: Gp, y: Gp, from: Gp },
    /// `to :=` 1 or 0.
    Set { to: Gp, condition: Cond },
    /// The flags become those of "0 is 0" when the condition holds, else these.
    FlagsUnless { condition: Cond, flags: u8 },
    /// Loads or stores the register with this number.
    Memory { size: Size, load: bool, register: u8, base: Gp, address: Address },
    /// `to := x op y`
    Float { op: Float, to: u8, x: u8, y: u8 },
    /// `to := op x`
    Unary { op: Unary, to: u8, x: u8 },
    /// Between a general register and a double.
    Across { op: Across, general: Gp, double: u8 },
    /// A double `:= 0`
    ClearDouble { to: u8 },
    /// Compares doubles.
    CompareDoubles { x: u8, y: u8 },
    /// Compares doubles when the condition holds; else the flags become these.
    CompareDoublesIf { x: u8, y: u8, condition: Cond, flags: u8 },
    /// Jumps to a label, which is filled in later, when the condition holds, if there is one.
    Jump { condition: Option<Cond> },
    /// Jumps to the address in a register.
    JumpThrough { to: Gp },
    /// The same, and leaves the return address in `x30`.
    CallThrough { to: Gp },
    Return,
}

/// The number of a condition.
fn number_of(condition: Cond) -> u32 {
    match condition {
        Cond::Equal => 0,
        Cond::NotEqual => 1,
        Cond::NotBelow => 2,
        Cond::Below => 3,
        Cond::Sign => 4,
        Cond::NotSign => 5,
        Cond::Overflow | Cond::Parity => 6,
        Cond::NotParity => 7,
        Cond::Above => 8,
        Cond::NotAbove => 9,
        Cond::NotLess => 10,
        Cond::Less => 11,
        Cond::Greater => 12,
        Cond::NotGreater => 13,
    }
}

/// The names of conditions by number.
const CONDITIONS: [&str; 14] = ["eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le"];

/// The field of an operation on bits that stands for a number: ones in a row, rotated, and repeated. Some numbers have
/// none.
pub(super) fn bitmask(wide: bool, number: u64) -> Option<u16> {
    let number = if wide { number } else { number << 32 | number & 0xFFFF_FFFF };
    if number == 0 || number == u64::MAX {
        return None;
    }
    let mut size = 64;
    while size > 2 && number.rotate_right(size / 2) == number {
        size /= 2;
    }
    let mask = u64::MAX >> (64 - size);
    let (part, ones) = (number & mask, (number & mask).count_ones());
    // Where the ones begin; they may go round the end.
    let begin = if part & 1 == 1 && part >> (size - 1) & 1 == 1 {
        64 - (!part & mask).leading_zeros()
    } else {
        part.trailing_zeros()
    };
    let row = u64::MAX >> (64 - ones);
    let rotated = if begin == 0 { row } else { (row << begin | row >> (size - begin)) & mask };
    if rotated != part {
        return None;
    }
    let rotation = (size - begin) % size;
    let sizes = !(2 * size - 1) & 0x3F;
    Some((u32::from(size == 64) << 12 | rotation << 6 | sizes | (ones - 1)) as u16)
}

/// The number that a field stands for.
fn number_in(wide: bool, field: u16) -> u64 {
    let (large, rotation, sizes) = (field >> 12 & 1, u32::from(field >> 6 & 0x3F), field & 0x3F);
    let size = if large == 1 { 64 } else { 1 << (15 - (!sizes & 0x3F).leading_zeros()) };
    let ones = u32::from(sizes) & (size - 1);
    let mut row = u64::MAX >> (63 - ones);
    let mut filled = size;
    while filled < 64 {
        row |= row << filled;
        filled *= 2;
    }
    row.rotate_right(rotation) & if wide { u64::MAX } else { 0xFFFF_FFFF }
}

impl Instruction {
    /// Its word.
    #[rustfmt::skip]
    pub(super) fn encode(self) -> u32 {
        use Instruction::*;
        let three = |to: Gp, x: Gp, y: Gp| u32::from(y.0) << 16 | u32::from(x.0) << 5 | u32::from(to.0);
        let doubles = |to: u8, x: u8, y: u8| u32::from(y) << 16 | u32::from(x) << 5 | u32::from(to);
        let sf = |wide: bool| u32::from(wide) << 31;
        match self {
            SumNumber { wide, op, to, x, number, upper } => {
                0x1100_0000 | sf(wide) | (op as u32) << 29 | u32::from(upper) << 22 | u32::from(number) << 10 | three(to, x, Gp(0))
            }
            Sum { wide, op, to, x, y, shift } => {
                0x0B00_0000 | sf(wide) | (op as u32) << 29 | u32::from(shift) << 10 | three(to, x, y)
            }
            CompareSign { x, y } => 0xEB80_0000 | 63 << 10 | three(ZERO, x, y),
            LogicNumber { wide, op, to, x, field } => {
                0x1200_0000 | sf(wide) | (op as u32) << 29 | u32::from(field) << 10 | three(to, x, Gp(0))
            }
            Logic { wide, op, to, x, y } => 0x0A00_0000 | sf(wide) | (op as u32) << 29 | three(to, x, y),
            MoveWide { rest, to, number, place } => {
                0x9280_0000 | (rest as u32) << 29 | u32::from(place) << 21 | u32::from(number) << 5 | u32::from(to.0)
            }
            Field { wide, signed, to, x, first, last } => {
                let opcode = if signed { 0x1300_0000 } else { 0x5300_0000 };
                opcode | sf(wide) | u32::from(wide) << 22 | u32::from(first) << 16 | u32::from(last) << 10 | three(to, x, Gp(0))
            }
            Rotate { to, x, by } => 0x93C0_0000 | u32::from(by) << 10 | three(to, x, x),
            Binary { wide, op, to, x, y } => {
                let opcode = match op {
                    self::Binary::Lsr => 0x1AC0_2400,
                    self::Binary::Udiv => 0x1AC0_0800,
                    self::Binary::Sdiv => 0x1AC0_0C00,
                    self::Binary::Mul => 0x1B00_7C00,
                    self::Binary::Smulh => 0x1B40_7C00,
                };
                opcode | sf(wide) | three(to, x, y)
            }
            MultiplySubtract { wide, to, x, y, from } => 0x1B00_8000 | sf(wide) | u32::from(from.0) << 10 | three(to, x, y),
            Set { to, condition } => 0x9A80_0400 | (number_of(condition) ^ 1) << 12 | three(to, ZERO, ZERO),
            FlagsUnless { condition, flags } => 0xFA40_0800 | number_of(condition) << 12 | u32::from(flags) | three(Gp(0), ZERO, Gp(0)),
            Memory { size, load, register, base, address } => {
                let kind = size.shift() << 30 | u32::from(size == Size::Double) << 26 | u32::from(load) << 22;
                let nine = |disp: i32| (disp as u32 & 0x1FF) << 12;
                let place = match address {
                    Address::Offset(disp) if size.is_scaled(disp) => 0x0100_0000 | (disp as u32 >> size.shift()) << 10,
                    Address::Offset(disp) => nine(disp),
                    Address::Before(disp) => nine(disp) | 0xC00,
                    Address::After(disp) => nine(disp) | 0x400,
                };
                0x3800_0000 | kind | place | three(Gp(register), base, Gp(0))
            }
            Float { op, to, x, y } => 0x1E60_0800 | (op as u32) << 12 | doubles(to, x, y),
            Unary { op, to, x } => 0x1E60_4000 | (op as u32) << 15 | doubles(to, x, 0),
            Across { op, general, double } => match op {
                self::Across::BitsToDouble => 0x9E67_0000 | doubles(double, general.0, 0),
                self::Across::BitsFromDouble => 0x9E66_0000 | doubles(general.0, double, 0),
                self::Across::IntegerToDouble => 0x9E62_0000 | doubles(double, general.0, 0),
                self::Across::DoubleToInteger => 0x9E78_0000 | doubles(general.0, double, 0),
            },
            ClearDouble { to } => 0x2F00_E400 | u32::from(to),
            CompareDoubles { x, y } => 0x1E60_2000 | doubles(0, x, y),
            CompareDoublesIf { x, y, condition, flags } => {
                0x1E60_0400 | number_of(condition) << 12 | doubles(flags, x, y)
            }
            Jump { condition: Some(condition) } => 0x5400_0000 | number_of(condition),
            Jump { condition: None } => 0x1400_0000,
            JumpThrough { to } => 0xD61F_0000 | three(Gp(0), to, Gp(0)),
            CallThrough { to } => 0xD63F_0000 | three(Gp(0), to, Gp(0)),
            Return => 0xD65F_03C0,
        }
    }
}

/// The word of a jump with its distance in words; whether it reaches so far.
pub(super) fn with_distance(word: u32, distance: i32) -> Option<u32> {
    let (bits, place) = if word >> 26 == 0x1400_0000 >> 26 { (26, 0) } else { (19, 5) };
    let half = 1 << (bits - 1);
    (-half..half).contains(&distance).then(|| word | (distance as u32 & ((1 << bits) - 1)) << place)
}

/// The name of a register; register 31 is the stack pointer if it `is_stack`.
fn name(wide: bool, register: Gp, is_stack: bool) -> String {
    match (register.0, wide) {
        (31, true) if is_stack => "sp".to_string(),
        (31, true) => "xzr".to_string(),
        (31, false) => "wzr".to_string(),
        (number, true) => format!("x{number}"),
        (number, false) => format!("w{number}"),
    }
}

impl Display for Instruction {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        use Instruction::*;
        match *self {
            SumNumber { .. } | Sum { .. } | CompareSign { .. } => self.show_sum(f),
            LogicNumber { .. } | Logic { .. } | MoveWide { .. } | Field { .. } | Rotate { .. } => self.show_bits(f),
            Memory { size, load, register, base, address } => show_memory(f, size, load, register, base, address),
            Float { op, to, x, y } => write!(f, "{} d{to}, d{x}, d{y}", format!("{op:?}").to_lowercase()),
            Unary { op, to, x } => write!(f, "{} d{to}, d{x}", format!("{op:?}").to_lowercase()),
            Across { op: self::Across::BitsToDouble, general, double } => write!(f, "fmov d{double}, x{}", general.0),
            Across { op: self::Across::BitsFromDouble, general, double } => write!(f, "fmov x{}, d{double}", general.0),
            Across { op: self::Across::IntegerToDouble, general, double } => {
                write!(f, "scvtf d{double}, x{}", general.0)
            }
            Across { op: self::Across::DoubleToInteger, general, double } => {
                write!(f, "fcvtzs x{}, d{double}", general.0)
            }
            ClearDouble { to } => write!(f, "movi d{to}, #0x0"),
            CompareDoubles { x, y } => write!(f, "fcmp d{x}, d{y}"),
            CompareDoublesIf { x, y, condition, flags } => {
                write!(f, "fccmp d{x}, d{y}, #{flags:#x}, {}", CONDITIONS[number_of(condition) as usize])
            }
            Jump { condition: Some(condition) } => write!(f, "b.{}", CONDITIONS[number_of(condition) as usize]),
            Jump { condition: None } => write!(f, "b"),
            JumpThrough { to } => write!(f, "br x{}", to.0),
            CallThrough { to } => write!(f, "blr x{}", to.0),
            Return => write!(f, "ret"),
            Binary { .. } | MultiplySubtract { .. } | Set { .. } | FlagsUnless { .. } => self.show_other(f),
        }
    }
}

impl Instruction {
    fn show_sum(self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Instruction::SumNumber { wide, op, to, x, number, upper } => {
                let flags = matches!(op, Sum::Adds | Sum::Subs);
                let x = name(wide, x, true);
                match op {
                    Sum::Adds if to == ZERO => write!(f, "cmn {x}")?,
                    Sum::Subs if to == ZERO => write!(f, "cmp {x}")?,
                    _ => write!(f, "{} {}, {x}", format!("{op:?}").to_lowercase(), name(wide, to, !flags))?,
                }
                write!(f, ", #{number:#x}{}", if upper { ", lsl #12" } else { "" })
            }
            Instruction::Sum { wide, op, to, x, y, shift } => {
                let [to_name, x_name, y_name] = [to, x, y].map(|register| name(wide, register, false));
                match op {
                    Sum::Subs if to == ZERO => write!(f, "cmp {x_name}, {y_name}")?,
                    Sum::Sub if x == ZERO => write!(f, "neg {to_name}, {y_name}")?,
                    _ => write!(f, "{} {to_name}, {x_name}, {y_name}", format!("{op:?}").to_lowercase())?,
                }
                if shift > 0 { write!(f, ", lsl #{shift}") } else { Ok(()) }
            }
            Instruction::CompareSign { x, y } => write!(f, "cmp x{}, x{}, asr #63", x.0, y.0),
            _ => unreachable!("another instruction"),
        }
    }

    fn show_bits(self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Instruction::LogicNumber { wide, op, to, x, field } => {
                let (x_name, number) = (name(wide, x, false), number_in(wide, field));
                match op {
                    Logic::Ands if to == ZERO => write!(f, "tst {x_name}, #{number:#x}"),
                    Logic::Orr if x == ZERO => write!(f, "mov {}, #{number:#x}", name(wide, to, true)),
                    _ => {
                        let to = name(wide, to, op != Logic::Ands);
                        write!(f, "{} {to}, {x_name}, #{number:#x}", format!("{op:?}").to_lowercase())
                    }
                }
            }
            Instruction::Logic { wide, op, to, x, y } => {
                let [to_name, x_name, y_name] = [to, x, y].map(|register| name(wide, register, false));
                match op {
                    Logic::Ands if to == ZERO => write!(f, "tst {x_name}, {y_name}"),
                    Logic::Orr if x == ZERO => write!(f, "mov {to_name}, {y_name}"),
                    _ => write!(f, "{} {to_name}, {x_name}, {y_name}", format!("{op:?}").to_lowercase()),
                }
            }
            Instruction::MoveWide { rest: Rest::Kept, to, number, place: 0 } => {
                write!(f, "movk x{}, #{number:#x}", to.0)
            }
            Instruction::MoveWide { rest: Rest::Kept, to, number, place } => {
                write!(f, "movk x{}, #{number:#x}, lsl #{}", to.0, 16 * place)
            }
            Instruction::MoveWide { rest, to, number, place } => {
                let number = u64::from(number) << (16 * place);
                write!(f, "mov x{}, #{:#x}", to.0, if rest == Rest::Ones { !number } else { number })
            }
            Instruction::Field { wide, signed, to, x, first, last } => {
                show_field(f, wide, signed, [to, x], [first, last])
            }
            Instruction::Rotate { to, x, by } => write!(f, "ror x{}, x{}, #{by}", to.0, x.0),
            _ => unreachable!("another instruction"),
        }
    }

    fn show_other(self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Instruction::Binary { wide, op, to, x, y } => {
                let [to, x, y] = [to, x, y].map(|register| name(wide, register, false));
                write!(f, "{} {to}, {x}, {y}", format!("{op:?}").to_lowercase())
            }
            Instruction::MultiplySubtract { wide, to, x, y, from } => {
                let [to, x, y, from] = [to, x, y, from].map(|register| name(wide, register, false));
                write!(f, "msub {to}, {x}, {y}, {from}")
            }
            Instruction::Set { to, condition } => {
                write!(f, "cset x{}, {}", to.0, CONDITIONS[number_of(condition) as usize])
            }
            Instruction::FlagsUnless { condition, flags } => {
                write!(f, "ccmp xzr, #0x0, #{flags:#x}, {}", CONDITIONS[number_of(condition) as usize])
            }
            _ => unreachable!("another instruction"),
        }
    }
}

fn show_field(
    f: &mut Formatter<'_>,
    wide: bool,
    signed: bool,
    [to, x]: [Gp; 2],
    [first, last]: [u8; 2],
) -> fmt::Result {
    let [to, x] = [to, x].map(|register| name(wide, register, false));
    let bits = if wide { 64 } else { 32 };
    match (signed, first, last) {
        (true, _, _) => write!(f, "asr {to}, {x}, #{first}"),
        (false, _, _) if last == bits - 1 => write!(f, "lsr {to}, {x}, #{first}"),
        (false, 0, 7) => write!(f, "uxtb {to}, {x}"),
        (false, _, _) => write!(f, "lsl {to}, {x}, #{}", bits - first),
    }
}

fn show_memory(f: &mut Formatter<'_>, size: Size, load: bool, register: u8, base: Gp, address: Address) -> fmt::Result {
    let base = name(true, base, true);
    let is_scaled = !matches!(address, Address::Offset(disp) if !size.is_scaled(disp));
    let verb = match (load, is_scaled) {
        (true, true) => "ldr",
        (true, false) => "ldur",
        (false, true) => "str",
        (false, false) => "stur",
    };
    let (suffix, register) = match size {
        Size::Double => ("", format!("d{register}")),
        Size::Bytes(bytes) => {
            (["b", "h", "", ""][bytes.trailing_zeros() as usize], name(bytes == 8, Gp(register), false))
        }
    };
    write!(f, "{verb}{suffix} {register}, ")?;
    match address {
        Address::Offset(0) => write!(f, "[{base}]"),
        Address::Offset(disp) => write!(f, "[{base}, #{disp}]"),
        Address::Before(disp) => write!(f, "[{base}, #{disp}]!"),
        Address::After(disp) => write!(f, "[{base}], #{disp}"),
    }
}
