#!/usr/bin/env python3
"""Shows how long the collector stops programs that hold much: one line for each
program in `benches/pauses`, with the times of minor collections and of the
increments of full ones.

    benches/pauses.py [PROGRAM ...]

Pauses are wall-clock time. Where the system permits it, the programs run before
others (`nice`), so that other processes do not lengthen them: not with real-time
priority, because Linux stops such a process for 50 ms in each second. The
command is `target/release/cairn`, or that of the variable CAIRN.
"""
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CAIRN = os.environ.get("CAIRN", str(HERE.parent / "target/release/cairn"))


def first():
    """The prefix of a command that runs before others, if that is possible."""
    prefix = ["nice", "-n", "-20"]
    try:
        return prefix if subprocess.run([*prefix, "true"], capture_output=True).returncode == 0 else []
    except FileNotFoundError:
        return []


def milliseconds(shown, kind):
    """The 99th percentile and the longest of a kind of pauses."""
    found = re.search(rf"^{kind} .* p99 ([\d.]+) us, max ([\d.]+) us", shown, re.M)
    return [f"{float(us) / 1000:.1f}" for us in found.groups()] if found else ["-", "-"]


def main():
    chosen = sys.argv[1:] or sorted(path.stem for path in (HERE / "pauses").glob("*.scm"))
    prefix = first()
    print("| program | minor p99 ms | minor longest ms | increment p99 ms | increment longest ms |")
    print("|---|---|---|---|---|")
    for name in chosen:
        command = [*prefix, CAIRN, "--gc-stats", str(HERE / "pauses" / f"{name}.scm")]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        print("|", " | ".join([name, *milliseconds(shown, "minor"), *milliseconds(shown, "increments")]), "|", flush=True)


if __name__ == "__main__":
    main()
