"""Kinds of documents, their annexes and passages: what a template says of itself in its head."""

from __future__ import annotations

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

    kind: KindName = Field(title="种类", description="命令和日程里用的名称，如 quarterly")
    title: Text = Field(title="种类名称", description="如 季度考核报告")
    of: Of = Field(title="每份说什么", description="year、quarter、month、unit 或 circular")
    needs: tuple[Need, ...] = Field((), title="要用的数据", description="table、figures、brief")
    heading: Text = Field(
        title="文稿标题", description="可写变量，如 关于{{ span }}的报告；公文写 {{ title }}"
    )
    file: Text | None = Field(
        None, title="文件名", description="可写变量，不带扩展名；不填同文稿标题"
    )
    when: Text | None = Field(
        None, title="何时成文", description="条件，如 units | length > 1；不填都成文"
    )
    annexes: tuple[KindName, ...] = Field(
        (), title="附件", description="templates/annexes 中的文件名，按先后"
    )
    data: Text | None = Field(
        None,
        title="数据文件",
        description="templates 中写 CSV 的模板；与文稿一同写出，文件名末尾加“数据来源”",
    )
    due: int | None = Field(
        None, title="几日到期", description="期间结束后下一个月的几日；日程里可另写", ge=1, le=28
    )
    profile: Text | None = Field(
        None, title="版式文件", description="templates/profiles 中的文件名；不填同 office.yaml"
    )
    circular: CircularElements | None = Field(
        None, title="作公文发出", description="公文的各要素；正文由本模板写"
    )


class Part(Record):
    """附件或由数据写成的一节 (the head of ``templates/annexes/*.html``, ``templates/passages/*.html``)."""

    title: Text = Field(title="名称", description="如 目标完成情况明细表")
    heading: Text | None = Field(None, title="在报告里的标题", description="可写变量；不填同名称")
    landscape: bool = Field(False, title="横排")
    when: Text | None = Field(None, title="何时附上", description="条件；不填都附")
