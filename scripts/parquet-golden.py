"""Makes the Parquet and Arrow files of other writers in __test__/golden/export/parquet, and what is in them.

Run in a virtual environment with pyarrow, pandas, polars and duckdb of the versions in the folder's README.
"""

import datetime
import decimal
import json
import pathlib

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet

FOLDER = pathlib.Path(__file__).parent.parent / "__test__/golden/export/parquet"
UTC = datetime.timezone.utc

ROWS = 7
INTS = [0, 1, None, -5, 127, -128, 100]
TEXTS = ["", "é", None, "😀 中", "left", "left", "0012"]
DAYS = [datetime.date(1970, 1, 1), datetime.date(1, 1, 1), None, datetime.date(9999, 12, 31), datetime.date(2024, 2, 29), datetime.date(1899, 12, 31), datetime.date(2026, 11, 21)]
MOMENTS = [datetime.datetime(2026, 1, 31, 12, 30, 15, tzinfo=UTC), datetime.datetime(1700, 1, 1, tzinfo=UTC), None, datetime.datetime(2261, 12, 31, 23, 59, 59, tzinfo=UTC), datetime.datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), datetime.datetime(1970, 1, 1, tzinfo=UTC), datetime.datetime(2000, 2, 29, 1, 2, 3, tzinfo=UTC)]
DECIMALS = [decimal.Decimal(text) if text else None for text in ["0.00", "-12.30", None, "9999999.99", "0.01", "-0.01", "5.00"]]
FLOATS = [0.0, -0.5, None, 1.5, float("inf"), 2.0**-10, 1024.0]
BOOLS = [True, False, None, True, True, False, False]


def naive(moments):
    return [moment and moment.replace(tzinfo=None) for moment in moments]


