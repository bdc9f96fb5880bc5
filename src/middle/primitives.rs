//! Describes the builtins to the compiler: their arity, how they are implemented, and what the
//! optimiser may assume about them.
//!
//! The rows are next to the code of the builtins. The creator of a
//! [`Session`](super::session::Session) passes them as [`Primitives`], so this module does not
//! depend on them.

use std::borrow::Cow;
use std::ops::Range;

use cairn_gc::trace_nothing;

use super::names;

/// The number of a builtin: its index in [`Primitives`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct BuiltinId(pub u16);

trace_nothing!(BuiltinId, &'static Primitives);

/// How a builtin is implemented.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    /// By a Rust function, which the machine finds by the builtin's number.
    Native,
    /// By a definition in Scheme, compiled when code first refers to it.
    Scheme,
    /// By the machine itself.
    Control(Control),
}

/// Builtins that the machine implements, because they change what runs next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Control {
    /// `(apply f arg ... list)`
    Apply,
    /// `(call/cc f)`: the continuation carries stack and dynamic state. Calling it with other
    /// winders than its own goes through the prelude's `%continue`.
    CallCc,
    /// `(%throw k value)`: makes `value` (it may be a values object) the value
    /// of the call that captured `k`, and its dynamic state the current one.
    Throw,
    /// `(%apply-values f value)`: calls `f` with the values of a values object,
    /// or with the one value: `(call-with-values p f)` is `(%apply-values f (p))`.
    ApplyValues,
    /// `(%exit code)`: ends the program at once; the after thunks have run.
    Exit,
    /// `(%uncaught obj)`: no handler is left; ends the program.
    Uncaught,
    /// A procedure of the host; the callee identifies it.
    Host,
    /// `(gc)`: a full collection.
    Collect,
}

impl Control {
    /// Every code, in the order of their numbers.
    pub const ALL: [Control; 8] = [
        Control::Apply,
        Control::CallCc,
        Control::Throw,
        Control::ApplyValues,
        Control::Exit,
        Control::Uncaught,
        Control::Host,
        Control::Collect,
    ];
}

/// Least and greatest number of arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arity {
    /// At least this many.
    pub min: u8,
    /// At most this many; `None` means any number.
    pub max: Option<u8>,
}

impl Arity {
    /// Whether `count` arguments are accepted.
    pub const fn accepts(self, count: usize) -> bool {
        count >= self.min as usize
            && match self.max {
                Some(max) => count <= max as usize,
                None => true,
            }
    }
}

/// Exactly `n` arguments.
pub const fn exactly(n: u8) -> Arity {
    Arity { min: n, max: Some(n) }
}

/// From `min` to `max` arguments.
pub const fn between(min: u8, max: u8) -> Arity {
    Arity { min, max: Some(max) }
}

/// At least `min` arguments.
pub const fn at_least(min: u8) -> Arity {
    Arity { min, max: None }
}

/// Bits, or-ed together, that tell the optimiser about a builtin.
pub mod flag {
    /// No special knowledge: may do anything.
    pub const NONE: u16 = 0;
    /// No effect but allocation: a call whose value is unused may be dropped unless it can fail
    /// (see `TOTAL`).
    pub const PURE: u16 = 1;
    /// Never raises, whatever the arguments (if their number is right).
    pub const TOTAL: u16 = 2;
    /// Depends on its arguments alone and returns no fresh object: may be computed at compile time.
    pub const FOLD: u16 = 4;
    /// The value is always a boolean.
    pub const BOOLEAN: u16 = 8;
    /// Not for programs: the name may change, and arguments are not always checked.
    pub const INTERNAL: u16 = 16;
    /// A native that may return a number of values other than one: an object of kind `Values`,
    /// which only a context for several values may receive.
    pub const VALUES: u16 = 32;
    /// The result may be much larger than the arguments: not computed at compile time.
    pub const LARGE: u16 = 64;
    /// Lets later code change global variables.
    pub const OUTSIDE: u16 = 128;
    /// Evaluates code, or gives an environment for that; what is `OUTSIDE` does so too.
    pub const EVALUATES: u16 = 256;
    /// A native that does what capabilities permit. Those of libraries of their own count as such
    /// without this.
    pub const SYSTEM: u16 = 512;
}

