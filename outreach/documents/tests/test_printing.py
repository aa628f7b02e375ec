"""PDFs: Chinese that can be read back, fonts inside, and a printer that can reach nothing (S8)."""

import io
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from outreach.documents import printing
from outreach.documents.filling import fill
from outreach.documents.kinds import kinds
from outreach.documents.layout import as_html
from outreach.documents.paper import build
from outreach.documents.printing import NotPrintedError, as_pdf, press
from outreach.documents.tests.making import acceptance, docx_of

pytestmark = [pytest.mark.pdf, pytest.mark.long]


def pdf_text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Every font by name, and whether it is embedded."""
    found = {}
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # a dictionary of the page
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            found[str(descendant["/BaseFont"])] = bool({"/FontFile2", "/FontFile3"} & set(descriptor))
    return found


class Listener:
    """A server of this machine that only counts who comes."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.came = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                visitor, _address = self.server.accept()
            except OSError:
                return
            self.came += 1
            visitor.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    one.server.close()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that a server might hold: text, a picture and a style in one, so that any reader would take it."""
    file = tmp_path / "secret.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">zq91secret</text></svg>', encoding="utf-8")
    return file


def hostile(address: str) -> str:
    """Every way in which a page of a PDF could ask for ``address``."""
    return f"""<html lang="zh-Hans"><head><base href="{address}"><link rel="stylesheet" href="{address}">
    <link rel="attachment" href="{address}"><style>@import url("{address}");
    @font-face{{font-family:stolen;src:url("{address}")}} body{{background:url("{address}");font-family:stolen}}
    li{{list-style-image:url("{address}")}} p::before{{content:url("{address}")}}
    a{{content:target-text(url("{address}"))}}</style></head><body><p>中文</p><img src="{address}">
    <object data="{address}"></object><embed src="{address}"><iframe src="{address}"></iframe><ul><li>1</ul>
    <a rel="attachment" href="{address}">a</a><input type="image" src="{address}">
    <svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{address}" width="9" height="9"/>
    <use href="{address}#a"/></svg></body></html>"""


def test_the_printer_reads_no_file(secret: Path) -> None:
    for address in (secret.as_uri(), "file:///etc/passwd", "/etc/passwd", f"FILE://localhost{secret}"):
        pdf = press(hostile(address))
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        assert not reader.attachments
        assert not [image for page in reader.pages for image in page.images]
        text = pdf_text(pdf)
        assert "zq91secret" not in text
        assert "root:" not in text


def test_the_printer_asks_nobody_on_the_network(listener: Listener) -> None:
    for scheme in ("http", "https", "ftp"):
        press(hostile(f"{scheme}://127.0.0.1:{listener.port}/x"))
    time.sleep(0.2)
    assert listener.came == 0


def test_even_the_code_of_the_printer_can_open_nothing_once_it_works(secret: Path, listener: Listener) -> None:
    """Not the fetcher but Python itself refuses: what a fault in a library could be made to do."""
    for act in (
        f"open({str(secret)!r})",
        f"__import__('socket').create_connection(('127.0.0.1', {listener.port}))",
        "__import__('subprocess').run(['id'])",
        "__import__('os').system('id')",
        f"open({str(secret)!r}, 'w')",
    ):
        done = in_the_printer(f"sys.addaudithook(press.refuse); {act}")
        assert "PermissionError" in done.stderr, (act, done.stderr)
        assert "reached" not in done.stdout
    assert listener.came == 0


def test_what_somebody_wrote_is_text_in_the_html() -> None:
    html = as_html(docx_of('<img src="file:///etc/passwd">', "</style><script>", rows=(("<iframe>", "&lt;"),)))
    assert "<img" not in html
    assert "<script" not in html
    assert "<iframe" not in html
    assert "&amp;lt;" in html


def test_chinese_reads_back_and_the_fonts_are_inside() -> None:
    kind = acceptance()
    pdf = as_pdf(fill(build(kind.paper), kind.example, title="受理告知书"))
    text = pdf_text(pdf).replace("\n", "")
    for words in (
        "东江港务集团",
        "信访事项受理告知书",
        "陈志远：",
        "东港信受〔2026〕12号",
        "〔盖章〕",
        "2026年11月27日",
        "— 1 —",
    ):
        assert words in text, words
    fonts = fonts_of(pdf)
    assert fonts
    assert all(fonts.values()), fonts
    assert all("CJK-SC" in name for name in fonts), fonts
    assert pypdf.PdfReader(io.BytesIO(pdf)).metadata.title == "受理告知书"  # type: ignore[union-attr]  # it has some


@pytest.mark.parametrize("key", ["petition.opinion", "petition.task", "petition.hearing"])
def test_every_kind_prints_and_pages_are_numbered(key: str) -> None:
    kind = kinds.get(key)
    assert kind is not None
    values = {**kind.example, **{one.name: "一段很长的话。" * 200 for one in kind.typed_fields if not one.columns}}
    pdf = as_pdf(fill(build(kind.paper), values, title="x"))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 1
    assert all(f"— {number} —" in text for number, text in enumerate(pages, 1))


@pytest.mark.parametrize("key", ["petition.opinion", "petition.mediation", "petition.hearing"])
def test_signatures_stand_under_words_of_the_document(key: str) -> None:
    """A page with nothing but signatures could be put behind anything (GB/T 9704, 7.3.5)."""
    kind = kinds.get(key)
    assert kind is not None
    pdf = as_pdf(fill(build(kind.paper), kind.example, title="x"))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    signed = next(number for number, text in enumerate(pages) if "（签名）" in text or "〔盖章〕" in text)
    assert signed == len(pages) - 1, "signatures are torn apart"
    assert kind.paper.lines[-1][:6] in pages[signed]


def test_the_head_of_a_long_table_stands_on_every_page_of_it() -> None:
    kind = kinds.get("visit.minutes")
    assert kind is not None
    decisions = kind.example["decisions"] * 20
    pdf = as_pdf(fill(build(kind.paper), {**kind.example, "decisions": decisions}, title="x"))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    with_rows = [text for text in pages if decisions[0]["what"][:4] in text]
    assert len(with_rows) > 2
    assert all("台账编号" in text for text in with_rows)


def test_a_table_without_a_head_is_printed_whole() -> None:
    kind = kinds.get("petition.task")
    assert kind is not None
    text = pdf_text(as_pdf(fill(build(kind.paper), kind.example, title="x")))
    assert all(kind.example[name][:8] in text for name in ("title", "issue", "handler", "due_on", "matter", "task"))


def test_a_rare_sign_without_a_font_does_not_stop_the_document() -> None:
    pdf = as_pdf(docx_of("好\U0001f600\U0002ffff"))
    assert any("CJK-SC" in name for name in fonts_of(pdf))


@pytest.mark.parametrize(("cause", "package"), [("no pango", "libpango-1.0-0"), ("no font", "fonts-noto-cjk")])
def test_what_the_machine_lacks_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cause: str, package: str
) -> None:
    broken = tmp_path / "press.py"
    broken.write_text(f"import sys; sys.stdin.read(); print('a warning', file=sys.stderr); sys.exit({cause!r})")
    monkeypatch.setattr(printing, "PRESS", [sys.executable, str(broken)])
    with pytest.raises(NotPrintedError, match=package) as refused:
        press("x")
    assert refused.value.is_machine


def test_without_a_chinese_font_the_printer_says_so_instead_of_drawing_boxes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The real printer on a machine whose font folder is empty."""
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    run = subprocess.run

    def without_fonts(command: list[str], **options: object) -> object:
        return run(command, **{**options, "env": {"FONTCONFIG_FILE": str(config)}})  # type: ignore[call-overload]  # as given

    monkeypatch.setattr(subprocess, "run", without_fonts)
    with pytest.raises(NotPrintedError, match="fonts-noto-cjk"):
        press('<p lang="zh-Hans">中文</p>')


def test_a_document_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(NotPrintedError) as refused:
        press("<p>x" * 1000, seconds=0.05)
    assert not refused.value.is_machine


def test_memory_is_bounded_and_nothing_is_written(tmp_path: Path) -> None:
    file = str(tmp_path / "written")
    for act in ("bytearray(press.MEMORY_BYTES)", f"press.os.open({file!r}, 65)"):
        done = in_the_printer(f"press.shut(); {act}")
        assert "MemoryError" in done.stderr or "PermissionError" in done.stderr
        assert "reached" not in done.stdout
    assert not Path(file).exists()


def in_the_printer(code: str) -> "subprocess.CompletedProcess[str]":
    """Run ``code`` in a process as the printer's, with its module at hand."""
    folder = str(Path(printing.__file__).parent)
    script = f"import sys; sys.path.insert(0, {folder!r}); import press; {code}; print('reached')"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
