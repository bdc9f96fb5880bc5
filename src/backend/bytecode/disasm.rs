//! Disassembles code objects.

use std::fmt::Write;

use cairn_data::code::CodeMeta;
use cairn_gc::{Kind, Value};

use super::ops::{Role, Word, constant_index};

/// How a listing names what code refers to.
pub struct Names<'a, 'gc> {
    /// The text of a constant.
    pub constant: &'a dyn Fn(Value<'_>) -> String,
    /// The name of a native procedure, by builtin number.
    pub builtin: &'a dyn Fn(u16) -> &'static str,
    /// Lines about a code object, each with the index of the instruction that it is printed below.
    pub below: &'a dyn Fn(Value<'gc>) -> Vec<(usize, String)>,
}

/// Lists a code object and the code objects among its constants.
pub fn list<'gc>(proto: Value<'gc>, names: &Names<'_, 'gc>) -> String {
    let mut out = String::new();
    let mut pending = vec![proto];
    while let Some(proto) = pending.pop() {
        let parts = proto.proto_parts();
        let name = parts.meta.as_payload::<CodeMeta>().and_then(|m| m.name.clone());
        let _ = writeln!(
            out,
            "procedure {}: {} parameters{}, {} registers, {} constants",
            name.as_deref().unwrap_or("(anonymous)"),
            parts.info.params(),
            if parts.info.rest() { " and a rest" } else { "" },
            parts.info.registers(),
            parts.constants.len()
        );
        let mut below = (names.below)(proto);
        below.sort_by_key(|&(at, _)| at);
        let mut below = below.into_iter().peekable();
        for (at, &word) in parts.code.iter().enumerate() {
            let _ = writeln!(out, "  {at:4}  {}", instruction(Word(word), at, &parts.constants, names));
            while let Some((_, line)) = below.next_if(|&(of, _)| of == at) {
                let _ = writeln!(out, "          {line}");
            }
        }
        out.push('\n');
        pending.extend(parts.constants.iter().rev().filter_map(|&constant| code_of(constant)));
    }
    out
}

/// The code object of a constant that is code or a closure.
fn code_of(constant: Value<'_>) -> Option<Value<'_>> {
    if constant.has_kind(Kind::Proto) { Some(constant) } else { constant.closure_proto() }
}

fn instruction(word: Word, at: usize, constants: &[Value<'_>], names: &Names<'_, '_>) -> String {
    let show = names.constant;
    let constant = |i: usize| match constants.get(i) {
        Some(k) if k.has_kind(Kind::Proto) => format!("k{i} (code)"),
        Some(k) if k.has_kind(Kind::Global) => format!("k{i} ({})", k.slot(1).map_or(String::new(), show)),
        Some(&k) => format!("k{i} {}", show(k)),
        None => format!("k{i}?"),
    };
    let mut text = format!("{:<15}", word.op().name());
    let fields = [word.d() as usize, word.a() as usize, word.b() as usize, word.c() as usize];
    // The window or target first, then the count, as one reads a call.
    for i in [1, 2, 3, 0] {
        let field = fields[i];
        let part = match word.op().roles()[i] {
            Role::No | Role::Cont | Role::P => continue,
            Role::V if field == 0 => continue,
            Role::V => "values".to_string(),
            Role::R | Role::W | Role::W2 | Role::Win | Role::WinF | Role::Args | Role::Row | Role::From => {
                format!("r{field}")
            }
            Role::K | Role::G | Role::Code | Role::Flo => constant(constant_index(field as u16 as i16 as i32)),
            Role::K32 => constant(constant_index(word.bc())),
            Role::U | Role::Cell => format!("u{field}"),
            Role::I | Role::Idx | Role::Div => format!("{}", field as u16 as i16),
            Role::N | Role::Kind | Role::Caps | Role::Below => format!("{field}"),
            Role::B => (names.builtin)(field as u16).to_string(),
            Role::Imm => show_immediate(word.bc() as u32),
            Role::I32 => format!("{}", word.bc()),
            Role::J => format!("-> {}", at as i64 + 1 + (field as u16 as i16) as i64),
            Role::J32 => format!("-> {}", at as i64 + 1 + word.bc() as i64),
        };
        text.push(' ');
        text.push_str(&part);
    }
    text
}

fn show_immediate(bits: u32) -> String {
    let known = [
        (Value::FALSE, "#f"),
        (Value::TRUE, "#t"),
        (Value::NIL, "()"),
        (Value::UNSPECIFIED, "unspecified"),
        (Value::EOF, "eof"),
        (Value::UNINITIALISED, "uninitialised"),
    ];
    match known.iter().find(|(value, _)| value.bits() == bits as u64) {
        Some((_, text)) => (*text).to_string(),
        None => format!("immediate {bits:#x}"),
    }
}
