#!/usr/bin/env python3
"""Compares what a host does with Cairn and with other languages that Rust programs embed, in alternating runs.

    benches/embedding.py [--rounds 5] [--only cairn,lua54] [--markdown]

Builds benches/embedding.rs and benches/peers, whose features are one program each, and runs them in turn. Prints
the medians of the rounds: nanoseconds or microseconds of CPU time of one operation, and KiB.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
TARGET = os.path.join(ROOT, "target")
PEERS = {"lua54": "mlua, Lua 5.4", "luau": "mlua, Luau", "rhai": "Rhai", "piccolo": "piccolo"}
# Rows whose figures are nanoseconds, shown as microseconds from this many on.
MICROSECONDS = 10_000


def cargo(*words):
    """The executable that a build makes."""
    command = ["cargo", *words, "--message-format", "json-render-diagnostics"]
    made = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    messages = (json.loads(line) for line in made.stdout.splitlines())
    return [message["executable"] for message in messages if message.get("executable")][-1]


def build(name):
    if name == "cairn":
        return cargo("bench", "--bench", "embedding", "--no-run")
    made = cargo("build", "--release", "--manifest-path", "benches/peers/Cargo.toml", "--features", name,
                 "--target-dir", os.path.join(TARGET, "peers"))
    own = os.path.join(TARGET, "peers", name)
    shutil.copy(made, own)
    return own


def rows(program):
    """The figures that a run prints, by row."""
    text = subprocess.run([program], stdout=subprocess.PIPE, check=True, text=True).stdout
    split = (line.rsplit(None, 1) for line in text.splitlines()[1:])
    return {what.strip(): float(figure) for what, figure in split}


def shown(what, figures):
    if not figures:
        return ""
    figure = statistics.median(figures)
    if "KiB" in what:
        return f"{figure:.0f} KiB"
    if "times" in what:
        return f"{figure:.2f}"
    return f"{figure / 1000:.1f} µs" if figure >= MICROSECONDS else f"{figure:.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default=",".join(["cairn", *PEERS]))
    parser.add_argument("--markdown", action="store_true")
    words = parser.parse_args()
    names = words.only.split(",")
    programs = {name: build(name) for name in names}
    figures = {}
    for number in range(words.rounds):
        for name in names:
            print(f"round {number + 1}: {name}", file=sys.stderr)
            for what, figure in rows(programs[name]).items():
                figures.setdefault(what, {}).setdefault(name, []).append(figure)
    titles = ["Cairn" if name == "cairn" else PEERS[name] for name in names]
    table = [[what, *(shown(what, by_name.get(name)) for name in names)] for what, by_name in figures.items()]
    if words.markdown:
        print("| | " + " | ".join(titles) + " |")
        print("|---" * (len(names) + 1) + "|")
        for cells in table:
            print("| " + " | ".join(cells) + " |")
    else:
        for cells in [["", *titles], *table]:
            print(f"{cells[0]:44}" + "".join(f"{cell:>15}" for cell in cells[1:]))


if __name__ == "__main__":
    main()