def said(value):
    """As the tests write it."""
    if isinstance(value, datetime.datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    if isinstance(value, (datetime.date, decimal.Decimal)):
        return str(value)
    if value == float("inf"):
        return "Infinity"
    return value


def arrow_table():
    ints = {name: pyarrow.array(INTS, type) for name, type in [("int8", pyarrow.int8()), ("int16", pyarrow.int16()), ("int32", pyarrow.int32()), ("int64", pyarrow.int64())]}
    unsigned = [value and abs(value) for value in INTS]
    ints |= {name: pyarrow.array(unsigned, type) for name, type in [("uint8", pyarrow.uint8()), ("uint16", pyarrow.uint16()), ("uint32", pyarrow.uint32()), ("uint64", pyarrow.uint64())]}
    return pyarrow.table(
        ints
        | {
            "half": pyarrow.array(FLOATS, pyarrow.float16()),
            "float": pyarrow.array(FLOATS, pyarrow.float32()),
            "double": pyarrow.array(FLOATS, pyarrow.float64()),
            "bool": pyarrow.array(BOOLS),
            "text": pyarrow.array(TEXTS),
            "large": pyarrow.array(TEXTS, pyarrow.large_string()),
            "word": pyarrow.array(TEXTS).dictionary_encode(),
            "day": pyarrow.array(DAYS),
            "seconds": pyarrow.array(MOMENTS, pyarrow.timestamp("s", "UTC")),
            "millis": pyarrow.array(MOMENTS, pyarrow.timestamp("ms", "UTC")),
            "micros": pyarrow.array(MOMENTS, pyarrow.timestamp("us", "Europe/Vienna")),
            "nanos": pyarrow.array(MOMENTS, pyarrow.timestamp("ns", "UTC")),
            "naive": pyarrow.array(naive(MOMENTS), pyarrow.timestamp("us")),
            "total": pyarrow.array(DECIMALS, pyarrow.decimal128(9, 2)),
            "wide": pyarrow.array(DECIMALS, pyarrow.decimal128(18, 2)),
            "nothing": pyarrow.nulls(ROWS),
            "list": pyarrow.array([[1]] * ROWS),
            "struct": pyarrow.array([{"a": 1, "b": ["x"]}] * ROWS),
            "binary": pyarrow.array([b"\xff"] * ROWS),
            "fixed": pyarrow.array([b"\xff\x00"] * ROWS, pyarrow.binary(2)),
            "time": pyarrow.array([datetime.time(1, 2)] * ROWS),
            "duration": pyarrow.array([datetime.timedelta(1)] * ROWS, pyarrow.duration("us")),
            "huge": pyarrow.array([decimal.Decimal(1)] * ROWS, pyarrow.decimal128(38, 0)),
            "last": pyarrow.array(range(ROWS), pyarrow.int32()),
        }
    )


def main():
    FOLDER.mkdir(exist_ok=True)
    table = arrow_table()
    foreign = ["list", "struct", "binary", "fixed", "time", "duration", "huge"]
    plain = {name: [said(value) for value in table[name].to_pylist()] for name in table.column_names if name not in foreign}
    expected = {"pyarrow": plain}

    write = pyarrow.parquet.write_table
    write(table, FOLDER / "pyarrow.parquet", row_group_size=4)
    flat = table.drop(foreign)
    for codec in ["snappy", "gzip", "zstd", "lz4", "brotli"]:
        write(flat.select(["int32", "text"]), FOLDER / f"pyarrow-{codec}.parquet", compression=codec)
    write(flat, FOLDER / "pyarrow-v2.parquet", version="2.6", data_page_version="2.0", compression="zstd", write_page_index=True)
    encodings = {"int32": "DELTA_BINARY_PACKED", "int64": "DELTA_BINARY_PACKED", "text": "DELTA_BYTE_ARRAY", "large": "DELTA_LENGTH_BYTE_ARRAY", "double": "BYTE_STREAM_SPLIT"}
    write(flat.select(list(encodings)), FOLDER / "pyarrow-deltas.parquet", use_dictionary=False, column_encoding=encodings)
    write(flat.select(["micros", "nanos"]), FOLDER / "pyarrow-int96.parquet", use_deprecated_int96_timestamps=True)
    write(flat.select(["total", "wide"]), FOLDER / "pyarrow-decimals.parquet", store_decimal_as_integer=True)
    write(flat.slice(0, 0), FOLDER / "pyarrow-empty.parquet")
    odd = pyarrow.table({"odd": pyarrow.array([1000, 1001], pyarrow.timestamp("ns"))})
    write(odd, FOLDER / "pyarrow-nanoseconds.parquet")

    for name, options in [("pyarrow", {}), ("pyarrow-lz4", {"compression": "lz4"}), ("pyarrow-zstd", {"compression": "zstd"})]:
        with pyarrow.ipc.new_file(FOLDER / f"{name}.arrow", table.schema, options=pyarrow.ipc.IpcWriteOptions(**options)) as file:
            file.write_table(table, max_chunksize=4)
    with pyarrow.ipc.new_stream(FOLDER / "pyarrow.arrows", flat.schema) as stream:
        stream.write_table(flat)

    frame = pandas.DataFrame({"n": [1, 2, 3], "text": ["a", None, "c"], "at": pandas.to_datetime(["2026-01-31T12:30:00", None, "1999-12-31T00:00:00"]), "eye": pandas.Categorical(["left", "right", "left"])})
    frame.to_parquet(FOLDER / "pandas.parquet")
    expected["pandas"] = {"n": [1, 2, 3], "text": ["a", None, "c"], "at": ["2026-01-31T12:30:00.000Z", None, "1999-12-31T00:00:00.000Z"], "eye": ["left", "right", "left"]}

    columns = {"n": [1, 2, None], "text": ["short", "a text of more than twelve bytes", None], "day": DAYS[:3], "at": naive(MOMENTS[:3]), "eye": polars.Series(["left", "right", None], dtype=polars.Categorical)}
    frame = polars.DataFrame(columns)
    frame.write_parquet(FOLDER / "polars.parquet")
    frame.write_ipc(FOLDER / "polars.arrow")
    expected["polars"] = {"n": [1, 2, None], "text": ["short", "a text of more than twelve bytes", None], "day": [said(day) for day in DAYS[:3]], "at": [said(at) for at in MOMENTS[:3]], "eye": ["left", "right", None]}

    duckdb.sql(
        f"""copy (select i::integer as n, i::ubigint as u, (i * 1.25)::decimal(9, 2) as total, 'text ' || i % 3 as text, date '2026-01-01' + i::integer as day,
        timestamp '2026-01-31 12:30:00' + interval (i) hour as at, timestamptz '2026-01-31 12:30:00+01' as zoned, case when i % 2 = 0 then i / 8 end as half
        from range(5) t(i)) to '{FOLDER}/duckdb.parquet' (format parquet, compression zstd)"""
    )
    expected["duckdb"] = {
        "n": [0, 1, 2, 3, 4],
        "u": [0, 1, 2, 3, 4],
        "total": ["0.00", "1.25", "2.50", "3.75", "5.00"],
        "text": ["text 0", "text 1", "text 2", "text 0", "text 1"],
        "day": ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"],
        "at": [f"2026-01-31T{hour}:30:00.000Z" for hour in range(12, 17)],
        "zoned": ["2026-01-31T11:30:00.000Z"] * 5,
        "half": [0, None, 0.25, None, 0.5],
    }
    (FOLDER / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")


main()
