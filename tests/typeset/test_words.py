"""A text is parted into words that are known, numbers with their units, and marks with theirs."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.typeset.words import is_date, words


@pytest.mark.parametrize(
    "parted",
    [
        "纳入/评价",
        "安全监管/目标",
        "2024年度/区县/民生工程/未完成/项目/推进表/(截至/10月31日)",
        "关于/2012年前三季度/目标/完成/情况的/通报",
        "上半年/重点工作/目标/考核报告",
        "二〇一二年度/业务/工作/目标",
        "2012年1—9月/目标表",
        "2012年第一季度/政务公开",
        "“十四五”/规划/和/2035年/远景/目标/纲要",
        "第十四个五年规划",
        "第三批/市级/非物质文化遗产",
        "云岭县/防汛抗旱/指挥部",
        "调整/江城市/防汛抗旱/指挥部",
        "云岭市/住房和城乡建设局",
        "1000万元/30个/部门/15号/3个月/85.5％",
        "青政办发/〔2012〕15号",
        "《行政许可法》/和/《预算法》的/宣传",
        "累计/完成数/同比/增长率",
        "各区县/未完成/项目/汇总表",
        "5G/基站",
        "“《预算法》”/宣传",
        "《办法》/城市/建设",
        "《办法》/稿",
        "《办法》等/文件",
        "江城市 /2024年度/目标",  # no line begins with a blank
    ],
)
def test_what_belongs_together(parted: str) -> None:
    assert words(parted.replace("/", "")) == tuple(parted.split("/"))


@pytest.mark.parametrize(
    "date",
    [
        "2012年",
        "2012年度",
        "2012年度第四季度",
        "二〇一二年上半年",
        "前三季度",
        "10月31日",
        "对2012年",
    ],
)
def test_dates_are_known(date: str) -> None:
    assert is_date(date)


@pytest.mark.parametrize("other", ["三年", "今年", "目标", "第三批"])
def test_other_words_are_no_dates(other: str) -> None:
    assert not is_date(other)


@given(
    st.text(st.sampled_from("青岛市政府关于的和未第2012年三季度《》（）、,A %"), max_size=60)
    | st.text()
)
def test_the_parts_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text
    assert all(words(text))


def test_the_dictionary_waits_until_it_is_needed() -> None:
    code = (
        "import sys; from reportgen.typeset.titles import title_lines;"
        "title_lines('关于做好工作的通知', 20.0, len); sys.exit('rjieba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
