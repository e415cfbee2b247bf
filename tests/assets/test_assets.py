"""Pictures: what may be shown, and that Word and the PDF show it alike."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import docx
import pikepdf
import PIL.Image
import PIL.ImageChops
import pypdfium2
import pytest

from reportgen.document.tree import ImageKind
from reportgen.layout.profile import LayoutProfile
from reportgen.templating.assets import read_image
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop, compose_markup
from reportgen.writers.formats import DOCX, PDF
from tests.conftest import around
from tests.parity.judges import LIBREOFFICE, Judge

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">{}</svg>'
BAR = '<rect width="150" height="60" fill="#c00"/>'
MM = 72 / 25.4
BODY = (
    "<section><p>正文如图。</p><img class='figure' src='{}' alt='一条横道，长 75%'/>"
    "<p>图后正文。</p></section>"
)


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    assets = tmp_path / "templates" / "assets"
    assets.mkdir(parents=True)
    (assets / "bar.svg").write_text(SVG.format(BAR), encoding="utf-8")
    PIL.Image.new("RGB", (200, 100), "#cc0000").save(assets / "bar.png")
    PIL.Image.new("RGB", (200, 100), "#cc0000").save(assets / "bar.jpg")
    (tmp_path / "secret.png").write_bytes((assets / "bar.png").read_bytes())
    (assets / "link.png").symlink_to(tmp_path / "secret.png")
    (assets / "cut.png").write_bytes((assets / "bar.png").read_bytes()[:60])
    (assets / "page.png").write_text("<html/>", encoding="utf-8")
    return tmp_path / "templates"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("bar.svg", ImageKind.SVG), ("bar.png", ImageKind.PNG), ("bar.jpg", ImageKind.JPEG)],
)
def test_pictures_are_read(templates: Path, name: str, kind: ImageKind) -> None:
    image = read_image(templates, name)
    assert (image.kind, image.width, image.height) == (kind, 200, 100)


def _oriented(turn: int) -> bytes:
    """Return a JPEG, blue above red once it is held as the camera was."""
    upright = PIL.Image.new("RGB", (40, 80), "#0000ff")
    upright.paste("#ff0000", (0, 40, 40, 80))
    back = {3: PIL.Image.Transpose.ROTATE_180, 6: PIL.Image.Transpose.ROTATE_90}
    exif = PIL.Image.Exif()
    exif[0x112] = turn
    written = io.BytesIO()
    upright.transpose(back[turn]).save(written, "JPEG", exif=exif, quality=95)
    return written.getvalue()


def _without_jfif(jpeg: bytes) -> bytes:
    return jpeg[:2] + jpeg[4 + int.from_bytes(jpeg[4:6]) :]


def _saved(mode: str, kind: str, colour: int | tuple[int, ...]) -> bytes:
    written = io.BytesIO()
    PIL.Image.new(mode, (40, 80), colour).save(written, kind)
    return written.getvalue()


def _several() -> bytes:
    """Return what phones save: more than one picture in a JPEG."""
    written = io.BytesIO()
    pictures = [PIL.Image.new("RGB", (40, 80), colour) for colour in ("#ff0000", "#00ff00")]
    pictures[0].save(written, "MPO", save_all=True, append_images=pictures[1:])
    return written.getvalue()


PLAIN = _saved("RGB", "JPEG", (255, 0, 0))
ODD = {
    "turned.jpg": (_oriented(6), (0, 0, 255)),
    "over.jpg": (_oriented(3), (0, 0, 255)),
    "bare.jpg": (_without_jfif(PLAIN), (255, 0, 0)),
    "cmyk.jpg": (_saved("CMYK", "JPEG", (0, 255, 255, 0)), (255, 0, 0)),
    "several.jpg": (_several(), (255, 0, 0)),
    "deep.png": (_saved("I;16", "PNG", 30000), (117, 117, 117)),
    "clear.png": (_saved("RGBA", "PNG", (255, 0, 0, 255)), (255, 0, 0)),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_pictures_are_shown_upright_and_alike(
    name: str, templates: Path, workshop: Workshop
) -> None:
    content, above = ODD[name]
    (templates / "assets" / name).write_bytes(content)
    composed = compose_markup(
        around(BODY.format(name)), workshop.profile, partial(read_image, templates)
    )
    layout = workshop.typeset(composed)
    image = read_image(templates, name)
    assert (image.width, image.height) == (40, 80)
    shown = PIL.Image.open(io.BytesIO(image.content)).convert("RGB").getpixel((20, 10))
    assert _near(shown, above)
    (inside,) = (
        part.blob
        for part in docx.Document(io.BytesIO(workshop.written(layout, DOCX))).part.package.parts
        if part.partname.startswith("/word/media")
    )
    assert _near(PIL.Image.open(io.BytesIO(inside)).convert("RGB").getpixel((20, 10)), above)
    page = pypdfium2.PdfDocument(workshop.written(layout, PDF))[0]
    left, low, right, high = next(
        each for each in page.get_objects() if each.type == 3
    ).get_bounds()
    assert (high - low) / (right - left) == pytest.approx(2, rel=1e-3)
    drawn = page.render().to_pil().convert("RGB")
    middle = (left + right) / 2, page.get_height() - high + (high - low) / 8
    assert _near(drawn.getpixel(tuple(map(round, middle))), above)


def _near(one: object, two: tuple[int, ...]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 12 for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.png", "没有图片"),
        ("../../secret.png", "不在"),
        ("/etc/passwd", "不在"),
        ("link.png", "不在"),
        ("cut.png", "完好"),
        ("page.png", "完好"),
    ],
)
def test_other_files_are_refused(templates: Path, name: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_image(templates, name)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<image href='http://example.org/a.png'/>", "image"),
        ("<use href='#a'/>", "use"),
        ("<rect onload='x()'/>", "onload"),
        ("<rect style='fill: url(http://example.org/a)'/>", "style"),
        ("<text>甲</text>", "曲线"),
        ("<foreignObject/>", "foreignObject"),
    ],
)
def test_an_svg_can_only_draw(templates: Path, content: str, words: str) -> None:
    (templates / "assets" / "bad.svg").write_text(SVG.format(content), encoding="utf-8")
    with pytest.raises(ValueError, match=words):
        read_image(templates, "bad.svg")


def test_an_svg_with_entities_or_without_a_size_is_refused(templates: Path) -> None:
    bad = templates / "assets" / "bad.svg"
    bad.write_text('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format(BAR), encoding="utf-8")
    with pytest.raises(ValueError, match="DOCTYPE"):
        read_image(templates, "bad.svg")
    bad.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    with pytest.raises(ValueError, match="大小"):
        read_image(templates, "bad.svg")


PICTURES = ("bar.svg", "bar.png")


@pytest.fixture(params=PICTURES)
def ready(request: pytest.FixtureRequest, templates: Path, workshop: Workshop) -> Layout:
    return _typeset(request.param, templates, workshop)


def _typeset(name: str, templates: Path, workshop: Workshop) -> Layout:
    markup = around(BODY.format(name))
    composed = compose_markup(markup, workshop.profile, partial(read_image, templates))
    return workshop.typeset(composed)


def _ink(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """Return the red area's box in mm: left, top, right, bottom."""
    red, green, _ = page.render(scale=4).to_pil().convert("RGB").split()
    box = PIL.ImageChops.subtract(red, green).point(lambda value: 255 * (value > 100)).getbbox()
    assert box is not None
    return tuple(edge / 4 / MM for edge in box)  # type: ignore[return-value]


