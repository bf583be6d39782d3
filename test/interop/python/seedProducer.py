"""Writes messages with confluent-kafka's SerializingProducer and AvroSerializer.

FILE   is JSON: {"brokers": "...", "registry": "...", "schema": "...", "messages": [...],
       "write": [{"topic": "...", "compression": "..."}, ...]}

Their keys are the ids as text: "0", "1" and so on.
"""

import faulthandler
import json
import sys

# Where it hangs is told before the test ends it.
faulthandler.dump_traceback_later(110, exit=True)

from confluent_kafka import SerializingProducer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.serialization import StringSerializer


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        asked = json.load(file)
    registry = SchemaRegistryClient({"url": asked["registry"], "timeout": 15})
    for one in asked["write"]:
        producer = SerializingProducer(
            {
                "bootstrap.servers": asked["brokers"],
                "compression.type": one["compression"],
                "key.serializer": StringSerializer("utf_8"),
                "value.serializer": AvroSerializer(registry, asked["schema"]),
            }
        )
        for number, message in enumerate(asked["messages"]):
            producer.produce(one["topic"], key=str(number), value=message)
        if producer.flush(30) > 0:
            sys.exit(f"not all of {one['topic']} was delivered")


if __name__ == "__main__":
    main()
