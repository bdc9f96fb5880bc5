//! Tests that damaged code of every kind is refused.

use cairn_data::code::{CodeMeta, Early};
use cairn_gc::{Heap, Kind, Rootable, Value};

use super::{Shape, Subject, Verifier};
use crate::bytecode::Assembler;
use crate::bytecode::ops::{Op, Word, constant_operand};

const SHAPE: Shape = Shape { params: 1, rest: false, registers: 4, captures: 1 };
const RETURN: Word = Word::new(Op::Return, 0, 0, 0, 0);

fn check(subject: &Subject<'_, '_>) -> Result<Box<[u16]>, String> {
    Verifier::default().check(subject)
}

fn is_native(number: u16, count: usize) -> bool {
    number == 7 && count == 2
}

fn subject<'a, 'gc>(code: &'a [Word], constants: &'a [Value<'gc>]) -> Subject<'a, 'gc> {
    Subject { code, constants, shape: SHAPE, early: &[], is_native: &is_native }
}

fn k(index: usize) -> u16 {
    constant_operand(index).unwrap() as i16 as u16
}

/// Constants: a number, a global cell, a self-tagged flonum, code with a captured cell.
fn with_constants(test: impl FnOnce(&[Value<'_>])) {
    let mut heap = Heap::<Rootable![Vec<Value<'_>>]>::new(Default::default(), |_| Vec::new());
    heap.mutate(|mc, _| {
        let mut inner = Assembler::new();
        inner.emit(Word::new(Op::GetUpCell, 0, 0, 0, 0), Default::default());
        inner.emit(RETURN, Default::default());
        let shape = Shape { params: 0, rest: false, registers: 2, captures: 1 };
        let code = inner.finish(mc, &mut Verifier::default(), shape, CodeMeta::default(), &is_native).unwrap();
        let global = mc.alloc(Kind::Global, &[Value::NIL; 5]);
        test(&[Value::fixnum(5), global, mc.flonum(1.5), code]);
    });
}

fn word(op: Op, d: u8, a: u16, b: u16, c: u16) -> Word {
    Word::new(op, d, a, b, c)
}

fn capture(kind: u8, a: u16) -> Word {
    word(Op::Capture, kind, a, 0, 0)
}

fn jump(offset: i32) -> Word {
    Word::wide(Op::JFalse, 0, 0, offset as u32)
}

fn immediate(bits: u32) -> Word {
    Word::wide(Op::LoadImm, 0, 0, bits)
}

/// Checks code that a `Return` is added to, against a part of the complaint about it; none when
/// the code is right.
fn check_all(cases: &[(&[Word], Option<&str>)]) {
    with_constants(|constants| {
        for (before, problem) in cases {
            let code: Vec<Word> = before.iter().copied().chain([RETURN]).collect();
            match (check(&subject(&code, constants)), problem) {
                (Ok(_), None) => {}
                (Err(said), Some(part)) if said.contains(part) => {}
                (result, expected) => panic!("{:?}: {result:?}, not {expected:?}", words(&code)),
            }
        }
    });
}

/// Rules 1 to 6: instructions, jumps, registers, constants, captures.
#[test]
fn operands_are_checked() {
    check_all(&[
        (&[word(Op::Move, 0, 1, 0, 0)], None),
        // 1
        (&[Word(0xFF)], Some("no operation")),
        (&[capture(0, 0)], Some("no operation")),
        (&[word(Op::RecordRef, 0, 1, 0, 0), word(Op::Move, 0, 1, 0, 0)], Some("no operand")),
        (&[word(Op::RecordRef, 0, 1, 0, 0), word(Op::Capture, 0, k(0), 0, 0)], None),
        (&[word(Op::RecordRef, 0, 1, 0, 0), word(Op::Capture, 0, k(9), 0, 0)], Some("constant 9")),
        (&[word(Op::Closure, 0, 1, k(3), 5)], Some("words are missing")),
        // 2
        (&[jump(0)], None),
        (&[jump(5)], Some("jump to 6")),
        (&[jump(-2)], Some("jump to")),
        (&[jump(1), word(Op::RecordRef, 0, 1, 0, 0), word(Op::Capture, 0, k(0), 0, 0)], Some("no instruction is")),
        (&[RETURN, word(Op::Move, 0, 1, 0, 0)], None),
        // 3
        (&[word(Op::Move, 0, 4, 0, 0)], Some("of 4")),
        (&[word(Op::Clear, 0, 3, 0, 0)], Some("of 4")),
        (&[word(Op::CallSelf, 1, 2, 0, 0)], Some("of 4")),
        (&[word(Op::MakeObject, Kind::Vector as u8, 0, 0, 5)], Some("of 4")),
        (&[word(Op::Native, 2, 3, 7, 0)], Some("of 4")),
        (&[Word::wide(Op::Loop, 0, 5, -1i32 as u32)], Some("of 4")),
        // 4
        (&[word(Op::GetGlobal, 0, 0, k(1), 0)], None),
        (&[word(Op::GetGlobal, 0, 0, k(0), 0)], Some("another kind")),
        (&[word(Op::GetGlobal, 0, 0, k(4), 0)], Some("constant 4 of 4")),
        (&[word(Op::DefGlobal, 0, k(2), 0, 0)], Some("another kind")),
        (&[word(Op::CallGlobal, 0, 1, k(3), 0)], Some("another kind")),
        (&[word(Op::AddK, 0, 0, 0, k(2))], None),
        (&[word(Op::AddK, 0, 0, 0, k(0))], Some("another kind")),
        (&[Word::wide(Op::LoadK, 0, 0, 3)], Some("constant")),
        (&[word(Op::Closure, 0, 1, k(0), 0)], Some("another kind")),
        // 5
        (&[word(Op::GetUp, 0, 0, 0, 0)], None),
        (&[word(Op::GetUp, 0, 0, 1, 0)], Some("captured value 1 of 1")),
        (&[word(Op::Closure, 0, 1, k(3), 0)], Some("0 captures for 1")),
        (&[word(Op::Closure, 0, 1, k(3), 1), capture(1, 1)], Some("captured value 1 of 1")),
        (&[word(Op::Closure, 0, 1, k(3), 1), capture(9, 0)], Some("a cell")),
        // 6
        (&[word(Op::Closure, 0, 1, k(3), 1), capture(0, 0)], Some("a cell")),
        (&[word(Op::Closure, 0, 1, k(3), 1), capture(3, 0)], Some("a cell")),
        (&[word(Op::Closure, 0, 1, k(3), 1), capture(1, 0)], None),
        (&[word(Op::Closure, 0, 1, k(3), 1), capture(2, 4)], Some("of 4")),
        (&[word(Op::Closure, 0, 1, k(3), 1), capture(2, 0), word(Op::Close, 0, 0, 0, 0)], None),
    ]);
}

/// Rules 7 to 12: immediates, natives, initialisation, cells, objects, cycles.
#[test]
fn uses_are_checked() {
    check_all(&[
        // 7
        (&[immediate(Value::TRUE.bits() as u32)], None),
        (&[immediate(0x1002)], Some("no immediate")),
        (&[immediate((8 << 8) | 7)], Some("no immediate")),
        (&[immediate(0xFFFF_610F)], Some("no immediate")),
        (&[immediate(0x4_0207)], Some("no immediate")),
        (&[word(Op::QuotientI, 0, 0, 0, 0)], Some("divisor 0")),
        (&[word(Op::ModuloI, 0, 0, 0, -1i16 as u16)], Some("divisor -1")),
        (&[word(Op::VectorRefI, 0, 0, 0, -1i16 as u16)], Some("index -1")),
        (&[word(Op::VectorSetI, 0, 0, -1i16 as u16, 0)], Some("index -1")),
        // 8
        (&[word(Op::Move, 0, 1, 0, 0), word(Op::Native, 2, 0, 7, 0)], None),
        (&[word(Op::Native, 1, 0, 7, 0)], Some("no native")),
        (&[word(Op::Native, 2, 0, 8, 0)], Some("no native")),
        (&[word(Op::CallSelf, 0, 1, 0, 0)], Some("0 arguments for")),
        (&[word(Op::Car, 0xFF, 0, 0, 0)], Some("primitive 255")),
        (&[word(Op::AddK, 0xFF, 0, 0, k(2))], Some("primitive 255")),
        // 9
        (&[word(Op::Move, 0, 0, 1, 0)], Some("needs r1")),
        (&[word(Op::Move, 0, 3, 0, 0), word(Op::CallSelf, 1, 1, 0, 0)], None),
        (&[word(Op::Move, 0, 3, 0, 0), word(Op::CallSelf, 1, 1, 0, 0), word(Op::Move, 0, 0, 3, 0)], Some("needs r3")),
        (&[word(Op::GetGlobal, 0, 2, k(1), 0), word(Op::Native, 2, 2, 7, 0)], Some("needs r3")),
        (&[word(Op::Call, 0, 1, 0, 0)], Some("needs r2")),
        (&[jump(1), word(Op::Move, 0, 1, 0, 0), word(Op::Move, 0, 0, 1, 0)], Some("needs r1")),
        (&[word(Op::MakeObject, Kind::Vector as u8, 0, 0, 2)], Some("needs r1")),
        // 10
        (&[word(Op::Closure, 0, 1, k(3), 1), capture(2, 0)], Some("cell for r0 open")),
        (&[jump(2), word(Op::Closure, 0, 1, k(3), 1), capture(2, 0)], Some("cell for r0 open")),
        (
            &[
                word(Op::Move, 0, 1, 0, 0),
                word(Op::Closure, 0, 2, k(3), 1),
                capture(2, 1),
                word(Op::Move, 0, 3, 0, 0),
                word(Op::CallSelf, 1, 1, 0, 0),
                word(Op::Close, 0, 0, 0, 0),
            ],
            Some("cell for r1 open"),
        ),
        // 11
        (&[word(Op::MakeObject, Kind::Record as u8, 0, 0, 1)], None),
        (&[word(Op::MakeObject, Kind::Record as u8, 0, 0, 0)], Some("0 words")),
        (&[word(Op::MakeObject, Kind::Continuation as u8, 0, 0, 1)], Some("objects of kind")),
        (&[word(Op::MakeObject, 0xFF, 0, 0, 1)], Some("objects of kind")),
        // 12
        (&[Word::wide(Op::Jump, 0, 0, -1i32 as u32)], Some("cycle")),
        (&[jump(-1)], Some("cycle")),
        (&[Word::wide(Op::Loop, 0, 1, -1i32 as u32)], None),
    ]);
}

fn words(code: &[Word]) -> Vec<String> {
    code.iter().map(|word| format!("{:#x}", word.0)).collect()
}

#[test]
fn code_has_an_end_and_large_frames_ask_for_room() {
    let call = word(Op::Move, 0, 1, 0, 0);
    assert!(check(&subject(&[call], &[])).unwrap_err().contains("ends in"));
    assert!(check(&subject(&[], &[])).unwrap_err().contains("ends in"));
    let large = |code: &[Word]| check(&Subject { shape: Shape { registers: 300, ..SHAPE }, ..subject(code, &[]) });
    assert!(large(&[RETURN]).unwrap_err().contains("LargeFrame"));
    assert!(large(&[word(Op::LargeFrame, 0, 200, 0, 0), RETURN]).is_err());
    assert!(large(&[word(Op::LargeFrame, 0, 300, 0, 0), RETURN]).is_ok());
    // Sets of many registers are looked at like small ones.
    let wide = |source| large(&[word(Op::LargeFrame, 0, 300, 0, 0), word(Op::Move, 0, 0, source, 0), RETURN]);
    assert!(wide(0).is_ok() && wide(299).unwrap_err().contains("needs r299"));
}

#[test]
fn rounds_come_back_with_what_they_began_with() {
    let (test, set) = (Word::wide(Op::JTrue, 0, 0, 2), word(Op::Move, 0, 1, 0, 0));
    let round = |live, back: i32| Word::wide(Op::Loop, 0, live, back as u32);
    let code = |body: Word, live| [set, test, body, round(live, -3), RETURN];
    let checked = |body, live| check(&subject(&code(body, live), &[]));
    assert!(checked(word(Op::Move, 0, 0, 1, 0), 2).is_ok());
    // The register is not among those that the round keeps.
    assert!(checked(word(Op::Move, 0, 0, 1, 0), 1).unwrap_err().contains("needs r1"));
    // One that is kept has to be written.
    assert!(checked(word(Op::Move, 0, 0, 1, 0), 3).unwrap_err().contains("needs r2"));
    // A fused test goes into the loop, past its head.
    let fused = |into: i32| {
        [set, test, word(Op::Move, 0, 2, 0, 0), Word::wide(Op::LoopPair, 0, 0, into as u32), round(2, -4), RETURN]
    };
    assert!(check(&subject(&fused(-2), &[])).is_ok());
    let entered = [Word::wide(Op::LoopPair, 0, 0, 0), RETURN];
    assert!(check(&subject(&entered, &[])).unwrap_err().contains("not entered"));
}

#[test]
fn random_damage_is_refused_or_harmless() {
    let mut rng = fastrand::Rng::with_seed(7);
    with_constants(|constants| {
        let code = [
            Word::wide(Op::JFalse, 0, 0, 5),
            word(Op::Move, 0, 1, 0, 0),
            word(Op::Closure, 0, 2, k(3), 1),
            capture(2, 1),
            word(Op::Close, 0, 0, 0, 0),
            word(Op::RecordRef, 0, 0, 1, 2),
            word(Op::Capture, 0, k(0), 0, 0),
            Word::wide(Op::Loop, 0, 1, -7i32 as u32),
            RETURN,
        ];
        let mut refused = 0;
        for _ in 0..100_000 {
            let mut damaged = code;
            for _ in 0..rng.usize(1..4) {
                damaged[rng.usize(..code.len())].0 ^= 1 << rng.u32(..64);
            }
            refused += usize::from(check(&subject(&damaged, constants)).is_err());
        }
        assert!(refused > 50_000, "{refused}");
    });
}

#[test]
fn cells_that_a_round_opens_are_closed_by_its_end() {
    with_constants(|constants| {
        let (open, close) = ([word(Op::Closure, 0, 2, k(3), 1), capture(2, 0)], word(Op::Close, 0, 0, 0, 0));
        let round = |back: i32| Word::wide(Op::Loop, 0, 1, back as u32);
        let leave = |after: i32| Word::wide(Op::JTrue, 0, 0, after as u32);
        let checked = |code: &[Word]| check(&subject(code, constants));
        // A round opens the cell, and the next one may leave: it has to close the cell.
        assert!(checked(&[leave(3), open[0], open[1], round(-4), close, RETURN]).is_ok());
        assert!(checked(&[leave(3), open[0], open[1], round(-4), RETURN]).unwrap_err().contains("cell for r0 open"));
        // One that was closed before the loop stays so.
        assert!(checked(&[open[0], open[1], close, leave(1), round(-2), RETURN]).is_ok());
    });
}

#[test]
fn early_operands_have_code_for_a_failure() {
    let with = |code: &[Word], from, to, in_order| {
        let early = [Early { from, to, in_order }];
        check(&Subject { early: &early, ..subject(code, &[]) })
    };
    let (set, read) = (word(Op::Move, 0, 1, 0, 0), word(Op::Move, 0, 0, 1, 0));
    let back = Word::wide(Op::Jump, 0, 0, -3i32 as u32);
    // The failing instruction is the one that writes the register: it is not there yet.
    assert!(with(&[set, RETURN, read, back], 0, 1, 2).unwrap_err().contains("needs r1"));
    assert!(with(&[set, RETURN, set, back], 0, 1, 2).is_ok());
    assert!(with(&[set, RETURN, set, back], 0, 1, 7).unwrap_err().contains("jump to 7"));
    assert!(with(&[set, RETURN, set, back], 1, 0, 2).unwrap_err().contains("early operand"));
    assert!(with(&[set, RETURN, set, back], 0, 9, 2).unwrap_err().contains("early operand"));
}
