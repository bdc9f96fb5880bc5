//! Makes engines for C, runs them, reports their errors and stops them.

use std::ffi::{CString, c_char};
use std::ptr::null_mut;
use std::time::Duration;

use cairn::{
    Capabilities, Cause, Engine, FromValue, Func, Grant, IntoValue, Limits, Mismatch, Obj, Report, Scope, StopHandle,
};

use crate::live::{Live, Uses};
use crate::text::{c_bytes, c_text, message};
use crate::values::{cairn_value, hand_out, object, objects};

/// An engine for C.
pub struct cairn_engine {
    engine: Option<Engine>,
    /// The scope of the native that runs.
    scope: *mut (),
    error: Option<CString>,
    raised: Option<Obj>,
    stopped: bool,
}

/// See the header.
#[repr(C)]
pub struct cairn_options {
    memory: usize,
    stack: usize,
    fuel: u64,
    milliseconds: u64,
    output: u64,
    read: cairn_grant,
    write: cairn_grant,
    environment: cairn_grant,
    run: cairn_grant,
}

/// See the header.
#[repr(C)]
pub struct cairn_grant {
    all: bool,
    only: *const *const c_char,
}

impl cairn_grant {
    /// # Safety
    /// `only` is null, or good texts up to a null.
    unsafe fn grant(&self) -> Grant {
        if self.all {
            return Grant::All;
        }
        if self.only.is_null() {
            return Grant::NONE;
        }
        // SAFETY: the caller's promise.
        let item = |i: usize| unsafe { *self.only.add(i) };
        // SAFETY: as above.
        let text = |text: *const c_char| unsafe { c_text(text) };
        Grant::only((0..).map(item).take_while(|item| !item.is_null()).map(text))
    }
}

/// A handle that stops what runs.
pub struct cairn_stop(StopHandle);

/// The failure of a use of a handle that is null, or was released.
pub(crate) const NO_HANDLE: &str = "a handle is null, or was released";

/// The engines that C has.
static ENGINES: Live<Uses> = Live::new();

/// A use of an engine, which no other thread uses meanwhile, and nobody frees.
pub(crate) struct Used(*mut cairn_engine);

impl Used {
    /// Begins a use of an engine that C may use now.
    pub(crate) fn of(engine: *const cairn_engine) -> Option<Used> {
        // A use that has not begun must not end.
        ENGINES.with(engine, Uses::begin)?.then(|| Used(engine.cast_mut()))
    }

    pub(crate) fn engine(&self) -> *mut cairn_engine {
        self.0
    }
}

impl Drop for Used {
    fn drop(&mut self) {
        ENGINES.with(self.0, Uses::end);
    }
}

/// Does `work` with an engine; `otherwise` if C may not use it.
pub(crate) fn used<T>(engine: *const cairn_engine, otherwise: T, work: impl FnOnce(*mut cairn_engine) -> T) -> T {
    match Used::of(engine) {
        Some(used) => work(used.engine()),
        None => otherwise,
    }
}

impl cairn_engine {
    /// Takes note of a failure.
    pub(crate) fn fail(&mut self, text: &str) {
        self.error = Some(message(text));
        self.raised = None;
        self.stopped = false;
    }

    fn report(&mut self, report: &Report) {
        self.fail(&report.message);
        self.raised = report.raised().cloned();
        self.stopped = matches!(report.cause(), Cause::Stopped(_) | Cause::Memory);
    }

    /// The message of the last failure, which is forgotten.
    pub(crate) fn take_error(&mut self) -> Option<String> {
        self.error.take().map(|text| text.to_string_lossy().into_owned())
    }