/// Builtins that the compiler treats specially, or generates calls of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Meaning {
    /// `not`: negates a test.
    Not,
    /// `list`: builds the list of a rest parameter.
    List,
    /// `reverse`: restores the order of collected arguments.
    Reverse,
    /// `values`.
    Values,
    /// `apply`.
    Apply,
    /// `%apply-values`.
    ApplyValues,
    /// `call-with-values`.
    CallWithValues,
    /// `raise`, which does not return.
    Raise,
    /// `%raise-condition`: raises what the machine reports.
    RaiseCondition,
    /// `assert`.
    Assert,
}

impl Meaning {
    /// Every meaning, in the order of their numbers.
    pub const ALL: [Meaning; 10] = [
        Meaning::Not,
        Meaning::List,
        Meaning::Reverse,
        Meaning::Values,
        Meaning::Apply,
        Meaning::ApplyValues,
        Meaning::CallWithValues,
        Meaning::Raise,
        Meaning::RaiseCondition,
        Meaning::Assert,
    ];
}

/// One builtin.
pub struct Primitive {
    /// Its name in Scheme.
    pub name: &'static str,
    /// The number of arguments.
    pub arity: Arity,
    /// How it is implemented.
    pub code: Code,
    /// See [`flag`].
    pub flags: u16,
    /// The meaning by which the compiler knows it, if any.
    pub meaning: Option<Meaning>,
    /// One line of documentation: `(name args)`, the result, and the source section if helpful.
    pub doc: &'static str,
}

impl Primitive {
    /// Whether all of these flags are set.
    pub fn has(&self, flags: u16) -> bool {
        self.flags & flags == flags
    }

    /// Whether it evaluates code, or gives an environment for that.
    pub fn evaluates(&self) -> bool {
        self.has(flag::OUTSIDE) || self.has(flag::EVALUATES)
    }
}

/// A group of builtins with a separate library, which programs must import.
#[derive(Clone, Copy)]
pub struct Group {
    /// The name of the library.
    pub library: &'static str,
    /// The number of its first builtin.
    pub first: u16,
    /// The number of its builtins.
    pub count: u16,
}

impl Group {
    /// The numbers of its builtins.
    fn numbers(&self) -> Range<u16> {
        self.first..self.first + self.count
    }
}

/// The table of all builtins, computed when Cairn is compiled.
pub struct Primitives {
    rows: &'static [&'static Primitive],
    groups: &'static [Group],
    slots: &'static [u16],
    by_meaning: [BuiltinId; Meaning::ALL.len()],
    by_control: [BuiltinId; Control::ALL.len()],
    prelude: Prelude,
}

/// The builtins that are written in Scheme.
#[derive(Clone, Copy)]
pub struct Prelude {
    /// Returns the text of a definition, by name.
    pub definition: fn(&str) -> Option<&'static str>,
    /// The numbers that stand in definitions by name, because code in Rust shares them.
    pub numbers: &'static [(&'static str, usize)],
    /// The number of the first one; they are the last builtins in the table before the groups with
    /// separate libraries.
    pub first: BuiltinId,
    /// Their saved code, in the same order; `None` if it belongs to other texts.
    pub saved: Option<&'static [u8]>,
}

