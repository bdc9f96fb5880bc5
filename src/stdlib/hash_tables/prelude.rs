//! Rows of `prelude.scm`.

use crate::{Builtin, between, exactly, flag, scheme};

/// The rows, in the order of the definitions.
#[rustfmt::skip]
pub const ROWS: &[Builtin] = &[
    scheme("hash-table-ref", between(2, 4), flag::NONE, "(hash-table-ref table key [fail [succeed]]) the value of key; (fail) without."),
    scheme("hash-table-update!", between(3, 5), flag::NONE, "(hash-table-update! table key f [fail [succeed]]) replaces the value by the result of f."),
    scheme("hash-table-update!/default", exactly(4), flag::NONE, "(hash-table-update!/default table key f default) replaces the value by the result of f."),
    scheme("hashtable-update!", exactly(4), flag::NONE, "(hashtable-update! table key f default) replaces the value by the result of f. R6RS."),
    scheme("hash-table-intern!", exactly(3), flag::NONE, "(hash-table-intern! table key fail) the value of key; without, (fail) becomes it."),
    scheme("hash-table-walk", exactly(2), flag::NONE, "(hash-table-walk table f) calls (f key value) for the entries."),
    scheme("hash-table-for-each", exactly(2), flag::NONE, "(hash-table-for-each f table) calls (f key value) for the entries."),
    scheme("hash-table-fold", exactly(3), flag::NONE, "(hash-table-fold f seed table) (f key value acc) over the entries."),
    scheme("hash-table-map->list", exactly(2), flag::NONE, "(hash-table-map->list f table) the list of (f key value)."),
    scheme("hash-table-map!", exactly(2), flag::NONE, "(hash-table-map! f table) replaces each value by (f key value)."),
    scheme("hash-table-prune!", exactly(2), flag::NONE, "(hash-table-prune! f table) deletes the entries for which (f key value) is true."),
    scheme("hash-table-find", exactly(3), flag::NONE, "(hash-table-find f table fail) the first true (f key value), or (fail)."),
    scheme("hash-table-count", between(1, 2), flag::NONE, "(hash-table-count [f] table) for how many entries (f key value) is true."),
];
