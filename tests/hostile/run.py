#!/usr/bin/env python3
"""Runs the hostile scripts of this folder with small limits.

    cargo build --release && tests/hostile/run.py [COMMAND [PART]]

A file `NAME.txt` holds scripts one after the other, each below a line `=== name`. None may
end by a signal or with a code above 3, run for more than 9 seconds, or take more than 112 MiB:
the 64 MiB of heap, the 16 MiB of stack, and the process itself. COMMAND is
`target/release/cairn` unless it is given; PART selects the scripts whose `FILE/NAME`
contains it. The exit code is 1 if a script breaks a rule.
"""
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

LIMITS = ["--sandbox", "--memory", "64", "--stack", "16", "--timeout", "8s"]
MOST_SECONDS = 9
MOST_KIB = 112 << 10


def scripts(folder):
    for path in sorted(folder.glob("*.txt")):
        for script in ("\n" + path.read_text()).split("\n=== ")[1:]:
            name, text = script.split("\n", 1)
            yield f"{path.stem}/{name.strip()}", text


def problems(command, text):
    """What is wrong with the end of a script."""
    with tempfile.NamedTemporaryFile("w", suffix=".scm") as file:
        file.write(text)
        file.flush()
        start = time.monotonic()
        child = subprocess.Popen([command, *LIMITS, file.name], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        timer = threading.Timer(2 * MOST_SECONDS, child.kill)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        seconds = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    if not 0 <= code <= 3:
        yield f"ends with {code}"
    if seconds > MOST_SECONDS:
        yield f"takes {seconds:.1f} s"
    if usage.ru_maxrss > MOST_KIB:
        yield f"takes {usage.ru_maxrss >> 10} MiB"


def main():
    folder = pathlib.Path(__file__).resolve().parent
    command = sys.argv[1] if len(sys.argv) > 1 else str(folder.parent.parent / "target/release/cairn")
    part = sys.argv[2] if len(sys.argv) > 2 else ""
    if any(problems(command, "(exit 0)")) or not any(problems(command, "(exit 4)")):
        sys.exit(f"{command} does not run scripts")
    chosen = [(name, text) for name, text in scripts(folder) if part in name]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda script: list(problems(command, script[1])), chosen)
        wrong = [f"{name} {', '.join(which)}" for (name, _), which in zip(chosen, found) if which]
    print(*wrong, f"{len(chosen) - len(wrong)} of {len(chosen)} scripts keep the rules", sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
