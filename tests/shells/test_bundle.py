"""hetong fill --bundle and hetong batch --bundle."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

import cli
from tests.foreign_files import pdf_file
from tests.pdf_files import attachments, bookmarks, page_texts
from tests.shells.conftest import Hetong

NUMBER = "CRM-2026-0018"


@pytest.fixture
def annexes(samples: Path, tmp_path: Path) -> Path:
    """A copy of the sample annexes, to be changed."""
    return shutil.copytree(samples / "annexes", tmp_path / "附件")


def test_everything_in_one_pdf_and_one_parcel(hetong: Hetong, template: Path, samples: Path, tmp_path: Path) -> None:
    ran = hetong(
        "fill", template, samples / "record.yaml", "--annexes", samples / "annexes", "--strict", "--bundle",
        "-o", tmp_path,
    )  # fmt: skip
    assert ran.code == 0
    names = [f"{NUMBER}.{ending}" for ending in ("docx", "pdf", "json", "bundle.pdf", "zip")]
    assert ran.out.splitlines() == [str(tmp_path / name) for name in names]
    bound = (tmp_path / f"{NUMBER}.bundle.pdf").read_bytes()
    assert attachments(bound) == attachments((tmp_path / f"{NUMBER}.pdf").read_bytes())
    top = [title for level, title in bookmarks(bound) if level == 0]
    assert top[0] == "客户关系管理项目服务合同"
    assert top[8] == "附件8 保密协议"
    assert len(top) == 10
    texts = page_texts(bound)
    assert f"第 {len(texts)} 页 共 {len(texts)} 页" in texts[-1]

    record = json.loads((tmp_path / f"{NUMBER}.json").read_text("utf-8"))
    told = {output["format"]: output["sha256"] for output in record["outputs"]}
    assert told["bundle.pdf"] == hashlib.sha256(bound).hexdigest()

    with zipfile.ZipFile(tmp_path / f"{NUMBER}.zip") as parcel:
        inside = {name: parcel.read(name) for name in parcel.namelist()}
    for name in names[:4]:
        assert inside[name] == (tmp_path / name).read_bytes()
    for path in (samples / "annexes").iterdir():
        assert inside[f"附件/{path.name}"] == path.read_bytes()
    lines = (line.split("  ", 1) for line in inside["SHA256SUMS"].decode().splitlines())
    sums = {name: digest for digest, name in lines}
    assert sums == {n: hashlib.sha256(d).hexdigest() for n, d in inside.items() if n != "SHA256SUMS"}
    files = json.loads(inside["manifest.json"])["files"]
    assert {f["path"]: f["sha256"] for f in files} == {n: h for n, h in sums.items() if n != "manifest.json"}
    annex = next(f for f in files if f.get("number") == "8")
    assert "附件8" in texts[annex["bundle_pages"][0] - 1]
    assert "保密内容" in texts[annex["bundle_pages"][0]]


def test_the_same_input_gives_the_same_bytes_and_only_what_is_asked_for(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path
) -> None:
    for folder in ("一", "二"):
        ran = hetong(
            "fill", template, samples / "record.yaml", "--annexes", samples / "annexes" / "附件8 保密协议.docx",
            "--formats", "json", "--bundle", "--draft", "-o", tmp_path / folder,
        )  # fmt: skip
        assert ran.code == 0
    for ending in ("json", "bundle.pdf", "zip"):
        assert (tmp_path / "一" / f"{NUMBER}.{ending}").read_bytes() == (
            tmp_path / "二" / f"{NUMBER}.{ending}"
        ).read_bytes()
    assert len([*(tmp_path / "一").iterdir()]) == 3
    assert "草稿" in page_texts((tmp_path / "一" / f"{NUMBER}.bundle.pdf").read_bytes())[-1]


def test_a_broken_annex_is_refused_and_nothing_written(
    hetong: Hetong, template: Path, samples: Path, annexes: Path, tmp_path: Path
) -> None:
    (annexes / "附件2 客户关系管理系统设计文档.pdf").write_bytes(pdf_file()[:300])
    ran = hetong(
        "fill", template, samples / "record.yaml", "--annexes", annexes, "--bundle", "--draft", "-o", tmp_path / "出"
    )
    assert ran.code == cli.Exit.READ
    assert "附件2" in ran.err
    assert not (tmp_path / "出").exists()


def test_an_annex_without_pages_is_enclosed_and_named_or_refused_when_strict(
    hetong: Hetong, template: Path, samples: Path, annexes: Path, tmp_path: Path
) -> None:
    (annexes / "附件5 项目实施计划.docx").unlink()
    (annexes / "附件5 项目实施计划.dwg").write_bytes(b"AC1032" + bytes(range(256)))
    record = (samples / "record.yaml").read_text("utf-8") + "\naccept: {ANX011: 图纸不是文本}\n"
    (tmp_path / "r.yaml").write_text(record, "utf-8")
    arguments = ("fill", template, tmp_path / "r.yaml", "--annexes", annexes, "--bundle", "-o", tmp_path / "出")
    strict = hetong(*arguments, "--strict")
    assert strict.code == cli.Exit.FINDINGS
    assert "BND001" in strict.err
    assert not (tmp_path / "出").exists()
    ran = hetong(*arguments)
    assert ran.code == 0
    assert "BND001 附件5 项目实施计划.dwg" in ran.err
    record_made = json.loads((tmp_path / "出" / f"{NUMBER}.json").read_text("utf-8"))
    assert "BND001" in {d["code"] for d in record_made["diagnostics"]}
    with zipfile.ZipFile(tmp_path / "出" / f"{NUMBER}.zip") as parcel:
        assert "附件/附件5 项目实施计划.dwg" in parcel.namelist()
        told = next(f for f in json.loads(parcel.read("manifest.json"))["files"] if f.get("number") == "5")
    assert not told["bound"]
    page = page_texts((tmp_path / "出" / f"{NUMBER}.bundle.pdf").read_bytes())[told["bundle_pages"][0] - 1]
    assert "未合订" in page


def test_two_files_for_one_annex_are_both_enclosed(
    hetong: Hetong, template: Path, samples: Path, annexes: Path, tmp_path: Path
) -> None:
    shutil.copy(samples / "annexes" / "附件8 保密协议.docx", annexes / "附件8 保密协议（终稿）.docx")
    ran = hetong(
        "fill", template, samples / "record.yaml", "--annexes", annexes, "--bundle", "--draft", "-o", tmp_path / "出"
    )
    assert ran.code == 0
    with zipfile.ZipFile(io.BytesIO((tmp_path / "出" / f"{NUMBER}.zip").read_bytes())) as parcel:
        assert len([name for name in parcel.namelist() if name.startswith("附件/附件8")]) == 2


def test_a_batch_bundles_each_contract(hetong: Hetong, template: Path, samples: Path, tmp_path: Path) -> None:
    ran = hetong(
        "batch", template, samples / "batch.csv", "-o", tmp_path, "--engine", "serial", "--limit", "2", "--formats",
        "json", "--annexes", samples / "annexes", "--bundle", "--json",
    )  # fmt: skip
    assert ran.code == 0
    bound = sorted(tmp_path.rglob("*.bundle.pdf"))
    assert len(bound) == len([*tmp_path.rglob("*.zip")]) == 2
    numbers = {path.name.removesuffix(".bundle.pdf") for path in bound}
    assert all(
        f"合同编号 {path.name.removesuffix('.bundle.pdf')} · 第 1 页" in page_texts(path.read_bytes())[0]
        for path in bound
    )
    assert len(numbers) == 2
