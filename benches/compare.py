#!/usr/bin/env python3
"""Runs the benchmark corpus on Cairn and on other implementations.

Every program runs as a process of its own; what counts is the CPU time of the
whole process (user and system), start-up included, compilation ahead of time
excluded where an implementation has such a thing.  The implementations take
turns, run by run, so that a slow minute of the machine hits all of them; the
figure for a program is the median of the ratios of neighbouring runs.  The
output of every run is compared with the program's .out file: a wrong answer is
no time.

    benches/compare.py --against guile,petite --runs 5 --only '^fib'

Columns are Cairn's time and, for every other implementation, its time and the
ratio cairn/other (below 1: Cairn is faster).  The last line is the geometric
mean of each column of ratios.
"""

import argparse
import math
import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "programs")
LUA = os.path.join(HERE, "lua")
DEFAULT_CAIRN = os.path.join(os.path.dirname(HERE), "target", "release", "cairn")

# ---------------------------------------------------------------------------
# Chez Scheme is not R7RS.  A program is translated: the import form is dropped,
# the rest becomes the body of one (let () ...), after the definitions below of
# what it needs.  `chez:name` is Chez's own binding of the name.

CHEZ_PRELUDE = r"""
(define (error message . irritants)
  (apply chez:error #f message irritants))
(define (error-object? x) (chez:message-condition? x))
(define (error-object-message x) (chez:condition-message x))
(define (error-object-irritants x) (chez:condition-irritants x))
(define-syntax delay-force
  (syntax-rules () ((_ e) (delay (force e)))))
(define-syntax define-record-type
  (lambda (x)
    (syntax-case x ()
      ((k type (maker arg ...) test field ...)
       (let ((specs (map (lambda (f)
                           (syntax-case f ()
                             ((name get) #'(immutable name get))
                             ((name get set) #'(mutable name get set))))
                         #'(field ...)))
             (names (map (lambda (f) (syntax-case f () ((name . rest) #'name)))
                         #'(field ...)))
             (args #'(arg ...)))
         (with-syntax
             (((spec ...) specs)
              ((value ...)
               (map (lambda (n)
                      (if (exists (lambda (a) (free-identifier=? a n)) args) n #'#f))
                    names)))
           #'(chez:define-record-type (type maker test)
               (fields spec ...)
               (protocol (lambda (new) (lambda (arg ...) (new value ...)))))))))))
(define (square x) (* x x))
(define (exact-integer? x) (and (integer? x) (exact? x)))
(define (floor/ a b)
  (let ((m (modulo a b))) (values (quotient (- a m) b) m)))
(define (floor-quotient a b) (quotient (- a (modulo a b)) b))
(define (floor-remainder a b) (modulo a b))
(define (truncate/ a b) (values (quotient a b) (remainder a b)))
(define (truncate-quotient a b) (quotient a b))
(define (truncate-remainder a b) (remainder a b))
(define (list-set! items k x) (set-car! (list-tail items k) x))
(define write-string
  (case-lambda
    ((text) (chez:put-string (current-output-port) text))
    ((text port) (chez:put-string port text))))
(define read-line
  (case-lambda
    (() (chez:get-line (current-input-port)))
    ((port) (chez:get-line port))))
(define read-string
  (case-lambda
    ((k) (chez:get-string-n (current-input-port) k))
    ((k port) (chez:get-string-n port k))))
(define (open-input-bytevector b) (chez:open-bytevector-input-port b))
(define (read-u8 port) (chez:get-u8 port))
(define (peek-u8 port) (chez:lookahead-u8 port))
(define string-copy
  (case-lambda
    ((s) (chez:string-copy s))
    ((s start) (substring s start (string-length s)))
    ((s start end) (substring s start end))))
(define string->list
  (case-lambda
    ((s) (chez:string->list s))
    ((s start) (chez:string->list (substring s start (string-length s))))
    ((s start end) (chez:string->list (substring s start end)))))
(define (string-map f text)
  (let* ((n (string-length text)) (out (make-string n)))
    (do ((i 0 (+ i 1)))
        ((= i n) out)
      (string-set! out i (f (string-ref text i))))))
(define vector-copy
  (case-lambda
    ((v) (chez:vector-copy v))
    ((v start) (vector-copy v start (vector-length v)))
    ((v start end)
     (let ((out (make-vector (- end start))))
       (do ((i start (+ i 1)))
           ((= i end) out)
         (vector-set! out (- i start) (vector-ref v i)))))))
(define (vector-append . vs)
  (let ((out (make-vector (apply + (map vector-length vs)))))
    (let loop ((vs vs) (at 0))
      (if (null? vs)
          out
          (let ((n (vector-length (car vs))))
            (do ((i 0 (+ i 1)))
                ((= i n) (loop (cdr vs) (+ at n)))
              (vector-set! out (+ at i) (vector-ref (car vs) i))))))))
(define bytevector-copy
  (case-lambda
    ((b) (chez:bytevector-copy b))
    ((b start) (bytevector-copy b start (bytevector-length b)))
    ((b start end)
     (let ((out (make-bytevector (- end start))))
       (chez:bytevector-copy! b start out 0 (- end start))
       out))))
(define bytevector-copy!
  (case-lambda
    ((to at from) (chez:bytevector-copy! from 0 to at (bytevector-length from)))
    ((to at from start)
     (chez:bytevector-copy! from start to at (- (bytevector-length from) start)))
    ((to at from start end) (chez:bytevector-copy! from start to at (- end start)))))
(define (bytevector-append . bs)
  (let ((out (make-bytevector (apply + (map bytevector-length bs)))))
    (let loop ((bs bs) (at 0))
      (cond ((null? bs) out)
            (else
             (chez:bytevector-copy! (car bs) 0 out at (bytevector-length (car bs)))
             (loop (cdr bs) (+ at (bytevector-length (car bs)))))))))
"""


