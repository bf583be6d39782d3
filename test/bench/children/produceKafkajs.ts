// One process of benchProduce, the peer: kafkajs and avsc, as one would write it by hand.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import avsc from 'avsc';
import { Kafka, logLevel, Partitioners, type Message } from 'kafkajs';
import { runProduce } from './produceRun.ts';
import { schemaText } from './scanRun.ts';

const [brokers = '', topic = '', path = '', schemaId = ''] = process.argv.slice(2);
const batchSize = 1_000;
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
await runProduce(async () => {
  const type = avsc.Type.forSchema(JSON.parse(schemaText) as avsc.Schema);
  const prefix = Buffer.alloc(5);
  prefix.writeInt32BE(Number(schemaId), 1);
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  let written = 0;
  let messages: Message[] = [];
  const flush = async (): Promise<void> => {
    await producer.send({ topic, messages });
    written += messages.length;
    messages = [];
  };
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const value = JSON.parse(line) as { readonly user_id: string };
    messages.push({ key: value.user_id, value: Buffer.concat([prefix, type.toBuffer(value)]) });
    if (messages.length === batchSize) await flush();
  }
  if (messages.length > 0) await flush();
  await producer.disconnect();
  return written;
});
process.exit(0);
