//! Measures the time of short work and the memory of many engines, for the benchmarks of embedding.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// A text of 16 characters.
pub(crate) const TEXT: &str = "0123456789abcdef";
/// Rounds of a loop in a script, so that the call of the loop itself counts for little.
pub(crate) const ROUNDS: u32 = 1000;

/// Batches that are timed.
const BATCHES: usize = 60;
/// About how long a batch takes.
const BATCH: Duration = Duration::from_millis(4);

/// CPU time of this process so far.
fn now() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap_or_default()
}

/// Nanoseconds of CPU time of one call of `work`: the least of many batches, so that other work of the machine matters
/// little.
pub(crate) fn least(mut work: impl FnMut()) -> f64 {
    let mut count = 1u32;
    loop {
        let start = now();
        (0..count).for_each(|_| work());
        if now() - start > BATCH || count > 1 << 26 {
            break;
        }
        count *= 2;
    }
    let batch = |_| {
        let start = now();
        (0..count).for_each(|_| work());
        (now() - start).as_nanos() as f64 / f64::from(count)
    };
    (0..BATCHES).map(batch).fold(f64::INFINITY, f64::min)
}

/// Prints what the rows that follow are of.
pub(crate) fn title(what: &str) {
    println!("{what}");
}

/// Prints a row.
pub(crate) fn show(what: &str, nanoseconds: f64) {
    println!("{what:48} {nanoseconds:9.1}");
}

/// KiB of this process: of addresses, and in memory.
pub(crate) fn sizes() -> [f64; 2] {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let mut pages = text.split_whitespace().map_while(|number| number.parse::<f64>().ok());
    [pages.next().unwrap_or_default() * 4.0, pages.next().unwrap_or_default() * 4.0]
}

/// Engines that are alive at once when their memory is measured.
const MANY: usize = 1000;

/// Prints the addresses and the memory of an engine, fresh and after `first` has run a script in it.
pub(crate) fn many<E>(fresh: impl Fn() -> E, mut first: impl FnMut(&mut E)) {
    let mut kept: Vec<E> = (0..16).map(|_| fresh()).collect();
    kept.iter_mut().for_each(&mut first);
    let before = sizes();
    let mut others: Vec<E> = (0..MANY).map(|_| fresh()).collect();
    let made = sizes();
    others.iter_mut().for_each(&mut first);
    let ran = sizes();
    let each = |now: [f64; 2], at: usize| (now[at] - before[at]) / MANY as f64;
    show("KiB of addresses, made", each(made, 0));
    show("KiB of memory, made", each(made, 1));
    show("KiB of addresses, after a script", each(ran, 0));
    show("KiB of memory, after a script", each(ran, 1));
}
