//! Commands about names: what they are, where they are.

use super::{Next, Session};
use crate::cli::doc::reference::Reference;
use crate::cli::doc::{describe, search};

/// `,apropos TEXT`
pub(super) fn apropos(session: &mut Session, text: &str) -> Next {
    let reference = Reference::new();
    let exported = reference.apropos(text);
    let own = session.engine.names().into_iter().filter(|name| name.contains(text) && !exported.contains_key(name));
    let own: String = own.map(|name| format!("{name:<32} in this session\n")).collect();
    let found = own + &search(&reference, text);
    if found.is_empty() {
        session.complain(&format!("no name contains {text}"));
    }
    session.print(&found);
    Next::GoOn
}

/// `,doc NAME`: what the user has written before a definition goes before what libraries say.
pub(super) fn doc(session: &mut Session, name: &str) -> Next {
    let own = session.engine.documentation(name).map(|(shown, comment)| match comment.is_empty() {
        true => format!("{shown}\n"),
        false => format!("{shown}\n  {}\n", comment.replace('\n', "\n  ")),
    });
    let reference = Reference::new();
    match own.or_else(|| describe(&reference, name)) {
        Some(text) => session.print(&text),
        None if session.engine.names().iter().any(|known| known == name) => {
            session.print(&format!("{name} is defined in this session\n"));
        }
        None => session.complain(&format!("{name} means nothing here; ,apropos TEXT finds names")),
    }
    Next::GoOn
}
