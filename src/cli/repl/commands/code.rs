//! Commands about code: load, time, expand, list.

use std::time::Instant;

use cairn::engine::Stage;

use super::{Next, Session};

/// `,expand FORM`
pub(super) fn expand(session: &mut Session, form: &str) -> Next {
    let name = session.next_name();
    let expanded = session.engine.dump_entry(Stage::Expanded, &name, form);
    session.show(expanded);
    Next::GoOn
}

/// `,disasm FORM`
pub(super) fn disasm(session: &mut Session, form: &str) -> Next {
    let name = session.next_name();
    let is_name = !form.contains(|c: char| c.is_whitespace() || "()\"';`,#".contains(c));
    if is_name {
        return disasm_value(session, &name, form);
    }
    let listing = session.engine.dump_entry(Stage::Bytecode, &name, form);
    session.show(listing);
    Next::GoOn
}

fn disasm_value(session: &mut Session, source: &str, name: &str) -> Next {
    match session.engine.eval(source, name) {
        Err(report) => session.report(&report),
        Ok(_) => match session.engine.listing_of_last() {
            Some(listing) => session.print(&listing),
            None => session.complain(&format!("{name} has no bytecode")),
        },
    }
    Next::GoOn
}

/// `,load FILE`
pub(super) fn load(session: &mut Session, file: &str) -> Next {
    match std::fs::read_to_string(file) {
        Ok(text) => session.evaluate(file, &text, false),
        Err(error) => {
            session.complain(&format!("cannot read {file}: {error}"));
            Next::GoOn
        }
    }
}

/// `,time FORM`
pub(super) fn time(session: &mut Session, form: &str) -> Next {
    let name = session.next_name();
    let collections = |session: &Session| {
        let stats = session.engine.heap_stats();
        stats.minor.count + stats.full.count
    };
    let before = collections(session);
    let start = Instant::now();
    let next = session.evaluate(&name, form, true);
    let seconds = start.elapsed().as_secs_f64();
    session.print(&format!("; {seconds:.6} s, collections: {}\n", collections(session) - before));
    next
}
