//! Compares instructions with words and texts of another assembler.

use super::instructions::{
    Across, Address, Binary, Float, Instruction as I, Logic, Rest, Size, Sum, Unary, ZERO, bitmask, with_distance,
};
use crate::asm::{Cond, Gp};

/// The field for a number that has one.
fn field(wide: bool, number: u64) -> u16 {
    bitmask(wide, number).expect("ones in a row")
}

/// Words, what `objdump -d` of the GNU tools says of them, and instructions.
#[rustfmt::skip]
fn known() -> Vec<(u32, &'static str, I)> {
    vec![
        (0x9100_2020, "add x0, x1, #0x8", I::SumNumber { wide: true, op: Sum::Add, to: Gp(0), x: Gp(1), number: 8, upper: false }),
        (0xD102_83FF, "sub sp, sp, #0xa0", I::SumNumber { wide: true, op: Sum::Sub, to: ZERO, x: ZERO, number: 160, upper: false }),
        (0x9140_0A71, "add x17, x19, #0x2, lsl #12", I::SumNumber { wide: true, op: Sum::Add, to: Gp(17), x: Gp(19), number: 2, upper: true }),
        (0x7100_0694, "subs w20, w20, #0x1", I::SumNumber { wide: false, op: Sum::Subs, to: Gp(20), x: Gp(20), number: 1, upper: false }),
        (0xB13F_FCA5, "adds x5, x5, #0xfff", I::SumNumber { wide: true, op: Sum::Adds, to: Gp(5), x: Gp(5), number: 4095, upper: false }),
        (0xF100_487F, "cmp x3, #0x12", I::SumNumber { wide: true, op: Sum::Subs, to: ZERO, x: Gp(3), number: 18, upper: false }),
        (0x3100_207F, "cmn w3, #0x8", I::SumNumber { wide: false, op: Sum::Adds, to: ZERO, x: Gp(3), number: 8, upper: false }),
        (0xAB19_0317, "adds x23, x24, x25", I::Sum { wide: true, op: Sum::Adds, to: Gp(23), x: Gp(24), y: Gp(25), shift: 0 }),
        (0x6B03_0041, "subs w1, w2, w3", I::Sum { wide: false, op: Sum::Subs, to: Gp(1), x: Gp(2), y: Gp(3), shift: 0 }),
        (0x8B02_06B1, "add x17, x21, x2, lsl #1", I::Sum { wide: true, op: Sum::Add, to: Gp(17), x: Gp(21), y: Gp(2), shift: 1 }),
        (0xEB10_00BF, "cmp x5, x16", I::Sum { wide: true, op: Sum::Subs, to: ZERO, x: Gp(5), y: Gp(16), shift: 0 }),
        (0x6B10_7FFF, "cmp wzr, w16, lsl #31", I::Sum { wide: false, op: Sum::Subs, to: ZERO, x: ZERO, y: Gp(16), shift: 31 }),
        (0xEB85_FE3F, "cmp x17, x5, asr #63", I::CompareSign { x: Gp(17), y: Gp(5) }),
        (0x7200_08BF, "tst w5, #0x7", I::LogicNumber { wide: false, op: Logic::Ands, to: ZERO, x: Gp(5), field: field(false, 7) }),
        (0xF260_7C5F, "tst x2, #0xffffffff00000000", I::LogicNumber { wide: true, op: Logic::Ands, to: ZERO, x: Gp(2), field: field(true, !0 << 32) }),
        (0xF27D_F0A5, "ands x5, x5, #0xfffffffffffffff8", I::LogicNumber { wide: true, op: Logic::Ands, to: Gp(5), x: Gp(5), field: field(true, !7) }),
        (0x721D_3862, "ands w2, w3, #0x3fff8", I::LogicNumber { wide: false, op: Logic::Ands, to: Gp(2), x: Gp(3), field: field(false, 0x3FFF8) }),
        (0xB243_0CC5, "orr x5, x6, #0xe000000000000001", I::LogicNumber { wide: true, op: Logic::Orr, to: Gp(5), x: Gp(6), field: field(true, 0xE000_0000_0000_0001) }),
        (0xB200_E7E5, "mov x5, #0x3333333333333333", I::LogicNumber { wide: true, op: Logic::Orr, to: Gp(5), x: ZERO, field: field(true, 0x3333_3333_3333_3333) }),
        (0xAA03_03E5, "mov x5, x3", I::Logic { wide: true, op: Logic::Orr, to: Gp(5), x: ZERO, y: Gp(3) }),
        (0x2A03_03E2, "mov w2, w3", I::Logic { wide: false, op: Logic::Orr, to: Gp(2), x: ZERO, y: Gp(3) }),
        (0xAA03_0042, "orr x2, x2, x3", I::Logic { wide: true, op: Logic::Orr, to: Gp(2), x: Gp(2), y: Gp(3) }),
        (0xEA11_0042, "ands x2, x2, x17", I::Logic { wide: true, op: Logic::Ands, to: Gp(2), x: Gp(2), y: Gp(17) }),
        (0xEA05_00BF, "tst x5, x5", I::Logic { wide: true, op: Logic::Ands, to: ZERO, x: Gp(5), y: Gp(5) }),
        (0xD282_4685, "mov x5, #0x1234", I::MoveWide { rest: Rest::Zeros, to: Gp(5), number: 0x1234, place: 0 }),
        (0xD2A2_4685, "mov x5, #0x12340000", I::MoveWide { rest: Rest::Zeros, to: Gp(5), number: 0x1234, place: 1 }),
        (0x9282_4685, "mov x5, #0xffffffffffffedcb", I::MoveWide { rest: Rest::Ones, to: Gp(5), number: 0x1234, place: 0 }),
        (0xF28A_CF05, "movk x5, #0x5678", I::MoveWide { rest: Rest::Kept, to: Gp(5), number: 0x5678, place: 0 }),
        (0xF2EA_CF05, "movk x5, #0x5678, lsl #48", I::MoveWide { rest: Rest::Kept, to: Gp(5), number: 0x5678, place: 3 }),
        (0x9343_FCA5, "asr x5, x5, #3", I::Field { wide: true, signed: true, to: Gp(5), x: Gp(5), first: 3, last: 63 }),
        (0xD34D_FC42, "lsr x2, x2, #13", I::Field { wide: true, signed: false, to: Gp(2), x: Gp(2), first: 13, last: 63 }),
        (0xD378_DCA5, "lsl x5, x5, #8", I::Field { wide: true, signed: false, to: Gp(5), x: Gp(5), first: 56, last: 55 }),
        (0x5300_1CB0, "uxtb w16, w5", I::Field { wide: false, signed: false, to: Gp(16), x: Gp(5), first: 0, last: 7 }),
        (0x93C6_F0C5, "ror x5, x6, #60", I::Rotate { to: Gp(5), x: Gp(6), by: 60 }),
        (0x1AC5_2450, "lsr w16, w2, w5", I::Binary { wide: false, op: Binary::Lsr, to: Gp(16), x: Gp(2), y: Gp(5) }),
        (0x1AC3_08B0, "udiv w16, w5, w3", I::Binary { wide: false, op: Binary::Udiv, to: Gp(16), x: Gp(5), y: Gp(3) }),
        (0x9AC3_0CB0, "sdiv x16, x5, x3", I::Binary { wide: true, op: Binary::Sdiv, to: Gp(16), x: Gp(5), y: Gp(3) }),
        (0x9B03_7CA5, "mul x5, x5, x3", I::Binary { wide: true, op: Binary::Mul, to: Gp(5), x: Gp(5), y: Gp(3) }),
        (0x9B43_7CB1, "smulh x17, x5, x3", I::Binary { wide: true, op: Binary::Smulh, to: Gp(17), x: Gp(5), y: Gp(3) }),
        (0x9B03_9602, "msub x2, x16, x3, x5", I::MultiplySubtract { wide: true, to: Gp(2), x: Gp(16), y: Gp(3), from: Gp(5) }),
        (0x1B03_9602, "msub w2, w16, w3, w5", I::MultiplySubtract { wide: false, to: Gp(2), x: Gp(16), y: Gp(3), from: Gp(5) }),
        (0x9A9F_17E5, "cset x5, eq", I::Set { to: Gp(5), condition: Cond::Equal }),
        (0x9A9F_D7E5, "cset x5, gt", I::Set { to: Gp(5), condition: Cond::Greater }),
        (0xFA40_0BE1, "ccmp xzr, #0x0, #0x1, eq", I::FlagsUnless { condition: Cond::Equal, flags: 1 }),
        (0xF940_0A65, "ldr x5, [x19, #16]", I::Memory { size: Size::Bytes(8), load: true, register: 5, base: Gp(19), address: Address::Offset(16) }),
        (0xF940_0265, "ldr x5, [x19]", I::Memory { size: Size::Bytes(8), load: true, register: 5, base: Gp(19), address: Address::Offset(0) }),
        (0xF93F_FE65, "str x5, [x19, #32760]", I::Memory { size: Size::Bytes(8), load: false, register: 5, base: Gp(19), address: Address::Offset(32760) }),
        (0xF85F_8270, "ldur x16, [x19, #-8]", I::Memory { size: Size::Bytes(8), load: true, register: 16, base: Gp(19), address: Address::Offset(-8) }),
        (0xF80F_F065, "stur x5, [x3, #255]", I::Memory { size: Size::Bytes(8), load: false, register: 5, base: Gp(3), address: Address::Offset(255) }),
        (0xF810_007F, "stur xzr, [x3, #-256]", I::Memory { size: Size::Bytes(8), load: false, register: 31, base: Gp(3), address: Address::Offset(-256) }),
        (0xB940_06D4, "ldr w20, [x22, #4]", I::Memory { size: Size::Bytes(4), load: true, register: 20, base: Gp(22), address: Address::Offset(4) }),
        (0xB81F_C2D4, "stur w20, [x22, #-4]", I::Memory { size: Size::Bytes(4), load: false, register: 20, base: Gp(22), address: Address::Offset(-4) }),
        (0x397F_FCB0, "ldrb w16, [x5, #4095]", I::Memory { size: Size::Bytes(1), load: true, register: 16, base: Gp(5), address: Address::Offset(4095) }),
        (0x385F_F0B0, "ldurb w16, [x5, #-1]", I::Memory { size: Size::Bytes(1), load: true, register: 16, base: Gp(5), address: Address::Offset(-1) }),
        (0x3900_0225, "strb w5, [x17]", I::Memory { size: Size::Bytes(1), load: false, register: 5, base: Gp(17), address: Address::Offset(0) }),
        (0x7940_1050, "ldrh w16, [x2, #8]", I::Memory { size: Size::Bytes(2), load: true, register: 16, base: Gp(2), address: Address::Offset(8) }),
        (0x785F_E070, "ldurh w16, [x3, #-2]", I::Memory { size: Size::Bytes(2), load: true, register: 16, base: Gp(3), address: Address::Offset(-2) }),
        (0xFD40_7FFF, "ldr d31, [sp, #248]", I::Memory { size: Size::Double, load: true, register: 31, base: Gp(31), address: Address::Offset(248) }),
        (0xFD00_33E8, "str d8, [sp, #96]", I::Memory { size: Size::Double, load: false, register: 8, base: Gp(31), address: Address::Offset(96) }),
        (0xFC00_7040, "stur d0, [x2, #7]", I::Memory { size: Size::Double, load: false, register: 0, base: Gp(2), address: Address::Offset(7) }),
        (0xF81F_0FFE, "str x30, [sp, #-16]!", I::Memory { size: Size::Bytes(8), load: false, register: 30, base: Gp(31), address: Address::Before(-16) }),
        (0xF841_07FE, "ldr x30, [sp], #16", I::Memory { size: Size::Bytes(8), load: true, register: 30, base: Gp(31), address: Address::After(16) }),
        (0x1E7F_2841, "fadd d1, d2, d31", I::Float { op: Float::Fadd, to: 1, x: 2, y: 31 }),
        (0x1E61_3800, "fsub d0, d0, d1", I::Float { op: Float::Fsub, to: 0, x: 0, y: 1 }),
        (0x1E71_0A10, "fmul d16, d16, d17", I::Float { op: Float::Fmul, to: 16, x: 16, y: 17 }),
        (0x1E62_1820, "fdiv d0, d1, d2", I::Float { op: Float::Fdiv, to: 0, x: 1, y: 2 }),
        (0x1E61_C020, "fsqrt d0, d1", I::Unary { op: Unary::Fsqrt, to: 0, x: 1 }),
        (0x1E60_4034, "fmov d20, d1", I::Unary { op: Unary::Fmov, to: 20, x: 1 }),
        (0x1E64_4020, "frintn d0, d1", I::Unary { op: Unary::Frintn, to: 0, x: 1 }),
        (0x1E65_4020, "frintm d0, d1", I::Unary { op: Unary::Frintm, to: 0, x: 1 }),
        (0x1E64_C020, "frintp d0, d1", I::Unary { op: Unary::Frintp, to: 0, x: 1 }),
        (0x1E65_C020, "frintz d0, d1", I::Unary { op: Unary::Frintz, to: 0, x: 1 }),
        (0x9E67_00A1, "fmov d1, x5", I::Across { op: Across::BitsToDouble, general: Gp(5), double: 1 }),
        (0x9E66_0025, "fmov x5, d1", I::Across { op: Across::BitsFromDouble, general: Gp(5), double: 1 }),
        (0x9E62_00A1, "scvtf d1, x5", I::Across { op: Across::IntegerToDouble, general: Gp(5), double: 1 }),
        (0x9E78_0025, "fcvtzs x5, d1", I::Across { op: Across::DoubleToInteger, general: Gp(5), double: 1 }),
        (0x2F00_E410, "movi d16, #0x0", I::ClearDouble { to: 16 }),
        (0x1E7F_2000, "fcmp d0, d31", I::CompareDoubles { x: 0, y: 31 }),
        (0x1E7F_7405, "fccmp d0, d31, #0x5, vc", I::CompareDoublesIf { x: 0, y: 31, condition: Cond::NotParity, flags: 5 }),
        (0xD61F_0200, "br x16", I::JumpThrough { to: Gp(16) }),
        (0xD63F_0200, "blr x16", I::CallThrough { to: Gp(16) }),
        (0xD65F_03C0, "ret", I::Return),
    ]
}

