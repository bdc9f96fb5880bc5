//! Commands about names: what they are, where they are.

use cairn::compiler::environment::special::Special;
use cairn::compiler::primitives::flag;
use cairn::stdlib;

use super::{Next, Session};

/// `,apropos TEXT`
pub(super) fn apropos(session: &mut Session, text: &str) -> Next {
    for name in session.engine.names().into_iter().filter(|name| name.contains(text)) {
        session.print(&format!("{name}\n"));
    }
    Next::GoOn
}

/// `,doc NAME`
pub(super) fn doc(session: &mut Session, name: &str) -> Next {
    let primitives = &stdlib::builtins().primitives;
    let builtin = primitives.find(name).map(|id| primitives.row(id)).filter(|row| !row.has(flag::INTERNAL));
    let text = match builtin {
        Some(row) => row.doc.to_string(),
        None if Special::named(name).is_some() => format!("{name} is syntax."),
        None if session.engine.names().iter().any(|known| known == name) => {
            format!("{name} is defined or imported in this session.")
        }
        None => {
            session.complain(&format!("{name} means nothing here"));
            return Next::GoOn;
        }
    };
    session.print(&format!("{text}\n"));
    Next::GoOn
}
