"""Tells what a piece of software makes of each probe of a file, a line for a line.

test/portability/ask.ts says what stands in the columns of both.
"""

import base64
import json
import math


def tell(file, parse, logical_type, read):
    """Prints a line for each of the file's lines.

    parse makes a schema of a text; logical_type tells the name of the logical type that the schema is known by, or None;
    read gives the value of data by the writer's and the reader's schema.
    """
    with open(file, encoding="ascii") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            print("\t".join([columns[0], *tell_one(columns, parse, logical_type, read)]), flush=True)


def tell_one(columns, parse, logical_type, read):
    _, text, asks_logical, writer, data = columns
    data = b"" if data == "-" else bytes.fromhex(data)
    # A schema can also be refused by an exhausted stack or a wrong assumption, which is nothing else to who wanted to use it.
    try:
        schema = parse(decode(text))
    except Exception as error:
        return ["refused", encode(error), "-", "-", "-"]
    logical = "-"
    if asks_logical == "1":
        try:
            logical = logical_type(schema, data) or "-"
        except Exception as error:
            return ["accepted", "-", "-", "failed", encode(error)]
    if writer == "-":
        return ["accepted", "-", logical, "-", "-"]
    try:
        value = read(schema if writer == "=" else parse(decode(writer)), schema, data)
        return ["accepted", "-", logical, "value", encode_text(to_json(value))]
    except Exception as error:
        return ["accepted", "-", logical, "failed", encode(error)]


def encode(error):
    return encode_text(f"{type(error).__name__}: {error}")


def encode_text(text):
    return base64.b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")


def decode(text):
    return base64.b64decode(text).decode("utf-8")


def to_json(value):
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, (bytes, bytearray)):
        return "0x" + value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value
