#!/usr/bin/env python3
"""Builds a host that evaluates one expression with each feature of the library in turn, from nothing.

    benches/features.py [--profile release] [FEATURE...]

Prints a table: crates that are compiled, seconds by the clock and of CPU, and the size of the stripped
executable. The profiles are cargo's own, without the state for the next build, which cargo does not make of
crates from a registry either; `none` stands for no feature. All take about fifteen minutes on two cores.
"""

import argparse
import os
import resource
import subprocess
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
FEATURES = ["none", "diagnostics", "tools", "jit", "serde", "derive", "system", "formats", "encoding", "regex", "time", "archive", "scripting"]

MANIFEST = '''[package]
name = "host"
version = "0.1.0"
edition = "2024"
[dependencies]
cairn-scheme = {{ path = "{root}", default-features = false, features = [{features}] }}
[profile.dev]
incremental = false
strip = true
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


def build(folder, profile):
    """Seconds by the clock and of CPU, and the number of crates."""
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    made = subprocess.run(["cargo", "build", "--profile", profile], cwd=folder, stderr=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if made.returncode != 0:
        raise SystemExit(made.stderr)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - start, used, made.stderr.count("Compiling ")


def row(feature, profile):
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "src"))
        write(os.path.join(folder, "src", "main.rs"), MAIN)
        wanted = "" if feature == "none" else f'"{feature}"'
        write(os.path.join(folder, "Cargo.toml"), MANIFEST.format(root=ROOT, features=wanted))
        subprocess.run(["cargo", "fetch", "--quiet"], cwd=folder, check=True)
        clock, used, crates = build(folder, profile)
        made = os.path.join(folder, "target", "debug" if profile == "dev" else profile, "host")
        # The host itself is no crate of the library.
        print(f"| `{feature}` | {crates - 1} | {clock:.0f} s | {used:.0f} s | {os.path.getsize(made) / 1e6:.2f} MB |", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--profile", default="release", help="release or dev")
    options.add_argument("features", nargs="*", default=FEATURES, metavar="FEATURE")
    given = options.parse_args()
    print("| feature | crates | build, by the clock | build, CPU | executable |")
    print("|---|---|---|---|---|")
    for feature in given.features:
        row(feature, given.profile)


if __name__ == "__main__":
    main()
