"""What fastavro makes of each probe of a file."""

import io
import json
import sys

import fastavro

import facts


def parse(text):
    return fastavro.parse_schema(json.loads(text))


def logical_type(schema, data):
    """A logical type counts that changes what is read."""
    plain = {key: value for key, value in schema.items() if key != "logicalType"}
    value = fastavro.schemaless_reader(io.BytesIO(data), schema, None)
    underlying = fastavro.schemaless_reader(io.BytesIO(data), fastavro.parse_schema(plain), None)
    return None if type(value) is type(underlying) else schema["logicalType"]


def read(writer, reader, data):
    return fastavro.schemaless_reader(io.BytesIO(data), writer, reader)


facts.tell(sys.argv[1], parse, logical_type, read)
