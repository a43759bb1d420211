"""hetong fill: where the values come from, and what is written."""

from __future__ import annotations

import errno
import io
import json
import shutil
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pikepdf
import pytest

import cli
from pipeline.api.parsing import parse
from pipeline.ooxml.package import open_package
from pipeline.writers.libreoffice import find_soffice
from tests.faulty import Faults
from tests.shells.conftest import ROOT, Hetong

NUMBER = "CRM-2026-0018"


def word_text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def page_text(path: Path) -> str:
    with pdfplumber.open(path) as pdf:
        return "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)


def without(path: Path, *keys: str) -> str:
    """Return a record file without the lines of some keys."""
    return "".join(line for line in path.read_text("utf-8").splitlines(keepends=True) if not line.startswith(keys))


@pytest.mark.parametrize("ending", ["yaml", "json", "xlsx"])
def test_the_same_record_in_every_form_gives_the_same_contract(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path, ending: str
) -> None:
    made = {}
    for name in ("record.yaml", f"record.{ending}"):
        out = tmp_path / name
        assert (
            hetong("fill", template, samples / name, "--annexes", samples / "annexes", "--strict", "-o", out).code == 0
        )
        record = json.loads((out / f"{NUMBER}.json").read_text("utf-8"))
        for own in ("provenance", "outputs"):
            del record[own]
        made[name] = (record, word_text(out / f"{NUMBER}.docx"), page_text(out / f"{NUMBER}.pdf"))
    first, second = (*made.values(), *made.values())[:2]
    assert first == second


def test_the_sample_form_is_the_form_of_the_template(
    template: Path, samples: Path, hetong: Hetong, tmp_path: Path
) -> None:
    assert hetong("form", template, "-o", tmp_path / "空表.xlsx").code == 0
    empty, filled = (
        openpyxl.load_workbook(path).worksheets[0] for path in (tmp_path / "空表.xlsx", samples / "record.xlsx")
    )
    assert list(empty.iter_rows(max_row=3, values_only=True)) == list(filled.iter_rows(max_row=3, values_only=True))
    assert filled.max_row >= 4


def test_settings_come_before_the_file(hetong: Hetong, template: Path, samples: Path, tmp_path: Path) -> None:
    ran = hetong(
        "fill", template, samples / "record.yaml", "-o", tmp_path, "--name", "甲", "--formats", "docx",
        "--set", "service_fee=12万", "--set", "party_b.contact=欧阳 = 一", "--set", "有效期=5",
    )  # fmt: skip
    assert ran.code == 0
    assert ran.out == f"{tmp_path / '甲.docx'}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["甲.docx"]
    text = word_text(tmp_path / "甲.docx")
    assert "人民币120,000.00元（大写：壹拾贰万元整）" in text
    assert "欧阳 = 一" in text
    assert "有效期为5年" in text


def test_settings_alone_make_a_contract(hetong: Hetong, template: Path, samples: Path, tmp_path: Path) -> None:
    record = json.loads((samples / "record.json").read_text("utf-8"))
    flat = {**{f"{p}.{k}": v for p in ("party_a", "party_b") for k, v in record.pop(p).items()}, **record}
    settings = [word for key, value in flat.items() for word in ("--set", f"{key}={value}")]
    assert hetong("fill", template, "-o", tmp_path, "--formats", "json", *settings).code == 0
    fields = json.loads((tmp_path / f"{NUMBER}.json").read_text("utf-8"))["fields"]
    assert fields["service_fee"]["value"] == "286000.00"
    assert fields["service_fee_upper"]["derived"]


@pytest.mark.parametrize("setting", ["service_fee", "=3", ""])
def test_a_setting_without_key_or_value_is_refused(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path, setting: str
) -> None:
    ran = hetong("fill", template, samples / "record.yaml", "-o", tmp_path / "out", "--set", setting)
    assert ran.code == cli.Exit.RECORD
    assert "字段=值" in ran.err
    assert not (tmp_path / "out").exists()


