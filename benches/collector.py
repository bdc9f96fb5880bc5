#!/usr/bin/env python3
"""Runs the programs about the collector on Cairn, Guile and Chez Scheme.

For each program and implementation: CPU time of the process (user and system),
the time of all its collections and the longest pause where the implementation
tells them, its greatest resident size, and what `(show-resident)` showed while
it ran, in MB.  The figures are the medians of several runs; the implementations
take turns.

    benches/collector.py --runs 3 --only vectors,strings
    benches/collector.py --soak 400          (about ten minutes, Cairn alone)

Pauses are wall-clock time. Where the system permits it, the programs run before
others (`nice`), so that other processes do not lengthen them.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import pauses

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "collector")
CAIRN = os.path.join(os.path.dirname(HERE), "target", "release", "cairn")

SHOW = """
(define (show-resident)
  (call-with-input-file "/proc/self/status"
    (lambda (port)
      (let loop ()
        (let ((line (read-line port)))
          (if (string=? (substring line 0 6) "VmRSS:")
              (begin (display line) (newline))
              (loop)))))))
"""

PRELUDES = {
    "cairn": SHOW + """
(define (collect-garbage) (gc))
(define (make-weak-table) (make-weak-eq-hashtable))
(define weak-table-set! hash-table-set!)
(define (weak-table-ref table key) (hash-table-ref/default table key #f))
""",
    "guile": "(use-modules (ice-9 rdelim))" + SHOW + """
(define (collect-garbage) (gc))
(define (make-weak-table) (make-weak-key-hash-table))
(define weak-table-set! hashq-set!)
(define (weak-table-ref table key) (hashq-ref table key #f))
""",
    "chez": "(define (read-line port) (get-line port))" + SHOW + """
(define longest 0)
(define spent 0)
(define (milliseconds time) (+ (* 1000. (time-second time)) (/ (time-nanosecond time) 1e6)))
(define (timed-collect . arguments)
  (let ((start (current-time 'time-monotonic)))
    (apply collect arguments)
    (let ((pause (milliseconds (time-difference (current-time 'time-monotonic) start))))
      (set! spent (+ spent pause))
      (set! longest (max longest pause)))))
(collect-request-handler timed-collect)
(define (collect-garbage) (timed-collect (collect-maximum-generation)))
(define (make-weak-table) (make-weak-eq-hashtable))
(define weak-table-set! hashtable-set!)
(define (weak-table-ref table key) (hashtable-ref table key #f))
""",
}

EPILOGUES = {"chez": '\n(display (list "max" (* 1000 longest) "us, total" spent "ms")) (newline)\n'}
# The expressions for the longest pause of a kind, in microseconds, and the sum of them, in milliseconds.
PAUSES = {
    "cairn": r"^(?:minor|increments|full) .* max ([\d.]+) us, total ([\d.]+) ms",
    "chez": r"^\(max ([\d.e+-]+) us, total ([\d.e+-]+) ms\)",
}


def command(name, path, cairn):
    return {
        "cairn": [cairn, "--gc-stats", path],
        "guile": ["guile", "--no-auto-compile", "-q", path],
        "chez": ["scheme", "--script", path],
    }[name]


def run(name, program, cairn, extra=""):
    """CPU seconds, ms of all collections, the longest pause of them in ms (these may be None), peak
    MB, resident MB as shown."""
    with open(os.path.join(PROGRAMS, program + ".scm")) as f:
        text = PRELUDES[name] + extra + f.read() + EPILOGUES.get(name, "")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "program.scm")
        with open(path, "w") as f:
            f.write(text)
        with open(os.path.join(folder, "out"), "w+") as out:
            line = [*pauses.first(), *command(name, path, cairn)]
            process = subprocess.Popen(line, stdout=out, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            shown = out.read()
    if process.returncode != 0:
        return None, shown
    resident = [int(kb) / 1024 for kb in re.findall(r"VmRSS:\s*(\d+)", shown)]
    told = re.findall(PAUSES[name], shown, re.M) if name in PAUSES else []
    longest = max((float(pause) / 1000 for pause, _ in told), default=None)
    spent = sum(float(total) for _, total in told) if told else None
    time = usage.ru_utime + usage.ru_stime
    return (time, spent, longest, usage.ru_maxrss / 1024, resident), shown


def middle(figures):
    return statistics.median(figures) if figures and None not in figures else None


def show(figure, digits=0):
    return "-" if figure is None else f"{figure:.{digits}f}"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--only", default="")
    options.add_argument("--against", default="guile,chez")
    options.add_argument("--cairn", default=CAIRN)
    options.add_argument("--soak", type=int, metavar="ROUNDS", help="run the soak, on Cairn alone")
    options = options.parse_args()
    if options.soak:
        result, shown = run("cairn", "soak", options.cairn, f"(define soak-rounds {options.soak})\n")
        print(shown if result is None else f"{show(result[0], 1)} s, peak {show(result[3])} MB, longest pause "
              f"{show(result[2], 1)} ms, resident after each tenth: "
              + " ".join(show(mb) for mb in result[4][:: max(1, options.soak // 10)]))
        return
    names = ["cairn"] + [name for name in options.against.split(",") if shutil.which({"chez": "scheme"}.get(name, name))]
    programs = sorted(name[:-4] for name in os.listdir(PROGRAMS) if name.endswith(".scm") and name != "soak.scm")
    chosen = [program for program in programs if not options.only or program in options.only.split(",")]
    print(f"load average {os.getloadavg()[0]:.1f}")
    print("| program | implementation | CPU s | collections ms | longest pause ms | peak MB | resident MB |")
    print("|---|---|---|---|---|---|---|")
    for program in chosen:
        results = {name: [] for name in names}
        for _ in range(options.runs):
            for name in names:
                result, shown = run(name, program, options.cairn)
                if result is None:
                    print(f"{program} on {name} failed:\n{shown}", file=sys.stderr)
                else:
                    results[name].append(result)
        for name in names:
            time, spent, pause, peak = (middle([r[i] for r in results[name]]) for i in range(4))
            shown = zip(*(r[4] for r in results[name]))
            resident = ", ".join(show(middle(list(figures))) for figures in shown) or "-"
            print(f"| {program} | {name} | {show(time, 2)} | {show(spent)} | {show(pause, 1)} | {show(peak)} | {resident} |")


if __name__ == "__main__":
    main()
