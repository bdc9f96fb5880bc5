//! Defines what the programs mean: an interpreter in continuation-passing style, whose
//! continuations are lists of frames. All of the dynamic state is in the frames: the winders,
//! parameters and handlers in force are those whose frames a continuation has.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write;
use std::rc::Rc;

use super::program::{Expression, Variable};

/// Steps, and notes, after which a program is given up.
const MOST_STEPS: usize = 20_000;
const MOST_NOTES: usize = 300;

/// How a program ends: its value and trace, as they are printed.
#[derive(Debug)]
pub(crate) enum Ended {
    Value(String, String),
    /// There was no such prompt, or no handler.
    Failed(String),
    TooLong,
}

#[derive(Clone)]
enum Value<'a> {
    Number(i64),
    Closure(Variable, &'a Expression, Environment<'a>),
    /// A whole continuation.
    Whole(Continuation<'a>),
    /// A part of one, innermost frame first; whether calls of it stand in a `reset`.
    Part(Rc<Vec<Frame<'a>>>, bool),
}

type Environment<'a> = Rc<HashMap<Variable, Rc<RefCell<Value<'a>>>>>;

/// The tag of `reset`.
const DEFAULT: usize = usize::MAX;

#[derive(Clone)]
enum Frame<'a> {
    Sequence(&'a Expression, Environment<'a>),
    AddLeft(&'a Expression, Environment<'a>),
    AddRight(Value<'a>),
    CallOperator(&'a Expression, Environment<'a>),
    CallOperand(Value<'a>),
    If(&'a Expression, &'a Expression, Environment<'a>),
    Set(Variable, Environment<'a>),
    Let(Variable, &'a Expression, Environment<'a>),
    ParameterizeValue(&'a Expression, Environment<'a>),
    AbortValue(usize),
    RaiseValue,
    /// The variables and the body of its handler; none for `reset`.
    Prompt(usize, Option<([Variable; 2], &'a Expression, Environment<'a>)>),
    Wind(i64),
    Parameter(Value<'a>),
    Handler(Variable, &'a Expression, Environment<'a>),
    Guard(Variable, &'a Expression, Environment<'a>),
    /// A handler runs: the innermost of those further out is not in force.
    InHandler,
}

struct Node<'a> {
    frame: Frame<'a>,
    rest: Continuation<'a>,
}

/// The frame of a winder, and its number.
type Winder<'k, 'a> = (&'k Rc<Node<'a>>, i64);

#[derive(Clone)]
struct Continuation<'a>(Option<Rc<Node<'a>>>);

impl<'a> Continuation<'a> {
    fn push(&self, frame: Frame<'a>) -> Self {
        Continuation(Some(Rc::new(Node { frame, rest: self.clone() })))
    }

    fn nodes(&self) -> impl Iterator<Item = &Rc<Node<'a>>> {
        std::iter::successors(self.0.as_ref(), |node| node.rest.0.as_ref())
    }

    /// The winders in force, innermost first.
    fn winds(&self) -> Vec<Winder<'_, 'a>> {
        let wind = |node: &'_ Rc<Node<'a>>| if let Frame::Wind(n) = node.frame { Some(n) } else { None };
        self.nodes().filter_map(|node| Some((node, wind(node)?))).collect()
    }

    fn parameter(&self) -> Value<'a> {
        let value =
            |node: &Rc<Node<'a>>| if let Frame::Parameter(value) = &node.frame { Some(value.clone()) } else { None };
        self.nodes().find_map(value).unwrap_or(Value::Number(0))
    }

    /// The innermost handler or guard in force.
    fn handler(&self) -> Option<&Rc<Node<'a>>> {
        let mut out_of_force = 0;
        self.nodes().find(|node| match node.frame {
            Frame::InHandler => {
                out_of_force += 1;
                false
            }
            Frame::Handler(..) | Frame::Guard(..) if out_of_force > 0 => {
                out_of_force -= 1;
                false
            }
            Frame::Handler(..) | Frame::Guard(..) => true,
            _ => false,
        })
    }
}