def skip_atom_text(text, i):
    """The index after the string, symbol in bars or character that begins at i, or i."""
    if text[i] in '"|':
        quote, i = text[i], i + 1
        while text[i] != quote:
            i += 2 if text[i] == "\\" else 1
        return i + 1
    if text.startswith("#\\", i):
        return i + 3
    return i


def top_level_forms(text):
    """The parenthesised forms at the top level, without the comments between them."""
    forms, depth, start, i = [], 0, 0, 0
    while i < len(text):
        if text[i] == ";":
            i = text.find("\n", i) if "\n" in text[i:] else len(text)
            continue
        end = skip_atom_text(text, i)
        if end > i:
            i = end
            continue
        if text[i] == "(":
            if depth == 0:
                start = i
            depth += 1
        elif text[i] == ")":
            depth -= 1
            if depth == 0:
                forms.append(text[start:i + 1])
        i += 1
    return forms


def words(text):
    return set(re.findall(r"[^\s()'`,\";]+", text))


def needed_definitions(program):
    """Those forms of the prelude that the program uses, in the prelude's order."""
    prelude = [(form.split(None, 2)[1].strip("()"), form)
               for form in top_level_forms(CHEZ_PRELUDE)]
    wanted, seen = words(program), set()
    while True:
        new = [(name, form) for name, form in prelude if name in wanted and name not in seen]
        if not new:
            return [form for name, form in prelude if name in seen]
        for name, form in new:
            seen.add(name)
            wanted |= words(form)


def chez_program(text):
    forms = [f for f in top_level_forms(text) if not f.startswith("(import")]
    prelude = "\n".join(needed_definitions("\n".join(forms)))
    originals = sorted(w[5:] for w in words(prelude) if w.startswith("chez:"))
    imports = "(import (prefix (only (chezscheme) %s) chez:))\n" % " ".join(originals) if originals else ""
    # A body has no expressions before definitions, so expressions become definitions.
    body = [f if f.startswith("(define") else "(define ignored-%d (begin %s #f))" % (i, f)
            for i, f in enumerate(forms)]
    return "(let ()\n%s%s\n%s\n(void))\n" % (imports, prelude, "\n".join(body))


# ---------------------------------------------------------------------------
# Implementations.  Each prepares a program once and gives the command to time.


class Implementation:
    def __init__(self, name, command, env=None):
        self.name = name
        self.command = command
        self.env = dict(os.environ, **(env or {}))

    def prepare(self, program, scratch):
        """The command line for the program, or None if it cannot run here."""
        return self.command + [program.path]


