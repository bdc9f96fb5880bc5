//! Defines the instruction set, once.
//!
//! An instruction is one 64-bit word: `op` in bits 0-7, `d` in 8-15, `a` in
//! 16-31, `b` in 32-47, `c` in 48-63. Sixteen-bit operands make a wide prefix
//! and spilling unnecessary, and let a fused compare carry its jump.
//!
//! In the notes, `R[x]` is a register of the frame, `K[x]` a constant, `U[x]` a
//! captured value, `imm` a signed immediate, and `-> L` a jump relative to the
//! next instruction. Operand roles drive the disassembler and the verifier.

/// The meaning of an operand field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Not used.
    No,
    /// Register that is read.
    R,
    /// Register that is written.
    W,
    /// This register and the next, which are written.
    W2,
    /// First register of a call's window, for the result. The callee comes from elsewhere;
    /// the `d` arguments stand from the second register after this.
    Win,
    /// The same, with the callee in the first register after this.
    WinF,
    /// First of the `d` arguments of a native, and where its result goes.
    Args,
    /// First of the `c` registers in a row that are read.
    Row,
    /// Registers below this are live; all others are lost.
    Below,
    /// This register, and those above it, whose cells are closed.
    From,
    /// Constant: where it lies from the entry, in words, a negative number.
    K,
    /// Constant that is the cell of a global variable.
    G,
    /// Constant that is a code object.
    Code,
    /// Constant that is a flonum without a box.
    Flo,
    /// Captured value by index.
    U,
    /// Captured value by index, which is a cell.
    Cell,
    /// Signed immediate, 16 bits.
    I,
    /// Immediate that is an index: not negative.
    Idx,
    /// Immediate that is a divisor: positive.
    Div,
    /// Unsigned number.
    N,
    /// Kind of an object to be made.
    Kind,
    /// How many captures follow, a word each.
    Caps,
    /// Builtin by number.
    B,
    /// Whether several values may be returned: 1 or 0.
    V,
    /// Primitive by number: what the program wrote, for what is said of a failure.
    P,
    /// Jump offset, 16 bits (in `c`).
    J,
    /// Signed immediate of 32 bits over `b` and `c` (given for `b`).
    I32,
    /// Low 32 bits of an immediate word, over `b` and `c` (given for `b`).
    Imm,
    /// Jump offset of 32 bits over `b` and `c` (given for `b`).
    J32,
    /// Constant, as `K`, of 32 bits over `b` and `c` (given for `b`).
    K32,
    /// The lower half of a 32-bit operand given for `b`.
    Cont,
}

/// Where a captured value comes from: `d` of a `Capture`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CaptureKind {
    /// `R[a]`.
    Register,
    /// `U[a]`.
    Captured,
    /// An open cell for `R[a]`.
    OpenCell,
    /// A `Patch` that follows.
    Patch,
    /// The running closure.
    Itself,
}

impl CaptureKind {
    /// The kind with this number.
    #[inline(always)]
    pub const fn of(number: u8) -> Option<CaptureKind> {
        Some(match number {
            0 => CaptureKind::Register,
            1 => CaptureKind::Captured,
            2 => CaptureKind::OpenCell,
            3 => CaptureKind::Patch,
            4 => CaptureKind::Itself,
            _ => return None,
        })
    }
}

/// Where control goes after an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    /// To the next one.
    Next,
    /// To the next one, or where it jumps.
    Branch,
    /// The same, back into a loop whose head has been passed.
    Round,
    /// Where it jumps.
    Jump,
    /// Back to the head of a loop; a safepoint.
    Back,
    /// To the next one, after other code has run; a safepoint.
    Call,
    /// Away from the frame.
    Leave,
    /// Nowhere: it is an operand of another one.
    Never,
}

macro_rules! flow {
    () => {
        Flow::Next
    };
    ($flow:ident) => {
        Flow::$flow
    };
}

