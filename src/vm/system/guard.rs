//! Releases what a run owns before a signal ends the process, for a host that has asked for it.
//!
//! Handlers are set when the run first owns something: a temporary file, a program that it waits
//! for. A script without them is ended by the system itself.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};

/// Signals that ask a process to end.
const SIGNALS: [i32; 3] = [SIGHUP, SIGINT, SIGTERM];

/// The state that the handlers of signals share.
pub(super) struct Guard {
    /// Stops the run when it is set.
    kill: Arc<AtomicBool>,
    /// The signal that has come, or 0.
    came: Arc<AtomicUsize>,
    /// Whether one has come: the next one ends the process where it is.
    again: Arc<AtomicBool>,
    handlers: BTreeMap<i32, Vec<SigId>>,
    /// Signals that the program listens for.
    left: BTreeSet<i32>,
    is_armed: bool,
}

impl Guard {
    /// A guard that stops runs by setting `kill`.
    pub(super) fn new(kill: Arc<AtomicBool>) -> Guard {
        Guard {
            kill,
            came: Arc::default(),
            again: Arc::default(),
            handlers: BTreeMap::new(),
            left: BTreeSet::new(),
            is_armed: false,
        }
    }

    /// Sets the handlers, once; a signal that the process ignores stays ignored.
    pub(super) fn arm(&mut self) {
        if !self.is_armed {
            self.is_armed = true;
            let ignored = ignored();
            for signal in SIGNALS.into_iter().filter(|signal| ignored & (1 << (signal - 1)) == 0) {
                self.set(signal);
            }
        }
    }

    /// Leaves a signal to another handler, or takes it back.
    pub(super) fn leave(&mut self, signal: i32, is_left: bool) {
        if is_left {
            self.left.insert(signal);
            for id in self.handlers.remove(&signal).into_iter().flatten() {
                low_level::unregister(id);
            }
        } else if self.left.remove(&signal) && SIGNALS.contains(&signal) {
            // Without a handler it would have no effect now, as it was handled before.
            self.set(signal);
        }
    }

    fn set(&mut self, signal: i32) {
        if self.left.contains(&signal) || self.handlers.contains_key(&signal) {
            return;
        }
        let register = || -> io::Result<Vec<SigId>> {
            Ok(vec![
                flag::register_conditional_default(signal, Arc::clone(&self.again))?,
                flag::register(signal, Arc::clone(&self.again))?,
                flag::register_usize(signal, Arc::clone(&self.came), signal as usize)?,
                flag::register(signal, Arc::clone(&self.kill))?,
            ])
        };
        // Where a handler cannot be set, the system ends the process.
        if let Ok(ids) = register() {
            self.handlers.insert(signal, ids);
        }
    }

    /// Ends the process if a signal has come, as that signal does.
    pub(super) fn end(&self) {
        let signal = self.came.load(Ordering::Relaxed) as i32;
        if signal != 0 {
            let _ = low_level::emulate_default_handler(signal);
        }
    }
}

/// The signals that the process ignores, as bits. A shell has a program in the background
/// ignore interrupts, and `nohup` has it ignore the end of the terminal.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