class Guile(Implementation):
    """The run before the timed ones compiles into Guile's cache."""


class Petite(Implementation):
    def prepare(self, program, scratch):
        path = os.path.join(scratch, program.file_name + ".ss")
        with open(program.path, encoding="utf-8") as source, \
                open(path, "w", encoding="utf-8") as out:
            out.write(chez_program(source.read()))
        return self.command + ["--script", path]


class Chez(Petite):
    def prepare(self, program, scratch):
        source = super().prepare(program, scratch)[-1]
        target = source[:-3] + ".so"
        script = '(optimize-level 2) (compile-file "%s" "%s")' % (source, target)
        subprocess.run(self.command + ["-q"], input=script.encode(), env=self.env,
                       stdout=subprocess.DEVNULL, check=True)
        return self.command + ["--optimize-level", "2", "--script", target]


class Lua(Implementation):
    def prepare(self, program, scratch):
        path = os.path.join(LUA, program.name + ".lua")
        return self.command + [path] if os.path.exists(path) else None


def first_found(*names):
    for name in names:
        if shutil.which(name):
            return name
    return names[0]


def command_of(cairn):
    """The words of a command; a path in it becomes absolute, as programs run elsewhere."""
    command = shlex.split(cairn)
    if os.path.exists(command[0]):
        command[0] = os.path.abspath(command[0])
    return command


def known_implementations(cairn=DEFAULT_CAIRN):
    return {
        "interpreter": Implementation("interpreter", command_of(cairn) + ["--no-jit"]),
        "guile": Guile("guile", ["guile", "--r7rs"]),
        "guile-nojit": Guile("guile-nojit", ["guile", "--r7rs"], {"GUILE_JIT_THRESHOLD": "-1"}),
        "petite": Petite("petite", ["petite"]),
        "chez": Chez("chez", [first_found("scheme", "chez", "chezscheme")]),
        "lua": Lua("lua", [first_found("lua5.4", "lua")]),
        "luajit": Lua("luajit", ["luajit"]),
        "luajit-joff": Lua("luajit-joff", ["luajit", "-joff"]),
    }


# ---------------------------------------------------------------------------
# Programs and measuring


class Program:
    def __init__(self, path):
        self.path = path
        self.name = os.path.relpath(path, PROGRAMS)[:-len(".scm")]
        self.file_name = self.name.replace(os.sep, "-")
        with open(path[:-len(".scm")] + ".out", "rb") as f:
            self.expected = f.read()


def find_programs(pattern):
    paths = [os.path.join(folder, name)
             for folder in (PROGRAMS, os.path.join(PROGRAMS, "micro"))
             for name in sorted(os.listdir(folder)) if name.endswith(".scm")]
    without_out = [p for p in paths if not os.path.exists(p[:-len(".scm")] + ".out")]
    for path in without_out:
        print("no expected output for", path, file=sys.stderr)
    programs = [Program(p) for p in paths if p not in without_out]
    return [p for p in programs if re.search(pattern, p.name)]


class Failure(Exception):
    """A run without a time: the message is what the table shows."""


