//! Takes definitions apart, for bodies and for the top level alike: `define`, `define-values`,
//! `define-record-type`, `define-syntax` (R7RS 5.3 to 5.5), and `define-macro`.

use cairn_data::diagnostic::Code;
use cairn_data::error::Result;
use cairn_data::source::Span;
use cairn_gc::{Kind, Value, trace_variants};
use cairn_middle::environment::identifier::{Home, is_identifier, name_of, new_alias, symbol_of};
use cairn_middle::environment::suggest;
use cairn_middle::ir::{Node, NodeId};

use super::task::{Place, Task};
use super::{Cx, Syntax};

/// The value in a definition of a variable.
#[derive(Clone, Copy)]
pub enum Init<'gc> {
    /// The value of an expression.
    Expression(Syntax<'gc>),
    /// A procedure: parameters, body, the form.
    Procedure(Syntax<'gc>, Syntax<'gc>, Span),
    /// No value in particular.
    Nothing(Span),
}

trace_variants!(Init<'gc> { Expression(form), Procedure(formals, body, span), Nothing(span) });

/// A definition, taken apart.
pub enum Definition<'gc> {
    /// `define`
    Variable(Syntax<'gc>, Init<'gc>),
    /// `define-values`: the formals, the expression.
    Values(Syntax<'gc>, Syntax<'gc>),
    /// `define-record-type`
    Record(RecordType<'gc>),
    /// `define-syntax`, `define-macro`: the keyword, the transformer spec.
    Keyword(Syntax<'gc>, Syntax<'gc>),
}

/// The parts of a `define-record-type`.
pub struct RecordType<'gc> {
    /// The variable that the type is the value of.
    pub name: Syntax<'gc>,
    /// The name of the type.
    pub label: Value<'gc>,
    /// Names of the fields.
    pub fields: Vec<Value<'gc>>,
    /// The procedures, each with its name.
    pub procedures: Vec<(Syntax<'gc>, RecordProcedure)>,
}

/// The operation of a procedure of a record type.
#[derive(Clone, Debug)]
pub enum RecordProcedure {
    /// Makes a record from the values of these fields.
    Constructor(Vec<usize>),
    /// Tells records of the type.
    Predicate,
    /// Returns a field.
    Accessor(usize),
    /// Changes a field.
    Modifier(usize),
}

const DEFINE: &str = "(define name expression) or (define (name parameter ...) body ...)";
const DEFINE_VALUES: &str = "(define-values (name ...) expression)";
const DEFINE_SYNTAX: &str = "(define-syntax keyword (syntax-rules ...))";
pub(super) const DEFINE_PARAMETER: &str = "(define-syntax-parameter keyword transformer)";
const DEFINE_MACRO: &str = "(define-macro (name parameter ...) body ...) or (define-macro name procedure)";
const DEFINE_RECORD: &str =
    "(define-record-type name (constructor field ...) predicate (field accessor [modifier]) ...)";
const DEFINE_STRUCTURE: &str = "(define-structure name field ...)";
const FIELD: &str = "a field (name accessor [modifier])";

/// `(define ...)`
pub fn define<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Definition<'gc>> {
    let elements = ctx.operands(form, 1, DEFINE)?;
    let target = elements[0];
    if target.datum.is_pair() {
        return define_procedure(ctx, form, target);
    }
    ctx.identifier(target, "the name of a variable")?;
    match elements[1..] {
        [] => Ok(Definition::Variable(target, Init::Nothing(form.span))),
        [value] => Ok(Definition::Variable(target, Init::Expression(value))),
        _ => Err(ctx.long_define(form, &elements, DEFINE)),
    }
}

fn define_procedure<'gc>(
    ctx: &mut Cx<'_, 'gc>,
    form: Syntax<'gc>,
    target: Syntax<'gc>,
) -> Result<'gc, Definition<'gc>> {
    let spans = &ctx.ex.context.spans;
    let body = spans.rest(spans.rest(form));
    let Some(name) = spans.head(target) else { return Err(ctx.malformed(form, DEFINE)) };
    let formals = spans.rest(target);
    ctx.identifier(name, "the name of a procedure")?;
    Ok(Definition::Variable(name, Init::Procedure(formals, body, form.span)))
}

/// `(define-values formals expression)`
pub fn define_values<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Definition<'gc>> {
    let [formals, expression] = ctx.exactly(form, DEFINE_VALUES)?;
    Ok(Definition::Values(formals, expression))
}

/// `(define-syntax keyword spec)`
pub fn define_syntax<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Definition<'gc>> {
    let [keyword, spec] = ctx.exactly(form, DEFINE_SYNTAX)?;
    ctx.identifier(keyword, "a keyword")?;
    Ok(Definition::Keyword(keyword, spec))
}

/// `(define-syntax-parameter keyword spec)` (SRFI 139): the form itself is the spec.
pub fn define_syntax_parameter<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Definition<'gc>> {
    let [keyword, _] = ctx.exactly(form, DEFINE_PARAMETER)?;
    ctx.identifier(keyword, "a keyword")?;
    Ok(Definition::Keyword(keyword, form))
}

