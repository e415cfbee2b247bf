"""README and ARCHITECTURE are true to the program."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from reportgen.base.codes import Code
from reportgen.base.problems import ExitCode
from reportgen.cli.program import cli
from reportgen.desk import listing
from reportgen.markup.reading import ATTRIBUTES
from reportgen.sources.heads import read_heads
from tests.docs.code_table import code_table, written_table
from tests.docs.licences_page import licences_page
from tests.docs.variables_page import variables_page

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_problem_code() -> None:
    assert written_table() == code_table(), "run make docs"


def test_problem_codes_are_unique() -> None:
    codes = [code.code for code in Code]
    assert len(codes) == len(set(codes))


def test_every_problem_code_is_used() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "reportgen").rglob("*")
        if path.suffix in (".py", ".csv") and path.stem != "codes"
    )
    named = [code for code in Code if f"Code.{code.name}" in source]
    in_tables = [code for code in Code if f",{code.code}," in source or f"\n{code.code}," in source]
    assert [code.name for code in Code if code not in (*named, *in_tables)] == []


def test_the_readme_names_every_command() -> None:
    names = cli.list_commands(click.Context(cli))
    assert len(names) > 10
    assert [name for name in names if f"reportgen {name}" not in README] == []


def test_the_readme_names_every_build_option() -> None:
    _, command, _ = cli.resolve_command(click.Context(cli), ["build"])
    assert command is not None
    options = [
        option
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    ]
    assert [option for option in options if option not in README] == []


@pytest.mark.parametrize("kind", read_heads(ROOT).kinds)
def test_the_readme_names_every_kind(kind: str) -> None:
    assert f"build {kind}" in README


def test_the_readme_lists_every_exit_code() -> None:
    assert [code for code in ExitCode if f"| {code.value} |" not in README] == []


def test_architecture_names_every_module_and_no_other() -> None:
    package = ROOT / "reportgen"
    modules = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if path.name != "__init__.py"
    }
    named = set(re.findall(r"`([a-z_/]+\.py)`", ARCHITECTURE))
    assert named == modules


def test_architecture_documents_every_tag_of_the_markup() -> None:
    tags = re.findall(r"`<([a-z0-9]+)", ARCHITECTURE)
    assert set(tags) == set(ATTRIBUTES)


def test_the_page_of_variables_is_as_the_program_says() -> None:
    page = (ROOT / "templates" / "VARIABLES.md").read_text(encoding="utf-8")
    assert page == variables_page(), "run make docs"


def test_the_page_of_licences_names_one_for_every_package() -> None:
    page = (ROOT / ".readme" / "LICENCES.md").read_text(encoding="utf-8")
    assert page == licences_page(), "run make docs"
    assert "|  |" not in page


def test_every_variable_says_what_it_means() -> None:
    said = listing.variables(ROOT)
    assert len({each["of"] for each in said}) > 15
    assert [(each["of"], each["name"]) for each in said if not each["meaning"]] == []