macro_rules! define_ops {
    ($($(#[$doc:meta])* $name:ident $d:ident $a:ident $b:ident $c:ident $(: $flow:ident)? $(+ $words:literal)?;)*) => {
        /// Operation of an instruction.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Op { $($(#[$doc])* $name,)* }

        impl Op {
            /// Every operation, in order of their numbers.
            pub const ALL: &'static [Op] = &[$(Op::$name),*];

            /// Name in listings.
            pub const fn name(self) -> &'static str {
                match self { $(Op::$name => stringify!($name),)* }
            }

            /// Roles of the operands `d`, `a`, `b`, `c`.
            pub const fn roles(self) -> [Role; 4] {
                const ROLES: &[[Role; 4]] = &[$([Role::$d, Role::$a, Role::$b, Role::$c]),*];
                ROLES[self as usize]
            }

            /// Where control goes.
            #[inline]
            pub const fn flow(self) -> Flow {
                const FLOWS: &[Flow] = &[$(flow!($($flow)?)),*];
                FLOWS[self as usize]
            }

            /// How many operand words follow, those that the role `Caps` counts left out.
            #[inline]
            pub const fn words(self) -> usize {
                const WORDS: &[usize] = &[$(0 $(+ $words)?),*];
                WORDS[self as usize]
            }
        }
    };
}

define_ops! {
    // --- moves and constants ----------------------------------------------
    /// `R[a] := R[b]`
    Move No W R No;
    /// `R[a] := K[bc]`
    LoadK No W K32 Cont;
    /// `R[a] := imm`, a fixnum
    LoadI No W I32 Cont;
    /// `R[a] :=` the immediate word with these 32 low bits
    LoadImm No W Imm Cont;
    /// `R[a], R[a+1] := 0`: makes the head of a window fit for scanning while
    /// its arguments are computed
    Clear No W2 No No;
    /// `R[a] :=` the running closure
    Closed No W No No;

    // --- variables --------------------------------------------------------
    /// `R[a] := U[b]`
    GetUp No W U No;
    /// `R[a] :=` content of the cell `U[b]`; an error while uninitialised
    GetUpCell No W Cell No;
    /// content of the cell `U[a] := R[b]`
    SetUpCell No Cell R No;
    /// `R[a] :=` the assigned variable in `R[b]`, which may have moved to a cell
    GetVar No W R No;
    /// the assigned variable in `R[a] := R[b]`
    SetVar No R R No;
    /// error unless `R[a]` is initialised; `K[b]` is the variable's name
    CheckInit No R K No;
    /// closes the open cells of `R[a]` and above
    Close No From No No;
    /// `R[a] :=` the global `K[b]`; an error when unbound
    GetGlobal No W G No;
    /// the global `K[a] := R[b]`; an error when unbound
    SetGlobal No G R No;
    /// defines the global `K[a] := R[b]`
    DefGlobal No G R No;
    /// `R[a] :=` closure of code `K[b]` with `c` captures, one `Capture` each after it
    Closure No W Code Caps;
    /// one capture, of the [`CaptureKind`] `d`. Also the operand word of `RecordRef`
    Capture N N No No : Never;
    /// capture `c` of the closure `R[a] := R[b]`: ties mutual recursion
    Patch No R R N;

    // --- control ----------------------------------------------------------
    /// jump
    Jump No No J32 Cont : Jump;
    /// backward jump and safepoint; registers below `a` are live
    Loop No Below J32 Cont : Back;
    /// jump when `R[a]` is false
    JFalse No R J32 Cont : Branch;
    /// jump when `R[a]` is not false
    JTrue No R J32 Cont : Branch;
    /// calls `R[a+1]` with the `d` arguments from `R[a+2]`; the result goes to `R[a]`.
    /// In this and the next two: `c` is 1 where several values may be returned
    Call N WinF No V : Call;
    /// calls the global `K[b]`
    CallGlobal N Win G V : Call;
    /// calls the running closure, whose arity is right
    CallSelf N Win No V : Call;
    /// tail-calls `R[a+1]`
    TailCall N WinF No No : Leave;
    /// tail-calls the global `K[b]`
    TailCallGlobal N Win G No : Leave;
    /// `R[a] :=` native `b` of the `d` arguments from `R[a]`
    Native N Args B No;
    /// returns `R[a]`
    Return No R No No : Leave;
    /// returns `R[a]`, which may be several values: an error where one is expected
    ReturnValues No R No No : Leave;
    /// error when `R[a]` is several values
    Single No R No No;
    /// stack check of a procedure with a large frame of `a` registers
    LargeFrame No N No No;
    /// ends the run: the value is in `R[a]`
    Halt No R No No : Leave;

    // --- arithmetic -------------------------------------------------------
    /// `R[a] := R[b] + R[c]`
    Add P W R R;
    /// `R[a] := R[b] - R[c]`
    Sub P W R R;
    /// `R[a] := R[b] * R[c]`
    Mul P W R R;
    /// `R[a] := R[b] / R[c]`
    Div P W R R;
    /// `R[a] := R[b] + imm`
    AddI P W R I;
    /// `R[a] := imm - R[b]`
    RSubI P W R I;
    /// `R[a] := R[b] * imm`
    MulI P W R I;
    /// `R[a] := R[b] + K[c]`
    AddK P W R Flo;
    /// `R[a] := R[b] - K[c]`
    SubK P W R Flo;
    /// `R[a] := K[c] - R[b]`
    RSubK P W R Flo;
    /// `R[a] := R[b] * K[c]`
    MulK P W R Flo;
    /// `R[a] := R[b] / K[c]`
    DivK P W R Flo;
    /// `R[a] := (quotient R[b] R[c])`
    Quotient P W R R;
    /// `R[a] := (remainder R[b] R[c])`
    Remainder P W R R;
    /// `R[a] := (modulo R[b] R[c])`
    Modulo P W R R;
    /// `R[a] := (quotient R[b] imm)`, imm not 0
    QuotientI P W R Div;
    /// `R[a] := (remainder R[b] imm)`, imm not 0
    RemainderI P W R Div;
    /// `R[a] := (modulo R[b] imm)`, imm not 0
    ModuloI P W R Div;

    // --- compare and branch: jump to L when the test holds -------------------
    /// `R[a] < R[b] -> L`
    JLess P R R J : Branch;
    /// not `R[a] < R[b] -> L`
    JNotLess P R R J : Branch;
    /// `R[a] <= R[b] -> L`
    JLessEq P R R J : Branch;
    /// not `R[a] <= R[b] -> L`
    JNotLessEq P R R J : Branch;
    /// `R[a] = R[b] -> L`, numbers
    JNumEq P R R J : Branch;
    /// not `R[a] = R[b] -> L`
    JNotNumEq P R R J : Branch;
    /// `R[a] < imm -> L`
    JLessI P R I J : Branch;
    /// not `R[a] < imm -> L`
    JNotLessI P R I J : Branch;
    /// `R[a] <= imm -> L`
    JLessEqI P R I J : Branch;
    /// not `R[a] <= imm -> L`
    JNotLessEqI P R I J : Branch;
    /// `R[a] > imm -> L`
    JGreaterI P R I J : Branch;
    /// not `R[a] > imm -> L`
    JNotGreaterI P R I J : Branch;
    /// `R[a] >= imm -> L`
    JGreaterEqI P R I J : Branch;
    /// not `R[a] >= imm -> L`
    JNotGreaterEqI P R I J : Branch;
    /// `R[a] = imm -> L`, numbers
    JNumEqI P R I J : Branch;
    /// not `R[a] = imm -> L`
    JNotNumEqI P R I J : Branch;
    /// `(even? R[a]) -> L`
    JEven P R J32 Cont : Branch;
    /// not `(even? R[a]) -> L`
    JNotEven P R J32 Cont : Branch;
    /// `(odd? R[a]) -> L`
    JOdd P R J32 Cont : Branch;
    /// not `(odd? R[a]) -> L`
    JNotOdd P R J32 Cont : Branch;
    /// `(eq? R[a] R[b]) -> L`
    JEq No R R J : Branch;
    /// not `(eq? R[a] R[b]) -> L`
    JNotEq No R R J : Branch;
    /// `(eq? R[a] K[b]) -> L`
    JEqK No R K J : Branch;
    /// not `(eq? R[a] K[b]) -> L`
    JNotEqK No R K J : Branch;
    /// `(eqv? R[a] R[b]) -> L`
    JEqv No R R J : Branch;
    /// not `(eqv? R[a] R[b]) -> L`
    JNotEqv No R R J : Branch;
    /// `(null? R[a]) -> L`
    JNull No R J32 Cont : Branch;
    /// not `(null? R[a]) -> L`
    JNotNull No R J32 Cont : Branch;
    /// `(pair? R[a]) -> L`
    JPair No R J32 Cont : Branch;
    /// not `(pair? R[a]) -> L`
    JNotPair No R J32 Cont : Branch;
    /// `(fixnum? R[a]) -> L`
    JFixnum No R J32 Cont : Branch;
    /// not `(fixnum? R[a]) -> L`
    JNotFixnum No R J32 Cont : Branch;
    /// `(char? R[a]) -> L`
    JChar No R J32 Cont : Branch;
    /// not `(char? R[a]) -> L`
    JNotChar No R J32 Cont : Branch;
    /// `R[a]` is an object of kind `d` `-> L`
    JKind N R J32 Cont : Branch;
    /// `R[a]` is no object of kind `d` `-> L`
    JNotKind N R J32 Cont : Branch;
    /// `(eof-object? R[a]) -> L`
    JEof No R J32 Cont : Branch;
    /// not `(eof-object? R[a]) -> L`
    JNotEof No R J32 Cont : Branch;
    /// `(char=? R[a] R[b]) -> L`
    JCharEq P R R J : Branch;
    /// not `(char=? R[a] R[b]) -> L`
    JNotCharEq P R R J : Branch;
    /// `(char<? R[a] R[b]) -> L`
    JCharLess P R R J : Branch;
    /// not `(char<? R[a] R[b]) -> L`
    JNotCharLess P R R J : Branch;
    /// the global `K[a]` holds the builtin that it began with `-> L`
    JUnchanged No G J32 Cont : Branch;
    /// the global `K[a]` has been changed `-> L`
    JChanged No G J32 Cont : Branch;
    /// `R[a]` is a record of type `R[b] -> L`
    JRecord No R R J : Branch;
    /// `R[a]` is no record of type `R[b] -> L`
    JNotRecord No R R J : Branch;

    // --- fused rounds: the test at the head of a loop, repeated before its
    // `Loop`. While ticks are left, operands are fixnums (or it is a list's test)
    // and the test holds, these jump into the loop. Else they fall through to the
    // `Loop` that follows, whose head decides.
    /// `R[a] < R[b] -> L`
    LoopLess No R R J : Round;
    /// `R[a] <= R[b] -> L`
    LoopLessEq No R R J : Round;
    /// `R[a] = R[b] -> L`
    LoopNumEq No R R J : Round;
    /// not `R[a] = R[b] -> L`
    LoopNotNumEq No R R J : Round;
    /// `R[a] < imm -> L`
    LoopLessI No R I J : Round;
    /// `R[a] <= imm -> L`
    LoopLessEqI No R I J : Round;
    /// `R[a] > imm -> L`
    LoopGreaterI No R I J : Round;
    /// `R[a] >= imm -> L`
    LoopGreaterEqI No R I J : Round;
    /// `R[a] = imm -> L`
    LoopNumEqI No R I J : Round;
    /// not `R[a] = imm -> L`
    LoopNotNumEqI No R I J : Round;
    /// not `(null? R[a]) -> L`
    LoopNotNull No R J32 Cont : Round;
    /// `(pair? R[a]) -> L`
    LoopPair No R J32 Cont : Round;

    // --- data -------------------------------------------------------------
    /// `R[a] := (cons R[b] R[c])`
    Cons No W R R;
    /// `R[a] := (car R[b])`
    Car P W R No;
    /// `R[a] := (cdr R[b])`
    Cdr P W R No;
    /// `R[a] := (cadr R[b])`
    Cadr P W R No;
    /// `R[a] := (cddr R[b])`
    Cddr P W R No;
    /// `R[a] := (caar R[b])`
    Caar P W R No;
    /// `R[a] := (cdar R[b])`
    Cdar P W R No;
    /// `(set-car! R[a] R[b])`
    SetCar P R R No;
    /// `(set-cdr! R[a] R[b])`
    SetCdr P R R No;
    /// `R[a] := (vector-ref R[b] R[c])`
    VectorRef P W R R;
    /// `R[a] := (vector-ref R[b] imm)`
    VectorRefI P W R Idx;
    /// `(vector-set! R[a] R[b] R[c])`
    VectorSet P R R R;
    /// `(vector-set! R[a] imm R[c])`
    VectorSetI P R Idx R;
    /// `R[a] := (vector-length R[b])`
    VectorLength P W R No;
    /// `R[a] := (string-ref R[b] R[c])`
    StringRef P W R R;
    /// `(string-set! R[a] R[b] R[c])`
    StringSet P R R R;
    /// `R[a] := (string-length R[b])`
    StringLength P W R No;
    /// `R[a] := (bytevector-u8-ref R[b] R[c])`
    ByteRef P W R R;
    /// `(bytevector-u8-set! R[a] R[b] R[c])`
    ByteSet P R R R;
    /// `R[a] := (bytevector-length R[b])`
    ByteLength P W R No;
    /// `R[a] := (char->integer R[b])`
    CharToInteger P W R No;
    /// `R[a] := (integer->char R[b])`
    IntegerToChar P W R No;
    /// `R[a] := (not R[b])`
    Not No W R No;
    /// `R[a] := (box R[b])`
    MakeBox No W R No;
    /// `R[a] := (unbox R[b])`
    Unbox P W R No;
    /// `(set-box! R[a] R[b])`
    SetBox P R R No;
    /// `R[a] :=` field `d` of `R[b]`, a record of type `R[c]`; operand `a` of the
    /// next word, a `Capture`, is the constant that names the accessor
    RecordRef N W R R + 1;
    /// field `d` of `R[a]`, a record of type `R[b]`, `:= R[c]`; next word as above
    RecordSet N R R R + 1;
    /// `R[a] :=` object of kind `d` with the `c` words from `R[b]`
    MakeObject Kind W Row N;
    /// `R[a] := (sqrt R[b])`
    Sqrt P W R No;
}

/// Words between the first constant and the entry: constants go down from there.
const ABOVE_CONSTANTS: i32 = 3;

/// The operand for the constant with an index, if there can be such.
pub fn constant_operand(index: usize) -> Option<i32> {
    i32::try_from(index).ok().map(|i| -i - ABOVE_CONSTANTS)
}

/// The index of the constant that an operand is for.
pub fn constant_index(operand: i32) -> usize {
    (-ABOVE_CONSTANTS).wrapping_sub(operand) as u32 as usize
}

/// One instruction word.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Word(pub u64);

impl Word {
    /// An instruction with four operands.
    pub const fn new(op: Op, d: u8, a: u16, b: u16, c: u16) -> Word {
        Word(op as u64 | (d as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48)
    }

    /// An instruction with a 32-bit operand over `b` and `c`.
    pub const fn wide(op: Op, d: u8, a: u16, bc: u32) -> Word {
        Word(op as u64 | (d as u64) << 8 | (a as u64) << 16 | (bc as u64) << 32)
    }

    /// The operation.
    ///
    /// # Panics
    /// When there is none: the verifier refuses such words.
    #[inline(always)]
    pub fn op(self) -> Op {
        Op::ALL[self.0 as u8 as usize]
    }

    /// The same instruction with another operand `d`.
    pub const fn with_d(self, d: u8) -> Word {
        Word(self.0 & !0xFF00 | (d as u64) << 8)
    }

    /// Operand `d`.
    #[inline(always)]
    pub const fn d(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// The kind of this `Capture`.
    #[inline(always)]
    pub const fn capture_kind(self) -> Option<CaptureKind> {
        CaptureKind::of(self.d())
    }

    /// Operand `a`.
    #[inline(always)]
    pub const fn a(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// Operand `b`.
    #[inline(always)]
    pub const fn b(self) -> u16 {
        (self.0 >> 32) as u16
    }

    /// Operand `c`.
    #[inline(always)]
    pub const fn c(self) -> u16 {
        (self.0 >> 48) as u16
    }

    /// The 32-bit operand over `b` and `c`.
    #[inline(always)]
    pub const fn bc(self) -> i32 {
        (self.0 >> 32) as i32
    }
}
