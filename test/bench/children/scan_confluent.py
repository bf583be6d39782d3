# One process of benchScan, a peer: Confluent's client and its deserializer.
import json, os, resource, sys, time
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

brokers, registry, topic, partitions, records, longest = sys.argv[1:]


def rss():
    with open('/proc/self/statm') as statm:
        return int(statm.read().split()[1]) * os.sysconf('SC_PAGESIZE')


before = {'cpu': time.process_time(), 'time': time.monotonic(), 'rss': rss()}
deserialize = AvroDeserializer(SchemaRegistryClient({'url': registry}))
context = SerializationContext(topic, MessageField.VALUE)
consumer = Consumer({'bootstrap.servers': brokers, 'group.id': 'unused', 'enable.auto.commit': False})
consumer.assign([TopicPartition(topic, partition, 0) for partition in range(int(partitions))])
scanned = hits = 0
while scanned < int(records):
    for message in consumer.consume(10000, 1.0):
        if message.error():
            raise SystemExit(str(message.error()))
        scanned += 1
        if deserialize(message.value(), context)['duration_ms'] > int(longest):
            hits += 1
print(json.dumps({
    'scanned': scanned,
    'hits': hits,
    'cpuMs': (time.process_time() - before['cpu']) * 1000,
    'wallMs': (time.monotonic() - before['time']) * 1000,
    'peakMb': (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before['rss']) / 1e6,
}))
consumer.close()
