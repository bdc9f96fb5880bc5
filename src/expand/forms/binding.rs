//! Expands binding forms: the `let` family, `do`, `let-syntax` (R7RS 4.2.2, 4.2.4, 4.3.1), and
//! `syntax-parameterize`.

use cairn_data::diagnostic::Code;
use cairn_data::error::Result;
use cairn_gc::{Value, WordMap};
use cairn_middle::environment::datum::{identifiers_in, replace_identifiers};
use cairn_middle::environment::identifier::{Home, is_identifier, new_alias};
use cairn_middle::environment::special::Special;
use cairn_middle::ir::VarId;

use crate::task::{Build, DoLoop, Formals, Task, Variables};
use crate::{Cx, Syntax};

const LET: &str = "(let ((name expression) ...) body ...)";
const BINDING: &str = "a binding (name expression)";
const DO: &str = "(do ((variable init [step]) ...) (test expression ...) command ...)";
const VALUES: &str = "(let-values (((name ...) expression) ...) body ...)";
const VALUES_BINDING: &str = "a binding ((name ...) expression)";
const SYNTAX: &str = "(let-syntax ((keyword transformer) ...) body ...)";

/// The two parts that bindings have in common.
struct Bindings<'gc> {
    names: Vec<Syntax<'gc>>,
    values: Vec<Syntax<'gc>>,
}

impl<'gc> Cx<'_, 'gc> {
    /// First part and body of a form such as `let`.
    fn head_and_body(&self, form: Syntax<'gc>, usage: &str) -> Result<'gc, (Syntax<'gc>, Syntax<'gc>)> {
        let spans = &self.ex.context.spans;
        let rest = spans.rest(form);
        match spans.head(rest) {
            Some(head) => Ok((head, spans.rest(rest))),
            None => Err(self.malformed(form, usage)),
        }
    }

    /// `((name value) ...)`
    fn bindings(&self, list: Syntax<'gc>, form: Syntax<'gc>, usage: &str) -> Result<'gc, Bindings<'gc>> {
        if !list.datum.is_pair() && !list.datum.is_nil() {
            let error = self.malformed(form, usage).primary("").code(Code::BINDING);
            return Err(error.label(list.span, "here the list of bindings is expected: ((name expression) ...)"));
        }
        let mut bindings = Bindings { names: Vec::new(), values: Vec::new() };
        for binding in self.list(list, usage)? {
            let parts = if binding.datum.is_pair() { self.items(binding, BINDING)? } else { Vec::new() };
            let [name, value] = parts[..] else {
                return Err(self.bad_binding(binding, list, BINDING));
            };
            bindings.names.push(name);
            bindings.values.push(value);
        }
        Ok(bindings)
    }

    /// The tasks that expand the values for these names.
    fn values(bindings: &Bindings<'gc>) -> Vec<Task<'gc>> {
        let pairs = bindings.values.iter().zip(&bindings.names);
        pairs.map(|(&value, name)| Task::Expression(value, name.datum)).collect()
    }
}

fn ids<'gc>(bindings: &[(Value<'gc>, VarId)]) -> Vec<VarId> {
    bindings.iter().map(|&(_, var)| var).collect()
}

/// `(let ((name value) ...) body ...)` and `(let name ((name value) ...) body ...)`
pub fn let_<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let (head, body) = ctx.head_and_body(form, LET)?;
    if is_identifier(head.datum) {
        return named_let(ctx, form, head, body);
    }
    let bindings = ctx.bindings(head, form, LET)?;
    let vars = ctx.variables(&bindings.names, "variable")?;
    ctx.schedule([Task::Leave, Task::Build(Build::Let(ids(&vars)), form.span)]);
    ctx.schedule_body(body, name, form.span)?;
    ctx.ex.tasks.push(Task::Enter(vars));
    ctx.schedule(Cx::values(&bindings));
    Ok(())
}

