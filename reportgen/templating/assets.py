"""Read the pictures that templates may show: files of the workspace's ``templates/assets/``."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.base.paths import path_fault
from reportgen.document.tree import Image, ImageKind

if TYPE_CHECKING:
    import PIL.Image

FOLDER = "assets"

_MOST_BYTES = 8 * 1024 * 1024
_MOST_PIXELS = 40_000_000
_ORIENTATION = 0x112  # the EXIF tag that says how a camera was held
_DEPTH, _INTERLACED = 24, 28  # where a PNG says how many bits its samples have, and in what order
# WeasyPrint tells Pillow to accept files that break off, so their ends are looked at
_ENDS = {ImageKind.PNG: b"IEND", ImageKind.JPEG: b"\xff\xd9"}
_END_BYTES = 64
_SVG = "{http://www.w3.org/2000/svg}"
# what can neither fetch, run nor repeat anything; letters differ from machine to machine
_SVG_SHAPES = (
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs"),
    *("linearGradient", "radialGradient", "stop", "clipPath", "title", "desc"),
)
_SVG_REFUSED_ATTRIBUTES = re.compile(r"^on|href$")
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px|pt|mm|cm|in)?\s*")


def read_image(templates: Path, name: str) -> Image:
    """Read a picture by its name below ``templates/assets/``.

    Raises ValueError, in Chinese, for what isn't a harmless PNG, JPEG or SVG file there.
    """
    folder = templates / FOLDER
    if fault := path_fault(folder, *name.split("/")):
        raise ValueError(f"图片 {name} 不在 templates/{FOLDER}/ 中：{fault}")
    path = folder / name
    if not path.is_file():
        raise ValueError(f"templates/{FOLDER}/ 中没有图片 {name}")
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"图片 {name} 超过 {_MOST_BYTES // 1024 // 1024} MB")
    content = path.read_bytes()
    return _svg(name, content) if path.suffix == ".svg" else _raster(name, content)


def _raster(name: str, content: bytes) -> Image:
    import PIL.Image  # slow to load, and few documents have pictures

    try:
        with PIL.Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            if width * height > _MOST_PIXELS:
                raise ValueError(f"图片 {name} 有 {width}×{height} 点，超过 {_MOST_PIXELS} 点")
            picture.load()
            kind = ImageKind.PNG if picture.format == "PNG" else ImageKind.JPEG
            if _ENDS[kind] not in content[-_END_BYTES:] and picture.format != "MPO":
                raise ValueError(f"图片 {name} 不完好：文件没有写完")
            return _plain(kind, content, picture)
    except (OSError, SyntaxError, EOFError, PIL.Image.DecompressionBombError) as error:
        raise ValueError(f"图片 {name} 不是完好的 PNG、JPEG 或 SVG 文件") from error


def _plain(kind: ImageKind, content: bytes, picture: PIL.Image.Image) -> Image:
    """Return a picture that each program shows alike: upright, of eight bits, RGB or grey.

    One that isn't so, or whose head python-docx doesn't know, is written anew.
    """
    from PIL import ImageOps

    upright = picture.getexif().get(_ORIENTATION, 1) == 1
    if kind is ImageKind.PNG:
        plain = content[_DEPTH] <= 8 and not content[_INTERLACED]
    else:
        plain = picture.mode in ("L", "RGB") and content[6:10] == b"JFIF"
    if plain and upright and picture.format != "MPO":
        return Image(kind, content, *picture.size)
    turned = ImageOps.exif_transpose(picture)
    if turned.mode.startswith("I"):
        turned = turned.convert("I").point(lambda value: value / 256).convert("L")
    elif kind is ImageKind.JPEG and turned.mode != "L":
        turned = turned.convert("RGB")
    written = io.BytesIO()
    for said in ("exif", "icc_profile"):
        turned.info.pop(said, None)
    turned.save(written, "PNG" if kind is ImageKind.PNG else "JPEG", quality=95)
    return Image(kind, written.getvalue(), *turned.size)


def _svg(name: str, content: bytes) -> Image:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"图片 {name} 不是完好的 SVG 文件（{error.msg}）") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError(f"图片 {name} 里不能有 DOCTYPE")
    for element in root.iter():
        _check_svg(name, element)
    width, height = _svg_size(root)
    if not width or not height:
        raise ValueError(f"图片 {name} 没有写明大小（viewBox）")
    return Image(ImageKind.SVG, content, width, height)


def _check_svg(name: str, element: etree._Element) -> None:
    if isinstance(element, etree._Comment):
        return
    tag = str(element.tag)
    if not isinstance(element.tag, str) or tag.removeprefix(_SVG) not in _SVG_SHAPES:
        remedy = "；文字请先转为曲线" if tag == f"{_SVG}text" else ""
        raise ValueError(f"图片 {name} 里不能有 <{tag.removeprefix(_SVG)}>{remedy}")
    for key, value in element.attrib.items():
        if _SVG_REFUSED_ATTRIBUTES.search(str(key)) or _OUTSIDE.search(str(value)):
            raise ValueError(f"图片 {name} 里不能有引用外部内容或脚本的属性 {key!s}")


def _svg_size(root: etree._Element) -> tuple[float, float]:
    box = [float(part) for part in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))]
    if len(box) == 4:
        return box[2], box[3]
    sides = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    width, height = (float(side[1]) if side else 0.0 for side in sides)
    return width, height