def test_asks_for_what_is_missing(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = without(samples / "record.yaml", "service_fee", "sign_date")
    (tmp_path / "r.yaml").write_text(text, "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("30万\n2026年12月1日\n"))
    ran = hetong("fill", template, tmp_path / "r.yaml", "--interactive", "-o", tmp_path / "out", "--formats", "json")
    assert ran.code == 0
    assert "服务费用总额（元）" in ran.err
    assert "签订日期" in ran.err
    assert "有效期" not in ran.err
    assert "大写" not in ran.err
    fields = json.loads((tmp_path / "out" / f"{NUMBER}.json").read_text("utf-8"))["fields"]
    assert fields["service_fee"]["value"] == "300000.00"
    assert fields["sign_date"]["value"] == "2026-12-01"


def test_an_answer_left_out_is_still_missing(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = without(samples / "record.yaml", "service_fee")
    (tmp_path / "r.yaml").write_text(text, "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    ran = hetong("fill", template, tmp_path / "r.yaml", "--interactive", "-o", tmp_path / "out")
    assert ran.code == cli.Exit.RECORD
    assert "缺少必填项『服务费用总额』" in ran.err
    assert not (tmp_path / "out").exists()


def test_the_end_of_the_answers_interrupts(
    hetong: Hetong, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    ran = hetong("fill", template, "--interactive", "-o", tmp_path / "out")
    assert ran.code == cli.Exit.INTERRUPTED
    assert not (tmp_path / "out").exists()


def test_values_in_content_controls(hetong: Hetong, template: Path, samples: Path, tmp_path: Path) -> None:
    assert (
        hetong("fill", template, samples / "record.yaml", "--controls", "--formats", "docx", "-o", tmp_path).code == 0
    )
    xml = open_package((tmp_path / f"{NUMBER}.docx").read_bytes()).texts["word/document.xml"].decode()
    for key in ("contract_no", "party_a.name", "service_fee", "service_fee_upper", "sign_date"):
        assert f'<w:tag w:val="{key}"/>' in xml
    assert "signature" not in xml


def test_a_draft_keeps_its_blank_lines_and_says_so(hetong: Hetong, template: Path, tmp_path: Path) -> None:
    ran = hetong("fill", template, "--draft", "--set", "contract_no=HT-9", "-o", tmp_path, "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["state"] == "draft"
    record = json.loads((tmp_path / "HT-9.json").read_text("utf-8"))
    assert record["contract"]["state"] == "draft"
    text = word_text(tmp_path / "HT-9.docx")
    assert "合同编号：HT-9" in text
    assert "有效期为____年" in text
    with pdfplumber.open(tmp_path / "HT-9.pdf") as pdf:
        for page in pdf.pages:  # the mark runs across the page, so its characters are what can be looked for
            assert {character["text"] for character in page.chars if character["size"] > 60} == {"草", "稿"}
    package = open_package((tmp_path / "HT-9.docx").read_bytes())
    assert any("草稿" in part.decode() for part in package.texts.values())


def test_a_draft_reads_with_the_same_blanks_from_both_files(hetong: Hetong, tmp_path: Path) -> None:
    draft = ("--draft", "--set", "contract_no=HT-9", "-o", tmp_path)
    assert hetong("fill", ROOT / "templates/house-lease", *draft).code == 0
    pdf, word = (parse(tmp_path / f"HT-9.{ending}").template.blanks for ending in ("pdf", "docx"))
    assert [blank.label for blank in pdf] == [blank.label for blank in word]


@pytest.mark.parametrize("formats", ["docx", "pdf", "json", "json,docx", "PDF, docx"])
def test_only_the_formats_asked_for(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path, formats: str
) -> None:
    ran = hetong("fill", template, samples / "record.yaml", "--formats", formats, "-o", tmp_path)
    assert ran.code == 0
    wanted = {name.strip().lower() for name in formats.split(",")}
    assert {path.suffix[1:] for path in tmp_path.iterdir()} == wanted
    if "json" in wanted:
        outputs = json.loads((tmp_path / f"{NUMBER}.json").read_text("utf-8"))["outputs"]
        assert {output["format"] for output in outputs} == wanted - {"json"}


def test_an_unknown_format_is_refused(hetong: Hetong, template: Path, samples: Path, tmp_path: Path) -> None:
    ran = hetong("fill", template, samples / "record.yaml", "--formats", "docx,odt", "-o", tmp_path / "out")
    assert ran.code == cli.Exit.WRITE
    assert "不支持的输出格式『odt』" in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["../外面", "a/b", "CON", "", "同\x00名", "合" * 200])
def test_a_name_stays_in_its_folder_or_is_refused(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "里面"
    ran = hetong("fill", template, samples / "record.yaml", "--formats", "json", "-o", out, "--name", name)
    assert ran.code in (0, cli.Exit.WRITE)
    assert all(path.is_relative_to(out) for path in tmp_path.rglob("*") if path.is_file())
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == (ran.code == 0)


def test_a_font_folder_comes_first(hetong: Hetong, template: Path, samples: Path, tmp_path: Path) -> None:
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn", reason="the package with the serif face is not installed")
    (tmp_path / "fonts").mkdir()
    for face in Path(str(fonts.__file__)).parent.rglob("NotoSerifSC*"):
        shutil.copy(face, tmp_path / "fonts")
    arguments = ("fill", template, samples / "record.yaml", "--formats", "pdf", "--pdf-engine", "typst", "-o")
    assert hetong(*arguments, tmp_path / "own", "--font-path", tmp_path / "fonts").code == 0
    assert any("NotoSerifSC" in font for font in embedded(tmp_path / "own" / f"{NUMBER}.pdf"))


def embedded(path: Path) -> set[str]:
    with pikepdf.open(path) as pdf:
        return {str(o.FontName) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o}


@pytest.mark.parametrize(
    "engine",
    [
        "typst",
        "auto",
        pytest.param(
            "libreoffice",
            marks=[
                pytest.mark.slow,
                pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed"),
            ],
        ),
    ],
)
def test_every_engine_sets_the_contract(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path, engine: str
) -> None:
    ran = hetong("fill", template, samples / "record.yaml", "--formats", "pdf", "--pdf-engine", engine, "-o", tmp_path)
    assert ran.code == 0
    path = tmp_path / f"{NUMBER}.pdf"
    assert "人民币286,000.00元（大写：贰拾捌万陆仟元整）" in page_text(path)
    with pikepdf.open(path) as pdf:
        assert ("LibreOffice" in str(pdf.docinfo.get("/Producer", ""))) == (engine == "libreoffice")
        record = json.loads(pdf.attachments["contract.json"].get_file().read_bytes())
    assert record["fields"]["service_fee"]["value"] == "286000.00"


def test_without_libreoffice_the_error_says_what_to_install(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.writers.libreoffice.find_soffice", lambda: None)
    ran = hetong("fill", template, samples / "record.yaml", "--pdf-engine", "libreoffice", "-o", tmp_path / "out")
    assert ran.code == cli.Exit.DEPENDENCY
    assert "apt install libreoffice-writer" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_full_disk_at_any_call_leaves_old_or_new_files_whole(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path
) -> None:
    def fill() -> int:
        return hetong("fill", template, samples / "record.yaml", "-o", tmp_path / "out", "--formats", "docx,json").code

    fill()
    new = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    at, code = 0, 6
    while code:
        at += 1
        assert code == 6
        for name in new:
            (tmp_path / "out" / name).write_bytes(b"old")
        with pytest.MonkeyPatch.context() as patch:
            Faults(at=at, errno=errno.ENOSPC, only=("write", "fsync", "replace")).install(patch)
            code = fill()
        found = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
        assert set(found) == set(new)
        assert all(data in {b"old", new[name]} for name, data in found.items())
    assert at > 6
    assert found == new
