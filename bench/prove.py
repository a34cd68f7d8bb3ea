"""Runs the proofs at full counts and writes docs/proof.md: machine, day, commit and results of each part.

script/prove                 all of them, one after the other
script/prove faults ledger   these alone; what the others said before stays, with its own day and commit
"""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROOF = ROOT / "docs" / "proof.md"
FOLDER = ROOT / "docs" / "proof"

_PYTEST = ("pytest", "-q", "-n", "auto", "--dist", "loadgroup")
_OF_THE_LEDGER = tuple(
    f"tests/{each}" for each in ("access", "directory", "embedded", "homes", "ledger", "people", "sealing", "uploads")
)
_OF_CASES = tuple(f"tests/{each}" for each in ("casework", "faults", "hostile"))
_OF_PAGES = tuple(
    f"tests/{each}" for each in ("api", "assurance", "browser", "cli", "config", "design", "desk", "outbound", "signin")
)
_ELSEWHERE = tuple(f"--ignore={each}" for each in (*_OF_THE_LEDGER, *_OF_CASES, *_OF_PAGES))

PARTS: dict[str, tuple[str, ...]] = {
    "tests-rules": (*_PYTEST, *_ELSEWHERE),
    "tests-ledger": (*_PYTEST, *_OF_THE_LEDGER),
    "tests-cases": (*_PYTEST, *_OF_CASES),
    "tests-pages": (*_PYTEST, *_OF_PAGES),
    "engine": ("bench.engine", "--markdown"),
    "ledger": ("bench.ledger", "--markdown"),
    "pages": ("bench.pages", "--markdown"),
    "closed": ("bench.closed", "--markdown"),
    "faults": ("bench.faults", "--markdown", "--only", "rest"),
    "disks": ("bench.faults", "--markdown", "--only", "disks"),
}


@dataclass(frozen=True)
class Run:
    """A finished command: which part it was, what it was, how it ended, and what it printed."""

    part: str
    command: str
    passed: bool
    seconds: float
    output: str

    @property
    def said(self) -> str:
        """The section that a bench printed; of pytest the last line, where it puts its counts."""
        if self.output.lstrip().startswith("#"):
            return self.output.strip()
        lines = self.output.strip().splitlines()
        return f"## {self.part}\n\n{lines[-1].strip('= ') if lines else 'no output'}"


def main(argv: Sequence[str]) -> int:
    unknown = [name for name in argv if name not in PARTS]
    if unknown:
        print(f"script/prove: no such part: {', '.join(unknown)}; it has {', '.join(PARTS)}", file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    passed = True
    for name in argv or PARTS:
        about = circumstances()
        done = run(name, *PARTS[name])
        (FOLDER / f"{name}.md").write_text(section(done, about), encoding="utf-8")
        PROOF.write_text(page(), encoding="utf-8")
        passed &= done.passed
    print(f"\nWritten to {PROOF.relative_to(ROOT)}")
    return 0 if passed else 1


def run(part: str, module: str, *arguments: str) -> Run:
    """Run a module with full counts; its lines are shown as they come, and kept."""
    command = " ".join(["python -m", module, *arguments])
    print(f"\n== {command}", flush=True)
    begun = time.perf_counter()
    lines = []
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=os.environ | {"LINTEL_PROOF": "full"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    return Run(part, command, process.returncode == 0, time.perf_counter() - begun, "".join(lines))


def section(done: Run, about: dict[str, str]) -> str:
    """One part of docs/proof.md: what was run, where and when, how it ended, and what it said."""
    result = "passed" if done.passed else "FAILED"
    facts = {"Run": f"`{done.command}`, {result} in {done.seconds:,.0f} s", **about}
    title, _, rest = done.said.partition("\n")
    return "\n".join([title, "", *(f"- {name}: {value}" for name, value in facts.items()), rest]).rstrip() + "\n"


def page() -> str:
    """The whole of docs/proof.md, from its parts; one that was never run says so."""
    sections = ["# Proof", "Written by `script/prove`; not by hand. Each part says when and where it was run."]
    for name in PARTS:
        part = FOLDER / f"{name}.md"
        never = f"## {name}\n\n`script/prove {name}` was not run yet."
        sections.append(part.read_text(encoding="utf-8").strip() if part.exists() else never)
    return "\n\n".join(sections) + "\n"


def circumstances() -> dict[str, str]:
    return {
        "Date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "Commit": commit(),
        "Processor": f"{processor()}, {os.cpu_count()} cores",
        "Memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB",
        "System": operating_system(),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def commit() -> str:
    """The commit proved, and whether anything but the proof itself differs from it."""
    head = git("rev-parse", "HEAD") or "none"
    changes = git("status", "--porcelain", "--", ".", ":!docs/proof.md", ":!docs/proof")
    return f"{head}, with uncommitted changes" if changes else head


def git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""  # a copy without its history can be proved too
    return done.stdout.strip()


def processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")  # platform.processor() is empty on Linux
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def operating_system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        name = platform.system()
    return f"{name}, kernel {platform.release()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
