"""Reads topics with confluent-kafka's DeserializingConsumer and AvroDeserializer, and tells of each record what comes of it.

FILE   is JSON: {"brokers": "...", "registry": "...", "topics": [{"topic": "...", "count": 3}, ...]}
       For each record it prints a line of JSON: {"topic": "...", "offset": 0, "json": "..."} with the value as JSON or, with
       what is said instead, {"error": "..."}.
"""

import faulthandler
import json
import sys

# Where it hangs is told before the test ends it.
faulthandler.dump_traceback_later(110, exit=True)

from confluent_kafka import DeserializingConsumer, TopicPartition
from confluent_kafka.error import ConsumeError
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        asked = json.load(file)
    registry = SchemaRegistryClient({"url": asked["registry"], "timeout": 15})
    for topic in asked["topics"]:
        read(asked["brokers"], registry, topic["topic"], topic["count"])


def read(brokers: str, registry: SchemaRegistryClient, topic: str, count: int) -> None:
    consumer = DeserializingConsumer(
        {
            "bootstrap.servers": brokers,
            "group.id": f"{topic}-check",
            "enable.auto.commit": False,
            "value.deserializer": AvroDeserializer(registry),
        }
    )
    consumer.assign([TopicPartition(topic, 0, 0)])
    for _ in range(count):
        try:
            message = consumer.poll(30)
            if message is None:
                sys.exit(f"{topic} has less than {count} records")
            outcome = {"json": json.dumps(message.value())}
        except ConsumeError as error:
            message = error.kafka_message
            outcome = {"error": str(error)}
        print(json.dumps({"topic": topic, "offset": message.offset(), **outcome}), flush=True)
    consumer.close()


if __name__ == "__main__":
    main()
