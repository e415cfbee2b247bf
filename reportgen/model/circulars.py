"""Circulars (公文) and what they carry (``data/<year>/circulars/*.yaml``; GB/T 9704-2012 7, 10.1)."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from pydantic import Field, StringConstraints, model_validator

from reportgen.model.labels import Binding, CircularKind
from reportgen.model.periods import Period
from reportgen.model.records import Questioned, Record, Text
from reportgen.model.written import Written

CopyNumber = Annotated[str, StringConstraints(pattern="^[0-9]{6}$")]
Secrecy = Annotated[str, StringConstraints(pattern="^(绝密|机密|秘密)(★[1-9][0-9]*(年|个月))?$")]
Urgency = Annotated[str, StringConstraints(pattern="^(特急|加急)$")]


_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,12})〔([0-9]{4})〕([1-9][0-9]*)号")
_FAULTS_OF_NUMBERS = {
    r"[\[\]()（）【】［］]": "年份要用六角括号〔〕括起",
    "第": "序号前不加“第”字",
    "〕0": "序号不编虚位，1 不编为 01",
    r"〔\d{1,3}〕": "年份要写四位",
    "[０-９]": "数字用半角",
    r"\s": "中间不空格",
    "[^号]$": "要以“号”结尾",
}


@dataclass(frozen=True, slots=True)
class DocumentNumber(Written):
    """发文字号, as 7.2.5 wants it written: 青政办字〔2012〕65号."""

    organ_code: str
    year: int
    number: int

    fault: ClassVar[str] = "document_number"
    pattern: ClassVar[str] = f"^{_NUMBER.pattern}$"

    @classmethod
    def parse(cls, text: str) -> DocumentNumber:
        """Read a number; raise ValueError that says all that is wrong with it."""
        if match := _NUMBER.fullmatch(text):
            return cls(match[1], int(match[2]), int(match[3]))
        faults = [said for fault, said in _FAULTS_OF_NUMBERS.items() if re.search(fault, text)]
        raise ValueError("，".join(faults) or "应为机关代字〔年份〕序号")

    def __str__(self) -> str:
        return f"{self.organ_code}〔{self.year:04}〕{self.number}号"


class BodyPart(Record):
    """正文的一段: a heading, a paragraph, or a passage written from the figures."""

    heading: Text | None = Field(None, title="标题")
    level: int = Field(1, title="标题层次", description="1 为“一、”，2 为“（一）”", ge=1, le=4)
    text: Text | None = Field(None, title="一段文字")
    passage: Text | None = Field(
        None, title="由数据写成的一节", description="templates/passages 中的文件名；要有 about"
    )

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if sum(each is not None for each in (self.heading, self.text, self.passage)) != 1:
            raise ValueError("heading、text、passage 要写其中一个，而且只写一个")
        return self


class Attachment(Record):
    """附件: a document of this workspace, or a file made elsewhere."""

    document: Text | None = Field(
        None, title="本工作区的文稿", description="文稿种类，如 target-table、quarterly"
    )
    annex: Text | None = Field(
        None, title="报告的一个附件", description="templates/annexes 中的文件名，单独作附件"
    )
    year: int | None = Field(None, title="年度", description="目标表的年度，不填同所在文件夹")
    period: Period | None = Field(None, title="期间", description="不填同公文的 about")
    file: Text | None = Field(
        None, title="外来文件", description="PDF 或 DOCX，路径从公文所在文件夹算起"
    )
    title: Text | None = Field(None, title="附件名称", description="外来文件必填，其他由文稿得出")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(each is not None for each in (self.document, self.annex, self.file)) != 1:
            raise ValueError("document、annex、file 要写其中一个，而且只写一个")
        if (self.title is None) == (self.file is not None):
            raise ValueError("外来文件（file）要写附件名称（title），本工作区的文稿不写")
        return self


class CircularElements(Record):
    """公文的要素: what a circular has beside its text, its number and its dates."""

    kind: CircularKind = Field(title="文种")
    letter: bool | None = Field(
        None, title="信函格式", description="不填：函用信函格式，其他用文件格式"
    )
    organs: tuple[Text, ...] = Field(
        (), title="发文机关", description="联合行文时主办机关在前；不填同 office.yaml 的 name"
    )
    mark: Text | None = Field(
        None, title="发文机关标志", description="不填为机关名称（文件格式加“文件”）"
    )
    copy_number: CopyNumber | None = Field(None, title="份号", description="六位数字，如 000001")
    secrecy: Secrecy | None = Field(None, title="密级和保密期限", description="如 机密★1年")
    urgency: Urgency | None = Field(None, title="紧急程度", description="特急或加急")
    signers: tuple[Text, ...] = Field((), title="签发人", description="上行文（报告）必填")
    recipients: tuple[Text, ...] = Field(
        (), title="主送机关", description="不填同 office.yaml 的 recipients"
    )
    recipients_at_end: bool = Field(
        False, title="主送机关移到版记", description="主送机关过多，首页放不下正文时（7.3.2）"
    )
    attachments: tuple[Attachment, ...] = Field((), title="附件")
    binding: Binding = Field(Binding.DETACHED, title="附件的装订")
    embed_data: bool = Field(
        False, title="合订的 PDF 内带数据", description="把目标表和进展数据放进合订的 PDF"
    )
    sealed: bool = Field(True, title="加盖印章")
    note: Text | None = Field(None, title="附注", description="如 此件公开发布，不带括号")
    copies: tuple[Text, ...] = Field(
        (), title="抄送机关", description="不填同 office.yaml 的 copies"
    )
    printed_by: Text | None = Field(None, title="印发机关", description="不填同第一个发文机关")

    @property
    def is_letter(self) -> bool:
        """Tell the letter form (10.1) from the usual one."""
        return self.kind is CircularKind.LETTER if self.letter is None else self.letter


class Circular(CircularElements, Questioned):
    """公文."""

    title: Text = Field(title="标题", description="发文机关＋事由＋文种；要换行处写成两行")
    number: DocumentNumber | None = Field(
        None, title="发文字号", description="如 青政办字〔2012〕65号；还没有就不填，按待发稿成文"
    )
    date: datetime.date | None = Field(
        None, title="成文日期", description="还没有就不填，按待发稿成文"
    )
    printed_on: datetime.date | None = Field(None, title="印发日期", description="不填同成文日期")
    about: Period | None = Field(None, title="所说的期间", description="如 2012Q3")
    body: tuple[BodyPart, ...] = Field(title="正文", min_length=1)

    @property
    def is_draft(self) -> bool:
        """Tell whether it can't be sent yet, since its number or its date isn't known."""
        return self.number is None or self.date is None

    @property
    def plain_title(self) -> str:
        """Return the title on one line."""
        return "".join(self.title_lines)

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Return the lines of the title as they were written."""
        return tuple(line.strip() for line in self.title.splitlines() if line.strip())
