#!/usr/bin/env python3
"""Builds a host that evaluates one expression with each feature of the library in turn, from nothing.

    benches/features.py [--jobs 2] [FEATURE...]

Prints a table: crates that are compiled, seconds by the clock and of CPU of a debug build and of a
release build, and bytes of the stripped release executable. The profiles are cargo's own. It takes
about twenty minutes on two cores.
"""

import argparse
import os
import resource
import subprocess
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
FEATURES = ["", "jit", "serde", "derive", "system", "formats", "encoding", "regex", "time", "archive", "scripting"]

MANIFEST = '''[package]
name = "host"
version = "0.1.0"
edition = "2024"
[dependencies]
cairn-scheme = {{ path = "{root}", default-features = false, features = [{features}] }}
[profile.release]
strip = true
[workspace]
'''

MAIN = '''fn main() {
    let mut engine = cairn::Engine::builder().build().expect("an engine");
    println!("{}", engine.value::<i64>("host", "(+ 1 2)").expect("a number"));
}
'''


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def build(folder, target, options):
    """Seconds by the clock and of CPU, and the number of crates."""
    environment = dict(os.environ, CARGO_TARGET_DIR=target)
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    made = subprocess.run(["cargo", "build", *options], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if made.returncode != 0:
        raise SystemExit(made.stderr)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - start, used, made.stderr.count("Compiling ")


def row(feature, jobs):
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "src"))
        write(os.path.join(folder, "src", "main.rs"), MAIN)
        wanted = f'"{feature}"' if feature else ""
        write(os.path.join(folder, "Cargo.toml"), MANIFEST.format(root=ROOT, features=wanted))
        subprocess.run(["cargo", "fetch", "--quiet"], cwd=folder, check=True)
        debug = build(folder, os.path.join(folder, "debug"), ["--jobs", str(jobs)])
        release = build(folder, os.path.join(folder, "release"), ["--jobs", str(jobs), "--release"])
        size = os.path.getsize(os.path.join(folder, "release", "release", "host"))
        # The host itself is no crate of the library.
        crates = debug[2] - 1
    name = f"`{feature}`" if feature else "none"
    print(f"| {name} | {crates} | {debug[0]:.0f} s, {debug[1]:.0f} s | {release[0]:.0f} s, {release[1]:.0f} s "
          f"| {size / 1e6:.2f} MB |", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("features", nargs="*", default=FEATURES)
    given = options.parse_args()
    print("| feature | crates | debug build: clock, CPU | release build: clock, CPU | executable |")
    print("|---|---|---|---|---|")
    for feature in given.features:
        row(feature, given.jobs)


if __name__ == "__main__":
    main()