enum State<'a> {
    Evaluate(&'a Expression, Environment<'a>, Continuation<'a>),
    Return(Value<'a>, Continuation<'a>),
    Ended(Option<Value<'a>>),
}

/// Runs a program.
pub(crate) fn run(expression: &Expression) -> Ended {
    let mut machine = Machine { trace: Vec::new() };
    let mut state = State::Evaluate(expression, Environment::default(), Continuation(None));
    for _ in 0..MOST_STEPS {
        state = match state {
            State::Evaluate(expression, environment, k) => machine.evaluate(expression, &environment, k),
            State::Return(value, k) => machine.give(value, &k),
            State::Ended(Some(value)) => return Ended::Value(shown(&value), machine.shown_trace()),
            State::Ended(None) => return Ended::Failed(machine.shown_trace()),
        };
        if machine.trace.len() > MOST_NOTES {
            break;
        }
    }
    Ended::TooLong
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Number(n) => n.to_string(),
        _ => "procedure".to_string(),
    }
}

fn bind<'a>(environment: &Environment<'a>, variable: Variable, value: Value<'a>) -> Environment<'a> {
    let mut extended = (**environment).clone();
    extended.insert(variable, Rc::new(RefCell::new(value)));
    Rc::new(extended)
}

struct Machine {
    trace: Vec<i64>,
}

impl Machine {
    fn shown_trace(&self) -> String {
        let mut text = String::from("(");
        for (i, n) in self.trace.iter().enumerate() {
            let _ = write!(text, "{}{n}", if i > 0 { " " } else { "" });
        }
        text + ")"
    }