/// `(define-macro name procedure)` and `(define-macro (name . formals) body ...)`: the
/// spec is the form itself, in its first shape.
pub fn define_macro<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Definition<'gc>> {
    let elements = ctx.operands(form, 2, DEFINE_MACRO)?;
    let Some((name, formals)) = elements[0].datum.as_pair() else {
        let [name, _] = ctx.exactly(form, DEFINE_MACRO)?;
        ctx.identifier(name, "a keyword")?;
        return Ok(Definition::Keyword(name, form));
    };
    let spans = &ctx.ex.context.spans;
    let body = spans.rest(spans.rest(form)).datum;
    let lambda = new_alias(ctx.mc, ctx.mc.intern("lambda"), Home::BUILTINS);
    let procedure = ctx.mc.cons(lambda, ctx.mc.cons(formals, body));
    let head = form.datum.car().unwrap_or(Value::NIL);
    let spec = Syntax { datum: ctx.mc.list(&[head, name, procedure]), span: form.span };
    let name = spans.head(elements[0]).unwrap_or(elements[0]);
    ctx.identifier(name, "a keyword")?;
    Ok(Definition::Keyword(name, spec))
}

/// `(define-record-type name constructor predicate field ...)`
pub fn define_record_type<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Definition<'gc>> {
    let elements = ctx.operands(form, 3, DEFINE_RECORD)?;
    ctx.identifier(elements[0], "the name of a record type")?;
    let label = symbol_of(elements[0].datum);
    let mut record = RecordType { name: elements[0], label, fields: Vec::new(), procedures: Vec::new() };
    let mut accessors = Vec::new();
    for &spec in &elements[3..] {
        add_field(ctx, &mut record, &mut accessors, spec)?;
    }
    add_constructor(ctx, &mut record, elements[1])?;
    if elements[2].datum != Value::FALSE {
        ctx.identifier(elements[2], "a predicate's name")?;
        record.procedures.push((elements[2], RecordProcedure::Predicate));
    }
    record.procedures.append(&mut accessors);
    Ok(Definition::Record(record))
}

/// `(define-structure name field ...)` (MIT Scheme): a record type whose procedures are
/// make-name, name?, name-field and set-name-field!.
pub fn define_structure<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Definition<'gc>> {
    let elements = ctx.operands(form, 1, DEFINE_STRUCTURE)?;
    let label = symbol_of(ctx.identifier(elements[0], "the name of a structure")?);
    let structure = name_of(label);
    let named = |name: String| Syntax { datum: ctx.mc.intern(&name), span: elements[0].span };
    let name = named(format!("rtd:{structure}"));
    let mut record = RecordType { name, label, fields: Vec::new(), procedures: Vec::new() };
    for (index, &field) in elements[1..].iter().enumerate() {
        let name = ctx.identifier(field, "the name of a field")?;
        if record.fields.contains(&name) {
            return Err(ctx.duplicate("field", field, None));
        }
        record.fields.push(name);
        let name = name_of(name);
        record.procedures.extend([
            (named(format!("{structure}-{name}")), RecordProcedure::Accessor(index)),
            (named(format!("set-{structure}-{name}!")), RecordProcedure::Modifier(index)),
        ]);
    }
    let all = (0..record.fields.len()).collect();
    record.procedures.extend([
        (named(format!("make-{structure}")), RecordProcedure::Constructor(all)),
        (named(format!("{structure}?")), RecordProcedure::Predicate),
    ]);
    Ok(Definition::Record(record))
}

fn add_field<'gc>(
    ctx: &Cx<'_, 'gc>,
    record: &mut RecordType<'gc>,
    procedures: &mut Vec<(Syntax<'gc>, RecordProcedure)>,
    spec: Syntax<'gc>,
) -> Result<'gc, ()> {
    let parts = if is_identifier(spec.datum) { vec![spec] } else { ctx.items(spec, FIELD)? };
    if parts.len() > 3 {
        return Err(ctx.malformed(spec, FIELD));
    }
    let name = ctx.identifier(parts[0], "the name of a field")?;
    if record.fields.contains(&name) {
        return Err(ctx.duplicate("field", parts[0], None));
    }
    let index = record.fields.len();
    record.fields.push(name);
    let kinds = [RecordProcedure::Accessor(index), RecordProcedure::Modifier(index)];
    for (&procedure, kind) in parts[1..].iter().zip(kinds) {
        ctx.identifier(procedure, "a procedure's name")?;
        procedures.push((procedure, kind));
    }
    Ok(())
}

