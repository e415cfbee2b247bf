"""Kinds of documents, their annexes and passages: what a template says of itself in its head."""

from typing import Annotated

from pydantic import Field, StringConstraints

from reportgen.model.circulars import CircularElements
from reportgen.model.labels import Labelled
from reportgen.model.records import Record, Text

KIND_NAME = "^[a-z][a-z0-9-]*$"
KindName = Annotated[str, StringConstraints(pattern=KIND_NAME)]


class Of(Labelled):
    """What one document of a kind is about; it decides how a document is named and when it is due."""

    YEAR = "year", "年度"
    QUARTER = "quarter", "季度"
    MONTH = "month", "月份"
    UNIT = "unit", "季度和责任单位"
    CIRCULAR = "circular", "公文"


class Need(Labelled):
    """What a template is given beside the common variables."""

    TABLE = "table", "目标表的各栏各行"
    FIGURES = "figures", "一个期间的全部数字、评价和文字"
    BRIEF = "brief", "简报的报头、报尾和选出的事项"


class Kind(Record):
    """文稿种类 (the head of ``templates/*.html``)."""

    kind: KindName
    title: Text
    of: Of
    needs: tuple[Need, ...] = ()
    heading: Text
    file: Text | None = None
    when: Text | None = None
    annexes: tuple[KindName, ...] = ()
    data: Text | None = None
    due: int | None = Field(None, ge=1, le=28)
    profile: Text | None = None
    circular: CircularElements | None = None


class Part(Record):
    """附件或由数据写成的一节 (the head of ``templates/annexes/*.html``, ``templates/passages/*.html``)."""

    title: Text
    heading: Text | None = None
    landscape: bool = False
    when: Text | None = None
