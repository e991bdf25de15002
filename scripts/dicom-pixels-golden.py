#!/usr/bin/env python3
"""Writes what other decoders make of the pixels of the DICOM golden files, and of streams that their encoders make.

    pip install pydicom==3.0.2 pylibjpeg==2.1.0 pylibjpeg-libjpeg==2.5.0 pylibjpeg-openjpeg==2.6.0 pylibjpeg-rle==2.2.0 \
        pyjpegls==1.5.1 imagecodecs==2026.3.6 pillow==13.0.0 numpy
    apt-get install dcmtk libjpeg-turbo-progs
    python3 scripts/dicom-pixels-golden.py __test__/golden/dicom

`pixels.json` holds, of each frame, `samples` as they are stored and, where there is a colour space to leave, `rgb`:
`{ sha256, bytes }` where a decoder must give the same bytes, `{ tolerance, every, values }` (each so many-th sample) where
the standard leaves room.
- files: pydicom's `pixel_array`; JPEG of 8 bits by libjpeg-turbo (Pillow), of 12 bits by libjpeg-turbo (imagecodecs)
- displays: pydicom's `apply_rescale`, `apply_windowing` and `apply_voi`, not rounded, as 0 to 255
- jpegFiles: written by libjpeg-turbo (Pillow)
- streams: made of a picture of noise, edges and even areas by libjpeg-turbo, CharLS, OpenJPEG and OpenJPH (imagecodecs,
  pyjpegls), and DCMTK
"""

import base64
import hashlib
import io
import json
import struct
import subprocess
import sys
import tempfile
import warnings
import zlib
from pathlib import Path

import imagecodecs
import jpeg_ls
import numpy as np
import pydicom
from PIL import Image
from pydicom.encaps import generate_frames
from pydicom.pixels import pixel_array

warnings.simplefilter("ignore")
folder = Path(sys.argv[1])
JPEG_8 = "1.2.840.10008.1.2.4.50"
JPEG_12 = "1.2.840.10008.1.2.4.51"
J2K = ("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91")


