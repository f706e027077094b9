"""One reader of the environment, and every setting explained where operators look."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from cms.settings import VERSION, Settings
from tests.structure.source import python_files, text_of, tracked, tree_of

EXAMPLE = Path("config/pixels.env.example")
MAY_TOUCH_THE_ENVIRONMENT = {
    "cms/metrics.py": "tells prometheus-client its folder, which it takes from nowhere else",
    "cms/commands/serve.py": "hands the port it opened to its child processes",
    "cms/media/opening.py": "sets libvips' own switches before it is loaded, in the confined child alone",
    "workers/child.py": "keeps the environment from the confined child",
    "workers/models/fetch.py": "quietens TensorFlow in the processes it starts",
}
SETTING = re.compile(r"PIXELS_[A-Z][A-Z_]*[A-Z]")
NOT_OF_THE_SITE = {"PIXELS_TEST_BROWSER", "PIXELS_TEST_FULL", "PIXELS_DEV_SERVER", "PIXELS_PROJECT"}
"""Switches of the tests and of the front end's development server."""


def touches_environment(node: ast.AST) -> bool:
    is_os = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os"
    return is_os and node.attr in ("environ", "getenv", "putenv")  # type: ignore[attr-defined]


def test_only_the_settings_read_the_environment() -> None:
    found = {
        str(file)
        for file in python_files("cms", "workers", "config", "sql", "run.py")
        if any(touches_environment(node) for node in ast.walk(tree_of(file)))
    }
    assert found == set(MAY_TOUCH_THE_ENVIRONMENT)


def written_in_example() -> dict[str, str]:
    lines = text_of(EXAMPLE).splitlines()
    pairs = [line.removeprefix("#").partition("=") for line in lines if re.match(r"#?PIXELS_", line)]
    return {name.removeprefix("PIXELS_").lower(): value for name, _, value in pairs}


def test_the_example_lists_every_setting_with_its_default() -> None:
    assert written_in_example() == {name: shown(field.default) for name, field in Settings.model_fields.items()}


def shown(default: object) -> str:
    """A default as one would write it into a file: relative to the checkout, secrets empty."""
    text = getattr(default, "get_secret_value", default.__str__)()
    return str(text).removeprefix(str(Settings.model_fields["models_dir"].default.parents[1]) + "/")


def test_every_setting_is_explained() -> None:
    lines = text_of(EXAMPLE).splitlines()
    settings = [number for number, line in enumerate(lines) if re.match(r"#?PIXELS_", line)]
    assert [lines[n] for n in settings if not re.match(r"# [A-Z].*\.$", lines[n - 1])] == []


def test_every_setting_named_in_prose_and_configuration_exists() -> None:
    known = {f"PIXELS_{name.upper()}" for name in Settings.model_fields} | NOT_OF_THE_SITE
    files = tracked("*.md", "*.yaml", "*.yml", "Makefile", "Dockerfile", "*.sh", "*.ini", "cms/*.py", "workers/*.py")
    strays = {str(file): names for file in files if (names := set(SETTING.findall(text_of(file))) - known)}
    assert strays == {}


def test_what_is_opened_for_users_addresses_is_a_name_with_a_port() -> None:
    settings = Settings(fetch_allow=" Hooks.example.org:8080, [::1]:9000,")
    assert settings.fetch_exceptions == {("hooks.example.org", 8080), ("::1", 9000)}
    for text in ("hooks.example.org", "hooks.example.org:http", ":80", "a:0"):
        with pytest.raises(ValueError):
            Settings(fetch_allow=text)


def test_the_site_calls_itself_by_the_version_of_the_project() -> None:
    assert Settings(public_url="https://pixels.example/").agent == f"Pixels/{VERSION} (+https://pixels.example)"
    assert tomllib.loads(text_of(Path("pyproject.toml")))["project"]["version"] == VERSION