    /// Works on values, in the scope of the native that runs, if one does. A failure is noted.
    pub(crate) fn scope<T>(
        &mut self,
        work: impl for<'a, 'gc> FnOnce(&mut Scope<'a, 'gc>) -> Result<T, Mismatch>,
    ) -> Option<T> {
        let done = match (self.scope.is_null(), &mut self.engine) {
            // SAFETY: `enter` has put the scope there, and takes it away before it ends.
            (false, _) => work(unsafe { &mut *self.scope.cast::<Scope<'_, '_>>() }),
            (true, Some(engine)) => match engine.scope(work) {
                Ok(done) => done,
                Err(report) => {
                    self.report(&report);
                    return None;
                }
            },
            (true, None) => Err(Mismatch::said("the engine is in use")),
        };
        done.map_err(|mismatch| self.fail(&mismatch.to_string())).ok()
    }

    /// Does `work` with this as the scope of values.
    ///
    /// # Safety
    /// `this` is good, and no reference to it is held meanwhile.
    pub(crate) unsafe fn enter<T>(this: *mut Self, scope: &mut Scope<'_, '_>, work: impl FnOnce() -> T) -> T {
        // SAFETY: the caller's promise.
        let outside = unsafe { std::mem::replace(&mut (*this).scope, (&raw mut *scope).cast()) };
        let done = work();
        // SAFETY: as above.
        unsafe { (*this).scope = outside };
        done
    }

    /// Notes a failure; the null that C gets then.
    pub(crate) fn refuse<T>(this: *mut cairn_engine, text: &str) -> *mut T {
        // SAFETY: a use of it has begun.
        unsafe { (*this).fail(text) };
        null_mut()
    }

    /// Runs code of the engine, unless it runs already. A failure is noted.
    pub(crate) fn run<T>(
        this: *mut cairn_engine,
        work: impl FnOnce(&mut Engine) -> Result<T, Box<Report>>,
    ) -> Option<T> {
        // SAFETY: a use of it has begun. The engine is taken out while it runs, and
        // natives reach the rest by this pointer meanwhile; so no reference is kept.
        unsafe {
            let Some(mut engine) = (*this).engine.take() else {
                (*this).fail("the engine is in use");
                return None;
            };
            (*this).error = None;
            let done = work(&mut engine);
            (*this).engine = Some(engine);
            done.map_err(|report| (*this).report(&report)).ok()
        }
    }
}

