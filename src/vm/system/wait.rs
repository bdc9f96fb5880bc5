//! Waits for the system: for descriptors to be ready, and for time to pass.
//!
//! Every wait of a program goes through [`until`], so that whatever stops a run ends it.

use std::time::{Duration, Instant};

use cairn_gc::{Stop, Watch};

/// How long the system is asked to wait at a time before the watch is looked at.
const SLICE: Duration = Duration::from_millis(20);

/// How a wait ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Waited {
    /// The awaited event has happened.
    Ready,
    /// The time is over.
    TimedOut,
}

/// Waits until `ready`, which may sleep for the time that it is given, says yes, or `end` has
/// come.
///
/// # Errors
/// The reason to stop the run.
pub fn until(watch: &Watch, end: Option<Instant>, mut ready: impl FnMut(Duration) -> bool) -> Result<Waited, Stop> {
    loop {
        if let Some(stop) = watch.look() {
            return Err(stop);
        }
        let left = end.map_or(SLICE, |end| end.saturating_duration_since(Instant::now()));
        if ready(left.min(SLICE)) {
            return Ok(Waited::Ready);
        }
        if left.is_zero() {
            return Ok(Waited::TimedOut);
        }
    }
}

/// Waits for a time.
///
/// # Errors
/// The reason to stop the run.
pub fn sleep(watch: &Watch, time: Duration) -> Result<(), Stop> {
    let end = Instant::now().checked_add(time);
    until(watch, end, |slice| {
        std::thread::sleep(slice);
        false
    })
    .map(|_| ())
}

/// Asks which of these descriptors are ready, for at most `time`. A signal may end it early.
#[cfg(unix)]
pub fn poll(descriptors: &mut [rustix::event::PollFd<'_>], time: Duration) -> bool {
    let time = rustix::event::Timespec::try_from(time).unwrap_or_default();
    rustix::event::poll(descriptors, Some(&time)).is_ok_and(|ready| ready > 0)
}

/// Whether a descriptor is ready for reading, or for writing, within a time.
#[cfg(unix)]
pub fn is_ready(descriptor: impl std::os::fd::AsFd, events: rustix::event::PollFlags, time: Duration) -> bool {
    poll(&mut [rustix::event::PollFd::new(&descriptor, events)], time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_ends_with_what_comes_first() {
        let watch = Watch::default();
        let soon = || Some(Instant::now() + Duration::from_millis(1));
        assert_eq!(until(&watch, None, |_| true), Ok(Waited::Ready));
        assert_eq!(until(&watch, soon(), |_| false), Ok(Waited::TimedOut));
        watch.set_deadline(soon());
        assert_eq!(sleep(&watch, Duration::from_secs(1000)), Err(Stop::Deadline));
    }
}
