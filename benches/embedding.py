#!/usr/bin/env python3
"""Compares what a host does with Cairn and with other languages that Rust programs embed, in alternating runs.

    benches/embedding.py [--rounds 5] [--markdown]

Builds benches/embedding.rs and benches/peers, and runs them in turn. Prints
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
# The features of benches/peers that make a program; mlua has one Lua at a time.
PEERS = ["lua54,rhai,piccolo", "luau"]
# Where the figures of a row are.
COLUMN = 48
# Rows whose figures are nanoseconds, shown as microseconds from this many on.
MICROSECONDS = 10_000


def cargo(*words):
    """The executable that a build makes."""
    command = ["cargo", *words, "--message-format", "json-render-diagnostics"]
    made = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    messages = (json.loads(line) for line in made.stdout.splitlines())
    return [message["executable"] for message in messages if message.get("executable")][-1]


def build(features):
    if features == "cairn":
        return cargo("bench", "--bench", "embedding", "--no-run")
    made = cargo("build", "--release", "--manifest-path", "benches/peers/Cargo.toml", "--features", features,
                 "--target-dir", os.path.join(TARGET, "peers"))
    return shutil.copy(made, os.path.join(TARGET, "peers", features))


def rows(program):
    """The figures that a run prints, by what they are of and by row."""
    text = subprocess.run([program], stdout=subprocess.PIPE, check=True, text=True).stdout
    title = ""
    for line in text.splitlines():
        what, figure = line[:COLUMN], line[COLUMN:]
        if figure:
            yield title, what.strip(), float(figure)
        else:
            title = what


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
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--programs", nargs="*", help="programs that have been built, in place of these builds")
    words = parser.parse_args()
    programs = words.programs or [build(features) for features in ["cairn", *PEERS]]
    titles, figures = [], {}
    for number in range(words.rounds):
        for program in programs:
            print(f"round {number + 1}: {program}", file=sys.stderr)
            for title, what, figure in rows(program):
                if title not in titles:
                    titles.append(title)
                figures.setdefault(what, {}).setdefault(title, []).append(figure)
    table = [[what, *(shown(what, by_title.get(title)) for title in titles)] for what, by_title in figures.items()]
    if words.markdown:
        print("| | " + " | ".join(titles) + " |")
        print("|---" * (len(titles) + 1) + "|")
        for cells in table:
            print("| " + " | ".join(cells) + " |")
    else:
        for cells in [["", *titles], *table]:
            print(f"{cells[0]:44}" + "".join(f"{cell:>15}" for cell in cells[1:]))


if __name__ == "__main__":
    main()
