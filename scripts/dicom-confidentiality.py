#!/usr/bin/env python3
"""Writes the tables of PS3.15 Annex E that `js/dicom/deidentify` works by.

    git clone https://github.com/tatsunidas/GRAPHY-Next && git -C GRAPHY-Next checkout cb400a6ed46d0e105f42a070245f224edc1e4760
    pip install highdicom==0.28.2 dicom-anonymizer==2.1.0 && python3 scripts/dicom-confidentiality.py GRAPHY-Next

The clone holds tables E.1-1, E.3.4-1 and E.3.10-1 of edition 2026a as CSV. Table E.1-1 is brought to 2026c, and its actions
are held against dicom-anonymizer's list of that edition. The Types of PS3.3 by which actions like X/Z/D are settled are
highdicom's.
"""

import csv
import json
import re
import sys
from collections import defaultdict
from importlib import resources
from pathlib import Path

from dicomanonymizer.dicom_anonymization_databases import dicomfields_2026c
from pydicom.datadict import keyword_for_tag, tag_for_keyword

ROOT = Path(__file__).resolve().parent.parent
CSV = Path(sys.argv[1]) / "backend/src/main/resources/dicom_dict"
EDITION = "2026c"
# What 2026c has in addition: Display URI.
ADDED = {"0040e012": ("X", "")}
STORED = "1.2.840.10008.5.1.4."
# The letters of table E.1-1's columns of options, for K and for C.
COLUMNS = {
    "Rtn. UIDs Opt.": "u-",
    "Rtn. Dev. Id. Opt.": "vV",
    "Rtn. Inst. Id. Opt.": "i-",
    "Rtn. Pat. Chars. Opt.": "pP",
    "Rtn. Long. Full Dates Opt.": "t-",
    "Clean Desc. Opt.": "-D",
    "Clean Struct. Cont. Opt.": "-S",
    "Clean Graph. Opt.": "-G",
}


