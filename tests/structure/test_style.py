"""How long files and functions may be, and names that say nothing."""

import ast
import statistics

from tests.structure.source import Function, functions_of, python_files, text_of, tracked, tree_of

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VUE = 300, 40, 200
MIDDLE_FUNCTION = 10
VAGUE = {"util", "utils", "helper", "helpers", "manager", "handler", "common", "misc", "data", "process"}


def test_python_files_are_short() -> None:
    lengths = {str(file): text_of(file).count("\n") for file in python_files()}
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST_FILE and "versions" not in file} == {}


def test_vue_files_are_short() -> None:
    lengths = {str(file): text_of(file).count("\n") for file in tracked("*.vue")}
    assert len(lengths) > 10
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST_VUE} == {}


def test_functions_are_short() -> None:
    """Migrations are lists of statements and do not count."""
    found = {
        f"{file}:{function.name}": lines
        for file in python_files()
        if "versions" not in file.parts
        for function in functions_of(file)
        if (lines := length_of(function)) > LONGEST_FUNCTION
    }
    assert found == {}


def test_most_functions_are_shorter_still() -> None:
    lengths = [length_of(function) for file in python_files("cms", "workers") for function in functions_of(file)]
    assert statistics.median(lengths) <= MIDDLE_FUNCTION


def length_of(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_module_has_a_vague_name() -> None:
    modules = [file for file in python_files("cms", "workers", "tests") if file.stem in VAGUE]
    assert [str(file) for file in modules] == []


def test_no_class_or_function_has_a_vague_name() -> None:
    named = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    vague = [
        f"{file}:{node.name}"
        for file in python_files("cms", "workers")
        for node in ast.walk(tree_of(file))
        if isinstance(node, named) and node.name.lower().strip("_").endswith(("manager", "handler", "helper", "utils"))
    ]
    assert vague == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(file)
        for file in python_files("cms", "workers", "tests", "config")
        if text_of(file).strip() and not ast.get_docstring(tree_of(file))
    ]
    assert silent == []


def test_module_docstrings_are_short() -> None:
    said = {
        str(file): (ast.get_docstring(tree_of(file)) or "").count("\n") + 1 for file in python_files("cms", "workers")
    }
    assert {file: lines for file, lines in said.items() if lines > 6} == {}


def test_nothing_is_left_for_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X:")
    files = [f for f in tracked("*.py", "*.ts", "*.vue", "*.md", "*.css", "Makefile") if f.name != "test_style.py"]
    assert [str(file) for file in files if any(mark in text_of(file) for mark in marks)] == []
