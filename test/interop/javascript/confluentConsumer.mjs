// Reads values with AvroDeserializer of @confluentinc/schemaregistry, and tells of each what comes of it.
//   confluentConsumer.mjs FOLDER FILE
// FOLDER is where the package is installed. FILE is JSON: { registry, records: [{ topic, value, headers: { name: value } }] }, values
// in base64. For each record it prints a line of JSON: { ok } or { error }.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder, file] = process.argv.slice(2);
const { AvroDeserializer, SchemaRegistryClient, SerdeType } = createRequire(path.join(folder, 'package.json'))(
  '@confluentinc/schemaregistry',
);
const { registry, records } = JSON.parse(readFileSync(file, 'utf8'));
const deserializer = new AvroDeserializer(new SchemaRegistryClient({ baseURLs: [registry] }), SerdeType.VALUE, {});
for (const { topic, value, headers } of records) {
  const bytes = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text, 'base64')]));
  try {
    console.log(JSON.stringify({ ok: await deserializer.deserialize(topic, Buffer.from(value, 'base64'), bytes) }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
// The client keeps timers.
process.exit();
