//! Describes procedures for people: name, parameters, place.

use cairn_data::source::Span;
use cairn_gc::{Kind, Value};
use cairn_text::printer::procedure_name;

use super::frames::code_meta;
use super::world::World;

/// A procedure as people want to see it, `#<procedure area (size) at area.scm:3:1>`; nothing
/// for other objects.
pub fn procedure(world: &World<'_>, value: Value<'_>) -> Option<String> {
    let (formals, span) = match value.kind()? {
        Kind::Closure => (vec![formals(value)?], code_meta(value.closure_proto()?)?.span),
        Kind::CaseLambda => {
            let clauses = || value.slot_slice().iter().filter(|clause| clause.is_closure());
            let span = code_meta(clauses().next()?.closure_proto()?)?.span;
            (clauses().filter_map(|&clause| formals(clause)).collect(), span)
        }
        Kind::Native => (vec![native_formals(world, &procedure_name(value)?)?], Span::NONE),
        _ => return None,
    };
    let name = procedure_name(value).unwrap_or_else(|| "anonymous".to_string());
    let place = in_words(world, span).map(|place| format!(" at {place}")).unwrap_or_default();
    Some(format!("#<procedure {name} {}{place}>", formals.join(" ")))
}

/// The parameters of a closure, in parentheses.
fn formals(closure: Value<'_>) -> Option<String> {
    let proto = closure.closure_proto()?;
    let (meta, info) = (code_meta(proto)?, proto.proto_parts().info);
    let name = |register: usize| meta.parameter(register as u16).unwrap_or("_").to_string();
    let mut names: Vec<String> = (0..info.params()).map(name).collect();
    if info.rest() {
        let rest = name(info.params());
        if names.is_empty() {
            return Some(rest);
        }
        names.push(format!(". {rest}"));
    }
    Some(format!("({})", names.join(" ")))
}

/// The parameters in the template that documents a builtin: `(x y)` of `(f x y) ...`.
fn native_formals(world: &World<'_>, name: &str) -> Option<String> {
    let primitives = world.session.primitives;
    let doc = primitives.row(primitives.find(name)?).doc;
    let mut depth = 0;
    let end = doc.find(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    })?;
    Some(format!("({})", doc[1..end].strip_prefix(name)?.trim_start()))
}

/// Where a procedure is defined; nothing for objects that are none.
pub fn place(value: Value<'_>) -> Option<Span> {
    let closure = match value.kind()? {
        Kind::CaseLambda => *value.slot_slice().iter().find(|clause| clause.is_closure())?,
        _ => value,
    };
    Some(code_meta(closure.closure_proto()?)?.span)
}

/// File, line and column of a place in a source; nothing for places in Cairn itself.
fn in_words(world: &World<'_>, span: Span) -> Option<String> {
    let source = world.session.sources.get(span)?;
    let at = source.position(span.start);
    Some(format!("{}:{}:{}", source.name, at.line, at.column))
}