def run(implementation, command, program, scratch, limit):
    """CPU seconds of one run of the command; raises Failure."""
    with tempfile.TemporaryFile(dir=scratch) as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=subprocess.DEVNULL, cwd=scratch,
                                   env=implementation.env)
        killed = threading.Event()

        def kill():
            killed.set()
            process.kill()

        timer = threading.Timer(limit, kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if killed.is_set():
            raise Failure("limit")
        if process.returncode != 0:
            raise Failure("failed")
        out.seek(0)
        if out.read() != program.expected:
            raise Failure("wrong")
    return usage.ru_utime + usage.ru_stime


def measure(program, implementations, runs, limit, scratch):
    """For each implementation its list of times or a Failure; None if it has no such program."""
    results, commands = {}, {}
    for imp in implementations:
        try:
            commands[imp.name] = imp.prepare(program, scratch)
            if commands[imp.name] is None:
                results[imp.name] = None
                continue
            # Not timed: checks, compiles into caches, brings files into memory.
            run(imp, commands[imp.name], program, scratch, limit * 3)
            results[imp.name] = []
        except (Failure, OSError, subprocess.CalledProcessError) as e:
            results[imp.name] = e if isinstance(e, Failure) else Failure("failed")
    for _ in range(runs):
        for imp in implementations:
            if isinstance(results[imp.name], list):
                try:
                    results[imp.name].append(run(imp, commands[imp.name], program, scratch, limit))
                except Failure as e:
                    results[imp.name] = e
    return results


def ratio(a, b):
    """The median of the ratios of neighbouring runs, or None."""
    if not (isinstance(a, list) and isinstance(b, list)):
        return None
    return statistics.median(x / max(y, 1e-6) for x, y in zip(a, b))


def geometric_mean(xs):
    return math.exp(statistics.fmean(math.log(x) for x in xs)) if xs else None


# ---------------------------------------------------------------------------
# Printing


def time_cell(times):
    if times is None:
        return ""
    if isinstance(times, Failure):
        return str(times)
    return "%.2f" % statistics.median(times)


def ratio_cell(x):
    return "" if x is None else "%.2f" % x


class Table:
    """Rows of cells, printed as they come; columns have fixed widths."""

    def __init__(self, heads, markdown):
        self.heads = heads
        self.markdown = markdown
        self.widths = [max(22, len(heads[0]))] + [max(7, len(h)) for h in heads[1:]]
        self.row(heads)
        if markdown:
            print("|" + "---|" + "--:|" * (len(heads) - 1))
        else:
            print("-" * (sum(self.widths) + 2 * len(self.widths) - 2))

    def row(self, cells):
        if self.markdown:
            print("| " + " | ".join(cells) + " |", flush=True)
        else:
            print("  ".join([cells[0].ljust(self.widths[0])] +
                            [c.rjust(w) for c, w in zip(cells[1:], self.widths[1:])]).rstrip(),
                  flush=True)


def compare(programs, cairn, others, options):
    heads = ["program"] + (["cairn s"] if cairn else [])
    for other in others:
        heads += [other.name + " s"] + (["ratio"] if cairn else [])
    table = Table(heads, options.markdown)
    ratios = {other.name: [] for other in others}
    bad = 0
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as scratch:
        for program in programs:
            implementations = ([cairn] if cairn else []) + others
            results = measure(program, implementations, options.runs, options.time_limit, scratch)
            bad += sum(isinstance(r, Failure) for r in results.values())
            cells = [program.name] + ([time_cell(results["cairn"])] if cairn else [])
            for other in others:
                cells.append(time_cell(results[other.name]))
                if cairn:
                    x = ratio(results["cairn"], results[other.name])
                    cells.append(ratio_cell(x))
                    ratios[other.name] += [] if x is None else [x]
            table.row(cells)
    if cairn and others:
        last = ["geometric mean", ""]
        for other in others:
            last += ["", ratio_cell(geometric_mean(ratios[other.name]))]
        table.row(last)
    return bad


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cairn", default=DEFAULT_CAIRN, metavar="PATH",
                        help="the command to measure, with arguments if need be (default: target/release/cairn)")
    parser.add_argument("--against", default="guile,guile-nojit,petite,chez,lua,luajit-joff",
                        metavar="NAMES", help="of: " + ", ".join(known_implementations()))
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="timed runs of each (default 3)")
    parser.add_argument("--only", default="", metavar="REGEX", help="programs whose name matches")
    parser.add_argument("--markdown", action="store_true", help="print a markdown table")
    parser.add_argument("--time-limit", type=float, default=30.0, metavar="SECONDS",
                        help="wall-clock limit of a run (default 30)")
    return parser.parse_args()


def present(implementation):
    return shutil.which(implementation.command[0]) is not None


def main():
    options = parse_options()
    known = known_implementations(options.cairn)
    names = [n for n in options.against.split(",") if n]
    unknown = [n for n in names if n not in known]
    if unknown:
        sys.exit("unknown implementation: " + ", ".join(unknown))
    cairn = Implementation("cairn", command_of(options.cairn))
    others = [known[n] for n in names]
    for missing in [i for i in [cairn] + others if not present(i)]:
        print("%s is missing (%s), skipped" % (missing.name, missing.command[0]), file=sys.stderr)
    others = [i for i in others if present(i)]
    bad = compare(find_programs(options.only), cairn if present(cairn) else None, others, options)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
