//! Assembles core nodes from expanded subforms.

use cairn_data::code::PART;
use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_middle::environment::identifier::name_of;
use cairn_middle::ir::{Clause, Lambda, Node, NodeId, VarId};

use super::resolve::mark_assigned;
use super::task::{Build, DoLoop, Formals, Place};
use super::{Cx, Draft};

impl<'gc> Cx<'_, 'gc> {
    /// Where the latest `count` results begin.
    fn beginning(&self, count: usize) -> usize {
        let begin = self.ex.results.len().checked_sub(count).filter(|&begin| begin >= self.ex.context.base);
        begin.expect("each part that a node is made of leaves a result before")
    }

    /// Takes the results of the parts of a node, in the order in which they were expanded.
    fn parts<const N: usize>(&mut self) -> [NodeId; N] {
        let begin = self.beginning(N);
        let parts = std::array::from_fn(|i| self.ex.results[begin + i]);
        self.ex.results.truncate(begin);
        parts
    }

    /// Takes the results of `count` parts, in the order in which they were expanded.
    fn all_parts(&mut self, count: usize) -> Vec<NodeId> {
        let begin = self.beginning(count);
        self.ex.results.split_off(begin)
    }

    /// Takes the results of `count` parts, and of `N` parts that were expanded after them.
    fn many_parts<const N: usize>(&mut self, count: usize) -> (Vec<NodeId>, [NodeId; N]) {
        let last = self.parts();
        (self.all_parts(count), last)
    }

    fn unspecified(&mut self, span: Span) -> NodeId {
        self.quote(Value::UNSPECIFIED, span)
    }

    /// Makes one node.
    pub(super) fn build(&mut self, build: Build<'gc>, span: Span) {
        let node = self.built(build, span);
        self.ex.results.push(node);
    }

    fn built(&mut self, build: Build<'gc>, span: Span) -> NodeId {
        match build {
            Build::If => self.build_if(span),
            Build::When => {
                let otherwise = self.unspecified(span);
                self.ex.results.push(otherwise);
                self.build_if(span)
            }
            Build::Unless => self.build_unless(span),
            Build::Call(count) => self.build_call(count, span),
            Build::Primitive(name, count) => {
                let operands = self.all_parts(count);
                self.primitive(name, operands, span)
            }
            Build::Seq(count) => {
                let nodes = self.all_parts(count);
                self.node(Node::Seq(nodes), span)
            }
            Build::And(count) => self.build_and(count, span),
            Build::Or(count) => self.build_or(count, span),
            Build::Arrow => self.build_arrow(span),
            Build::Case(key, data) => self.build_case(key, data, span),
            Build::CallWith(var) => {
                let [receiver] = self.parts();
                let operand = self.local(var, span);
                self.node(Node::Call(receiver, vec![operand]), span)
            }
            Build::Assign(place, identifier) => {
                let node = self.build_assign(place, span);
                self.note_alias_use(identifier, node);
                node
            }
            Build::Define(cell, shadowed) => self.build_define(cell, shadowed, span),
            Build::Lambda(name, clauses) => self.build_lambda(name, clauses, span),
            Build::Thunk => {
                let [body] = self.parts();
                self.procedure(Some(PART), Formals::default(), body, span)
            }
            Build::Let(vars) => self.build_let(vars, span),
            Build::LetStar(vars) => self.build_let_star(vars, span),
            Build::Letrec(vars) => {
                vars.iter().for_each(|&var| self.ex.draft.unit.var_mut(var).parallel = true);
                self.built(Build::LetrecStar(vars), span)
            }
            Build::LetrecStar(vars) => {
                let (values, [body]) = self.many_parts(vars.len());
                self.letrec(vars.into_iter().zip(values).collect(), body, span)
            }
            Build::NamedLet(var, params) => self.build_named_let(var, params, span),
            Build::Do(shape) => self.build_do(*shape, span),
            Build::LetValues(formals) => self.build_let_values(formals, span),
            Build::LetStarValues(formals) => self.build_let_star_values(formals, span),
            Build::ValuesVector(formals) => self.build_values_vector(formals, span),
            Build::Body(slots, count) => self.build_body(slots, count, span),
            Build::DefineValues(cells) => self.build_define_values(cells, span),
            Build::Guard(condition, reraise) => self.build_guard(condition, reraise, span),
            Build::Bind(var) => self.build_let(vec![var], span),
            Build::SyntaxClause(program, key, scopes) => {
                let (fender, [output, next]) = self.many_parts(usize::from(scopes.len() == 2));
                self.syntax_clause(program, key, scopes, (fender.first().copied(), output, next), span)
            }
            Build::NoClause(key) => {
                let form = self.local(key, span);
                self.primitive("%no-clause", vec![form], span)
            }
            Build::Instance(program, vars) => self.build_instance(program, vars, span),
            Build::Nil => self.quote(Value::NIL, span),
            Build::CallLocal(var) => {
                let operator = self.local(var, span);
                self.node(Node::Call(operator, Vec::new()), span)
            }
        }
    }

    // --- conditionals -----------------------------------------------------

    fn build_if(&mut self, span: Span) -> NodeId {
        let [test, then, otherwise] = self.parts();
        self.node(Node::If(test, then, otherwise), span)
    }

    fn build_unless(&mut self, span: Span) -> NodeId {
        let [test, otherwise] = self.parts();
        let then = self.unspecified(span);
        self.node(Node::If(test, then, otherwise), span)
    }

    fn build_and(&mut self, count: usize, span: Span) -> NodeId {
        let mut nodes = self.all_parts(count);
        let Some(last) = nodes.pop() else { return self.quote(Value::TRUE, span) };
        nodes.into_iter().rev().fold(last, |then, test| {
            let otherwise = self.quote(Value::FALSE, span);
            self.node(Node::If(test, then, otherwise), span)
        })
    }

    fn build_or(&mut self, count: usize, span: Span) -> NodeId {
        let mut nodes = self.all_parts(count);
        let Some(last) = nodes.pop() else { return self.quote(Value::FALSE, span) };
        nodes.into_iter().rev().fold(last, |otherwise, test| {
            let var = self.ex.draft.unit.add_var("t");
            let (tested, then) = (self.local(var, span), self.local(var, span));
            let choice = self.node(Node::If(tested, then, otherwise), span);
            self.node(Node::Let(vec![(var, test)], choice), span)
        })
    }

    fn build_arrow(&mut self, span: Span) -> NodeId {
        let [test, receiver, otherwise] = self.parts();
        let var = self.ex.draft.unit.add_var("t");
        let (tested, operand) = (self.local(var, span), self.local(var, span));
        let then = self.node(Node::Call(receiver, vec![operand]), span);
        let choice = self.node(Node::If(tested, then, otherwise), span);
        self.node(Node::Let(vec![(var, test)], choice), span)
    }

    fn build_case(&mut self, key: VarId, data: Value<'gc>, span: Span) -> NodeId {
        let [then, otherwise] = self.parts();
        let key = self.local(key, span);
        let (name, data) = match data.as_pair() {
            Some((single, Value::NIL)) => ("eqv?", single),
            _ => ("memv", data),
        };
        let data = self.quote(data, span);
        let test = self.primitive(name, vec![key, data], span);
        self.node(Node::If(test, then, otherwise), span)
    }

    // --- calls and procedures ---------------------------------------------

    /// A call; one of a `lambda` expression that fits is a `let`.
    fn build_call(&mut self, count: usize, span: Span) -> NodeId {
        let operands = self.all_parts(count);
        let [operator] = self.parts();
        if let Node::Lambda(lambda) = self.ex.draft.unit.node(operator)
            && let [Clause { params, rest: None, body }] = lambda.clauses.as_slice()
            && params.len() == count
        {
            let (bindings, body) = (params.iter().copied().zip(operands).collect(), *body);
            return self.node(Node::Let(bindings, body), span);
        }
        self.node(Node::Call(operator, operands), span)
    }

    fn build_lambda(&mut self, name: Value<'gc>, clauses: Vec<Formals>, span: Span) -> NodeId {
        let bodies = self.all_parts(clauses.len());
        let clause = |(Formals { params, rest }, body)| Clause { params, rest, body };
        let clauses = clauses.into_iter().zip(bodies).map(clause).collect();
        let name = name.is_true().then(|| name_of(name).into());
        self.node(Node::Lambda(Box::new(Lambda { name, clauses })), span)
    }

    fn procedure(&mut self, name: Option<&str>, formals: Formals, body: NodeId, span: Span) -> NodeId {
        let clauses = vec![Clause { params: formals.params, rest: formals.rest, body }];
        self.node(Node::Lambda(Box::new(Lambda { name: name.map(Into::into), clauses })), span)
    }

    /// A procedure of fixed parameters, as records need it.
    pub(super) fn named_procedure(&mut self, name: &str, params: Vec<VarId>, body: NodeId, span: Span) -> NodeId {
        self.procedure(Some(name), Formals { params, rest: None }, body, span)
    }

    // --- variables --------------------------------------------------------

    fn build_assign(&mut self, place: Place<'gc>, span: Span) -> NodeId {
        let [value] = self.parts();
        match place {
            Place::Local(var) => {
                self.ex.draft.unit.var_mut(var).assigned = true;
                self.node(Node::Set(var, value), span)
            }
            Place::Global(cell) => self.node(Node::SetGlobal(cell, value), span),
            Place::Remote(accessors) => {
                let setter = self.quote(accessors.cdr().unwrap_or(Value::FALSE), span);
                self.node(Node::Call(setter, vec![value]), span)
            }
            Place::Either(own, outer) => {
                let operands = vec![self.quote(own, span), self.quote(outer, span), value];
                self.primitive("%set-either!", operands, span)
            }
        }
    }

    fn build_define(&mut self, cell: Value<'gc>, shadowed: Value<'gc>, span: Span) -> NodeId {
        let [value] = self.parts();
        let runs_nothing = matches!(self.ex.draft.unit.node(value), Node::Lambda(_) | Node::Quote(_));
        if shadowed.is_true() && !runs_nothing {
            self.initialise_shadow(cell, shadowed);
        }
        self.node(Node::Define(cell, value), span)
    }

    fn build_let(&mut self, vars: Vec<VarId>, span: Span) -> NodeId {
        let (values, [body]) = self.many_parts(vars.len());
        if vars.is_empty() {
            return body;
        }
        self.node(Node::Let(vars.into_iter().zip(values).collect(), body), span)
    }

    fn build_let_star(&mut self, vars: Vec<VarId>, span: Span) -> NodeId {
        let (values, [body]) = self.many_parts(vars.len());
        let bindings = vars.into_iter().zip(values).rev();
        bindings.fold(body, |body, binding| self.node(Node::Let(vec![binding], body), span))
    }

    fn letrec(&mut self, bindings: Vec<(VarId, NodeId)>, body: NodeId, span: Span) -> NodeId {
        if bindings.is_empty() { body } else { self.node(Node::Letrec(bindings, body), span) }
    }

    /// `letrec` of one procedure, and the call that starts it.
    fn start_loop(&mut self, var: VarId, params: Vec<VarId>, body: NodeId, values: Vec<NodeId>, span: Span) -> NodeId {
        let name = self.ex.draft.unit.var(var).name.clone();
        let procedure = self.procedure(Some(&name), Formals { params, rest: None }, body, span);
        let operator = self.local(var, span);
        let call = self.node(Node::Call(operator, values), span);
        self.node(Node::Letrec(vec![(var, procedure)], call), span)
    }

    fn build_named_let(&mut self, var: VarId, params: Vec<VarId>, span: Span) -> NodeId {
        let (values, [body]) = self.many_parts(params.len());
        self.start_loop(var, params, body, values, span)
    }

    fn build_do(&mut self, shape: DoLoop, span: Span) -> NodeId {
        let DoLoop { vars, stepped } = shape;
        let steps = self.all_parts(stepped.iter().filter(|&&stepped| stepped).count());
        let (values, [test, result, command]) = self.many_parts(vars.len());
        let var = self.ex.draft.unit.add_var("do-loop");
        let mut steps = steps.into_iter();
        let mut next = Vec::with_capacity(vars.len());
        for (&var, stepped) in vars.iter().zip(stepped) {
            let step = if stepped { steps.next() } else { None };
            next.push(step.unwrap_or_else(|| self.local(var, span)));
        }
        let operator = self.local(var, span);
        let again = self.node(Node::Call(operator, next), span);
        let round = self.node(Node::Seq(vec![command, again]), span);
        let body = self.node(Node::If(test, result, round), span);
        self.start_loop(var, vars, body, values, span)
    }

    fn build_body(&mut self, slots: Vec<(VarId, Option<NodeId>)>, count: usize, span: Span) -> NodeId {
        let (values, [body]) = self.many_parts(count);
        let mut values = values.into_iter();
        let mut bindings = Vec::with_capacity(slots.len());
        for (var, node) in slots {
            let value = node.or_else(|| values.next());
            bindings.push((var, value.expect("a value for each variable of a body")));
        }
        self.letrec(bindings, body, span)
    }

    // --- several values ---------------------------------------------------

    /// All expressions are evaluated before any variable is bound, so an assigned
    /// variable gets its location in the innermost scope.
    fn build_let_values(&mut self, mut formals: Vec<Formals>, span: Span) -> NodeId {
        let mut bindings = Vec::new();
        if let Some((_, earlier)) = formals.split_last_mut() {
            for var in earlier.iter_mut().flat_map(|formals| formals.params.iter_mut().chain(&mut formals.rest)) {
                let unit = &mut self.ex.draft.unit;
                if unit.var(*var).assigned {
                    let name = unit.var(*var).name.clone();
                    let value = unit.add_var(&name);
                    bindings.push((std::mem::replace(var, value), value));
                }
            }
        }
        if !bindings.is_empty() {
            let [body] = self.parts();
            let bindings = bindings.into_iter().map(|(var, value)| (var, self.local(value, span))).collect();
            let scope = self.node(Node::Let(bindings, body), span);
            self.ex.results.push(scope);
        }
        self.build_let_star_values(formals, span)
    }

    fn build_let_star_values(&mut self, formals: Vec<Formals>, span: Span) -> NodeId {
        let (thunks, [body]) = self.many_parts(formals.len());
        formals.into_iter().zip(thunks).rev().fold(body, |body, (formals, thunk)| {
            let consumer = self.procedure(Some(PART), formals, body, span);
            self.primitive("call-with-values", vec![thunk, consumer], span)
        })
    }

    fn build_values_vector(&mut self, formals: Formals, span: Span) -> NodeId {
        let [expression] = self.parts();
        let thunk = self.procedure(Some(PART), Formals::default(), expression, span);
        let vars: Vec<VarId> = formals.params.iter().copied().chain(formals.rest).collect();
        let values = vars.iter().map(|&var| self.local(var, span)).collect();
        let vector = self.primitive("vector", values, span);
        let consumer = self.procedure(Some(PART), formals, vector, span);
        self.primitive("call-with-values", vec![thunk, consumer], span)
    }

    /// Element `index` of a vector of values.
    pub(super) fn value_at(&mut self, vector: VarId, index: usize, span: Span) -> NodeId {
        let vector = self.local(vector, span);
        let index = self.quote(Value::fixnum(index as i64), span);
        self.primitive("vector-ref", vec![vector, index], span)
    }

    fn build_define_values(&mut self, cells: Vec<Value<'gc>>, span: Span) -> NodeId {
        let [vector] = self.parts();
        let var = self.ex.draft.unit.add_var("values");
        let mut nodes = Vec::with_capacity(cells.len() + 1);
        for (index, cell) in cells.into_iter().enumerate() {
            let value = self.value_at(var, index, span);
            nodes.push(self.node(Node::Define(cell, value), span));
        }
        nodes.push(self.unspecified(span));
        let body = self.node(Node::Seq(nodes), span);
        self.node(Node::Let(vec![(var, vector)], body), span)
    }

    // --- dynamic state ----------------------------------------------------

    fn build_guard(&mut self, condition: VarId, reraise: Option<VarId>, span: Span) -> NodeId {
        let [body, handler] = self.parts();
        let thunk = self.procedure(Some(PART), Formals::default(), body, span);
        let params = std::iter::once(condition).chain(reraise).collect();
        let handler = self.procedure(Some(PART), Formals { params, rest: None }, handler, span);
        let name = if reraise.is_some() { "%guard" } else { "%guard-else" };
        self.primitive(name, vec![thunk, handler], span)
    }

    // --- syntax -----------------------------------------------------------

    fn build_instance(&mut self, program: Value<'gc>, vars: Vec<Option<VarId>>, span: Span) -> NodeId {
        let computed = vars.iter().filter(|var| var.is_none()).count();
        let mut computed = self.all_parts(computed).into_iter();
        let mut values = Vec::with_capacity(vars.len());
        for var in vars {
            values.push(match var {
                Some(var) => self.local(var, span),
                None => computed.next().expect("a result for each slot without a variable"),
            });
        }
        let program = self.quote(program, span);
        let values = self.primitive("vector", values, span);
        self.primitive("%syntax-instance", vec![program, values], span)
    }

    // --- units ------------------------------------------------------------

    /// The unit of the nodes made since the context began, which becomes empty.
    pub(super) fn finish_unit(&mut self) -> cairn_middle::ir::Unit<'gc> {
        let base = self.ex.context.base.min(self.ex.results.len());
        let nodes = self.ex.results.split_off(base);
        self.finish_draft(nodes)
    }

    /// The unit that runs these nodes.
    pub(super) fn finish_draft(&mut self, nodes: Vec<NodeId>) -> cairn_middle::ir::Unit<'gc> {
        let span = self.ex.context.span;
        let mut all = Vec::with_capacity(nodes.len());
        for (cell, old) in std::mem::take(&mut self.ex.draft.shadowed) {
            mark_assigned(self.mc, cell);
            let value = self.node(Node::Global(old), span);
            all.push(self.node(Node::Define(cell, value), span));
        }
        all.extend(nodes);
        let root = match all.as_slice() {
            [] => self.unspecified(span),
            [single] => *single,
            _ => self.node(Node::Seq(all), span),
        };
        let scope = self.ex.draft.scope;
        let mut unit = std::mem::replace(&mut self.ex.draft, Draft { scope, ..Draft::default() }).unit;
        unit.root = root;
        unit
    }
}