@pytest.mark.slow
def test_the_pdf_and_word_show_it_in_the_same_place(
    templates: Path,
    workshop: Workshop,
    judged_by: Callable[[Judge, Sequence[Layout]], list[Path]],
) -> None:
    shown = [_typeset(name, templates, workshop) for name in PICTURES]
    made = judged_by(LIBREOFFICE, shown)
    assert len(made) == len(PICTURES)
    for ready, by_word in zip(shown, made, strict=True):
        pdf = pypdfium2.PdfDocument(workshop.written(ready, PDF))
        word = pypdfium2.PdfDocument(by_word)
        assert _ink(pdf[0]) == pytest.approx(_ink(word[0]), abs=0.5)


def test_it_is_as_wide_as_the_profile_says(
    ready: Layout, workshop: Workshop, profile_width: float
) -> None:
    left, _, right, _ = _ink(pypdfium2.PdfDocument(workshop.written(ready, PDF))[0])
    share = 0.75 if ready.document.sections[0].blocks[1].content.kind is ImageKind.SVG else 1  # type: ignore[union-attr]
    assert right - left == pytest.approx(profile_width * share, abs=0.3)


@pytest.fixture
def profile_width(workshop: Workshop) -> float:
    profile: LayoutProfile = workshop.profile
    return float(profile.figures["figure"].width_mm)


def test_who_cannot_see_it_hears_what_it_shows(ready: Layout, workshop: Workshop) -> None:
    pdf = pikepdf.open(io.BytesIO(workshop.written(ready, PDF)))
    spoken = [
        str(item.Alt)
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
    ]
    assert spoken == ["一条横道，长 75%"]
    word = docx.Document(io.BytesIO(workshop.written(ready, DOCX)))
    assert re.findall('descr="([^"]*)"', word.element.xml) == spoken


def test_the_files_bytes_are_always_the_same(ready: Layout, workshop: Workshop) -> None:
    for _ in range(2):
        assert workshop.written(ready, DOCX) == workshop.written(ready, DOCX)
        assert workshop.written(ready, PDF) == workshop.written(ready, PDF)
