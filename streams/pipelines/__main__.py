# ruff: noqa: T201 - a training script: prints, and draws with shares that are numbers
"""Runs the steps of ``project.yml``: ``python -m streams.pipelines --corpora PATH --work PATH``."""

import argparse
import runpy
import sys
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).parent / "project.yml"


def commands(step: dict[str, Any], values: dict[str, str]) -> list[list[str]]:
    """The commands of a step, as module name and arguments."""
    return [[part.format(**values) for part in line.split()] for line in step["run"]]


def run_step(name: str, step: dict[str, Any], values: dict[str, str]) -> None:
    """Run a step's commands in this process, one after the other."""
    work = Path(values["work"])
    for output in step["outputs"]:
        (work / output).parent.mkdir(parents=True, exist_ok=True)
    for module, *arguments in commands(step, values):
        print(f"{name}: {module}", flush=True)
        sys.argv = [module, *arguments]
        runpy.run_module(f"streams.pipelines.{module}", run_name="__main__")


def main() -> None:
    """Read the options and run the chosen steps, or all."""
    project = yaml.safe_load(PROJECT.read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--smoke", action="store_true", help="seconds instead of an hour: does it run?")
    parser.add_argument("steps", nargs="*", metavar="STEP", help=", ".join(project["workflow"]))
    options = parser.parse_args()
    settings = project["vars"] | (project["smoke"] if options.smoke else {})
    values = {name: str(value) for name, value in settings.items()}
    values["authored"] = str(PROJECT.parent / "authored")
    values |= {"corpora": options.corpora, "work": options.work}
    for name in options.steps or project["workflow"]:
        run_step(name, project["steps"][name], values)


if __name__ == "__main__":
    main()
