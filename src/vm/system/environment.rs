//! Keeps the environment variables of an engine: the process's own, and what the program has
//! changed of them.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

/// A program's changes of the environment. The process's variables are not touched,
/// because other threads may read them.
#[derive(Clone, Default)]
pub struct Environment {
    changes: BTreeMap<OsString, Option<OsString>>,
}

impl Environment {
    /// The value of a variable.
    pub fn get(&self, name: &OsStr) -> Option<OsString> {
        match self.changes.get(name) {
            Some(change) => change.clone(),
            None => std::env::var_os(name),
        }
    }

    /// Sets a variable, or removes it.
    pub fn set(&mut self, name: OsString, value: Option<OsString>) {
        self.changes.insert(name, value);
    }

    /// All variables and their values.
    pub fn all(&self) -> Vec<(OsString, OsString)> {
        let unchanged = std::env::vars_os().filter(|(name, _)| !self.changes.contains_key(name));
        let changed = self.changes.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?)));
        unchanged.chain(changed).collect()
    }
}
