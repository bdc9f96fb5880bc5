#!/usr/bin/env python3
"""Compares scripts that do real work with Python, Guile, Racket and Lua, in alternating runs.

    benches/scripts.py [--cairn target/release/cairn] [--rounds 5] [--small] [NAME...]

Prints a table of user and system seconds, the least of the rounds; the data is made in a
temporary folder first. Each program prints a figure, which must be the same for all.
"""

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile

# Counts lines and their characters, in any Scheme.
LINES = '''(call-with-input-file "lines" (lambda (port)
  (let loop ((count 0) (chars 0))
    (let ((line (read-line port)))
      (if (eof-object? line)
          (begin (write (+ count chars)) (newline))
          (loop (+ count 1) (+ chars (string-length line))))))))'''

CAIRN = {
    "lines": '''(import (scheme base) (scheme write) (scheme file))
''' + LINES,
    "json": '''(import (scheme base) (scheme write) (cairn json))
(write (string-length (json->string (file->json "data.json")))) (newline)''',
    "csv": '''(import (scheme base) (scheme write) (cairn csv))
(write (apply + (map length (file->csv "data.csv")))) (newline)''',
    "regex": '''(import (scheme base) (scheme write) (scheme file) (cairn regex))
(define pattern (rx "([a-z]+)([0-9]{3})-([aeiou]+)"))
(call-with-input-file "some-lines" (lambda (port)
  (let loop ((count 0))
    (let ((line (read-line port)))
      (if (eof-object? line)
          (begin (write count) (newline))
          (loop (if (rx-search? pattern line) (+ count 1) count)))))))''',
    "walk": '''(import (scheme base) (scheme write) (cairn fs))
(write (length (directory-walk "tree"))) (newline)''',
    "pipeline": '''(import (scheme base) (scheme write) (cairn process))
(write (string-length (run-result-output
  (run-pipeline (make-list COUNT '("cat")) 'input "hello" 'output 'capture)))) (newline)''',
}

PYTHON = {
    "lines": '''count = chars = 0
for line in open("lines", encoding="utf-8"):
    count += 1
    chars += len(line) - 1
print(count + chars)''',
    "json": '''import json
print(len(json.dumps(json.load(open("data.json")), separators=(",", ":"), ensure_ascii=False)))''',
    "csv": '''import csv
print(sum(len(row) for row in list(csv.reader(open("data.csv", newline="")))))''',
    "regex": '''import re
pattern = re.compile("([a-z]+)([0-9]{3})-([aeiou]+)")
print(sum(1 for line in open("some-lines", encoding="utf-8") if pattern.search(line)))''',
    "walk": '''import os
print(sum(len(dirs) + len(files) for _, dirs, files in os.walk("tree")))''',
    "pipeline": '''import subprocess
first = last = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
processes = [first]
for _ in range(COUNT - 1):
    next = subprocess.Popen(["cat"], stdin=last.stdout, stdout=subprocess.PIPE)
    last.stdout.close()
    last = next
    processes.append(next)
first.stdin.write(b"hello")
first.stdin.close()
print(len(last.stdout.read()))
# The time of a process counts when it is waited for.
for process in processes:
    process.wait()''',
}

GUILE = {
    "lines": '''(use-modules (ice-9 rdelim))
(call-with-input-file "lines" (lambda (port)
  (let loop ((count 0) (chars 0))
    (let ((line (read-line port)))
      (if (eof-object? line)
          (begin (write (+ count chars)) (newline))
          (loop (+ count 1) (+ chars (string-length line))))))) #:encoding "UTF-8")''',
    "regex": '''(use-modules (ice-9 rdelim) (ice-9 regex))
(define pattern (make-regexp "([a-z]+)([0-9]{3})-([aeiou]+)"))
(call-with-input-file "some-lines" (lambda (port)
  (let loop ((count 0))
    (let ((line (read-line port)))
      (if (eof-object? line)
          (begin (write count) (newline))
          (loop (if (regexp-exec pattern line) (+ count 1) count)))))))''',
    "walk": '''(use-modules (ice-9 ftw))
(define count -1)
(nftw "tree" (lambda (name info flag base level) (set! count (+ count 1)) #t) 'physical)
(write count) (newline)''',
    "pipeline": '''(use-modules (ice-9 popen) (ice-9 textual-ports))
(define-values (from to pids) (pipeline (make-list COUNT '("cat"))))
(display "hello" to)
(close-port to)
(write (string-length (get-string-all from))) (newline)
;; The time of a process counts when it is waited for.
(for-each waitpid pids)''',
}

