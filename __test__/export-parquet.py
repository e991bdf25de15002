"""What pyarrow and DuckDB read in a Parquet or Arrow file: a JSON of types and of the cells as text."""

import datetime
import decimal
import json
import sys

import duckdb
import pyarrow
import pyarrow.ipc
import pyarrow.parquet


def said(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    if isinstance(value, (datetime.date, decimal.Decimal)):
        return str(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def content(table):
    table.validate(full=True)
    types = [str(field.type) for field in table.schema]
    return {"types": types, "rows": [[said(cell) for cell in row.values()] for row in table.to_pylist()]}


def arrow(path):
    with open(path, "rb") as file:
        is_file = file.read(6) == b"ARROW1"
    reader = pyarrow.ipc.open_file(path) if is_file else pyarrow.ipc.open_stream(path)
    return content(reader.read_all())


def parquet(path):
    file = pyarrow.parquet.ParquetFile(path)
    groups = [file.metadata.row_group(index) for index in range(file.num_row_groups)]
    chunks = [group.column(column) for group in groups for column in range(group.num_columns)]
    return content(file.read()) | {
        "compression": sorted({chunk.compression for chunk in chunks}),
        "statistics": all(chunk.is_stats_set for chunk in chunks),
        "indexes": all(chunk.has_column_index and chunk.has_offset_index for chunk in chunks),
        "groups": [group.num_rows for group in groups],
        "sorting": [[column.column_index, column.descending, column.nulls_first] for column in groups[0].sorting_columns],
        "metadata": {key.decode(): value.decode() for key, value in file.metadata.metadata.items() if key != b"ARROW:schema"},
    }


def duck(path, condition):
    where = f"where {condition}" if condition else ""
    rows = content(duckdb.sql(f"select * from '{path}' {where}").to_arrow_table())["rows"]
    types = duckdb.sql(f"describe select * from '{path}'").fetchall()
    return {"types": [row[1] for row in types], "rows": rows}


do, path, *rest = sys.argv[1:]
answer = {"parquet": parquet, "arrow": arrow}[do](path) if do != "duckdb" else duck(path, *rest)
json.dump(answer, sys.stdout)
