//! Compiles the example in C against the header and the library, and runs it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder into which cargo has put the library for this test.
fn built() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    test.parent().and_then(Path::parent).expect("the folder of the profile").to_path_buf()
}

/// Compiles a program in C, with all warnings as errors.
fn compiled(source: &str, program: &Path) {
    let folder = env!("CARGO_MANIFEST_DIR");
    let places = [built(), built().join("deps")].map(|folder| folder.join("libcairn_capi.a"));
    let library = places.iter().find(|place| place.exists()).expect("the library");
    let output = Command::new("cc")
        .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-o"])
        .arg(program)
        .arg(format!("{folder}/{source}"))
        .arg(format!("-I{folder}/include"))
        .arg(library)
        .args(["-lpthread", "-ldl", "-lm"])
        .output()
        .expect("a C compiler");
    assert!(output.status.success(), "{source}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_example_runs() {
    let program = built().join("cairn_host_example");
    compiled("examples/host.c", &program);
    let ran = Command::new(&program).output().expect("the example");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let expected = include_str!("../examples/host.out");
    assert_eq!(String::from_utf8_lossy(&ran.stdout), expected);
}

/// Misuse that the header names ends in a failure, not in a crash: handles of another engine,
/// running code within a procedure of the host, damaged text, wrong arguments.
#[test]
fn misuse_is_a_failure() {
    let program = built().join("cairn_misuse");
    compiled("tests/misuse.c", &program);
    let ran = Command::new(&program).output().expect("the program");
    assert!(ran.status.success(), "{:?}: {}", ran.status, String::from_utf8_lossy(&ran.stderr));
}
