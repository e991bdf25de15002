#!/usr/bin/env python3
"""Writes what pydicom makes of the DICOM golden files, as the DICOM JSON model.

    pip install pydicom==3.0.2 && python3 scripts/dicom-golden.py __test__/golden/dicom

`expected.json` holds one entry a file: its data set without pixel data and trailing padding, or what pydicom refuses.
Private elements are read by PS3.5 6.2.2 alone, not by pydicom's dictionary of vendors' elements.
"""

import json
import math
import sys
import warnings
from pathlib import Path

import pydicom

LEFT_OUT = {"7FE00008", "7FE00009", "7FE00010", "FFFCFFFC"}

warnings.simplefilter("ignore")
pydicom.datadict.private_dictionaries.clear()


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key not in LEFT_OUT and not key.endswith("0000")}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def expected(path):
    try:
        return plain(pydicom.dcmread(path, force=True).to_json_dict())
    except Exception as error:
        return {"refused": type(error).__name__}


folder = Path(sys.argv[1])
files = sorted(p for part in ("pydicom", "ophthalmic") for p in (folder / part).rglob("*") if p.is_file() and p.name != "LICENSE")
everything = {p.relative_to(folder).as_posix(): expected(p) for p in files}
lines = [f"{json.dumps(name)}:{json.dumps(data, ensure_ascii=False, separators=(',', ':'))}" for name, data in everything.items()]
out = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "expected.json"
out.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(len(everything), "files,", out.stat().st_size, "bytes")
