"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

# What can't be read is said by whoever opens it, in Chinese and with the exit code of a file that can't be read.
PATH = click.Path(path_type=Path, readable=False)
json_option = click.option("--json", "as_json", is_flag=True, help="在标准输出打印 JSON，供程序读取。")
annexes_option = click.option(
    "--annexes", multiple=True, type=PATH, metavar="路径", help="附件所在文件夹或附件文件，可重复给出。"
)
strict_option = click.option("--strict", is_flag=True, help="从严：附件缺失等警告也视为错误。")
font_option = click.option(
    "--font-path", "font_paths", multiple=True, type=PATH, metavar="文件夹", help="优先使用的字体文件夹，可重复给出。"
)
engine_option = click.option(
    "--pdf-engine",
    type=click.Choice(["auto", "typst", "libreoffice"]),
    default="auto",
    help="PDF 排版引擎，默认 auto：Typst 不能忠实排版时改用 LibreOffice。",
)
bundle_option = click.option(
    "--bundle", is_flag=True, help="另出合订本（正文和附件合为一个 PDF）和含全部文件及校验清单的压缩包。"
)
