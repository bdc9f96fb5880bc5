//! Prints the tables of a profile: procedures and lines.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use cairn::engine::{Measure, ProfileFrame, Sample};

/// The amounts measured for a procedure or line.
#[derive(Default)]
struct Amounts {
    /// While it ran itself.
    own: u64,
    /// While it ran or what it had called.
    total: u64,
}

/// The tables, of `top` rows each.
pub(super) fn table(samples: &[Sample], measure: Measure, top: usize) -> String {
    let all: u64 = samples.iter().map(|(_, amount)| amount).sum();
    if all == 0 {
        return "nothing was measured: the script ended too soon\n".to_string();
    }
    let shown = match measure {
        Measure::Time => format!("{:.3} s", all as f64 / 1e6),
        Measure::Allocation => format!("{:.1} MB", all as f64 / 1e6),
        Measure::Steps => format!("{all} calls and loop rounds"),
    };
    let mut out = format!("{shown} in all\n");
    let procedure = |frame: &ProfileFrame| {
        let place = frame.place.as_ref().map(|(source, _)| source.as_str()).unwrap_or("");
        format!("{} {place}", frame.name).trim_end().to_string()
    };
    let line = |frame: &ProfileFrame| match &frame.place {
        Some((source, line)) => format!("{source}:{line} {}", frame.name),
        None => frame.name.clone(),
    };
    push(&mut out, "procedure", &amounts(samples, procedure), all, top);
    push(&mut out, "line", &amounts(samples, line), all, top);
    out
}

fn amounts(samples: &[Sample], name: impl Fn(&ProfileFrame) -> String) -> Vec<(String, Amounts)> {
    let mut found: HashMap<String, Amounts> = HashMap::new();
    for (stack, amount) in samples {
        // A procedure that is on the stack several times counts once.
        let names: HashSet<String> = stack.iter().map(&name).collect();
        for name in names {
            found.entry(name).or_default().total += amount;
        }
        if let Some(frame) = stack.last() {
            found.entry(name(frame)).or_default().own += amount;
        }
    }
    let mut rows: Vec<_> = found.into_iter().collect();
    rows.sort_by(|(a_name, a), (b_name, b)| (b.own, b.total, a_name).cmp(&(a.own, a.total, b_name)));
    rows
}

fn push(out: &mut String, what: &str, rows: &[(String, Amounts)], all: u64, top: usize) {
    let percent = |amount: u64| amount as f64 * 100.0 / all as f64;
    let _ = writeln!(out, "\n{:>7} {:>7}  {what}", "self", "total");
    for (name, amounts) in rows.iter().take(top) {
        let _ = writeln!(out, "{:>6.1}% {:>6.1}%  {name}", percent(amounts.own), percent(amounts.total));
    }
}