RACKET = {
    "lines": '''#lang racket/base
''' + LINES,
    "json": '''#lang racket/base
(require json)
(write (string-length (jsexpr->string (call-with-input-file "data.json" read-json)))) (newline)''',
    "regex": '''#lang racket/base
(define pattern #px"([a-z]+)([0-9]{3})-([aeiou]+)")
(call-with-input-file "some-lines" (lambda (port)
  (let loop ((count 0))
    (let ((line (read-line port)))
      (if (eof-object? line)
          (begin (write count) (newline))
          (loop (if (regexp-match? pattern line) (+ count 1) count)))))))''',
    "walk": '''#lang racket/base
(write (for/sum ([path (in-directory "tree")]) 1)) (newline)''',
    "pipeline": '''#lang racket/base
(require racket/port)
(define cat (find-executable-path "cat"))
(define-values (first out in err) (subprocess #f #f (current-error-port) cat))
(define-values (processes last)
  (for/fold ([processes (list first)] [last out]) ([_ (in-range (- COUNT 1))])
    (define-values (next out in err) (subprocess #f last (current-error-port) cat))
    (close-input-port last)
    (values (cons next processes) out)))
(void (write-string "hello" in))
(close-output-port in)
(write (string-length (port->string last))) (newline)
;; The time of a process counts when it is waited for.
(for-each subprocess-wait processes)''',
}

LUA = {
    "lines": '''local count, chars = 0, 0
for line in io.lines("lines") do count = count + 1; chars = chars + utf8.len(line) end
print(count + chars)''',
    # Lua's patterns have no groups that repeat, which this expression does not need.
    "regex": '''local count = 0
for line in io.lines("some-lines") do if line:find("%l+%d%d%d%-[aeiou]+") then count = count + 1 end end
print(count)''',
}

LANGUAGES = [
    ("Python", ["python3"], "py", PYTHON),
    ("Guile", ["guile", "--no-auto-compile"], "scm", GUILE),
    ("Racket", ["racket"], "rkt", RACKET),
    ("Lua", ["lua5.4"], "lua", LUA),
]


def make_data(small):
    """Fills the current folder with what the programs read."""
    scale = 100 if small else 1
    rng = random.Random(1)
    words = ["".join(rng.choice("abcdefghijklmnop") for _ in range(rng.randint(2, 9))) for _ in range(1000)]
    with open("lines", "w", encoding="utf-8") as file, open("some-lines", "w", encoding="utf-8") as some:
        for i in range(4_000_000 // scale):
            line = " ".join(rng.choice(words) for _ in range(7)) + f"{rng.randint(0, 9999)}-{rng.choice(words)}\n"
            file.write(line)
            if i % 10 == 0:
                some.write(line)
    with open("data.json", "w", encoding="utf-8") as file:
        items = ",".join(
            f'{{"id":{i},"name":"{rng.choice(words)}","tags":["{rng.choice(words)}","x"],"on":true,"rest":null}}'
            for i in range(45_000 // scale)
        )
        file.write(f"[{items}]")
    with open("data.csv", "w", encoding="utf-8") as file:
        for i in range(300_000 // scale):
            file.write(f'{i},{rng.choice(words)},"{rng.choice(words)}, {rng.choice(words)}",{i}.5\n')
    for i in range(1000 // scale):
        os.makedirs(f"tree/{i % 10}/{i}")
        for j in range(99):
            open(f"tree/{i % 10}/{i}/file{j}", "w").close()


def measure(command):
    """Returns what a command prints, and its user and system seconds with those of its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout.strip(), after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cairn", default="target/release/cairn")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--small", action="store_true", help="a hundredth of the data")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    cairn = os.path.abspath(options.cairn)
    languages = [("Cairn", [cairn], "scm", CAIRN)]
    languages += [language for language in LANGUAGES if shutil.which(language[1][0])]
    print("| | " + " | ".join(name for name, *_ in languages) + " |")
    print("|---|" + "---|" * len(languages))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        make_data(options.small)
        for name in options.names or CAIRN:
            times, figures = {}, set()
            for _ in range(options.rounds):
                for language, command, ending, programs in languages:
                    if name not in programs:
                        continue
                    path = f"{name}-{language}.{ending}"
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(programs[name].replace("COUNT", "1000" if not options.small else "20"))
                    figure, seconds = measure([*command, path])
                    figures.add(figure)
                    times[language] = min(times.get(language, seconds), seconds)
            if len(figures) != 1:
                sys.exit(f"{name}: the programs disagree: {figures}")
            row = [f"{times[language]:.2f}" if language in times else "" for language, *_ in languages]
            print(f"| {name} | " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
