#!/usr/bin/env python3
"""Writes what pydicom's FileSet makes of the DICOMDIRs among the DICOM golden files.

    pip install pydicom==3.0.2 && python3 scripts/dicom-dicomdir-golden.py __test__/golden/dicom

`dicomdir.json` holds, by file, the file-set ID and every instance in order: its file, UIDs, and the records above it, from
the root down, each with its type, where it starts and its key.
"""

import json
import sys
import warnings
from pathlib import Path

import pydicom
from pydicom.fileset import FileSet

KEYS = {"PATIENT": "PatientID", "STUDY": "StudyInstanceUID", "SERIES": "SeriesInstanceUID"}

warnings.simplefilter("ignore")
folder = Path(sys.argv[1])


def record(node):
    kind = node.record_type
    return [kind, node._offset, str(node._record.get(KEYS.get(kind, "ReferencedSOPInstanceUIDInFile")))]


def file_set(path):
    found = FileSet(path)
    return {
        "id": found.ID,
        "instances": [
            {
                "path": "/".join(instance.node._record.ReferencedFileID),
                "sopClassUid": str(instance.ReferencedSOPClassUIDInFile),
                "sopInstanceUid": str(instance.ReferencedSOPInstanceUIDInFile),
                "transferSyntax": str(instance.ReferencedTransferSyntaxUIDInFile),
                "records": [record(node) for node in reversed(instance.node.ancestors)] + [record(instance.node)],
            }
            for instance in found
        ],
    }


# The wheel has all files of the sets; of those that are missing FileSet says nothing.
tests = Path(pydicom.__file__).parent / "data/test_files/dicomdirtests"
names = ["DICOMDIR", "DICOMDIR-bigEnd", "DICOMDIR-empty.dcm", "DICOMDIR-implicit", "DICOMDIR-reordered", "TINY_ALPHA/DICOMDIR"]
found = {f"pydicom/test_files/dicomdirtests/{name}": file_set(tests / name) for name in names}
lines = [f"{json.dumps(name)}:{json.dumps(data, separators=(',', ':'))}" for name, data in found.items()]
(folder / "dicomdir.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
