#!/usr/bin/env python3
"""Measures the cost of depth: a million frames in one descent compared with a thousand
descents of a thousand frames, which is the same work, in alternating processes.

Prints, for each program, the median over all pairs of the ratio of CPU time (user and
system), and of user time alone.

    cargo build --release
    benches/depth.py [--runs N] [--only REGEX] [COMMAND ...]
"""

import argparse
import os
import re
import statistics
import subprocess
import tempfile

# The work of each level: `kept` is alive while the levels below run, `use` makes a number
# of it and of the result of the level below.
PROGRAMS = {
    "nothing": ("n", "(+ 1 below)"),
    "garbage": ("(length (list n n n))", "(+ kept below)"),
    "cons": ("(cons n n)", "(+ (car kept) below)"),
    "list2": ("(list n n)", "(+ (car kept) below)"),
    "nested": ("(list n (list n) 1.5)", "(+ (car kept) below)"),
    "lists": ("(list (list n) (list n))", "(+ (caar kept) below)"),
    "vector": ("(vector n n n)", "(+ (vector-ref kept 0) below)"),
    "string": ("(make-string 3 #\\a)", "(+ (string-length kept) below)"),
    "flonum": ("(* n 1.5)", "(+ (if (< kept 0.0) 1 0) below)"),
    "closure": ("(lambda () n)", "(+ (kept) below)"),
    "append": ("(append (list n) (list n))", "(+ (car kept) below)"),
}

PROGRAM = """(import (scheme base) (scheme write))
(define (work n)
  (if (= n 0)
      0
      (let* ((kept {kept}) (below (work (- n 1)))) {use})))
(do ((i 0 (+ i 1)) (sum 0 (+ sum (work {depth}))))
    ((= i {rounds}) (display (> sum 0)) (newline)))
"""


def seconds(command):
    """User and system time of one process."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        raise SystemExit(f"{command} failed")
    return usage.ru_utime, usage.ru_stime


def measure(command, folder, name, runs):
    files = []
    for depth, rounds in ((1_000_000, 1), (1000, 1000)):
        kept, use = PROGRAMS[name]
        path = os.path.join(folder, f"{name}-{depth}.scm")
        with open(path, "w") as file:
            file.write(PROGRAM.format(kept=kept, use=use, depth=depth, rounds=rounds))
        files.append(path)
    pairs = [[seconds([*command, path]) for path in files] for _ in range(runs)]
    cpu = statistics.median(sum(deep) / sum(flat) for deep, flat in pairs)
    user = statistics.median(deep[0] / flat[0] for deep, flat in pairs)
    deep = statistics.median(sum(deep) for deep, _ in pairs)
    print(f"{name:10} {cpu:5.2f} {user:10.2f} {deep * 1000:10.1f} ms", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--only", default="", metavar="REGEX")
    here = os.path.dirname(os.path.abspath(__file__))
    default = os.path.join(here, "..", "target", "release", "cairn")
    parser.add_argument("command", nargs="*", default=[default])
    options = parser.parse_args()
    print("program      CPU  user only  time deep")
    with tempfile.TemporaryDirectory() as folder:
        for name in PROGRAMS:
            if re.search(options.only, name):
                measure(options.command, folder, name, options.runs)


if __name__ == "__main__":
    main()
