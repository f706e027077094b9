"""Pixels' own source as the structure tests see it: files, their syntax trees, what each imports."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cms.settings import CHECKOUT

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked(*patterns: str) -> tuple[Path, ...]:
    """Files of the repository, those not yet added too, relative to it."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(Path(line) for line in dict.fromkeys(listed) if (CHECKOUT / line).is_file())


def python_files(*folders: str) -> list[Path]:
    """Python files below these folders; all of the repository's without any."""
    return [file for file in tracked("*.py") if not folders or any(file.is_relative_to(f) for f in folders)]


def text_of(file: Path | str) -> str:
    return (CHECKOUT / file).read_text(encoding="utf-8")


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(text_of(file))


def functions_of(file: Path) -> Iterator[Function]:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, Function):
            yield node


def imported_by(file: Path) -> set[str]:
    """Full names of the modules that a file imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return found


def packages_of(file: Path) -> set[str]:
    """The first part of each."""
    return {name.partition(".")[0] for name in imported_by(file)}