fn named_let<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Syntax<'gc>, rest: Syntax<'gc>) -> Result<'gc, ()> {
    let spans = &ctx.ex.context.spans;
    let Some(list) = spans.head(rest) else {
        return Err(ctx.malformed(form, "(let name ((name expression) ...) body ...)"));
    };
    let body = spans.rest(rest);
    let bindings = ctx.bindings(list, form, LET)?;
    let vars = ctx.variables(&bindings.names, "variable")?;
    let own = ctx.var(name.datum);
    ctx.schedule([Task::Leave, Task::Leave, Task::Build(Build::NamedLet(own, ids(&vars)), form.span)]);
    ctx.schedule_body(body, Value::FALSE, form.span)?;
    ctx.schedule([Task::Enter(vec![(name.datum, own)]), Task::Enter(vars)]);
    ctx.schedule(Cx::values(&bindings));
    Ok(())
}

/// `(let* ((name value) ...) body ...)`
pub fn let_star<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let (head, body) = ctx.head_and_body(form, LET)?;
    let bindings = ctx.bindings(head, form, "(let* ((name expression) ...) body ...)")?;
    let mut vars = Vec::with_capacity(bindings.names.len());
    for &name in &bindings.names {
        vars.push((ctx.identifier(name, "variable")?, ctx.var(name.datum)));
    }
    ctx.ex.tasks.push(Task::Build(Build::LetStar(ids(&vars)), form.span));
    ctx.schedule(vars.iter().map(|_| Task::Leave).collect::<Vec<_>>());
    ctx.schedule_body(body, name, form.span)?;
    let steps = bindings.values.iter().zip(vars);
    let steps = steps.flat_map(|(&value, var)| [Task::Expression(value, var.0), Task::Enter(vec![var])]);
    ctx.schedule(steps.collect::<Vec<_>>());
    Ok(())
}

/// `(letrec ((name value) ...) body ...)`
pub fn letrec<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    recursive(ctx, form, name, Build::Letrec)
}

/// `(letrec* ((name value) ...) body ...)`
pub fn letrec_star<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    recursive(ctx, form, name, Build::LetrecStar)
}

fn recursive<'gc>(
    ctx: &mut Cx<'_, 'gc>,
    form: Syntax<'gc>,
    name: Value<'gc>,
    build: fn(Vec<VarId>) -> Build<'gc>,
) -> Result<'gc, ()> {
    let (head, body) = ctx.head_and_body(form, LET)?;
    let bindings = ctx.bindings(head, form, "(letrec ((name expression) ...) body ...)")?;
    let vars = ctx.variables(&bindings.names, "variable")?;
    ctx.schedule([Task::Leave, Task::Build(build(ids(&vars)), form.span)]);
    ctx.schedule_body(body, name, form.span)?;
    ctx.schedule(Cx::values(&bindings));
    ctx.ex.tasks.push(Task::Enter(vars));
    Ok(())
}

// --- several values -------------------------------------------------------

/// Formals of a `let-values`, with the identifiers they bind, and its expressions.
struct ValueBindings<'gc> {
    names: Vec<Variables<'gc>>,
    formals: Vec<Formals>,
    values: Vec<Syntax<'gc>>,
}

fn value_bindings<'gc>(ctx: &mut Cx<'_, 'gc>, list: Syntax<'gc>) -> Result<'gc, ValueBindings<'gc>> {
    let mut all = ValueBindings { names: Vec::new(), formals: Vec::new(), values: Vec::new() };
    for binding in ctx.list(list, VALUES)? {
        let parts = if binding.datum.is_pair() { ctx.items(binding, VALUES_BINDING)? } else { Vec::new() };
        let [formals, value] = parts[..] else {
            return Err(ctx.bad_binding(binding, list, VALUES_BINDING));
        };
        let (names, formals) = ctx.parameters(formals)?;
        all.names.push(names);
        all.formals.push(formals);
        all.values.push(value);
    }
    Ok(all)
}

/// The thunk of an expression.
fn thunk<'gc>(value: Syntax<'gc>) -> [Task<'gc>; 2] {
    [Task::Expression(value, Value::FALSE), Task::Build(Build::Thunk, value.span)]
}

