"""Hostile templates: nothing leaks, nothing runs on, what is refused is said with its place."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

from reportgen.base.problems import errors_in
from reportgen.desk.making import Wanted, make
from reportgen.desk.products import manner
from reportgen.model.periods import Period
from reportgen.model.schedule import Limits
from tests.attack.contest import Attack, Case, Fault, Seen, refused
from tests.attack.mutating import spoiled_text
from tests.running import sample_at

_PASSAGE = "templates/passages/overview.html"
_LIMITS = Limits(seconds=10, megabytes=1024)
_LEAK = re.compile(
    r"root:x:0|uid=\d|<(?:module|function|class|built-in|bound)|mappingproxy|0x[0-9a-f]{8}"
)
_VALUES = (
    "title", "indicators", "targets", "''", "[]", "{}", "indicators[0]", "cycler", "joiner", "lipsum",
    "namespace", "dict", "range", "self", "loop", "caller", "nothere", "say", "figures", "period", "1",
    "'x' * 99", "indicators | select", "title.format", "['__cla', 'ss__'] | join", "10 ** 10 ** 7",
)  # fmt: skip
_STEPS = (
    ".__class__", ".__mro__", ".__subclasses__()", ".__init__", ".__globals__", "['__class__']",
    ".__dict__", ".os.popen('id').read()", " | attr('__class__')", " | map(attribute='__class__') | list",
    ".format('{0.__class__}')", " | format('%s')", " | safe", " | list", " | tojson", " | string",
    " | groupby('__class__')", " | sum(attribute='__class__')", ".model_dump()", ".gi_frame", "._func",
    ".model_copy(update={})", " | center(10 ** 10)", " | indent(10 ** 9)", ".append(title)", ".clear()",
    " | replace('', 'x' * 9999)", " | first", " | length", " | random", " | xmlattr", " | pprint", "()",
    "[0]", "[-1:]", ".name", " ~ title", " + title", " * title", " / title", " | fixed", " | int",
)  # fmt: skip
_WHOLE = (
    "{% include '../../../etc/passwd' %}", "{% include '/etc/passwd' %}", "{% import 'x' as x %}",
    "{% extends 'passages/overview.html' %}", "{% include 'passages/overview.html' %}", "{% raw %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% debug %}", "{% trans %}x{% endtrans %}",
    "{% for x in [title] recursive %}{{ loop([title]) }}{% endfor %}", "{% autoescape false %}<p>",
    "{% set n = namespace(s=title) %}{% for a in indicators %}{% for b in indicators %}"
    "{% set n.s = n.s ~ n.s %}{% endfor %}{% endfor %}{{ n.s }}",
    "{% for a in indicators %}" * 7 + "x" + "{% endfor %}" * 7, "{{ title", "{% if %}", "{#", "{% endif %}",
    "<script>x</script>", "<p onclick='x'>甲</p>", "<img src='http://127.0.0.1/x.png' alt='甲'/>", "<p>",
    "<img src='../../data/office.yaml' alt='甲'/>", "<img src='file:///etc/passwd' alt='甲'/>", "</p>",
    "<p class='nothere'>甲</p>", "<table><tr><td>甲</td></tr></table>", "<h1>甲", "&nbsp;", "&甲;", "]]>",
    "<!DOCTYPE html>", "<!-- x -->", "<?xml?>", "<p>" + "a" * 100_000 + "</p>", "<p>" * 300, "<p>4200</p>",
    "<a class='page' href='#nothere'/>", "<p id='a'>甲</p><p id='a'>乙</p>", "<p>甲\u202e乙</p>", "<p>\x07</p>",
    "<p>" + "甲" * 50_000 + "</p>", "{{ '{% x %}' }}", "{% do indicators.clear() %}", "{% break %}",
)  # fmt: skip


class Templates(Attack):
    key, name, tries = "templates", "改坏的、恶意的模板", 500

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        sample_at(self.root)
        self._good = (self.root / _PASSAGE).read_text(encoding="utf-8")

    def case(self, dice: Random) -> Case:
        match dice.randrange(4):
            case 0:
                text = spoiled_text(dice, self._good)
            case 1:
                text = f"{self._good}\n{dice.choice(_WHOLE)}"
            case _:
                steps = "".join(dice.choices(_STEPS, k=dice.randrange(1, 5)))
                text = f"{self._good}\n<p>{{{{ ({dice.choice(_VALUES)}){steps} }}}}</p>"
        return Case("overview.html", text.encode("utf-8", "surrogatepass"))

    def played(self, case: Case) -> Seen:
        self.put(self.root / _PASSAGE, case.content)
        made = make(
            self.root,
            Wanted("quarterly", period=Period.parse("2012Q1")),
            replace(manner(["docx"], self.root / "build"), limits=_LIMITS),
            progress=lambda _: lambda _: None,
        )
        if made.failures:
            return refused(errors_in(made.problems))
        for each in made.outputs:
            if each.path.suffix == ".docx" and (leak := _LEAK.search(_text(each.path))):
                raise Fault(f"印出了程序内部的东西：{leak.group()}")
        return Seen(accepted=True)


def _text(path: Path) -> str:
    with ZipFile(BytesIO(path.read_bytes())) as package:
        return package.read("word/document.xml").decode().replace("&lt;", "<")