def rows(name):
    (path,) = CSV.glob(f"{name}*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def options(row):
    full, modified = row["Rtn. Long. Full Dates Opt."], row["Rtn. Long. Modif. Dates Opt."]
    # The two go together everywhere, so that one letter says both.
    assert (full, modified) in {("", ""), ("K", "C")}, row
    letters = "".join(both["KC".index(row[column])] for column, both in COLUMNS.items() if row.get(column))
    assert "-" not in letters, row
    return letters


def attributes():
    actions = {}
    for row in rows("Table_E1_1"):
        tag = re.sub("[(),]", "", row["Tag"]).lower()
        if "odd" not in tag:
            assert tag not in actions and re.fullmatch("[0-9a-fx]{8}", tag), tag
            actions[tag] = (row["Basic Prof."], options(row))
    actions |= ADDED
    listed = {
        f"{tag[0]:04x}{tag[1]:04x}": name.removesuffix("_TAGS").replace("_STAR", "*").replace("_", "/").replace("/*", "*")
        for name, tags in vars(dicomfields_2026c).items()
        if name.endswith("_TAGS") and name != "ALL_TAGS"
        for tag in tags
        if len(tag) == 2
    }
    assert listed == {tag: action for tag, (action, _) in actions.items() if "x" not in tag}
    return actions


def standard(name):
    return json.loads((resources.files("highdicom") / f"_standard/{name}.json").read_text())


def types(actions):
    """Of the attributes whose action depends on it: the Type at the root by SOP class, and by sequence below it."""
    open_ = {keyword_for_tag(int(tag, 16)): tag for tag, (action, _) in actions.items() if "/" in action}
    at_root = defaultdict(lambda: defaultdict(lambda: "3"))
    below = defaultdict(lambda: defaultdict(lambda: "3"))
    modules, iods = standard("module_attribute_map"), standard("iod_module_map")

    def note(found, key, attribute):
        # 1C and 2C may be called for: that is not known here.
        kind = attribute["type"]
        if attribute["keyword"] in open_ and kind in {"1", "1C", "2", "2C"}:
            found[key][open_[attribute["keyword"]]] = min(found[key][open_[attribute["keyword"]]], kind[0])

    for iod, parts in iods.items():
        for attribute in (attribute for part in parts for attribute in modules.get(part["key"], [])):
            if not attribute["path"]:
                note(at_root, iod, attribute)
    for attribute in (attribute for module in modules.values() for attribute in module):
        if attribute["path"] and tag_for_keyword(attribute["path"][-1]):
            note(below, f"{tag_for_keyword(attribute['path'][-1]):08x}", attribute)
    classes = {uid: at_root[iod] for uid, iod in standard("sop_class_iod_map").items()}
    columns = sorted({tag for found in classes.values() for tag, kind in found.items() if kind != "3"})
    by_signature = defaultdict(list)
    for uid, found in sorted(classes.items()):
        if uid.startswith(STORED):
            by_signature["".join(found[tag] for tag in columns)].append(uid.removeprefix(STORED))
    by_parent = [
        f"{parent}:{','.join(f'{tag}={kind}' for tag, kind in sorted(found.items()) if kind != '3')}"
        for parent, found in sorted(below.items())
        if set(found.values()) != {"3"}
    ]
    return columns, by_signature, by_parent


def wrapped(words):
    lines = [""]
    for word in words:
        lines[-1:] = [f"{lines[-1]} {word}".lstrip()] if len(lines[-1]) + len(word) < 120 else [lines[-1], word]
    return lines


def by_group(entries):
    words, group = [], None
    for tag, rest in entries:
        if tag[:4] != group:
            group = tag[:4]
            words.append(f"{group}:")
        words.append(tag[4:] + rest)
    return wrapped(words)


def encoded(action, letters):
    return f"={action}" + (f".{letters}" if letters else "")


def write(name, *parts):
    lines = [f"/** Generated by `scripts/dicom-confidentiality.py` from PS3.15 {EDITION}; do not edit. */"]
    for comment, constant, body in parts:
        lines += ["", f"/** {comment} */", f"export const {constant} = `", *body, "`;"]
    (ROOT / "js/dicom/deidentify" / name).write_text("\n".join([*lines, ""]))


actions = attributes()
columns, by_signature, by_parent = types(actions)
write(
    "attribute-table.ts",
    (
        "Table E.1-1 by group: element in hex (`x` any digit), `=` action of the basic profile, `.` the options that change it.",
        "ATTRIBUTES",
        by_group((tag, encoded(*found)) for tag, found in sorted(actions.items())),
    ),
)
write(
    "type-table.ts",
    ("The attributes of which {@link AT_ROOT} gives the Types (PS3.3).", "COLUMNS", wrapped(columns)),
    (
        "Types in the data set itself, in the order of {@link COLUMNS}, `:` and the SOP classes, after 1.2.840.10008.5.1.4.",
        "AT_ROOT",
        wrapped(word for signature, uids in sorted(by_signature.items()) for word in [f"{signature}:", *uids]),
    ),
    ("By sequence: Types of attributes in its items, where they are not 3.", "IN_ITEMS", wrapped(by_parent)),
)
write(
    "content-table.ts",
    (
        "Table E.3.4-1: coding scheme, code and value type of a content item, its action and options as in table E.1-1.",
        "CONTENT_ITEMS",
        wrapped(
            f"{row['Coding Scheme Designator'].split()[0]}|{row['Code Value']}|{row['Value Type']}"
            + encoded(row["Basic Prof."], options(row))
            for row in rows("Table_E3_4")
        ),
    ),
)
creators = defaultdict(list)
for row in rows("Table_E3_10"):
    group, element = re.fullmatch(r"\((\w{4}),xx(\w\w)\)", row["Data Element"]).groups()
    creators[row["Private Creator"]].append((group + element).lower())
write(
    "safe-private-table.ts",
    (
        "Table E.3.10-1, a line a private creator: group and element within its block, in hex.",
        "SAFE_PRIVATE",
        [line for creator, found in sorted(creators.items()) for line in wrapped([f"{creator}:", *sorted(set(found))])],
    ),
)
