//! Creates the global cells of builtins when code first refers to them.

use cairn_data::global;
use cairn_gc::{Kind, Mutation, Value, trace_fields};

use crate::primitives::{BuiltinId, Code, Control, Primitives, flag};

/// Cells in a group.
const GROUP: usize = 16;

/// The global cells of builtins, each created on first use.
pub struct Cells<'gc> {
    primitives: &'static Primitives,
    /// The cells by number, in groups, `#f` in place of one that nobody has needed; there is no group without cells, for an engine that runs
    /// little is to have little.
    groups: Vec<Option<Box<[Value<'gc>; GROUP]>>>,
    outside: bool,
    /// Builtins written in Scheme that code refers to and that are not yet defined: the driver
    /// compiles them before that code runs.
    pub wanted: Vec<BuiltinId>,
}

trace_fields!(Cells<'gc> { primitives, groups, outside, wanted });

impl<'gc> Cells<'gc> {
    /// No cells yet.
    pub fn new(primitives: &'static Primitives) -> Self {
        let groups = vec![None; primitives.count().div_ceil(GROUP)];
        Cells { primitives, groups, outside: false, wanted: Vec::new() }
    }

    /// The builtins.
    pub fn primitives(&self) -> &'static Primitives {
        self.primitives
    }

    /// The cell of a builtin. It is tenured, so that code may hold it.
    pub fn get(&mut self, mc: Mutation<'gc>, id: BuiltinId) -> Value<'gc> {
        let (group, at) = (id.0 as usize / GROUP, id.0 as usize % GROUP);
        if let Some(cell) = self.groups[group].as_ref().map(|cells| cells[at]).filter(|&cell| cell != Value::FALSE) {
            return cell;
        }
        let row = self.primitives.row(id);
        self.outside |= row.has(flag::OUTSIDE);
        let name = mc.intern(row.name);
        let number = Value::fixnum(id.0 as i64);
        let value = match row.code {
            Code::Scheme => {
                self.wanted.push(id);
                Value::UNBOUND
            }
            Code::Control(control) if self.primitives.control(control) != id => self.alias(mc, control),
            Code::Native | Code::Control(_) => mc.alloc_tenured(Kind::Native, &[number, name]),
        };
        let mut slots = [Value::fixnum(0); global::SLOTS];
        slots[global::VALUE] = value;
        slots[global::NAME] = name;
        slots[global::BUILTIN] = number;
        let cell = mc.alloc_tenured(Kind::Global, &slots);
        self.groups[group].get_or_insert_with(|| Box::new([Value::FALSE; GROUP]))[at] = cell;
        cell
    }

    /// Whether any code refers to a builtin that lets later code change global variables.
    pub fn has_outside(&self) -> bool {
        self.outside
    }

    /// The procedure of the first row with this code: `call/cc` is the same object as
    /// `call-with-current-continuation`.
    fn alias(&mut self, mc: Mutation<'gc>, control: Control) -> Value<'gc> {
        self.get(mc, self.primitives.control(control)).slot(global::VALUE).unwrap_or(Value::UNBOUND)
    }

    /// The cell of the builtin of this name.
    ///
    /// # Panics
    /// If there is no such builtin: names come from Cairn's own code.
    pub fn named(&mut self, mc: Mutation<'gc>, name: &str) -> Value<'gc> {
        let id = self.primitives.find(name).unwrap_or_else(|| panic!("no builtin is named {name}"));
        self.get(mc, id)
    }
}
