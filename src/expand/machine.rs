//! Drives expansion: the expander's entry points and main loop.

use cairn_data::diagnostic::Code;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::source::Span;
use cairn_gc::{Charge, Mutation, Value};
use cairn_middle::environment::datum::{is_circular, is_circular_code};
use cairn_middle::environment::syntax::{SpanTables, Syntax};
use cairn_middle::environment::{EnvId, EnvKind, Environments, Text};
use cairn_middle::ir::{NodeId, Unit};
use cairn_middle::session::Session;
use cairn_text::printer::{self, Style};

use super::chain::Chain;
use super::libraries::LibraryTask;
use super::scope::Scopes;
use super::task::{Build, Task};
use super::toplevel::Toplevel;
use super::{Context, Cx, Draft, Expander, Meter, Purpose, Step};

/// Work after which code is first checked for containing itself.
const FIRST_ALARM: u64 = 1 << 18;
/// Macro uses in a row, none of which leads to any code.
const MAX_IDLE: u64 = 400_000;
/// Pairs in an expansion that count for one more macro use.
const IDLE_PAIRS: u64 = 1000;
/// Macro uses, each in the expansion of the one before.
const MAX_CHAIN: u64 = 200_000;
/// Pairs in an expansion that count for one more macro use in its chain.
const CHAIN_PAIRS: u64 = 100;
/// Work between two checks of the memory limit.
const ROOM_INTERVAL: u64 = 1 << 12;

impl<'gc> Expander<'gc> {
    /// Starts on a whole program: the forms of a file. `span` is the position for
    /// what belongs to none of them.
    pub fn program(environment: EnvId, text: Text<'gc>, span: Span) -> Self {
        let mut spans = SpanTables::default();
        spans.add(text.spans);
        Expander::new(environment, spans, text.forms, span)
    }

    /// The same, for the whole of a program: later code sees all names in its
    /// environment.
    pub fn whole_program(environment: EnvId, text: Text<'gc>, span: Span) -> Self {
        Expander { opens: true, ..Expander::entry(environment, text, span) }
    }

    /// The same, for a program whose variables nothing else changes or defines.
    pub fn closed_program(environment: EnvId, text: Text<'gc>, span: Span) -> Self {
        Expander { closed: true, changeable: false, ..Expander::whole_program(environment, text, span) }
    }

    /// The same, for forms of a session: their frame ends the backtrace of an error.
    pub fn entry(environment: EnvId, text: Text<'gc>, span: Span) -> Self {
        Expander { framed: true, ..Expander::program(environment, text, span) }
    }

    /// Starts on the environment that a list of import sets describes: the value
    /// of the last unit is its object.
    ///
    /// # Errors
    /// When this is no list.
    pub fn environment_of_sets(
        mc: Mutation<'gc>,
        session: &mut Session<'gc>,
        sets: Value<'gc>,
        span: Span,
    ) -> Result<'gc, Self> {
        let mut items = SpanTables::default().items(Syntax { datum: sets, span })?;
        let name = printer::to_string(mc, sets, Style::Write)?;
        let tasks = match session.libraries.made(&name) {
            Some(environment) => vec![Task::Library(LibraryTask::Made(environment))],
            None => {
                items.reverse();
                let environment = session.libraries.environments.add(EnvKind::Program);
                let mut expander = Expander::new(environment, SpanTables::default(), Vec::new(), span);
                expander.tasks =
                    vec![Task::Library(LibraryTask::Freeze(name)), Task::Library(LibraryTask::Import(items))];
                return Ok(expander);
            }
        };
        let mut expander = Expander::new(Environments::SCRIPT, SpanTables::default(), Vec::new(), span);
        expander.tasks = tasks;
        Ok(expander)
    }

    /// Starts on one form: `eval`. `span` is the position for its errors.
    pub fn form(environment: EnvId, datum: Value<'gc>, span: Span) -> Self {
        Expander::new(environment, SpanTables::default(), vec![Syntax { datum, span }], span)
    }

    fn new(environment: EnvId, spans: SpanTables, forms: Vec<Syntax<'gc>>, span: Span) -> Self {
        Expander {
            tasks: vec![Task::Toplevel(Box::new(Toplevel::new(forms)))],
            results: Vec::new(),
            keywords: Vec::new(),
            adjusted: Vec::new(),
            parts: Vec::new(),
            scopes: Scopes::new(),
            frame: Value::FALSE,
            top: 0,
            draft: Draft::default(),
            outer: Vec::new(),
            context: Context {
                environment,
                spans,
                form: Value::NIL,
                span,
                base: 0,
                library: None,
                bundled: false,
                included: Vec::new(),
                renamed: Vec::new(),
                imports: Vec::new(),
                macros: Vec::new(),
                begun: false,
            },
            contexts: Vec::new(),
            answer: Value::UNSPECIFIED,
            meter: Meter {
                work: 0,
                check: ROOM_INTERVAL,
                alarm: FIRST_ALARM,
                idle: 0,
                chain: Chain::default(),
                waiting: 0,
                between_tasks: false,
            },
            trail: Default::default(),
            changeable: true,
            opens: false,
            closed: false,
            framed: false,
            purpose: Purpose::Run,
            charge: Charge::default(),
        }
    }

    /// Goes on until something must run, or all is done.
    ///
    /// # Errors
    /// Syntax errors; what reading files reports; the memory limit. The expander
    /// must not be used afterwards, but see [`Expander::can_go_on`].
    pub fn step(&mut self, mc: Mutation<'gc>, session: &mut Session<'gc>) -> Result<'gc, Step<'gc>> {
        let result = self.at_work(mc, session).run();
        result.map_err(|error| self.trail.explain(error))
    }

    /// The expander with the heap and the session, for what works between its steps.
    pub fn at_work<'a>(&'a mut self, mc: Mutation<'gc>, session: &'a mut Session<'gc>) -> Cx<'a, 'gc> {
        Cx { mc, session, ex: self }
    }

    /// After [`Throw::OutOfMemory`]: whether [`Expander::step`] may go on once
    /// there is room.
    pub fn can_go_on(&self) -> bool {
        self.meter.between_tasks
    }

    /// Hands over what the driver was asked for.
    pub fn resume(&mut self, answer: Value<'gc>) {
        self.answer = answer;
    }

    /// The environment that the outermost program is expanded in.
    pub fn environment(&self) -> EnvId {
        self.contexts.first().unwrap_or(&self.context).environment
    }
}

