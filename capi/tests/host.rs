//! The example in C, compiled against the header and the library, prints what it should.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the libraries that cargo has built for this test.
fn built() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    test.parent().and_then(Path::parent).expect("the folder of the profile").to_path_buf()
}

#[test]
fn the_example_runs() {
    let folder = env!("CARGO_MANIFEST_DIR");
    let library = built().join("libcairn_capi.a");
    let library = if library.exists() { library } else { built().join("deps").join("libcairn_capi.a") };
    let program = built().join("cairn_host_example");
    let compiled = Command::new("cc")
        .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-o"])
        .arg(&program)
        .arg(format!("{folder}/examples/host.c"))
        .arg(format!("-I{folder}/include"))
        .arg(&library)
        .args(["-lpthread", "-ldl", "-lm"])
        .output()
        .expect("a C compiler");
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
    let ran = Command::new(&program).output().expect("the example");
    assert!(ran.status.success());
    let expected = std::fs::read_to_string(format!("{folder}/examples/host.out")).expect("the expected output");
    assert_eq!(String::from_utf8_lossy(&ran.stdout), expected);
}
