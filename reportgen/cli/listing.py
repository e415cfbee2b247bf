"""``list`` and ``schema``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from reportgen.base.numbers import json_number
from reportgen.cli.output import print_table
from reportgen.cli.words import FILE, Command, Group, json_array_option
from reportgen.desk.workspaces import write_schemas
from reportgen.sources.heads import read_heads
from reportgen.sources.schema import json_schemas
from reportgen.sources.workspace import Workspace, load_workspace

Entry = dict[str, str | int | float | None]


@click.group("list", cls=Group, invoke_without_command=True)
@click.pass_context
def list_group(context: click.Context) -> None:
    """列出工作区里有什么；不写种类时列出可以生成的文稿。"""
    if context.invoked_subcommand is None:
        context.invoke(list_documents, as_json=False)


@list_group.command("documents")
@json_array_option
@click.pass_obj
def list_documents(root: Path, as_json: bool) -> None:
    """可以生成的文稿。"""
    from reportgen.reports.jobs import open_templates  # slow to load, for its templates
    from reportgen.reports.kinds import documents_of

    workspace = load_workspace(root)
    templates = open_templates(workspace)
    entries: list[Entry] = [
        {"kind": job.kind, "subject": str(job.subject), "name": job.stem}
        for kind in templates.heads.kinds.values()
        for job in documents_of(workspace, templates, kind)
    ]
    _print(entries, as_json)


@list_group.command("kinds")
@json_array_option
@click.pass_obj
def list_kinds(root: Path, as_json: bool) -> None:
    """文稿的种类：templates 中的每个模板一种。"""
    entries: list[Entry] = [
        {
            "kind": head.record.kind,
            "title": head.record.title,
            "of": head.record.of.label,
            "template": head.document.name,
            "due": head.record.due,
        }
        for head in read_heads(root).kinds.values()
    ]
    _print(entries, as_json)


@list_group.command("variables")
@click.option("--kind", metavar="种类", help="只列这一种文稿的模板能用的")
@json_array_option
@click.pass_obj
def list_variables(root: Path, kind: str | None, as_json: bool) -> None:
    """模板里能用的变量：名称、类型、含义；其中各种记录的字段也逐一列出。"""
    from reportgen.desk.templates import variables  # slow to load

    entries: list[Entry] = [
        {"of": of, "name": each.name, "type": each.type, "meaning": each.meaning}
        for of, items in variables(root, kind).items()
        for each in items
    ]
    _print(entries, as_json)


@list_group.command("periods")
@json_array_option
@click.pass_obj
def list_periods(root: Path, as_json: bool) -> None:
    """有进展数据的期间。"""
    workspace = load_workspace(root)
    entries: list[Entry] = [
        {
            "period": str(period),
            "name": f"{period.year}年{period.name}",
            "entries": len(sourced.record.entries),
            "sample": "示例数据" if sourced.record.sample else None,
        }
        for period, sourced in sorted(workspace.progress.items())
    ]
    _print(entries, as_json)


@list_group.command("targets")
@json_array_option
@click.pass_obj
def list_targets(root: Path, as_json: bool) -> None:
    """各年度的目标。"""
    entries: list[Entry] = [
        {
            "id": target.id,
            "year": sourced.record.year,
            "category": _category_name(workspace, year, target.category),
            "seq": target.seq,
            "name": target.name,
            "indicators": len(target.indicators),
            "milestones": len(target.milestones),
        }
        for workspace in (load_workspace(root),)
        for year, sourced in sorted(workspace.tables.items())
        for target in sourced.record.targets
    ]
    _print(entries, as_json)


@list_group.command("indicators")
@json_array_option
@click.pass_obj
def list_indicators(root: Path, as_json: bool) -> None:
    """各目标的量化指标。"""
    workspace = load_workspace(root)
    entries: list[Entry] = [
        {
            "id": indicator.id,
            "target": target.id,
            "category": _category_name(workspace, year, target.category),
            "name": indicator.name,
            "kind": indicator.kind.value,
            "comparator": indicator.comparator.value,
            "value": json_number(indicator.value),
            "unit": indicator.unit,
            "deadline": indicator.deadline.isoformat(),
            "quote": indicator.quote,
        }
        for year, sourced in sorted(workspace.tables.items())
        for target in sourced.record.targets
        for indicator in target.indicators
    ]
    _print(entries, as_json)


@click.command("schema", cls=Command)
@click.option("--out", type=FILE, help="写入该文件夹，每种数据一个文件")
def schema_command(out: Path | None) -> None:
    """打印数据文件的 JSON Schema，供编辑器补全和检查。"""
    if out is None:
        click.echo(json.dumps(json_schemas(), ensure_ascii=False, indent=2))
        return
    for path in write_schemas(out):
        click.echo(str(path))


def _category_name(workspace: Workspace, year: int, category_id: str) -> str:
    categories = workspace.tables[year].record.categories
    return next((each.name for each in categories if each.id == category_id), category_id)


def _print(entries: Sequence[Entry], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
        return
    if entries:
        print_table([_shown(entry.values()) for entry in entries])


def _shown(values: Iterable[str | int | float | None]) -> list[str]:
    return ["" if value is None else str(value) for value in values]