/// Expands one form that needs nothing to run: no procedural macros, no
/// libraries to be loaded.
///
/// # Errors
/// Syntax errors, and forms that need something to run.
pub fn expand_toplevel<'gc>(
    mc: Mutation<'gc>,
    session: &mut Session<'gc>,
    datum: Value<'gc>,
    environment: EnvId,
) -> Result<'gc, Unit<'gc>> {
    let mut expander = Expander::form(environment, datum, Span::NONE);
    loop {
        match expander.step(mc, session)? {
            Step::Done(unit) => return Ok(unit),
            Step::Pause => {}
            _ => return Err(Throw::syntax("this form needs code to run while it is expanded", Span::NONE, &[datum])),
        }
    }
}

impl<'gc> Cx<'_, 'gc> {
    fn run(&mut self) -> Result<'gc, Step<'gc>> {
        while let Some(task) = self.ex.tasks.pop() {
            if let Some(step) = self.perform(task)? {
                return Ok(step);
            }
            self.ex.meter.work += 1;
            if self.is_check_due() {
                self.ex.meter.check = self.ex.meter.work + ROOM_INTERVAL;
                if self.mc.collection_is_overdue() {
                    return Ok(Step::Pause);
                }
                self.ex.meter.between_tasks = true;
                self.check_meter()?;
                self.ex.meter.between_tasks = false;
            }
        }
        self.copy_imports_that_may_change();
        let mut unit = self.finish_unit();
        unit.closed = self.ex.closed && !self.ex.context.begun;
        unit.framed = self.ex.framed;
        if self.ex.opens {
            self.session.libraries.environments.open(self.ex.context.environment);
        }
        Ok(Step::Done(unit))
    }

    /// Code that may evaluate further code may define what its unit imports.
    fn copy_imports_that_may_change(&mut self) {
        if self.session.reaches_environments() {
            self.copy_used_imports();
        }
    }

    /// Stops for the forms of a program that have been expanded.
    fn run_forms_so_far(&mut self) -> Option<Step<'gc>> {
        if self.ex.results.len() <= self.ex.context.base {
            return None;
        }
        self.copy_imports_that_may_change();
        self.ex.context.begun = true;
        Some(Step::Run(self.finish_unit()))
    }

    fn perform(&mut self, task: Task<'gc>) -> Result<'gc, Option<Step<'gc>>> {
        match task {
            Task::Expression(form, name) => return self.expression(form, name),
            Task::Init(init, name) => self.init(name, init)?,
            Task::Body(body) => return self.body(body),
            Task::Toplevel(state) => return self.toplevel(state),
            Task::Enter(bindings) => self.enter(bindings),
            Task::Patterns(bindings) => self.enter_patterns(bindings),
            Task::Leave => self.ex.scopes.leave(),
            Task::Build(build, span) => self.build(build, span),
            Task::Quasi(quasi) => self.quasi(quasi)?,
            Task::Clauses(clauses, reraise, span) => {
                self.schedule_clauses(&clauses, reraise, Value::FALSE, span)?;
            }
            Task::Transformer(spec) => return self.transformer(spec),
            Task::Keywords(names) => self.bind_keywords(names)?,
            Task::Adjust(parameters) => self.adjust(parameters),
            Task::Restore(count) => {
                let rest = self.ex.adjusted.len().saturating_sub(count);
                self.ex.adjusted.truncate(rest);
            }
            Task::Run => return Ok(self.run_forms_so_far()),
            Task::Receive(receiver) => return self.receive(receiver),
            Task::Library(task) => return self.library_task(task),
        }
        Ok(None)
    }

    /// Adds work that will be done in the order given, before all other work.
    pub(super) fn schedule<I>(&mut self, tasks: I)
    where
        I: IntoIterator<Item = Task<'gc>, IntoIter: DoubleEndedIterator>,
    {
        self.ex.tasks.extend(tasks.into_iter().rev());
    }

    /// The tasks that make a node of one expression after the other.
    pub(super) fn sequence(&self, forms: &[Syntax<'gc>], name: Value<'gc>, span: Span) -> Vec<Task<'gc>> {
        let Some((last, others)) = forms.split_last() else { return Vec::new() };
        let mut tasks: Vec<_> = others.iter().map(|&form| Task::Expression(form, Value::FALSE)).collect();
        tasks.push(Task::Expression(*last, name));
        if forms.len() > 1 {
            tasks.push(Task::Build(Build::Seq(forms.len()), span));
        }
        tasks
    }

    /// Whether enough work was done that the limits must be checked: a long task
    /// is interrupted then.
    pub(super) fn is_check_due(&self) -> bool {
        self.ex.meter.work >= self.ex.meter.check
    }

    /// Counts a macro use or a splice that has made no code yet.
    ///
    /// # Errors
    /// When there were too many in a row.
    pub(super) fn count_idle(&mut self, form: Syntax<'gc>) -> Result<'gc, ()> {
        self.ex.meter.work += 1;
        self.ex.meter.idle += 1;
        if self.ex.meter.idle < MAX_IDLE {
            return Ok(());
        }
        self.endless(form)
    }

    /// Counts a macro use in the expansion of others.
    ///
    /// # Errors
    /// When the chain is too long.
    pub(super) fn count_use(&mut self, form: Syntax<'gc>) -> Result<'gc, ()> {
        let height = (self.ex.tasks.len(), std::mem::take(&mut self.ex.meter.waiting));
        if self.ex.meter.chain.add(height) < MAX_CHAIN {
            return Ok(());
        }
        self.endless(form)
    }

    fn endless(&self, form: Syntax<'gc>) -> Result<'gc, ()> {
        self.check_code(Syntax { datum: self.ex.context.form, span: self.ex.context.span })?;
        Err(Throw::new(ErrorKind::Limit, "macro expansion does not come to an end", &[])
            .at(form.span)
            .code(Code::ENDLESS_MACRO)
            .hint("a macro that uses itself needs a rule for the case where it ends"))
    }

    /// Counts the pairs of an expansion, so that expansions that grow meet the
    /// limits as soon as many small ones.
    pub(super) fn count_pairs(&mut self, pairs: usize) {
        self.ex.meter.work += pairs as u64;
        self.ex.meter.idle += pairs as u64 / IDLE_PAIRS;
        self.ex.meter.chain.lengthen(pairs as u64 / CHAIN_PAIRS);
    }

    fn check_meter(&mut self) -> Result<'gc, ()> {
        self.mc.work(ROOM_INTERVAL as usize)?;
        let bytes = self.own_bytes();
        self.ex.charge.hold(self.mc, bytes)?;
        if self.ex.meter.work >= self.ex.meter.alarm {
            self.ex.meter.alarm = self.ex.meter.work * 2;
            self.check_code(Syntax { datum: self.ex.context.form, span: self.ex.context.span })?;
        }
        Ok(())
    }

    /// Reports one of many steps within a task, whose number is `step`, and now and then
    /// asks for room for what it holds.
    ///
    /// # Errors
    /// The reason to stop the run; the memory limit.
    #[inline]
    pub(super) fn held(&self, step: usize, bytes: usize) -> Result<'gc, ()> {
        const OFTEN: usize = 256;
        self.mc.work(1)?;
        if step.is_multiple_of(OFTEN) {
            // A vector that is full doubles.
            self.mc.check_room(2 * bytes)?;
        }
        Ok(())
    }

    /// Fails when this code contains itself.
    pub(super) fn check_code(&self, form: Syntax<'gc>) -> Result<'gc, ()> {
        if is_circular_code(form.datum)? {
            return Err(self
                .error("program code that contains itself", form.span)
                .hint("only quoted data may be circular"));
        }
        Ok(())
    }

    /// Fails when this contains itself: a template, a pattern, an import set or the like, all
    /// of which is walked.
    pub(super) fn check_ends(&self, form: Syntax<'gc>) -> Result<'gc, ()> {
        if is_circular(form.datum)? {
            return Err(self.error("program code that contains itself", form.span));
        }
        Ok(())
    }

    /// Bytes that the expansion holds outside the heap, roughly.
    fn own_bytes(&self) -> usize {
        // An estimate of the data of a task: the bindings of a `let`, the forms of a body.
        const STATE: usize = 64;
        self.ex.draft.unit.bytes()
            // A growing vector is copied, so the old one coexists for a while.
            + self.ex.tasks.capacity() * size_of::<Task<'_>>() / 2 * 3
            + self.ex.tasks.len() * STATE
            + self.ex.results.capacity() * size_of::<NodeId>()
            + self.ex.scopes.bytes()
            + self.ex.draft.uses.bytes()
            + self.ex.draft.alias_uses.bytes()
            + self.ex.draft.shadowed.capacity() * size_of::<(Value<'_>, Value<'_>)>()
    }
}
