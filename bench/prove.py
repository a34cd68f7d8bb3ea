"""Runs every proof at full counts and writes docs/proof.md: machine, day, commit and results."""

import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROOF = ROOT / "docs" / "proof.md"


@dataclass(frozen=True)
class Run:
    """A finished command: what it was, how it ended, and what it printed."""

    command: str
    passed: bool
    seconds: float
    output: str

    @property
    def summary(self) -> str:
        """The last line, where pytest puts its counts; what a bench prints is a section of its own."""
        if self.output.startswith("#"):
            return "see below"
        lines = self.output.strip().splitlines()
        return lines[-1].strip("= ").replace("|", "\\|") if lines else "no output"


def main() -> int:
    tests = run("pytest", "-q", "-n", "auto")
    benches = [run(f"bench.{name}", "--markdown") for name in ("engine", "ledger", "faults")]
    PROOF.parent.mkdir(exist_ok=True)
    PROOF.write_text(page(tests, *benches), encoding="utf-8")
    print(f"\n{result_table(tests, *benches)}\n\nWritten to {PROOF.relative_to(ROOT)}")
    return 0 if all(each.passed for each in (tests, *benches)) else 1


def run(module: str, *arguments: str) -> Run:
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
    return Run(command, process.returncode == 0, time.perf_counter() - begun, "".join(lines))


def page(tests: Run, *benches: Run) -> str:
    """The whole of docs/proof.md. Each bench prints its own section."""
    sections = [
        "# Proof",
        "Written by `script/prove`; not by hand.",
        "\n".join(f"- {name}: {value}" for name, value in circumstances().items()),
        "## Results",
        result_table(tests, *benches),
        *(each.output.strip() for each in benches),
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def result_table(*runs: Run) -> str:
    rows = ["| Proof | Result | Seconds | Summary |", "|---|---|---:|---|"]
    for each in runs:
        result = "passed" if each.passed else "FAILED"
        rows.append(f"| `{each.command}` | {result} | {each.seconds:.0f} | {each.summary} |")
    return "\n".join(rows)


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
    changes = git("status", "--porcelain", "--", ".", f":!{PROOF.relative_to(ROOT)}")
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
    sys.exit(main())
