//! Commands about how values are printed.

use cairn::text::printer::pretty::Limits;

use super::{Next, Session};

/// How values are printed.
pub(crate) struct Settings {
    /// Columns of a line, when they are laid out in lines.
    pub width: Option<usize>,
    /// How much of a value is printed.
    pub limits: Limits,
}

/// `,set [NAME VALUE]`
pub(super) fn set(session: &mut Session, text: &str) -> Next {
    if text.is_empty() {
        let Settings { width, limits } = &session.settings;
        let width = width.map_or("none".to_string(), |width| width.to_string());
        let text = format!("width {width}\nelements {}\ndepth {}\n", limits.elements, limits.depth);
        session.print(&text);
        return Next::GoOn;
    }
    let mut words = text.split_whitespace();
    let (name, value) = (words.next().unwrap_or_default(), words.next().and_then(|word| word.parse().ok()));
    let settings = &mut session.settings;
    match (name, value) {
        ("width", Some(width @ 1..)) => settings.width = Some(width),
        ("elements", Some(elements @ 1..)) => settings.limits.elements = elements,
        ("depth", Some(depth @ 1..)) => settings.limits.depth = depth,
        _ => session.complain("usage: ,set width N, ,set elements N or ,set depth N, with a number from 1 on"),
    }
    Next::GoOn
}

/// `,full [N]`
pub(super) fn full(session: &mut Session, number: &str) -> Next {
    let last = session.values.get();
    let number = if number.is_empty() { Some(last) } else { number.trim_start_matches('$').parse().ok() };
    let Some(number) = number.filter(|number| (1..=last).contains(number)) else {
        session.complain("there is no such value");
        return Next::GoOn;
    };
    match session.engine.eval("<full>", &format!("${number}")) {
        Ok(_) => {
            let width = session.settings.width.unwrap_or(usize::MAX);
            let texts = session.engine.keep_values_pretty(width, Limits::NONE, || (format!("${number}"), 0));
            texts.iter().for_each(|text| session.print(&format!("{text}\n")));
        }
        Err(report) => session.report(&report),
    }
    Next::GoOn
}
