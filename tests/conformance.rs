//! Checks the report's rules: every example, and each procedure's edge cases.

#[path = "common/as_program.rs"]
mod as_program;
mod common;
#[path = "common/transcript.rs"]
mod transcript;
#[path = "common/trials.rs"]
mod trials;

use std::process::ExitCode;

use as_program::Way;
use cairn::engine::Config;

fn main() -> ExitCode {
    let groups = [
        transcript::trials("conformance", "conformance", |_| true, Config::default),
        transcript::trials("seed", "seed", |_| true, Config::default),
        transcript::trials("prelude", "prelude", |_| true, Config::default),
        transcript::trials("heap", "heap", |_| true, Config::default),
        transcript::trials("srfi", "srfi", |_| true, Config::default),
        transcript::trials("macros", "macros", |_| true, Config::default),
        transcript::trials("reference", "reference", |_| true, Config::default),
        transcript::trials("system", "system", |_| true, Config::default),
        as_program::trials("macros-as-programs", "macros", Way::Text, Config::default),
        as_program::trials("conformance-as-programs", "conformance", Way::Text, Config::default),
        as_program::trials("seed-as-programs", "seed", Way::Text, Config::default),
        as_program::trials("prelude-as-programs", "prelude", Way::Text, Config::default),
        as_program::trials("macros-saved", "macros", Way::Saved, Config::default),
        as_program::trials("conformance-saved", "conformance", Way::Saved, Config::default),
        as_program::trials("seed-saved", "seed", Way::Saved, Config::default),
        as_program::trials("prelude-saved", "prelude", Way::Saved, Config::default),
    ];
    trials::run(groups.into_iter().flatten().collect())
}