/// `(let-values ((formals value) ...) body ...)`
pub fn let_values<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let (head, body) = ctx.head_and_body(form, VALUES)?;
    let bindings = value_bindings(ctx, head)?;
    let names: Vec<_> = bindings.names.into_iter().flatten().collect();
    let mut seen = std::collections::HashSet::new();
    if !names.iter().all(|(identifier, _)| seen.insert(identifier.bits())) {
        return Err(ctx.error("duplicate variable in let-values", form.span).code(Code::DUPLICATE));
    }
    ctx.schedule([Task::Leave, Task::Build(Build::LetValues(bindings.formals), form.span)]);
    ctx.schedule_body(body, name, form.span)?;
    ctx.ex.tasks.push(Task::Enter(names));
    ctx.schedule(bindings.values.into_iter().flat_map(thunk).collect::<Vec<_>>());
    Ok(())
}

/// `(let*-values ((formals value) ...) body ...)`
pub fn let_star_values<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    let (head, body) = ctx.head_and_body(form, VALUES)?;
    let bindings = value_bindings(ctx, head)?;
    ctx.ex.tasks.push(Task::Build(Build::LetStarValues(bindings.formals), form.span));
    ctx.schedule(bindings.names.iter().map(|_| Task::Leave).collect::<Vec<_>>());
    ctx.schedule_body(body, name, form.span)?;
    for (names, value) in bindings.names.into_iter().zip(bindings.values).rev() {
        ctx.ex.tasks.push(Task::Enter(names));
        ctx.schedule(thunk(value));
    }
    Ok(())
}

/// `(receive formals value body ...)` (SRFI 8)
pub fn receive<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    const USAGE: &str = "(receive formals expression body ...)";
    let (formals, rest) = ctx.head_and_body(form, USAGE)?;
    let Some(value) = ctx.ex.context.spans.head(rest) else { return Err(ctx.malformed(form, USAGE)) };
    let body = ctx.ex.context.spans.rest(rest);
    let (names, formals) = ctx.parameters(formals)?;
    ctx.schedule([Task::Leave, Task::Build(Build::LetStarValues(vec![formals]), form.span)]);
    ctx.schedule_body(body, name, form.span)?;
    ctx.ex.tasks.push(Task::Enter(names));
    ctx.schedule(thunk(value));
    Ok(())
}

// --- do -------------------------------------------------------------------

/// `(do ((variable init [step]) ...) (test expression ...) command ...)`
pub fn do_<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, _: Value<'gc>) -> Result<'gc, ()> {
    let parts = ctx.operands(form, 2, DO)?;
    let mut bindings = Bindings { names: Vec::new(), values: Vec::new() };
    let mut steps = Vec::new();
    let mut stepped = Vec::new();
    let parts_list = parts[0];
    if !parts_list.datum.is_pair() && !parts_list.datum.is_nil() {
        let error = ctx.malformed(form, DO).primary("").code(Code::BINDING);
        return Err(error.label(parts_list.span, "here the list of variables is expected: ((variable init step) ...)"));
    }
    for spec in ctx.list(parts_list, DO)? {
        let parts = if spec.datum.is_pair() { ctx.items(spec, DO)? } else { Vec::new() };
        if !matches!(parts.len(), 2 | 3) {
            return Err(ctx.bad_binding(spec, parts_list, "(variable init [step])"));
        }
        let spec = parts;
        bindings.names.push(spec[0]);
        bindings.values.push(spec[1]);
        stepped.push(spec.len() == 3);
        steps.extend(spec.get(2).map(|&step| Task::Expression(step, Value::FALSE)));
    }
    if !parts[1].datum.is_pair() {
        let error = ctx.malformed(form, DO).primary("").code(Code::CLAUSE);
        return Err(error.label(parts[1].span, "here the clause that ends the loop is expected: (test expression ...)"));
    }
    let clause = ctx.items(parts[1], "(test expression ...)")?;
    let vars = ctx.variables(&bindings.names, "variable")?;
    let shape = DoLoop { vars: ids(&vars), stepped };
    ctx.schedule([Task::Leave, Task::Build(Build::Do(Box::new(shape)), form.span)]);
    ctx.schedule(steps);
    for forms in [&parts[2..], &clause[1..]] {
        let tasks = ctx.sequence_or_nothing(forms, form.span);
        ctx.schedule(tasks);
    }
    ctx.schedule([Task::Enter(vars), Task::Expression(clause[0], Value::FALSE)]);
    ctx.schedule(Cx::values(&bindings));
    Ok(())
}

