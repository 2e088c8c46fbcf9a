"""What a corpus costs: `mock-gateway generate` in a process of its own, a short corpus beside a long one.

`python benchmarks/corpus.py [GATEWAY] [COUNT]` prints the lines and bytes that came, CPU seconds, lines a second of CPU
time without what starting takes, and the most memory of the process. The aim: memory does not grow with the corpus.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import NamedTuple

SHORT = 1_000
COUNT = 20_000
GATEWAY = "websms"
PIECE = 1 << 20
MEMORY_A_MIB = 1 << 20 if sys.platform == "darwin" else 1 << 10
"""Systems tell memory in bytes or in KiB."""
AIM = 1.25
"""Times the memory of the short corpus, in which what is remembered of worlds and texts is not full yet."""


class Made(NamedTuple):
    """A corpus that was made.

    Attributes:
        lines: how many came.
        size: bytes of all.
        cpu: seconds, of the process and its system calls.
        peak: the most resident memory in MiB.

    """

    lines: int
    size: int
    cpu: float
    peak: float


def made(gateway: str, count: int) -> Made:
    """Make a corpus in a process of its own and read it, as fast as it comes.

    Raises:
        SystemExit: where the process fails.

    """
    command = [sys.executable, "-m", "mock_gateway", "generate", gateway, "--count", str(count)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603  our own command
    lines = size = 0
    assert process.stdout is not None  # noqa: S101  it was asked for
    with process.stdout as out:
        while piece := out.read(PIECE):
            lines += piece.count(b"\n")
            size += len(piece)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Made(lines, size, used.ru_utime + used.ru_stime, used.ru_maxrss / MEMORY_A_MIB)


def main(gateway: str = GATEWAY, count: str = str(COUNT)) -> None:
    """Measure and print."""
    if int(count) <= SHORT:
        raise SystemExit(f"COUNT is more than {SHORT}, which the short corpus has")
    print(f"{'generate ' + gateway:20} {'lines':>10} {'MB':>8} {'CPU s':>8} {'lines / CPU s':>14} {'peak MiB':>9}")
    short, long = made(gateway, SHORT), made(gateway, int(count))
    for each, rate in ((short, ""), (long, f"{(long.lines - short.lines) / (long.cpu - short.cpu):.0f}")):
        print(f"{'':20} {each.lines:>10} {each.size / 1e6:>8.1f} {each.cpu:>8.1f} {rate:>14} {each.peak:>9.1f}")
    print(f"memory of the long corpus: {long.peak / short.peak:.2f} times that of the short one (aim {AIM})")


if __name__ == "__main__":
    main(*sys.argv[1:])