#[test]
fn instructions_have_the_words_that_the_architecture_says() {
    for (word, text, instruction) in known() {
        assert_eq!(format!("{:#010x}", instruction.encode()), format!("{word:#010x}"), "{text}");
        assert_eq!(instruction.to_string(), text);
    }
}

#[test]
fn conditions_have_their_numbers() {
    use Cond::*;
    let conditions = [
        Equal, NotEqual, NotBelow, Below, Sign, NotSign, Overflow, NotParity, Above, NotAbove, NotLess, Less, Greater,
        NotGreater,
    ];
    for (number, condition) in (0..).zip(conditions) {
        assert_eq!(I::Jump { condition: Some(condition) }.encode(), 0x5400_0000 | number, "{condition:?}");
    }
    assert_eq!(I::Jump { condition: Some(Parity) }.encode(), 0x5400_0006);
}

#[test]
fn jumps_reach_as_far_as_their_bits_say() {
    let [near, far] = [Some(Cond::NotEqual), None].map(|condition| I::Jump { condition }.encode());
    assert_eq!(with_distance(near, 2), Some(0x5400_0041));
    assert_eq!(with_distance(near, -1), Some(0x54FF_FFE1));
    assert_eq!(with_distance(near, (1 << 18) - 1), Some(0x547F_FFE1));
    assert_eq!(with_distance(near, -(1 << 18)), Some(0x5480_0001));
    assert_eq!([1 << 18, -(1 << 18) - 1].map(|distance| with_distance(near, distance)), [None, None]);
    assert_eq!(with_distance(far, 2), Some(0x1400_0002));
    assert_eq!(with_distance(far, -1), Some(0x17FF_FFFF));
    assert_eq!(with_distance(far, 1 << 25), None);
}