/// The limit that C means by a number.
fn limit(number: u64) -> Option<u64> {
    (number != 0).then_some(number)
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_new(options: *const cairn_options) -> *mut cairn_engine {
    let mut builder = Engine::builder();
    // SAFETY: null or good, by the header.
    if let Some(options) = unsafe { options.as_ref() } {
        if options.memory != 0 {
            builder = builder.memory(options.memory);
        }
        if options.stack != 0 {
            builder = builder.stack(options.stack);
        }
        let timeout = limit(options.milliseconds).map(Duration::from_millis);
        let limits = Limits { fuel: limit(options.fuel), timeout, output: limit(options.output) };
        // SAFETY: the texts are good, by the header.
        let granted = |grant: &cairn_grant| unsafe { grant.grant() };
        let capabilities = Capabilities {
            read: granted(&options.read),
            write: granted(&options.write),
            environment: granted(&options.environment),
            run: granted(&options.run),
        };
        builder = builder.limits(limits).capabilities(capabilities);
    }
    match builder.build() {
        Ok(engine) => {
            let engine = Some(engine);
            let new = cairn_engine { engine, scope: null_mut(), error: None, raised: None, stopped: false };
            ENGINES.add(Box::into_raw(Box::new(new)), Uses::default())
        }
        Err(_) => null_mut(),
    }
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_free(engine: *mut cairn_engine) {
    if ENGINES.take(engine, Uses::is_idle) {
        // SAFETY: `cairn_new` made it, and nobody uses it.
        drop(unsafe { Box::from_raw(engine) });
    }
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_eval(
    engine: *mut cairn_engine,
    name: *const c_char,
    text: *const c_char,
    length: usize,
) -> *mut cairn_value {
    // SAFETY: good, by the header.
    let (name, text) = unsafe { (c_text(name), c_bytes(text.cast(), length)) };
    used(engine, null_mut(), |engine| match std::str::from_utf8(text) {
        Ok(text) => hand_out(cairn_engine::run(engine, |engine| engine.value::<Obj>(name, text))),
        Err(_) => cairn_engine::refuse(engine, "the text is no UTF-8"),
    })
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_get(engine: *mut cairn_engine, name: *const c_char) -> *mut cairn_value {
    // SAFETY: good, by the header.
    let name = unsafe { c_text(name) };
    used(engine, null_mut(), |engine| hand_out(cairn_engine::run(engine, |engine| engine.get::<Obj>(name))))
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_call(
    engine: *mut cairn_engine,
    procedure: *const cairn_value,
    arguments: *const *const cairn_value,
    count: usize,
) -> *mut cairn_value {
    // SAFETY: good, by the header.
    let handles = object(procedure).zip(unsafe { objects(arguments, count) });
    used(engine, null_mut(), |engine| match handles {
        Some((procedure, arguments)) => {
            hand_out(cairn_engine::run(engine, |engine| call(engine, &procedure, arguments)))
        }
        None => cairn_engine::refuse(engine, NO_HANDLE),
    })
}

fn call(engine: &mut Engine, procedure: &Obj, arguments: Vec<Obj>) -> Result<Obj, Box<Report>> {
    let procedure = engine.scope(|scope| {
        let value = procedure.into_value(scope)?;
        Func::from_value(scope, value)
    })?;
    match procedure {
        Ok(procedure) => engine.call::<Obj>(&procedure, arguments),
        Err(mismatch) => Err(Box::new(Report::from(mismatch))),
    }
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_error(engine: *const cairn_engine) -> *const c_char {
    used(engine, std::ptr::null(), |engine| {
        // SAFETY: a use of it has begun.
        unsafe { (*engine).error.as_ref().map_or(std::ptr::null(), |text| text.as_ptr()) }
    })
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_raised(engine: *mut cairn_engine) -> *mut cairn_value {
    // SAFETY: a use of it has begun.
    used(engine, null_mut(), |engine| hand_out(unsafe { (*engine).raised.clone() }))
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_was_stopped(engine: *const cairn_engine) -> bool {
    // SAFETY: a use of it has begun.
    used(engine, false, |engine| unsafe { (*engine).stopped })
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_fail(engine: *mut cairn_engine, text: *const c_char) {
    // SAFETY: a use of it has begun; the text is good, by the header.
    used(engine, (), |engine| unsafe { (*engine).fail(c_text(text)) });
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_stop_handle(engine: *const cairn_engine) -> *mut cairn_stop {
    used(engine, null_mut(), |engine| {
        // SAFETY: a use of it has begun.
        let engine = unsafe { (*engine).engine.as_ref() };
        engine.map_or(null_mut(), |engine| Box::into_raw(Box::new(cairn_stop(engine.stop_handle()))))
    })
}

/// The stop that C means. It is followed without a look-up: signal handlers use stops, and must not wait for a lock.
///
/// # Safety
/// `stop` is null or good.
unsafe fn stop_of<'a>(stop: *const cairn_stop) -> Option<&'a StopHandle> {
    // SAFETY: the caller's promise.
    unsafe { stop.as_ref() }.map(|stop| &stop.0)
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_interrupt(stop: *const cairn_stop) {
    // SAFETY: null or good, by the header.
    if let Some(stop) = unsafe { stop_of(stop) } {
        stop.interrupt();
    }
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_kill(stop: *const cairn_stop) {
    // SAFETY: null or good, by the header.
    if let Some(stop) = unsafe { stop_of(stop) } {
        stop.kill();
    }
}

/// See the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_free_stop(stop: *mut cairn_stop) {
    if !stop.is_null() {
        // SAFETY: `cairn_stop_handle` made it.
        drop(unsafe { Box::from_raw(stop) });
    }
}