    fn evaluate<'a>(
        &mut self,
        expression: &'a Expression,
        environment: &Environment<'a>,
        k: Continuation<'a>,
    ) -> State<'a> {
        use Expression::*;
        let inside = |e: &'a Expression, frame| State::Evaluate(e, environment.clone(), k.push(frame));
        let env = || environment.clone();
        match expression {
            Number(n) => State::Return(Value::Number(*n), k),
            Variable(v) => State::Return(environment[v].borrow().clone(), k),
            Set(v, e) => inside(e, Frame::Set(*v, env())),
            Lambda(v, e) => State::Return(Value::Closure(*v, e, env()), k),
            Let(v, init, e) => inside(init, Frame::Let(*v, e, env())),
            Call(f, e) => inside(f, Frame::CallOperator(e, env())),
            Sequence(a, b) => inside(a, Frame::Sequence(b, env())),
            Add(a, b) => inside(a, Frame::AddLeft(b, env())),
            If(a, b, c) => inside(a, Frame::If(b, c, env())),
            Note(n) => {
                self.trace.push(*n);
                State::Return(Value::Number(*n), k)
            }
            Reset(e) => inside(e, Frame::Prompt(DEFAULT, None)),
            Shift(v, e) => self.abort(DEFAULT, &k, |part, rest| {
                let bound = bind(environment, *v, Value::Part(part, true));
                State::Evaluate(e, bound, rest.push(Frame::Prompt(DEFAULT, None)))
            }),
            Prompt(tag, e, variables, handler) => inside(e, Frame::Prompt(*tag, Some((*variables, handler, env())))),
            Abort(tag, e) => inside(e, Frame::AbortValue(*tag)),
            CallCc(v, e) => State::Evaluate(e, bind(environment, *v, Value::Whole(k.clone())), k),
            Wind(n, e) => {
                self.trace.push(*n);
                inside(e, Frame::Wind(*n))
            }
            Parameterize(value, e) => inside(value, Frame::ParameterizeValue(e, env())),
            Parameter => State::Return(k.parameter(), k),
            Handle(e, x, handler) => inside(e, Frame::Handler(*x, handler, env())),
            Guard(e, x, handler) => inside(e, Frame::Guard(*x, handler, env())),
            Raise(e) => inside(e, Frame::RaiseValue),
        }
    }

    /// Goes on with a value.
    fn give<'a>(&mut self, value: Value<'a>, k: &Continuation<'a>) -> State<'a> {
        let Some(node) = &k.0 else { return State::Ended(Some(value)) };
        let rest = node.rest.clone();
        match &node.frame {
            Frame::Sequence(e, env) => State::Evaluate(e, env.clone(), rest),
            Frame::AddLeft(e, env) => State::Evaluate(e, env.clone(), rest.push(Frame::AddRight(value))),
            Frame::AddRight(left) => State::Return(sum(left, &value), rest),
            Frame::CallOperator(e, env) => State::Evaluate(e, env.clone(), rest.push(Frame::CallOperand(value))),
            Frame::CallOperand(operator) => self.call(operator, value, &rest),
            Frame::If(yes, no, env) => {
                let chosen = if matches!(value, Value::Number(0)) { *no } else { *yes };
                State::Evaluate(chosen, env.clone(), rest)
            }
            Frame::Set(v, env) => {
                *env[v].borrow_mut() = value;
                State::Return(Value::Number(1), rest)
            }
            Frame::Let(v, e, env) => State::Evaluate(e, bind(env, *v, value), rest),
            Frame::ParameterizeValue(e, env) => State::Evaluate(e, env.clone(), rest.push(Frame::Parameter(value))),
            Frame::AbortValue(tag) => self.abort_with(*tag, value, &rest),
            Frame::RaiseValue => self.raise(value, &rest),
            Frame::Wind(n) => {
                self.trace.push(-n);
                State::Return(value, rest)
            }
            Frame::Prompt(..) | Frame::Parameter(_) | Frame::Handler(..) | Frame::Guard(..) | Frame::InHandler => {
                State::Return(value, rest)
            }
        }
    }

    fn call<'a>(&mut self, operator: &Value<'a>, operand: Value<'a>, k: &Continuation<'a>) -> State<'a> {
        match operator {
            Value::Number(n) => State::Return(Value::Number(*n), k.clone()),
            Value::Closure(v, e, env) => State::Evaluate(e, bind(env, *v, operand), k.clone()),
            Value::Whole(target) => {
                self.rewind(k, target);
                State::Return(operand, target.clone())
            }
            Value::Part(frames, in_reset) => {
                let outside = if *in_reset { k.push(Frame::Prompt(DEFAULT, None)) } else { k.clone() };
                let target = frames.iter().rev().fold(outside, |k, frame| k.push(frame.clone()));
                self.rewind(k, &target);
                State::Return(operand, target)
            }
        }
    }

    /// Leaves the innermost prompt of a tag: `then` gets what was inside of it, and what it
    /// returns to.
    fn abort<'a>(
        &mut self,
        tag: usize,
        k: &Continuation<'a>,
        then: impl FnOnce(Rc<Vec<Frame<'a>>>, Continuation<'a>) -> State<'a>,
    ) -> State<'a> {
        let is_prompt = |node: &&Rc<Node<'a>>| matches!(node.frame, Frame::Prompt(own, _) if own == tag);
        let Some(prompt) = k.nodes().find(is_prompt) else { return State::Ended(None) };
        let part = k.nodes().take_while(|node| !is_prompt(node)).map(|node| node.frame.clone()).collect();
        self.rewind(k, &prompt.rest);
        then(Rc::new(part), prompt.rest.clone())
    }

    fn abort_with<'a>(&mut self, tag: usize, value: Value<'a>, k: &Continuation<'a>) -> State<'a> {
        let handler = k.nodes().find_map(|node| match &node.frame {
            Frame::Prompt(own, handler) if *own == tag => handler.clone(),
            _ => None,
        });
        let Some(([part_name, value_name], e, env)) = handler else { return State::Ended(None) };
        self.abort(tag, k, |part, rest| {
            let env = bind(&bind(&env, part_name, Value::Part(part, false)), value_name, value);
            State::Evaluate(e, env, rest)
        })
    }

    fn raise<'a>(&mut self, value: Value<'a>, k: &Continuation<'a>) -> State<'a> {
        let Some(node) = k.handler() else { return State::Ended(None) };
        match &node.frame {
            Frame::Handler(x, e, env) => State::Evaluate(e, bind(env, *x, value), k.push(Frame::InHandler)),
            Frame::Guard(x, e, env) => {
                self.rewind(k, &node.rest);
                State::Evaluate(e, bind(env, *x, value), node.rest.clone())
            }
            _ => unreachable!("no handler"),
        }
    }

    /// Leaves the winders of one continuation and enters those of another, but for the
    /// outer ones that both have.
    fn rewind<'a>(&mut self, from: &Continuation<'a>, to: &Continuation<'a>) {
        let (from, to) = (from.winds(), to.winds());
        let same = |(a, b): &(&Winder<'_, 'a>, &Winder<'_, 'a>)| Rc::ptr_eq(a.0, b.0);
        let common = from.iter().rev().zip(to.iter().rev()).take_while(same).count();
        self.trace.extend(from[..from.len() - common].iter().map(|(_, n)| -n));
        self.trace.extend(to[..to.len() - common].iter().rev().map(|(_, n)| *n));
    }
}

fn sum<'a>(left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    match (left, right) {
        (Value::Number(x), Value::Number(y)) => Value::Number((x + y).rem_euclid(1009)),
        _ => Value::Number(0),
    }
}
