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

    heading: Text | None = None
    level: int = Field(1, ge=1, le=4)
    text: Text | None = None
    passage: Text | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if sum(each is not None for each in (self.heading, self.text, self.passage)) != 1:
            raise ValueError("heading、text、passage 要写其中一个，而且只写一个")
        return self


class Attachment(Record):
    """附件: a document of this workspace, or a file made elsewhere."""

    document: Text | None = None
    annex: Text | None = None
    year: int | None = None
    period: Period | None = None
    file: Text | None = None
    title: Text | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(each is not None for each in (self.document, self.annex, self.file)) != 1:
            raise ValueError("document、annex、file 要写其中一个，而且只写一个")
        if (self.title is None) == (self.file is not None):
            raise ValueError("外来文件（file）要写附件名称（title），本工作区的文稿不写")
        return self


class CircularElements(Record):
    """公文的要素: what a circular has beside its text, its number and its dates."""

    kind: CircularKind
    letter: bool | None = None
    organs: tuple[Text, ...] = ()
    mark: Text | None = None
    copy_number: CopyNumber | None = None
    secrecy: Secrecy | None = None
    urgency: Urgency | None = None
    signers: tuple[Text, ...] = ()
    recipients: tuple[Text, ...] = ()
    recipients_at_end: bool = False
    attachments: tuple[Attachment, ...] = ()
    binding: Binding = Binding.DETACHED
    embed_data: bool = False
    sealed: bool = True
    note: Text | None = None
    copies: tuple[Text, ...] = ()
    printed_by: Text | None = None

    @property
    def is_letter(self) -> bool:
        """Tell the letter form (10.1) from the usual one."""
        return self.kind is CircularKind.LETTER if self.letter is None else self.letter


class Circular(CircularElements, Questioned):
    """公文."""

    title: Text
    number: DocumentNumber | None = None
    date: datetime.date | None = None
    printed_on: datetime.date | None = None
    about: Period | None = None
    body: tuple[BodyPart, ...] = Field(min_length=1)

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
