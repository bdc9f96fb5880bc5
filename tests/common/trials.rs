//! Turns each file into a test of its own name, `GROUP::NAME`, which can be selected on the command
//! line like any other test: `cargo test --test conformance -- conformance::6-04-pairs`.

use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

use crate::common::files;

/// Whether expected outputs are to be rewritten.
#[allow(dead_code, reason = "not every test compares with files")]
pub(crate) fn blessing() -> bool {
    std::env::var_os("CAIRN_BLESS").is_some()
}

/// The name of a test of this file.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A test for each file of a folder that `choose` accepts.
pub(crate) fn of_files(
    group: &str,
    folder: &str,
    ending: &str,
    choose: impl Fn(&str) -> bool,
    check: impl Fn(&Path) -> Result<(), String> + Clone + Send + 'static,
) -> Vec<Trial> {
    let wanted = files(folder, ending).into_iter().filter(|path| choose(&name_of(path)));
    let trial = |path: std::path::PathBuf| {
        let check = check.clone();
        Trial::test(format!("{group}::{}", name_of(&path)), move || check(&path).map_err(Into::into))
    };
    wanted.map(trial).collect()
}

/// A test that is not a file.
#[allow(dead_code, reason = "some tests are files alone")]
pub(crate) fn plain(name: &str, check: fn()) -> Trial {
    Trial::test(name, move || {
        check();
        Ok(())
    })
}

/// Runs the tests selected on the command line.
pub(crate) fn run(trials: Vec<Trial>) -> ExitCode {
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
