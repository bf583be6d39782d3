"""What Python's avro makes of each probe of a file."""

import io
import json
import sys
import warnings

import avro.io
import avro.schema

import facts


def parse(text):
    return avro.schema.parse(text)


def logical_type(schema, data):
    """A logical type counts that changes what is read."""
    if not isinstance(schema, avro.schema.LogicalSchema):
        return None
    plain = {key: value for key, value in schema.to_json().items() if key != "logicalType"}
    underlying = parse(json.dumps(plain))
    same = type(read(schema, schema, data)) is type(read(underlying, underlying, data))
    return None if same else schema.logical_type


def read(writer, reader, data):
    return avro.io.DatumReader(writer, reader).read(avro.io.BinaryDecoder(io.BytesIO(data)))


warnings.simplefilter("ignore")
facts.tell(sys.argv[1], parse, logical_type, read)
