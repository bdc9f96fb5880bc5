//! Expands optional and keyword parameters of `lambda` and `define` in the notations of Guile's
//! `lambda*` (`#:optional`, `#:key`, `#:rest`) and of DSSSL (`#!optional`, `#!key`, `#!rest`), and
//! `let-optionals`.
//!
//! The parameter list is taken apart here. Rules say its meaning: a
//! `case-lambda` with a clause for each number of arguments, in which missing ones are
//! computed in order; with keywords, a procedure that searches the list of its arguments.

use cairn_data::error::{Result, Throw};
use cairn_gc::Value;
use cairn_middle::environment::identifier::{Home, is_identifier, name_of, new_alias};

use crate::task::Task;
use crate::{Cx, Syntax};

/// `start`: required, optional with inits, a list of the rest parameter or none, a list of
/// `'()` for the same, keyword parameters with keywords and inits, whether others may be
/// given, and the body.
const RULES: &str = "
    (syntax-rules ooo ()
      ((_ \"start\" (r ooo) ((o d) ooo) (t ooo) nils () allow body)
       (letrec ((proc (lambda (r ooo o ooo t ooo) . body)))
         (lambda* \"clauses\" proc () (r ooo) ((o d) ooo) (t ooo) nils)))
      ((_ \"clauses\" proc (clause ooo) (given ooo) () () ())
       (case-lambda clause ooo ((given ooo) (proc given ooo))))
      ((_ \"clauses\" proc (clause ooo) (given ooo) () (t) (nil))
       (case-lambda clause ooo ((given ooo . t) (proc given ooo t))))
      ((_ \"clauses\" proc (clause ooo) (given ooo) ((o d) (p e) ooo) ts (nil ooo))
       (lambda* \"clauses\" proc
         (clause ooo ((given ooo) (let* ((o d) (p e) ooo) (proc given ooo o p ooo nil ooo))))
         (given ooo o) ((p e) ooo) ts (nil ooo)))
      ((_ \"start\" (r ooo) opts ts nils keys allow body)
       (lambda (r ooo . args) (lambda* \"keys\" args opts ts keys allow body)))
      ((_ \"keys\" args ((o d) more ooo) ts keys allow body)
       (let ((given? (and (pair? args) (not (keyword? (car args))))))
         (let ((o (if given? (car args) d))
               (others (if given? (cdr args) args)))
           (lambda* \"keys\" others (more ooo) ts keys allow body))))
      ((_ \"keys\" args () (t ooo) ((k keyword d) ooo) allow body)
       (begin
         (let %part ((rest args))
           (cond ((null? rest) #t)
                 ((not (keyword? (car rest))) (error \"expected a keyword, got\" (car rest)))
                 ((null? (cdr rest)) (error \"no value after the keyword\" (car rest)))
                 ((or allow (memq (car rest) '(keyword ooo))) (%part (cddr rest)))
                 (else (error \"unknown keyword\" (car rest) 'known: '(keyword ooo)))))
         (let* ((t args) ooo
                (k (let find ((rest args))
                     (cond ((null? rest) d)
                           ((eq? (car rest) 'keyword) (cadr rest))
                           (else (find (cddr rest))))))
                ooo)
           (let () . body))))
      ((_ \"let*\" list . start) (apply (lambda* \"start\" . start) list))
      ((_ \"let\" list rs (od ooo) (t ooo) nils keys allow body)
       (lambda* \"temporaries\" list rs () (od ooo) (t ooo) nils body))
      ((_ \"temporaries\" list rs (done ooo) ((o d) more ooo) ts nils body)
       (lambda* \"temporaries\" list rs (done ooo (o temporary d)) (more ooo) ts nils body))
      ((_ \"temporaries\" list (r ooo) ((o temporary d) ooo) () (t ooo) nils body)
       (apply (letrec ((proc (lambda (r ooo o ooo t ooo) . body)))
                (lambda* \"clauses\" proc () (r ooo) ((temporary d) ooo) (t ooo) nils))
              list)))";

const LET_OPTIONALS: &str = "(let-optionals list ((parameter init) ...) body ...)";

/// The purpose of a part of a parameter list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Required,
    Optional,
    Key,
    Rest,
    AllowOtherKeys,
}

fn marker(name: &str) -> Option<Part> {
    match name.strip_prefix("#:").or_else(|| name.strip_prefix("#!"))? {
        "optional" => Some(Part::Optional),
        "key" => Some(Part::Key),
        "rest" => Some(Part::Rest),
        "allow-other-keys" => Some(Part::AllowOtherKeys),
        _ => None,
    }
}

fn marker_of(datum: Value<'_>) -> Option<Part> {
    if is_identifier(datum) { marker(name_of(datum)) } else { None }
}

/// Whether a parameter list has parts that `lambda` of the report does not know. Looks at
/// the elements that a list has without its end.
pub fn has_markers(formals: Value<'_>) -> bool {
    let mut rest = formals;
    while let Some((first, next)) = rest.as_pair() {
        if marker_of(first).is_some() {
            return true;
        }
        rest = next;
    }
    false
}

/// Whether an identifier that nothing binds stands for itself: a keyword or a marker.
pub fn is_keyword(name: &str) -> bool {
    name.starts_with("#:") || marker(name).is_some()
}

/// A parameter list taken apart.
#[derive(Default)]
struct Parts<'gc> {
    required: Vec<Value<'gc>>,
    optional: Vec<Value<'gc>>,
    keys: Vec<Value<'gc>>,
    rest: Vec<Value<'gc>>,
    allow: bool,
}

/// `(lambda* formals body ...)`, or one of the steps of the rules.
pub fn lambda_star<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let is_step = form.datum.cdr().and_then(Value::car).is_some_and(|first| first.as_string().is_some());
    if !is_step {
        return super::core::lambda(ctx, form, name);
    }
    for form in ctx.by_rules(form, RULES)? {
        ctx.ex.tasks.push(Task::Expression(form, name));
    }
    Ok(())
}

/// `(let-optionals list formals body ...)`: no init sees the parameters. (SRFI 227, scsh)
pub fn let_optionals<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    optionals_of_list(ctx, form, "let")
}

/// `(let-optionals* list formals body ...)`: each init sees the parameters before it.
pub fn let_optionals_star<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    optionals_of_list(ctx, form, "let*")
}

fn optionals_of_list<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, step: &str) -> Result<'gc, Vec<Syntax<'gc>>> {
    let operands = ctx.operands(form, 3, LET_OPTIONALS)?;
    let body = form.datum.cdr().and_then(Value::cdr).and_then(Value::cdr).unwrap_or(Value::NIL);
    let parts = ctx.parts_of(operands[1], Value::FALSE)?;
    let step = ctx.mc.string(step)?;
    let form = ctx.step(parts, &[step, operands[0].datum], body, form)?;
    ctx.by_rules(form, RULES)
}

impl<'gc> Cx<'_, 'gc> {
    /// The procedure of a parameter list with markers, as an expression.
    pub(crate) fn with_optionals(&mut self, formals: Syntax<'gc>, body: Syntax<'gc>) -> Result<'gc, Syntax<'gc>> {
        let missing = if mentions(body.datum, "default-object?") { Value::DEFAULT } else { Value::FALSE };
        let parts = self.parts_of(formals, missing)?;
        let start = self.mc.string("start")?;
        self.step(parts, &[start], body.datum, Syntax { datum: formals.datum, span: body.span })
    }

    /// The form of a step of the rules.
    fn step(
        &mut self,
        parts: Parts<'gc>,
        first: &[Value<'gc>],
        body: Value<'gc>,
        form: Syntax<'gc>,
    ) -> Result<'gc, Syntax<'gc>> {
        let mc = self.mc;
        let nils = if parts.rest.is_empty() { Value::NIL } else { mc.list(&[self.quoted(Value::NIL)]) };
        let mut all = vec![new_alias(mc, mc.intern("lambda*"), Home::BUILTINS)];
        all.extend(first);
        all.extend([mc.list(&parts.required), mc.list(&parts.optional), mc.list(&parts.rest), nils]);
        all.extend([mc.list(&parts.keys), Value::bool(parts.allow), body]);
        Ok(Syntax { datum: mc.list(&all), span: form.span })
    }

    fn quoted(&self, datum: Value<'gc>) -> Value<'gc> {
        let quote = new_alias(self.mc, self.mc.intern("quote"), Home::BUILTINS);
        self.mc.list(&[quote, datum])
    }

    fn parts_of(&mut self, formals: Syntax<'gc>, missing: Value<'gc>) -> Result<'gc, Parts<'gc>> {
        let elements = self.ex.context.spans.elements(formals)?;
        let mut parts = Parts::default();
        let mut now = Part::Required;
        for item in elements.items {
            match marker_of(item.datum) {
                Some(Part::AllowOtherKeys) => parts.allow = true,
                Some(part) => now = part,
                None => self.add_part(&mut parts, &mut now, item, missing)?,
            }
        }
        if !elements.tail.is_nil() {
            self.identifier(Syntax { datum: elements.tail, span: formals.span }, "a parameter")?;
            parts.rest.push(elements.tail);
        }
        if parts.rest.len() > 1 {
            return Err(self.error_about("more than one rest parameter in", formals));
        }
        Ok(parts)
    }

    fn add_part(
        &mut self,
        parts: &mut Parts<'gc>,
        now: &mut Part,
        item: Syntax<'gc>,
        missing: Value<'gc>,
    ) -> Result<'gc, ()> {
        // `let-optionals` writes optional parameters as pairs, without a marker.
        if *now == Part::Required && item.datum.is_pair() {
            *now = Part::Optional;
        }
        match now {
            Part::Required => parts.required.push(self.identifier(item, "a parameter")?),
            Part::Rest => parts.rest.push(self.identifier(item, "a parameter")?),
            Part::AllowOtherKeys => unreachable!("it has no parameters"),
            Part::Optional => {
                let (name, init, _) = self.optional_part(item, 2, missing)?;
                parts.optional.push(self.mc.list(&[name, init]));
            }
            Part::Key => {
                let (name, init, keyword) = self.optional_part(item, 3, missing)?;
                let own = self.mc.intern(&format!("#:{}", name_of(name)));
                parts.keys.push(self.mc.list(&[name, keyword.unwrap_or(own), init]));
            }
        }
        Ok(())
    }

    /// `name`, `(name init)` or, where three parts are allowed, `(name init keyword)`.
    fn optional_part(
        &mut self,
        item: Syntax<'gc>,
        most: usize,
        missing: Value<'gc>,
    ) -> Result<'gc, (Value<'gc>, Value<'gc>, Option<Value<'gc>>)> {
        if is_identifier(item.datum) {
            return Ok((item.datum, self.quoted(missing), None));
        }
        let elements = self.ex.context.spans.elements(item)?;
        if !elements.tail.is_nil() || elements.items.is_empty() || elements.items.len() > most {
            return Err(self.bad_part(item));
        }
        let name = self.identifier(elements.items[0], "a parameter")?;
        let init = elements.items.get(1).map_or_else(|| self.quoted(missing), |init| init.datum);
        let keyword = elements.items.get(2).map(|keyword| keyword.datum);
        Ok((name, init, keyword))
    }

    fn bad_part(&self, item: Syntax<'gc>) -> Throw<'gc> {
        self.error_about("bad optional parameter", item).hint("write name, or (name init)")
    }
}

/// Whether code mentions a name. Looks at a bounded number of data.
fn mentions(code: Value<'_>, name: &str) -> bool {
    let mut pending = vec![code];
    let mut budget = 100_000;
    while let Some(datum) = pending.pop() {
        budget -= 1;
        if budget == 0 || (is_identifier(datum) && name_of(datum) == name) {
            return budget != 0;
        }
        if let Some((first, rest)) = datum.as_pair() {
            pending.extend([rest, first]);
        }
    }
    false
}
