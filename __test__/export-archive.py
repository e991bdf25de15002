"""Reads and writes archives with Python's own zipfile and tarfile, and encrypted ones with pyzipper.

`read-zip FILE [PASSWORD]`, `read-tar FILE`: prints the entries as a JSON array, their content as base 64.
`write-zip FILE [PASSWORD]`, `write-tar FILE FORMAT COMPRESSION`: writes the entries that standard input has, in the same form.
"""
import base64
import io
import json
import sys
import tarfile
import zipfile


def encoded(data):
    return base64.b64encode(data).decode()


def opened(path, mode, password):
    if password is None:
        return zipfile.ZipFile(path, mode, zipfile.ZIP_DEFLATED)
    import pyzipper

    archive = pyzipper.AESZipFile(path, mode, compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES)
    archive.setpassword(password.encode())
    return archive


def read_zip(path, password=None):
    with opened(path, "r", password) as archive:
        assert archive.testzip() is None
        return [
            {
                "name": info.filename,
                "data": encoded(archive.read(info)),
                "mode": info.external_attr >> 16 & 0o777,
                "time": list(info.date_time),
                "method": info.compress_type,
            }
            for info in archive.infolist()
        ]


def write_zip(path, password=None):
    with opened(path, "w", password) as archive:
        for entry in json.load(sys.stdin):
            archive.writestr(entry["name"], base64.b64decode(entry["data"]))


def read_tar(path):
    with tarfile.open(path) as archive:
        return [
            {
                "name": info.name + ("/" if info.isdir() else ""),
                "data": encoded(archive.extractfile(info).read() if info.isreg() else b""),
                "mode": info.mode,
                "mtime": info.mtime,
                "type": info.type.decode(),
            }
            for info in archive
        ]


def write_tar(path, form, compression):
    form = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}[form]
    with tarfile.open(path, "w:" + compression, format=form) as archive:
        for entry in json.load(sys.stdin):
            info = tarfile.TarInfo(entry["name"].rstrip("/"))
            data = base64.b64decode(entry["data"])
            info.type = entry.get("type", "5" if entry["name"].endswith("/") else "0").encode()
            info.linkname = entry.get("link", "")
            info.mode, info.mtime, info.size = entry["mode"], entry["mtime"], len(data)
            archive.addfile(info, io.BytesIO(data))


call = {"read-zip": read_zip, "write-zip": write_zip, "read-tar": read_tar, "write-tar": write_tar}[sys.argv[1]]
print(json.dumps(call(*sys.argv[2:])))
