#!/usr/bin/env python3
"""Writes what pydicom makes of the DICOM golden files, as the DICOM JSON model.

    pip install pydicom==3.0.2 && python3 scripts/dicom-golden.py __test__/golden/dicom

`expected.json` holds one entry a file: its data set without pixel data and trailing padding, or what pydicom refuses.
Private elements are read by PS3.5 6.2.2 alone, not by pydicom's dictionary of vendors' elements.

`frames.json` holds, for every file with pixel data, the SHA-256 of each frame's bytes as they are stored; those of a frame
that does not start with a byte are left out.
"""

import hashlib
import json
import math
import sys
import warnings
from pathlib import Path

import pydicom
from pydicom.encaps import get_frame

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


def frames(path):
    try:
        data_set = pydicom.dcmread(path, force=True)
        pixels = data_set["PixelData"]
        count = int(data_set.get("NumberOfFrames", 1) or 1)
        if pixels.is_undefined_length:
            stored = [get_frame(pixels.value, frame, number_of_frames=count) for frame in range(count)]
        else:
            bits = data_set.Rows * data_set.Columns * data_set.get("SamplesPerPixel", 1) * data_set.BitsAllocated
            if data_set.PhotometricInterpretation == "YBR_FULL_422":
                bits = bits * 2 // 3
            value = pixels.value
            if pixels.VR == "OW" and data_set.BitsAllocated <= 8 and not data_set.is_little_endian:
                value = bytes(byte for pair in zip(value[1::2], value[::2]) for byte in pair)
            size = bits // 8
            stored = [value[frame * size : (frame + 1) * size] for frame in range(count)] if bits % 8 == 0 else []
        return [hashlib.sha256(frame).hexdigest() for frame in stored]
    except Exception:
        return None


folder = Path(sys.argv[1])
files = sorted(p for part in ("pydicom", "ophthalmic") for p in (folder / part).rglob("*") if p.is_file() and p.name != "LICENSE")
everything = {p.relative_to(folder).as_posix(): expected(p) for p in files}
lines = [f"{json.dumps(name)}:{json.dumps(data, ensure_ascii=False, separators=(',', ':'))}" for name, data in everything.items()]
found = {p.relative_to(folder).as_posix(): frames(p) for p in files}
lines_of_frames = [f"{json.dumps(name)}:{json.dumps(hashes)}" for name, hashes in found.items() if hashes]
(folder / "frames.json").write_text("{\n" + ",\n".join(lines_of_frames) + "\n}\n")
out = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "expected.json"
out.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(len(everything), "files,", out.stat().st_size, "bytes")
