//! Assigns consecutive registers to the variables of loops and join points, and generates the jumps
//! that set them.

use cairn_data::source::Span;
use cairn_middle::ir::{LoopId, Node, NodeId, VarId};
use cairn_middle::primitives::flag;

use super::function::{FunctionState, LoopState, Place};
use super::{Generator, Target};
use crate::bytecode::{Label, Op, Word};

/// An operand of `Next` that is evaluated before earlier ones, because they no longer need its
/// variable and it needs theirs.
struct Early {
    /// The operands that precede it in the source and follow it in the code.
    earlier: Vec<NodeId>,
    operand: NodeId,
    /// The register of its variable.
    target: u16,
    /// The first free register.
    next: u16,
    /// The code for the case that it fails.
    in_order: Label,
    /// The end of its code.
    to: Label,
}

impl<'gc> Generator<'_, 'gc> {
    /// Generates a loop: its variables in consecutive registers, and its body.
    pub(super) fn loop_start(
        &mut self,
        f: &mut FunctionState<'gc>,
        id: LoopId,
        bindings: &[(VarId, NodeId)],
        body: NodeId,
        target: Target,
        span: Span,
    ) {
        let end = f.next;
        let first = self.loop_registers(f, bindings);
        let label = f.asm.label();
        f.asm.bind(label);
        let vars: Vec<VarId> = bindings.iter().map(|&(var, _)| var).collect();
        for (i, &var) in vars.iter().enumerate() {
            self.bind(f, var, first + i as u16);
        }
        f.loops.insert(id, LoopState { label, first, vars: vars.clone(), join: false });
        // The last iteration falls out at the end of the body.
        self.scope(f, &vars, first, body, target, span);
        f.loops.remove(&id);
        f.next = end;
    }

    /// Computes the initial values of a loop into consecutive registers; returns the first. Entry
    /// parameters stay where they are.
    fn loop_registers(&mut self, f: &mut FunctionState<'gc>, bindings: &[(VarId, NodeId)]) -> u16 {
        let entry = |id: NodeId| match self.unit.node(id) {
            Node::Local(var) if self.unit.var(*var).entry => f.places.get(var).copied(),
            _ => None,
        };
        if let Some(&(_, init)) = bindings.first()
            && let Some(Place::Register(first)) = entry(init)
        {
            return first;
        }
        let inits: Vec<NodeId> = bindings.iter().map(|&(_, init)| init).collect();
        self.consecutive(f, &inits)
    }

    /// Generates a join point: `body`, a jump over the rest, and `after`. Jumps to it leave the
    /// scopes of `body`, so the variables take the first registers that are free before it.
    pub(super) fn join(
        &mut self,
        f: &mut FunctionState<'gc>,
        id: LoopId,
        params: &[VarId],
        [after, body]: [NodeId; 2],
        target: Target,
        span: Span,
    ) {
        let first = f.next;
        let (label, end) = (f.asm.label(), f.asm.label());
        f.loops.insert(id, LoopState { label, first, vars: params.to_vec(), join: true });
        self.expression(f, body, target);
        f.loops.remove(&id);
        if target != Target::Return {
            f.asm.jump(Word::wide(Op::Jump, 0, 0, 0), end, span);
        }
        f.asm.bind(label);
        for &var in params {
            let register = f.take();
            self.bind(f, var, register);
        }
        self.scope(f, params, first, after, target, span);
        f.asm.bind(end);
    }

    /// Generates a jump to a loop or a join point, with values for its variables.
    pub(super) fn next(&mut self, f: &mut FunctionState<'gc>, id: LoopId, operands: &[NodeId], span: Span) {
        let state = f.loops[&id].clone();
        if state.join {
            self.jump_to_join(f, &state, operands, span)
        } else {
            self.loop_next(f, &state, operands, span)
        }
    }

    fn jump_to_join(&mut self, f: &mut FunctionState<'gc>, state: &LoopState, operands: &[NodeId], span: Span) {
        let mark = f.next;
        let from = self.consecutive(f, operands);
        if f.cells {
            f.emit(Op::Close, state.first, 0, 0, span);
        }
        for i in 0..operands.len() as u16 {
            f.copy(state.first + i, from + i, span);
        }
        f.next = mark;
        f.asm.jump(Word::wide(Op::Jump, 0, 0, 0), state.label, span);
    }

    /// The label of a join point, if the expression only jumps there.
    pub(super) fn plain_jump(&self, f: &FunctionState<'gc>, id: NodeId) -> Option<Label> {
        let Node::Next(label, operands) = self.unit.node(id) else { return None };
        let state = f.loops.get(label)?;
        (state.join && operands.is_empty() && !f.cells).then_some(state.label)
    }

    /// Generates the next iteration of a loop.
    fn loop_next(&mut self, f: &mut FunctionState<'gc>, state: &LoopState, operands: &[NodeId], span: Span) {
        let mark = f.next;
        let mut waiting = self.changes(f, state.first, operands);
        let mut moves = Vec::new();
        let mut early = Vec::new();
        while !waiting.is_empty() {
            // A variable that no other operand still needs takes its new value at once; if there is
            // none, or cells are open, a value waits in a temporary. The inliner moves values of
            // `let` into operands and relies on their order, so only operands without effects are
            // evaluated before earlier ones. An assigned variable keeps this iteration's location
            // until nothing is left that could capture a continuation, because the next iteration
            // has a new location.
            let needed = |i: usize| (0..waiting.len()).any(|j| j != i && waiting[j].1 & 1 << waiting[i].0.min(63) != 0);
            let calm = |&(i, _): &(usize, u64)| self.has_no_effects(operands[i]);
            let stays = |i: usize| {
                let others_are_calm = || waiting.iter().enumerate().all(|(j, other)| j == i || calm(other));
                self.var_is_assigned(state.vars[waiting[i].0]) && !others_are_calm()
            };
            let ready = if f.cells { None } else { (0..waiting.len()).find(|&i| !needed(i) && !stays(i)) };
            let ready = ready.filter(|&i| i == 0 || waiting[..=i].iter().all(calm));
            let (i, _) = waiting.remove(ready.unwrap_or(0));
            let target = state.first + i as u16;
            if let Some(earlier) = ready.map(|ready| &waiting[..ready]).filter(|earlier| !earlier.is_empty()) {
                let earlier = earlier.iter().map(|&(i, _)| operands[i]).collect();
                early.push(self.early_operand(f, earlier, operands[i], target));
            } else if ready.is_some() {
                self.expression(f, operands[i], Target::Register(target));
            } else {
                let register = f.next;
                self.expression(f, operands[i], Target::Register(register));
                moves.push((target, f.take()));
            }
        }
        if f.cells {
            f.emit(Op::Close, state.first, 0, 0, span);
        }
        for (target, source) in moves {
            f.copy(target, source, span);
        }
        f.next = mark;
        let live = state.first + state.vars.len() as u16;
        f.asm.round(state.label, live, span);
        early.iter().for_each(|early| self.in_order(f, early, span));
    }

    /// Evaluates an operand before earlier ones that wait; see [`Early`].
    fn early_operand(
        &mut self,
        f: &mut FunctionState<'gc>,
        earlier: Vec<NodeId>,
        operand: NodeId,
        target: u16,
    ) -> Early {
        let [from, to, in_order] = [f.asm.label(), f.asm.label(), f.asm.label()];
        f.asm.bind(from);
        self.expression(f, operand, Target::Register(target));
        f.asm.bind(to);
        f.asm.evaluated_early(from, to, in_order);
        Early { earlier, operand, target, next: f.next, in_order, to }
    }

    /// Generates the code for the failure of an operand that was evaluated before earlier ones:
    /// none of their variables has changed, so all of them are now evaluated in order. If none
    /// fails, the iteration goes on.
    fn in_order(&mut self, f: &mut FunctionState<'gc>, early: &Early, span: Span) {
        let mark = std::mem::replace(&mut f.next, early.next);
        f.asm.bind(early.in_order);
        for &operand in &early.earlier {
            let register = f.next;
            self.expression(f, operand, Target::Register(register));
        }
        self.expression(f, early.operand, Target::Register(early.target));
        f.asm.jump(Word::wide(Op::Jump, 0, 0, 0), early.to, span);
        f.next = mark;
    }

    /// The operands of `Next` that change their variable, by index, each with the set of the loop's
    /// variables that it may read or assign: bit 63 stands for all from the 64th on.
    fn changes(&self, f: &FunctionState<'gc>, first: u16, operands: &[NodeId]) -> Vec<(usize, u64)> {
        let in_place = |i: usize, id: NodeId| matches!(self.unit.node(id), Node::Local(v) if f.places.get(v) == Some(&Place::Register(first + i as u16)));
        let all = operands.iter().copied().enumerate();
        all.filter(|&(i, id)| !in_place(i, id)).map(|(i, id)| (i, self.touches(f, id, first))).collect()
    }

    /// Whether an operand has no effects; it may read mutable state, and fail. Examines a bounded
    /// number of nodes.
    fn has_no_effects(&self, id: NodeId) -> bool {
        let mut pending = vec![id];
        let mut budget = 64;
        while let Some(id) = pending.pop() {
            budget -= 1;
            let node = self.unit.node(id);
            let computes = match node {
                Node::Local(_) | Node::Quote(_) | Node::Global(_) | Node::If(..) => true,
                Node::Builtin(builtin, _) => self.cells.primitives().row(*builtin).has(flag::PURE),
                _ => false,
            };
            if budget == 0 || !computes {
                return false;
            }
            node.push_children(&mut pending);
        }
        true
    }

    /// The set of registers from `first` on that an operand may read or assign. Examines a bounded
    /// number of nodes and then answers all.
    fn touches(&self, f: &FunctionState<'gc>, id: NodeId, first: u16) -> u64 {
        let mut pending = vec![id];
        let mut budget = 64;
        let mut touched = 0;
        while let Some(id) = pending.pop() {
            budget -= 1;
            let node = self.unit.node(id);
            if budget == 0 || matches!(node, Node::Lambda(_)) {
                return u64::MAX;
            }
            if let Node::Local(var) | Node::Set(var, _) = node
                && let Some(Place::Register(r) | Place::Assigned(r)) = f.places.get(var)
                && *r >= first
            {
                touched |= 1 << (r - first).min(63);
            }
            node.push_children(&mut pending);
        }
        touched
    }
}