def exact(array):
    data = np.ascontiguousarray(array)
    data = data.astype(data.dtype.newbyteorder("<")).tobytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def near(array, tolerance):
    values = np.ascontiguousarray(array).reshape(-1)
    every = max(1, len(values) // 300)
    if every % 3 == 0:
        every += 1
    return {"tolerance": tolerance, "every": every, "values": values[::every].tolist()}


def frame_of(ds, index):
    syntax = ds.file_meta.TransferSyntaxUID
    if syntax == JPEG_12:
        [*coded] = generate_frames(ds.PixelData, number_of_frames=int(ds.get("NumberOfFrames", 1)))
        return exact(imagecodecs.jpeg8_decode(coded[index])), None
    plugin = {"decoding_plugin": "pillow"} if syntax == JPEG_8 else {}
    samples = pixel_array(ds, index=index, raw=True, **plugin)
    rgb = None
    if ds.PhotometricInterpretation.startswith("YBR") or syntax == JPEG_8 and ds.SamplesPerPixel == 3:
        # The conversions of DICOM, JFIF and JPEG 2000 differ by how they round.
        rgb = near(pixel_array(ds, index=index, **plugin), 1)
    if ds.PhotometricInterpretation == "PALETTE COLOR":
        rgb = exact(pydicom.pixels.apply_color_lut(samples, ds))
    lossy = syntax == J2K[1]
    return near(samples, 1) if lossy else exact(samples), rgb


def file_of(path):
    ds = pydicom.dcmread(path, force=True)
    if not any(keyword in ds for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
        return None
    frames = []
    for index in range(int(ds.get("NumberOfFrames", 1) or 1)):
        samples, rgb = frame_of(ds, index)
        frames.append({"samples": samples} | ({"rgb": rgb} if rgb else {}))
    return frames


def picture(rows, columns, bits, samples=1):
    """Even areas, edges, slopes and noise, so that every way of coding has its turn."""
    random = np.random.default_rng(rows * columns + bits)
    y, x = np.mgrid[0:rows, 0:columns]
    top = (1 << bits) - 1
    planes = []
    for sample in range(samples):
        plane = (x * (sample + 1) * top / columns / 2 + y * top / rows / 2).astype(np.int64)
        plane[: rows // 3, : columns // 2] = top // (2 + sample)
        plane[rows // 3 : rows // 2] = 0
        plane[-rows // 4 :, : columns // 3] = random.integers(0, top + 1, plane[-rows // 4 :, : columns // 3].shape)
        plane[-3:, -5:] = top
        planes.append(np.clip(plane, 0, top))
    array = np.stack(planes, -1) if samples > 1 else planes[0]
    return array.astype(np.uint8 if bits <= 8 else np.uint16)


streams = []


def stream(name, syntax, array, data, expected, bits, photometric=None, signed=False, rgb=None, **more):
    rows, columns, *samples = array.shape
    frame = {
        "transferSyntax": syntax,
        "rows": rows,
        "columns": columns,
        "samples": samples[0] if samples else 1,
        "photometric": photometric or ("RGB" if samples else "MONOCHROME2"),
        "planar": False,
        "allocated": 8 if bits <= 8 else 16 if bits <= 16 else 32,
        "stored": bits,
        "high": bits - 1,
        "signed": signed,
        "bigEndian": False,
        "float": False,
    } | more
    entry = {"name": name, "frame": frame, "data": base64.b64encode(bytes(data)).decode(), "samples": expected}
    streams.append(entry | ({"rgb": rgb} if rgb else {}))


LOSSLESS = "1.2.840.10008.1.2.4.57"
for bits in (2, 8, 10, 12, 16):
    for predictor in range(1, 8) if bits in (8, 16) else (1, 4):
        array = picture(29, 37, bits)
        data = imagecodecs.jpeg8_encode(array, lossless=True, predictor=predictor, bitspersample=bits)
        stream(f"lossless JPEG of {bits} bits, predictor {predictor}", LOSSLESS, array, data, exact(array), bits)
for predictor in (1, 6):
    array = picture(23, 31, 8, 3)
    data = imagecodecs.jpeg8_encode(array, lossless=True, predictor=predictor, colorspace="rgb", outcolorspace="rgb")
    stream(f"lossless JPEG of RGB, predictor {predictor}", LOSSLESS, array, data, exact(array), 8)

for quality in (30, 95):
    array = picture(43, 50, 8)
    data = imagecodecs.jpeg8_encode(array, level=quality)
    stream(f"grey JPEG, quality {quality}", JPEG_8, array, data, exact(imagecodecs.jpeg8_decode(data)), 8)
    array = picture(43, 50, 12)
    data = imagecodecs.jpeg8_encode(array, level=quality, bitspersample=12)
    stream(f"JPEG of 12 bits, quality {quality}", JPEG_12, array, data, exact(imagecodecs.jpeg8_decode(data)), 12)
for subsampling in ("444", "422", "420", "411", "440"):
    for rows, columns in ((43, 51), (16, 32), (9, 5)):
        array = picture(rows, columns, 8, 3)
        data = imagecodecs.jpeg8_encode(array, level=85, colorspace="rgb", outcolorspace="ycbcr", subsampling=subsampling)
        ybr = np.asarray(imagecodecs.jpeg8_decode(data, colorspace="ycbcr", outcolorspace="ycbcr"))
        rgb = exact(imagecodecs.jpeg8_decode(data))
        stream(f"JPEG {subsampling} of {columns} by {rows}", JPEG_8, array, data, exact(ybr), 8, "YBR_FULL_422", rgb=rgb)
for subsampling in (0, 2):
    for restart in (0, 1):
        array = picture(43, 51, 8, 3)
        file = io.BytesIO()
        options = {"restart_marker_rows": 1} if restart else {}
        Image.fromarray(array).save(
            file, "JPEG", quality=80, subsampling=subsampling, progressive=not restart, optimize=not restart, **options
        )
        data = file.getvalue()
        ybr = np.asarray(imagecodecs.jpeg8_decode(data, colorspace="ycbcr", outcolorspace="ycbcr"))
        kind = "with restart markers" if restart else "progressive"
        rgb = exact(imagecodecs.jpeg8_decode(data))
        stream(f"JPEG {kind}, subsampling {subsampling}", JPEG_8, array, data, exact(ybr), 8, "YBR_FULL", rgb=rgb)

PROGRESSIVE = "1.2.840.10008.1.2.4.55"
for name, options in (("progressive", {}), ("progressive with restart markers", {"restart_marker_blocks": 3})):
    array = picture(43, 51, 8)
    file = io.BytesIO()
    Image.fromarray(array).save(file, "JPEG", quality=80, progressive=True, **options)
    stream(f"grey JPEG, {name}", PROGRESSIVE, array, file.getvalue(), exact(imagecodecs.jpeg8_decode(file.getvalue())), 8)
SCANS = {
    "in three scans": "0;1;2;",
    "in two scans": "0,2;1;",
    "in ten progressive scans": "0,1,2:0-0,0,2; 0:1-9,0,1; 0:10-63,0,1; 1:1-63,0,0; 2:1-63,0,0; 0:1-63,1,0;"
    "0,1,2:0-0,2,1; 2:0-0,1,0; 1:0-0,1,0; 0:0-0,1,0;",
}
for subsampling in (0, 2):
    array = picture(43, 51, 8, 3)
    file = io.BytesIO()
    Image.fromarray(array).save(file, "JPEG", quality=80, subsampling=subsampling)
    for name, scans in SCANS.items():
        with tempfile.NamedTemporaryFile("w") as script:
            script.write(scans)
            script.flush()
            data = subprocess.check_output(["jpegtran", "-copy", "all", "-scans", script.name], input=file.getvalue())
        ybr = np.asarray(imagecodecs.jpeg8_decode(data, colorspace="ycbcr", outcolorspace="ycbcr"))
        rgb = exact(imagecodecs.jpeg8_decode(data))
        syntax = PROGRESSIVE if "progressive" in name else JPEG_8
        stream(f"JPEG {name}, subsampling {subsampling}", syntax, array, data, exact(ybr), 8, "YBR_FULL", rgb=rgb)
for subsampling in ("444", "420"):
    array = picture(43, 51, 12, 3)
    data = imagecodecs.jpeg8_encode(
        array, level=90, bitspersample=12, colorspace="rgb", outcolorspace="ycbcr", subsampling=subsampling
    )
    ybr = np.asarray(imagecodecs.jpeg8_decode(data, colorspace="ycbcr", outcolorspace="ycbcr"))
    rgb = exact(imagecodecs.jpeg8_decode(data))
    stream(f"JPEG of 12 bits, {subsampling}", JPEG_12, array, data, exact(ybr), 12, "YBR_FULL", rgb=rgb)
array = picture(43, 51, 8, 4)
data = imagecodecs.jpeg8_encode(array, level=80, colorspace="cmyk", outcolorspace="cmyk")
four = np.asarray(imagecodecs.jpeg8_decode(data, colorspace="cmyk", outcolorspace="cmyk"))
stream("JPEG of four samples", JPEG_8, array, data, exact(four), 8, "CMYK")
array = picture(23, 31, 16, 3)
data = imagecodecs.jpeg8_encode(array, lossless=True, predictor=4, bitspersample=16, colorspace="rgb", outcolorspace="rgb")
stream("lossless JPEG of RGB of 16 bits", LOSSLESS, array, data, exact(array), 16)


def dcmtk(array, option):
    """A picture of 12 bits as DCMTK codes it, and the transfer syntax it names."""
    ds = pydicom.Dataset()
    ds.file_meta = pydicom.dataset.FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", "1.2.3"
    ds.Rows, ds.Columns = array.shape
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PixelRepresentation = 1, "MONOCHROME2", 0
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 12, 11
    ds.PixelData = array.tobytes()
    with tempfile.TemporaryDirectory() as place:
        ds.save_as(f"{place}/native", enforce_file_format=True)
        subprocess.check_call(["dcmcjpeg", option, "+bt", "+q", "85", f"{place}/native", f"{place}/coded"])
        coded = pydicom.dcmread(f"{place}/coded")
    [data] = generate_frames(coded.PixelData, number_of_frames=1)
    return bytes(data), coded.file_meta.TransferSyntaxUID


for name, option in (("full progression", "+ep"), ("spectral selection", "+es")):
    array = picture(43, 50, 12)
    data, syntax = dcmtk(array, option)
    stream(f"JPEG of 12 bits, {name}", syntax, array, data, exact(imagecodecs.jpeg8_decode(data)), 12)

LS = "1.2.840.10008.1.2.4.80"
LS_NEAR = "1.2.840.10008.1.2.4.81"
for bits in (2, 3, 7, 8, 10, 12, 15, 16):
    array = picture(31, 41, bits)
    options = dict(rows=31, columns=41, samples_per_pixel=1, bits_stored=bits)
    for error in (0, 1, 3) if bits > 3 else (0,):
        data = jpeg_ls.CharLS.encode_buffer(array.tobytes(), lossy_error=error, **options)
        stream(f"JPEG-LS of {bits} bits, near {error}", LS_NEAR, array, data, exact(imagecodecs.jpegls_decode(data)), bits)
for bits in (8, 12):
    for mode in range(3):
        for error in (0, 2):
            array = picture(27, 33, bits, 3)
            # CharLS takes lines that alternate as pixels.
            source = array.transpose(2, 0, 1) if mode == 0 else array
            data = jpeg_ls.CharLS.encode_buffer(
                np.ascontiguousarray(source).tobytes(), rows=27, columns=33, samples_per_pixel=3, bits_stored=bits,
                lossy_error=error, interleave_mode=mode,
            )
            decoded = np.asarray(imagecodecs.jpegls_decode(data))
            if mode == 0:
                decoded = decoded.reshape(3, 27, 33).transpose(1, 2, 0) if decoded.shape[-1] != 3 else decoded
            name = f"JPEG-LS of {bits} bits, interleave mode {mode}, near {error}"
            difference = np.abs(decoded.astype(int) - array.astype(int)).max()
            assert difference <= error, (name, difference)
            stream(name, LS_NEAR, array, data, exact(decoded), bits)



def restarted(halves, scan_header, rows, per_restart, rows_at):
    """Two halves of a picture as one stream, of which the second starts after a restart marker, as if it stood alone."""
    upper, lower = (bytes(half) for half in halves)
    start = upper.index(scan_header)
    length = 2 + int.from_bytes(upper[start + 2 : start + 4], "big")
    other = lower.index(scan_header)
    head = bytearray(upper[:start])
    frame = upper.index(rows_at)
    head[frame + 5 : frame + 7] = rows.to_bytes(2, "big")
    interval = b"\xff\xdd\0\4" + per_restart.to_bytes(2, "big")
    scan = upper[start:-2] + b"\xff\xd0" + lower[other + length :]
    return bytes(head) + interval + scan


array = picture(30, 41, 12)
halves = [jpeg_ls.CharLS.encode_buffer(half.tobytes(), rows=15, columns=41, samples_per_pixel=1, bits_stored=12) for half in (array[:15], array[15:])]
data = restarted(halves, b"\xff\xda", 30, 15, b"\xff\xf7")
assert (imagecodecs.jpegls_decode(data) == array).all()
stream("JPEG-LS with a restart marker", LS, array, data, exact(array), 12)
# The same half twice, so that both have the same Huffman table.
half = imagecodecs.jpeg8_encode(array[:15], lossless=True, predictor=7, bitspersample=12)
array = np.vstack([array[:15]] * 2)
data = restarted([half, half], b"\xff\xda", 30, 15 * 41, b"\xff\xc3")
assert (imagecodecs.jpeg8_decode(data) == array).all()
stream("lossless JPEG with a restart marker", LOSSLESS, array, data, exact(array), 12)

for bits in (8, 12, 16):
    for samples in (1, 3):
        array = picture(45, 61, bits, samples)
        options = dict(bitspersample=bits, codecformat="j2k")
        data = imagecodecs.jpeg2k_encode(array, reversible=True, level=0, **options)
        name = f"JPEG 2000 of {bits} bits, {samples} samples"
        stream(f"{name}, reversible", J2K[0], array, data, exact(array), bits, "YBR_RCT" if samples == 3 else None)
        data = imagecodecs.jpeg2k_encode(array, reversible=False, level=40, **options)
        expected = near(imagecodecs.jpeg2k_decode(data), 4 if bits == 16 else 1)
        stream(f"{name}, irreversible", J2K[1], array, data, expected, bits, "YBR_ICT" if samples == 3 else None)
array = picture(45, 61, 12).astype(np.int16) - 2048
data = imagecodecs.jpeg2k_encode(array, reversible=True, level=0, bitspersample=12, codecformat="j2k")
stream("JPEG 2000 of signed 12 bits", J2K[0], array, data, exact(imagecodecs.jpeg2k_decode(data)), 12, signed=True)
for name, options in {
    "in tiles": {"tile_size": (32, 32), "num_resolutions": 3},
    "with precincts": {"precinct_size": (64, 64), "codeblock_size": (16, 16), "progression": "RPCL"},
    "in a JP2 file": {"no_jp2": False},
}.items():
    array = picture(70, 90, 8)
    file = io.BytesIO()
    Image.fromarray(array).save(file, "JPEG2000", **({"no_jp2": True} | options))
    stream(f"JPEG 2000 {name}", J2K[0], array, file.getvalue(), exact(array), 8)
for bits in (8, 12, 16):
    for samples in (1, 3):
        array = picture(45, 61, bits, samples)
        name = f"high-throughput JPEG 2000 of {bits} bits, {samples} samples"
        photometric = "YBR_RCT" if samples == 3 else None
        stream(name, "1.2.840.10008.1.2.4.201", array, imagecodecs.htj2k_encode(array, reversible=True), exact(array), bits, photometric)


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


array = picture(31, 41, 12)
stream("deflated", "1.2.840.10008.1.2.8.1", array, deflate(array.tobytes()), exact(array), 12)

displays = []


def display(name, file, window=None, lut=None, **more):
    """The grey of pydicom's transforms, not rounded, as 0 to 255."""
    ds = pydicom.dcmread(folder / file)
    for keyword in ("WindowCenter", "WindowWidth", "VOILUTFunction", "VOILUTSequence"):
        if keyword in ds:
            del ds[keyword]
    values = pydicom.pixels.apply_rescale(pixel_array(ds, raw=True), ds)
    message = {"modality": None, "voi": None, "invert": False} | more
    if "RescaleSlope" in ds:
        message["modality"] = {"slope": float(ds.RescaleSlope), "intercept": float(ds.RescaleIntercept)}
    tables = b""
    if window:
        function, ds.WindowCenter, ds.WindowWidth = window
        ds.VOILUTFunction = function
        grey = pydicom.pixels.apply_windowing(values, ds)
        least, greatest = 0, 2**ds.BitsStored - 1
        if ds.PixelRepresentation:
            least, greatest = -(2 ** (ds.BitsStored - 1)), 2 ** (ds.BitsStored - 1) - 1
        if message["modality"]:
            least, greatest = (end * ds.RescaleSlope + ds.RescaleIntercept for end in (least, greatest))
        grey = (grey.astype(float) - float(least)) / float(greatest - least) * 255
        message["voi"] = {"function": function, "center": ds.WindowCenter, "width": ds.WindowWidth}
    elif lut:
        first, bits, entries = lut
        item = pydicom.Dataset()
        item.LUTDescriptor = [len(entries), first, bits]
        item.LUTData = entries
        item["LUTDescriptor"].VR = item["LUTData"].VR = "US"
        ds.VOILUTSequence = [item]
        grey = pydicom.pixels.apply_voi(values.astype(np.int32), ds) / (2**bits - 1) * 255
        tables = struct.pack(f"<{len(entries)}H", *entries)
        message["voi"] = {"entries": len(entries), "first": first, "bits": bits, "at": 0}
    else:
        grey = (values - values.min()) / (values.max() - values.min()) * 255
    if message["invert"]:
        grey = 255 - grey
    message["tables"] = base64.b64encode(tables).decode()
    every = max(1, grey.size // 300) | 1
    displays.append({"name": name, "file": file, "message": message, "every": every, "values": grey.reshape(-1)[::every].tolist()})


CT, MR, DOSE = (f"pydicom/test_files/{name}.dcm" for name in ("CT_small", "MR_small", "rtdose_1frame"))
for function in ("LINEAR", "LINEAR_EXACT", "SIGMOID"):
    for file in (CT, MR):
        for center, width in ((40, 400), (600.5, 1600), (1050, 50), (1000, 2)):
            display(f"{function} of {center}, {width}", file, (function, center, width))
display("LINEAR of width 1", CT, ("LINEAR", 0, 1))
display("LINEAR, inverse", CT, ("LINEAR", 40, 400), invert=True)
display("least to greatest", MR)
display("least to greatest, of 32 bits", DOSE)
display("a lookup table of 12 bits", CT, lut=(-1000, 12, [(i * i) // 600 for i in range(1500)]))
display("a falling lookup table of 16 bits", MR, lut=(100, 16, [65535 - 256 * i for i in range(256)]))

files_of_jpeg = []
for samples in (1, 3):
    for quality in (10, 50, 90, 100):
        array = picture(43, 51, 8, samples)
        file = io.BytesIO()
        Image.fromarray(array).save(file, "JPEG", quality=quality, subsampling=0)
        pixels = base64.b64encode(array.tobytes()).decode()
        digest = hashlib.sha256(file.getvalue()).hexdigest()
        files_of_jpeg.append({"samples": samples, "quality": quality, "rows": 43, "columns": 51, "pixels": pixels, "sha256": digest})

names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.dcm") if "malformed" not in p.parts)
files = {}
for name in names:
    try:
        frames = file_of(folder / name)
    except Exception as error:
        print(name, type(error).__name__, str(error)[:100])
        continue
    if frames:
        files[name] = frames
out = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "pixels.json"
rows = [f"{json.dumps(name)}: {json.dumps(frames)}" for name, frames in files.items()]
lists = {"streams": streams, "displays": displays, "jpegFiles": files_of_jpeg}
parts = [f'"{key}": [\n' + ",\n".join(json.dumps(entry) for entry in entries) + "\n]" for key, entries in lists.items()]
out.write_text('{"files": {\n' + ",\n".join(rows) + "\n},\n" + ",\n".join(parts) + "}\n")
print(len(files), "files,", len(streams), "streams,", out.stat().st_size, "bytes")