impl Primitives {
    /// Builds the table from rows in the order of their numbers, those of `groups` last, with an
    /// index of the names of the others.
    ///
    /// # Panics
    /// If a meaning or a control primitive has no row.
    pub const fn new(
        rows: &'static [&'static Primitive],
        groups: &'static [Group],
        slots: &'static [u16],
        prelude: Prelude,
    ) -> Self {
        let mut by_meaning = [BuiltinId(0); Meaning::ALL.len()];
        let mut by_control = [BuiltinId(0); Control::ALL.len()];
        let (mut meant, mut controlled) = (0, 0);
        let mut i = rows.len();
        while i > 0 {
            i -= 1;
            if let Some(meaning) = rows[i].meaning {
                by_meaning[meaning as usize] = BuiltinId(i as u16);
                meant |= 1 << meaning as u32;
            }
            if let Code::Control(control) = rows[i].code {
                by_control[control as usize] = BuiltinId(i as u16);
                controlled |= 1 << control as u32;
            }
        }
        assert!(meant == (1 << Meaning::ALL.len()) - 1, "a builtin of each meaning");
        assert!(controlled == (1 << Control::ALL.len()) - 1, "a builtin for each code of the machine");
        Primitives { rows, groups, slots, by_meaning, by_control, prelude }
    }

    /// The builtin with this name, unless it belongs to a group with a separate library.
    pub fn find(&self, name: &str) -> Option<BuiltinId> {
        names::find(self.slots, name, |number| self.rows[number].name).map(|number| BuiltinId(number as u16))
    }

    /// A name that no other builtin has: after the name of its library, if it belongs to a group with
    /// a separate library. Several groups may use the same names.
    pub fn unique_name(&self, id: BuiltinId) -> Cow<'static, str> {
        let name = self.row(id).name;
        match self.groups.iter().find(|group| group.numbers().contains(&id.0)) {
            Some(group) => format!("{} {name}", group.library).into(),
            None => name.into(),
        }
    }

    /// The builtin with this name of [`Primitives::unique_name`].
    pub fn find_unique(&self, unique: &str) -> Option<BuiltinId> {
        let Some((library, name)) = unique.rsplit_once(' ') else { return self.find(unique) };
        let group = self.groups.iter().find(|group| group.library == library)?;
        group.numbers().find(|&number| self.rows[number as usize].name == name).map(BuiltinId)
    }

    /// The number of builtins.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The builtin with this meaning.
    pub fn that_means(&self, meaning: Meaning) -> BuiltinId {
        self.by_meaning[meaning as usize]
    }

    /// The meaning of a builtin, if it has one.
    pub fn meaning(&self, id: BuiltinId) -> Option<Meaning> {
        self.row(id).meaning
    }

    /// The first builtin that the machine implements by `control`.
    pub fn control(&self, control: Control) -> BuiltinId {
        self.by_control[control as usize]
    }

    /// The row of a builtin.
    ///
    /// # Panics
    /// If there is no such builtin: ids come from [`Primitives::find`] and [`Primitives::all`]
    /// only.
    pub fn row(&self, id: BuiltinId) -> &'static Primitive {
        self.rows[id.0 as usize]
    }

    /// Whether the builtin of this number is a native that takes `count` arguments.
    pub fn is_native(&self, number: u16, count: usize) -> bool {
        let row = self.rows.get(number as usize);
        row.is_some_and(|row| row.code == Code::Native && row.arity.accepts(count))
    }

    /// Every builtin.
    pub fn all(&self) -> impl Iterator<Item = (BuiltinId, &'static Primitive)> {
        self.rows.iter().enumerate().map(|(i, row)| (BuiltinId(i as u16), *row))
    }

    /// Every builtin that needs no import of a library of its own.
    pub fn common(&self) -> impl Iterator<Item = (BuiltinId, &'static Primitive)> {
        let common = self.groups.first().map_or(self.rows.len(), |group| usize::from(group.first));
        self.all().take(common)
    }

    /// The builtins that have libraries of their own.
    pub fn groups(&self) -> &'static [Group] {
        self.groups
    }

    /// The builtins of a group.
    pub fn of_group(&self, group: &Group) -> impl Iterator<Item = (BuiltinId, &'static Primitive)> {
        group.numbers().map(|number| (BuiltinId(number), self.rows[usize::from(number)]))
    }

    /// The builtins that are written in Scheme.
    pub fn prelude(&self) -> Prelude {
        self.prelude
    }
}