/// The constructor: `(name field ...)`; `name` alone takes every field (SRFI 131);
/// `#f` is none.
fn add_constructor<'gc>(ctx: &Cx<'_, 'gc>, record: &mut RecordType<'gc>, spec: Syntax<'gc>) -> Result<'gc, ()> {
    if spec.datum == Value::FALSE {
        return Ok(());
    }
    if is_identifier(spec.datum) {
        let all = (0..record.fields.len()).collect();
        record.procedures.push((spec, RecordProcedure::Constructor(all)));
        return Ok(());
    }
    let parts = ctx.items(spec, "a constructor (name field ...)")?;
    ctx.identifier(parts[0], "a constructor's name")?;
    let mut chosen = Vec::new();
    for &part in &parts[1..] {
        let name = ctx.identifier(part, "the name of a field")?;
        let index = record.fields.iter().position(|&field| field == name);
        match index {
            Some(index) if !chosen.contains(&index) => chosen.push(index),
            Some(_) => return Err(ctx.duplicate("field", part, None)),
            None => {
                let fields: Vec<&str> = record.fields.iter().map(|&field| name_of(field)).collect();
                let hint = match suggest::nearest(name_of(name), fields.iter().copied()) {
                    Some(like) => format!("did you mean {like}?"),
                    None if fields.is_empty() => format!("add a field: ({0} get-{0})", name_of(name)),
                    None => format!("its fields are {}; add ({1} get-{1})", fields.join(", "), name_of(name)),
                };
                return Err(ctx
                    .error(format!("the record type has no field {}", name_of(name)), part.span)
                    .code(Code::DEFINITION)
                    .hint(hint));
            }
        }
    }
    record.procedures.push((parts[0], RecordProcedure::Constructor(chosen)));
    Ok(())
}

impl<'gc> Cx<'_, 'gc> {
    /// Expands an initial value: leaves one node.
    pub(super) fn init(&mut self, name: Value<'gc>, init: Init<'gc>) -> Result<'gc, ()> {
        match init {
            Init::Expression(form) => self.ex.tasks.push(Task::Expression(form, name)),
            Init::Procedure(formals, body, span) => self.schedule_lambda(formals, body, name, span)?,
            Init::Nothing(span) => self.result(Node::Quote(Value::UNSPECIFIED), span),
        }
        Ok(())
    }

    // --- records ----------------------------------------------------------

    /// The node that makes the type of a record.
    pub(super) fn record_type(&mut self, record: &RecordType<'gc>) -> Result<'gc, NodeId> {
        let span = record.name.span;
        let names: Vec<_> = record.fields.iter().map(|&field| symbol_of(field)).collect();
        let fields = self.mc.alloc_copy(Kind::Vector, &names)?;
        let name = self.quote(record.label, span);
        let fields = self.quote(fields, span);
        Ok(self.primitive("%make-record-type", vec![name, fields], span))
    }

    /// The node of one of its procedures.
    pub(super) fn record_procedure(
        &mut self,
        kind: &RecordProcedure,
        name: Syntax<'gc>,
        fields: &[Value<'gc>],
        of: Place<'gc>,
    ) -> NodeId {
        // Their code has no place of its own: an error in it is one of the call.
        let span = Span::NONE;
        let parameter = |ctx: &mut Self, name: &str| ctx.ex.draft.unit.add_var(name);
        let symbol = symbol_of(name.datum);
        let (params, body) = match kind {
            RecordProcedure::Constructor(chosen) => return self.record_constructor(chosen, name, fields, of),
            RecordProcedure::Predicate => {
                let object = parameter(self, "object");
                let operands = vec![self.local(object, span), self.read(of, span)];
                (vec![object], self.primitive("%record-is?", operands, span))
            }
            RecordProcedure::Accessor(index) => {
                let record = parameter(self, "record");
                let operands = vec![
                    self.local(record, span),
                    self.read(of, span),
                    self.quote(Value::fixnum(*index as i64), span),
                    self.quote(symbol, span),
                ];
                (vec![record], self.primitive("%record-ref", operands, span))
            }
            RecordProcedure::Modifier(index) => {
                let (record, value) = (parameter(self, "record"), parameter(self, "value"));
                let operands = vec![
                    self.local(record, span),
                    self.read(of, span),
                    self.quote(Value::fixnum(*index as i64), span),
                    self.local(value, span),
                    self.quote(symbol, span),
                ];
                (vec![record, value], self.primitive("%record-set!", operands, span))
            }
        };
        self.named_procedure(name_of(name.datum), params, body, name.span)
    }

    fn record_constructor(
        &mut self,
        chosen: &[usize],
        name: Syntax<'gc>,
        fields: &[Value<'gc>],
        of: Place<'gc>,
    ) -> NodeId {
        // Their code has no place of its own: an error in it is one of the call.
        let span = Span::NONE;
        let mut given = vec![None; fields.len()];
        let mut params = Vec::with_capacity(chosen.len());
        for &index in chosen {
            let var = self.var(fields[index]);
            given[index] = Some(var);
            params.push(var);
        }
        let mut operands = vec![self.read(of, span)];
        for var in given {
            operands.push(match var {
                Some(var) => self.local(var, span),
                None => self.quote(Value::FALSE, span),
            });
        }
        let body = self.primitive("%record", operands, span);
        self.named_procedure(name_of(name.datum), params, body, name.span)
    }
}
