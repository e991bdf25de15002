#!/usr/bin/env python3
"""Workbooks of openpyxl, LibreOffice and SheetJS, and what openpyxl reads in them: __test__/golden/export/sheets.

    pip install openpyxl==3.1.5 && apt-get install libreoffice-calc && npm install --prefix /tmp/sheetjs xlsx@0.18.5
    python3 scripts/sheet-golden.py __test__/golden/export/sheets /tmp/sheetjs
"""
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference

DAYS = [datetime.date(1900, 3, 1), datetime.date(1904, 1, 1), datetime.date(2024, 2, 29), datetime.date(9999, 12, 31)]
MOMENTS = [
    datetime.datetime(1999, 12, 31, 23, 59, 59),
    datetime.datetime(2026, 1, 31, 12, 30, 15, 250000),
    datetime.datetime(2026, 1, 31, 12, 30, 15, 990000),
    datetime.datetime(2038, 1, 19, 3, 14, 8, 10000),
]
TIMES = [datetime.time(0, 0, 1), datetime.time(8, 30), datetime.time(23, 59, 59, 999000), datetime.time(12)]
PERIODS = [datetime.timedelta(hours=26, minutes=15), datetime.timedelta(seconds=1), datetime.timedelta(days=3), datetime.timedelta(hours=1)]
TEXTS = ["Köln & <x>", "00123", "  two  spaces\nline 😀", "=no formula"]
NUMBERS = [1.5, -7, 123456789012345, 1e-7]


def workbook(is_1904: bool) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    if is_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "Data & more"
    sheet.append(["text", "number", "day", "moment", "time", "period", "flag", "error"])
    days = [max(day, datetime.date(1904, 1, 2)) for day in DAYS] if is_1904 else DAYS
    for at, text in enumerate(TEXTS):
        cells = [text, NUMBERS[at], days[at], MOMENTS[at], TIMES[at], PERIODS[at], at % 2 == 0, ["#N/A", "#DIV/0!", "#REF!", "#NUM!"][at]]
        sheet.append(cells)
        sheet.cell(sheet.max_row, 1).data_type = "s"
    sheet["B9"] = 42
    hidden = book.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    hidden["XFD3"] = "far"
    return book


def catalogue() -> openpyxl.Workbook:
    """Texts that xls cuts in the middle, with fonts; formulas, merged cells, hidden rows and columns, charts."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Größen 日本"
    bold = InlineFont(b=True)
    sheet.append(["article", "text", "price", "sum", "said", "in stock"])
    for at in range(2, 102):
        words = f"Gläser {at} " + ("Sphäre " if at % 3 else "眼鏡😀 ") * (at % 40)
        text = CellRichText(["in ", TextBlock(bold, words), "."]) if at % 5 == 0 else words
        sheet.append([f"{at:05}", text, at * 1.25, f"=C{at}*2", f'=A{at}&" ж"', at % 2 == 0])
    sheet["B103"] = "x" * 20000 + "ж" * 12767
    sheet.merge_cells("H2:I4")
    sheet["H2"] = "merged"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["C"].hidden = True
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=9))
    sheet.add_chart(chart, "K2")
    book.create_sheet("Versteckt").sheet_state = "veryHidden"
    book.create_chartsheet("Bild").add_chart(BarChart())
    return book


def plain(value: object) -> list:
    if isinstance(value, bool):
        return ["boolean", value]
    if isinstance(value, datetime.datetime):
        at_midnight = value.time() == datetime.time()
        return ["date", value.date().isoformat()] if at_midnight else ["timestamp", value.isoformat(timespec="milliseconds") + "Z"]
    if isinstance(value, (datetime.time, datetime.timedelta)):
        if isinstance(value, datetime.time):
            value = datetime.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
        ms = round(value.total_seconds() * 1000)
        text = f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}"
        return ["duration", text + (f".{ms % 1000:03}" if ms % 1000 else "")]
    if isinstance(value, (int, float)):
        return ["number", value]
    return ["error", value] if value.startswith("#") else ["text", value]


def convert(source: pathlib.Path, kind: str, target: pathlib.Path) -> None:
    with tempfile.TemporaryDirectory() as beside:
        command = ["soffice", "--headless", "--convert-to", kind, "--outdir", beside, source]
        subprocess.run(command, check=True, capture_output=True)
        shutil.move(pathlib.Path(beside) / f"{source.stem}.{kind}", target)


def main(folder: pathlib.Path, modules: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    cells = {}
    for name, is_1904 in (("openpyxl", False), ("openpyxl-1904", True)):
        path = folder / f"{name}.xlsx"
        workbook(is_1904).save(path)
        read = openpyxl.load_workbook(path)
        cells[name] = [
            {cell.coordinate: plain(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
            for sheet in read.worksheets
        ]
    catalogue().save(folder / "catalogue.xlsx")
    for kind, source, target in (
        ("ods", "openpyxl", "libreoffice"),
        ("xlsx", "openpyxl", "libreoffice"),
        ("xls", "openpyxl", "libreoffice"),
        ("xls", "openpyxl-1904", "libreoffice-1904"),
        ("xls", "catalogue", "catalogue"),
        # With the results of its formulas.
        ("xlsx", "catalogue", "catalogue"),
    ):
        convert(folder / f"{source}.xlsx", kind, folder / f"{target}.{kind}")
    sheetjs = "const x = require('xlsx'); const [from, bookType, to] = process.argv.slice(1);"
    sheetjs += "x.writeFile(x.readFile(from, { cellNF: true, cellStyles: true }), to, { bookType, bookSST: to.includes('catalogue'), compression: true })"
    for source, kind, target in (
        ("libreoffice.xlsx", "xlsb", "sheetjs.xlsb"),
        ("libreoffice.xlsx", "biff8", "sheetjs.xls"),
        ("libreoffice.xlsx", "biff5", "sheetjs-5.xls"),
        ("catalogue.xlsx", "xlsb", "catalogue.xlsb"),
    ):
        command = ["node", "-e", sheetjs, folder.resolve() / source, kind, folder.resolve() / target]
        subprocess.run(command, check=True, cwd=modules, capture_output=True)
    golden = {"source": f"scripts/sheet-golden.py, openpyxl {openpyxl.__version__}", "cells": cells}
    (folder / "cells.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
