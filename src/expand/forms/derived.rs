//! Expands forms beyond the report that programs for MIT Scheme and its relatives expect. Each is
//! a use of the `syntax-rules` that would define it in Scheme, of builtin names, or a name for a
//! constant.

use cairn_data::error::Result;
use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_middle::environment::identifier::Home;
use cairn_middle::ir::NodeId;
use cairn_text::reader::read_str;

use crate::{Cx, Syntax};

/// The rules name their ellipsis, as `...` may mean something else where the form is used.
const CONS_STREAM: &str = "(syntax-rules ooo () ((_ head tail) (cons head (delay tail))))";
const NAMED_LAMBDA: &str =
    "(syntax-rules ooo () ((_ (name . formals) body ooo) (letrec ((name (lambda formals body ooo))) name)))";
const FLUID_LET: &str = "
    (syntax-rules ooo ()
      ((_ ((name value) ooo) body ooo) (fluid-let \"each\" ((name value) ooo) () body ooo))
      ((_ \"each\" ((name value) more ooo) done body ooo)
       (fluid-let \"each\" (more ooo) ((name inside value outside) . done) body ooo))
      ((_ \"each\" () ((name inside value outside) ooo) body ooo)
       (let ((inside value) ooo (outside #f) ooo)
         (dynamic-wind
           (lambda () (set! outside name) ooo (set! name inside) ooo #t)
           (lambda () body ooo)
           (lambda () (set! inside name) ooo (set! name outside) ooo #t)))))";

const IDENTIFIER_SYNTAX: &str = "
    (syntax-rules ooo (set!)
      ((_ template)
       (lambda (form)
         (syntax-case form ()
           (name (identifier? (syntax name)) (syntax template))
           ((_ operand ...) (syntax (template operand ...))))))
      ((_ (name template) ((set! variable value) assignment))
       (make-variable-transformer
        (lambda (form)
          (syntax-case form (set!)
            ((set! variable value) (syntax assignment))
            ((name operand ...) (syntax (template operand ...)))
            (name (identifier? (syntax name)) (syntax template)))))))";

/// `(identifier-syntax template)`, `(identifier-syntax (name template) ((set! variable value)
/// assignment))` (R6RS 12.3)
pub fn identifier_syntax<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    ctx.by_rules(form, IDENTIFIER_SYNTAX)
}

/// `(cons-stream head tail)` (MIT Scheme, SICP)
pub fn cons_stream<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    ctx.by_rules(form, CONS_STREAM)
}

/// `(named-lambda (name parameter ...) body ...)` (MIT Scheme)
pub fn named_lambda<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    ctx.by_rules(form, NAMED_LAMBDA)
}

/// `(fluid-let ((variable value) ...) body ...)` (SRFI 15)
pub fn fluid_let<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    ctx.by_rules(form, FLUID_LET)
}

/// `true`
pub fn true_(ctx: &mut Cx<'_, '_>, span: Span) -> NodeId {
    ctx.quote(Value::TRUE, span)
}

/// `false`
pub fn false_(ctx: &mut Cx<'_, '_>, span: Span) -> NodeId {
    ctx.quote(Value::FALSE, span)
}

/// `the-empty-stream`
pub fn the_empty_stream(ctx: &mut Cx<'_, '_>, span: Span) -> NodeId {
    ctx.quote(Value::NIL, span)
}

/// `user-initial-environment`, `system-global-environment`
pub fn global_environment(ctx: &mut Cx<'_, '_>, span: Span) -> NodeId {
    ctx.primitive("interaction-environment", Vec::new(), span)
}

impl<'gc> Cx<'_, 'gc> {
    /// The form, rewritten by the rules, which name builtins alone.
    pub(super) fn by_rules(&mut self, form: Syntax<'gc>, rules: &str) -> Result<'gc, Vec<Syntax<'gc>>> {
        let rules = Syntax { datum: read_str(self.mc, rules)?, span: form.span };
        let object = self.syntax_rules(rules, Home::BUILTINS)?;
        let datum = self.expand_rules(object, form)?;
        Ok(vec![Syntax { datum, span: form.span }])
    }
}
