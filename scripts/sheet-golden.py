#!/usr/bin/env python3
"""Workbooks of openpyxl and LibreOffice, and what openpyxl reads in them: __test__/golden/export/sheets.

    pip install openpyxl==3.1.5 && apt-get install libreoffice-calc
    python3 scripts/sheet-golden.py __test__/golden/export/sheets
"""
import datetime
import json
import pathlib
import subprocess
import sys

import openpyxl

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


def main(folder: pathlib.Path) -> None:
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
    for kind, name in (("ods", "openpyxl"), ("xlsx", "openpyxl")):
        target = folder / "libreoffice"
        subprocess.run(["soffice", "--headless", "--convert-to", kind, "--outdir", target, folder / f"{name}.xlsx"], check=True, capture_output=True)
        (target / f"{name}.{kind}").rename(folder / f"libreoffice.{kind}")
        target.rmdir()
    golden = {"source": f"scripts/sheet-golden.py, openpyxl {openpyxl.__version__}", "cells": cells}
    (folder / "cells.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
