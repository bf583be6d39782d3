"""Writes values with fastavro.

For each line of standard input, a schema in base64 and values of it in hex behind `=`, prints what fastavro reads from each
value, written again by it, in hex; `!` for a value, or `refused` for a schema, that it does not take.
"""

import base64
import io
import json
import sys

import fastavro


def again(schema: object, value: str) -> str:
    try:
        written = io.BytesIO()
        fastavro.schemaless_writer(written, schema, fastavro.schemaless_reader(io.BytesIO(bytes.fromhex(value)), schema, None))
        return written.getvalue().hex()
    except Exception:
        return "!"


for line in sys.stdin:
    text, *values = line.split()
    try:
        # Logical types have their own ideas of years.
        schema = fastavro.parse_schema(json.loads(base64.b64decode(text)))
    except Exception:
        print("refused")
        continue
    print(" ".join(f"={again(schema, value[1:])}" for value in values))
