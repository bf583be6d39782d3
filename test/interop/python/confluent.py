"""Writes and reads records with confluent-kafka's AvroSerializer and AvroDeserializer.

produce TOPIC SCHEMA_FILE   one JSON value a line on standard input; prints partition and offset of each
consume TOPIC COUNT         prints each value as JSON, in the order of partition and offset

Brokers and registry come from KAFKA_BROKERS and SCHEMA_REGISTRY_URL.
"""

import faulthandler
import json
import os
import sys

# Where it hangs is told before the test ends it.
faulthandler.dump_traceback_later(90, exit=True)

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

BROKERS = os.environ["KAFKA_BROKERS"]
# Without a timeout, an answer that never comes is waited for without end; with one, the client asks again.
REGISTRY = SchemaRegistryClient({"url": os.environ["SCHEMA_REGISTRY_URL"], "timeout": 15})


def produce(topic: str, schema_file: str) -> None:
    with open(schema_file, encoding="utf-8") as file:
        serializer = AvroSerializer(REGISTRY, file.read())
    producer = Producer({"bootstrap.servers": BROKERS})
    failures = []

    def delivered(error, message):
        if error is not None:
            failures.append(error)
        else:
            print(json.dumps({"partition": message.partition(), "offset": message.offset()}), flush=True)

    for line in sys.stdin:
        value = json.loads(line)
        data = serializer(value, SerializationContext(topic, MessageField.VALUE))
        producer.produce(topic, value=data, on_delivery=delivered)
    if producer.flush(30) > 0 or failures:
        sys.exit(f"not delivered: {failures}")


def consume(topic: str, count: int) -> None:
    deserializer = AvroDeserializer(REGISTRY)
    consumer = Consumer({"bootstrap.servers": BROKERS, "group.id": f"{topic}-check", "enable.auto.commit": False})
    partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    consumer.assign([TopicPartition(topic, number, 0) for number in partitions])
    messages = []
    while len(messages) < count:
        message = consumer.poll(30)
        if message is None:
            sys.exit(f"only {len(messages)} of {count} records came")
        if message.error() is not None:
            sys.exit(str(message.error()))
        messages.append(message)
    consumer.close()
    for message in sorted(messages, key=lambda each: (each.partition(), each.offset())):
        value = deserializer(message.value(), SerializationContext(topic, MessageField.VALUE))
        print(json.dumps(value))


if __name__ == "__main__":
    if sys.argv[1] == "produce":
        produce(sys.argv[2], sys.argv[3])
    else:
        consume(sys.argv[2], int(sys.argv[3]))