// --- keywords -------------------------------------------------------------

/// `(let-syntax ((keyword transformer) ...) body ...)`
pub fn let_syntax<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    syntax_scope(ctx, form, name, false)
}

/// `(letrec-syntax ((keyword transformer) ...) body ...)`
pub fn letrec_syntax<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    syntax_scope(ctx, form, name, true)
}

fn syntax_scope<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>, recursive: bool) -> Result<'gc, ()> {
    let (head, body) = ctx.head_and_body(form, SYNTAX)?;
    let bindings = ctx.bindings(head, form, SYNTAX)?;
    for &name in &bindings.names {
        ctx.identifier(name, "a keyword")?;
    }
    ctx.ex.tasks.push(Task::Leave);
    ctx.schedule_body(body, name, form.span)?;
    ctx.ex.tasks.push(Task::Keywords(bindings.names));
    let specs = bindings.values.into_iter().map(Task::Transformer);
    if recursive {
        ctx.schedule(specs.collect::<Vec<_>>());
        ctx.ex.tasks.push(Task::Enter(Vec::new()));
    } else {
        ctx.ex.tasks.push(Task::Enter(Vec::new()));
        ctx.schedule(specs.collect::<Vec<_>>());
    }
    Ok(())
}

/// `(let-syntax ((keyword transformer) ...) form ...)` of R6RS, whose definitions are of the body around it.
pub fn splicing_let_syntax<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    spliced(ctx, form, false)
}

/// `(letrec-syntax ((keyword transformer) ...) form ...)` of R6RS, likewise.
pub fn splicing_letrec_syntax<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    spliced(ctx, form, true)
}

/// Definitions of the keywords, under new names that only the forms know, and the forms.
fn spliced<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, recursive: bool) -> Result<'gc, Vec<Syntax<'gc>>> {
    let (head, body) = ctx.head_and_body(form, SYNTAX)?;
    let bindings = ctx.bindings(head, form, SYNTAX)?;
    let (mc, home) = (ctx.mc, ctx.home());
    let mut images = WordMap::default();
    for &name in &bindings.names {
        let name = ctx.identifier(name, "a keyword")?;
        images.insert(name.bits(), new_alias(mc, name, home));
    }
    let renamed = |form: Syntax<'gc>| -> Result<'gc, Syntax<'gc>> {
        let is_used = identifiers_in(mc, form.datum)?.iter().any(|name| images.contains_key(&name.bits()));
        let datum = if is_used { replace_identifiers(mc, form.datum, &images)? } else { form.datum };
        Ok(Syntax { datum, span: form.span })
    };
    let define = new_alias(mc, mc.intern(Special::DefineSyntax.name()), Home::BUILTINS);
    let mut forms = Vec::new();
    for (name, spec) in bindings.names.iter().zip(bindings.values) {
        let spec = if recursive { renamed(spec)? } else { spec };
        let keyword = images.get(&name.datum.bits()).copied().unwrap_or(name.datum);
        forms.push(Syntax { datum: mc.list(&[define, keyword, spec.datum]), span: spec.span });
    }
    for form in ctx.list(body, SYNTAX)? {
        forms.push(renamed(form)?);
    }
    Ok(forms)
}

/// `(syntax-parameterize ((keyword transformer) ...) body ...)` (SRFI 139)
pub fn syntax_parameterize<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>, name: Value<'gc>) -> Result<'gc, ()> {
    const USAGE: &str = "(syntax-parameterize ((keyword transformer) ...) body ...)";
    let (head, body) = ctx.head_and_body(form, USAGE)?;
    let bindings = ctx.bindings(head, form, USAGE)?;
    let mut parameters = Vec::with_capacity(bindings.names.len());
    for &name in &bindings.names {
        parameters.push(ctx.syntax_parameter(name)?);
    }
    ctx.ex.tasks.push(Task::Restore(parameters.len()));
    ctx.schedule_body(body, name, form.span)?;
    ctx.ex.tasks.push(Task::Adjust(parameters));
    ctx.schedule(bindings.values.into_iter().map(Task::Transformer));
    Ok(())
}