/// All numbers with fields, by the manual's description: ones in a row in a part of 2, 4 .. 64 bits, rotated, repeated.
#[test]
fn numbers_have_fields_when_they_are_ones_in_a_row() {
    let mut count = 0;
    for (size, ones, rotation) in (1..=6).flat_map(|bits| {
        let size = 1u32 << bits;
        (1..size).flat_map(move |ones| (0..size).map(move |rotation| (size, ones, rotation)))
    }) {
        let (mask, row) = (u64::MAX >> (64 - size), u64::MAX >> (64 - ones));
        let part = if rotation == 0 { row } else { (row >> rotation | row << (size - rotation)) & mask };
        let number = (0..64 / size).fold(0, |number, at| number | part << (size * at));
        let sizes = !(2 * size - 1) & 0x3F | (ones - 1);
        let expected = (u32::from(size == 64) << 12 | rotation << 6 | sizes) as u16;
        assert_eq!(bitmask(true, number), Some(expected), "{number:#x}");
        if size < 64 {
            assert_eq!(bitmask(false, number & 0xFFFF_FFFF), Some(expected), "{number:#x}");
        }
        count += 1;
    }
    assert_eq!(count, 5334);
    let others = [0, u64::MAX, 5, 0x1_0000_0001 << 1 | 1, 0xFF0F, 0x1234_5678];
    assert!(others.iter().all(|&number| bitmask(true, number).is_none()));
    assert!([0, 0xFFFF_FFFF, 5].iter().all(|&number| bitmask(false, number).is_none()));
}

#[test]
fn displacements_are_scaled_or_of_nine_bits() {
    let takes = |size: Size, disps: &[i32]| disps.iter().map(|&disp| size.takes(disp)).collect::<Vec<_>>();
    assert_eq!(
        takes(Size::Bytes(8), &[0, 255, 256, 257, 32_760, 32_768, -256, -257]),
        [true, true, true, false, true, false, true, false]
    );
    assert_eq!(takes(Size::Bytes(1), &[257, 4095, 4096]), [true, true, false]);
    assert_eq!(takes(Size::Double, &[-1, 260, 264]), [true, false, true]);
}
