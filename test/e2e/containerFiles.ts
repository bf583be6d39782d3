import avsc from 'avsc';
import { pipeline } from 'node:stream/promises';
import { closeSync, createWriteStream, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';

export const orderSchema = {
  type: 'record',
  name: 'Order',
  namespace: 'com.example.orders',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'customer', type: 'string' },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED'] } },
    { name: 'placed', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'note', type: ['null', 'string'], default: null },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Line',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'count', type: 'int' },
          ],
        },
      },
    },
  ],
};

/** Writes a container file of so many orders by avsc. */
export async function writeOrders(
  path: string,
  count: number,
  options: { readonly codec?: string; readonly blockSize?: number } = {},
): Promise<void> {
  const { codec = 'deflate', blockSize = 1 << 14 } = options;
  const encoder = new avsc.streams.BlockEncoder(orderSchema as avsc.Schema, { codec, blockSize });
  const written = pipeline(encoder, createWriteStream(path));
  for (let index = 0; index < count; index++) {
    if (!encoder.write(orderOf(index))) await new Promise((done) => encoder.once('drain', done));
  }
  encoder.end();
  await written;
}

function orderOf(index: number): unknown {
  return {
    id: 7_000_000 + index,
    customer: `customer-${index % 97}`,
    status: ['NEW', 'PAID', 'SHIPPED'][index % 3],
    placed: Date.UTC(2026, 8, 1) + index * 61_000,
    note: index % 5 === 0 ? `gift ${index}` : null,
    lines: Array.from({ length: index % 4 }, (_, line) => ({ sku: `sku-${line}`, count: line + 1 })),
  };
}

/** Overwrites the sync marker behind a block, counted from 0 (the header's is the first of all, and stays). */
export function damage(path: string, block: number): void {
  const bytes = readFileSync(path);
  const marker = bytes.subarray(bytes.length - 16);
  let at = bytes.indexOf(marker);
  for (let count = 0; count <= block; count++) at = bytes.indexOf(marker, at + 16);
  bytes.fill(0x2a, at, at + 16);
  writeFileSync(path, bytes);
}

/** Writes the header and then its first block again and again: a file of any size within seconds. */
export function repeatBlocks(source: string, path: string, times: number): void {
  const bytes = readFileSync(source);
  const marker = bytes.subarray(bytes.length - 16);
  const header = bytes.indexOf(marker) + 16;
  const block = bytes.subarray(header, bytes.indexOf(marker, header) + 16);
  const together = Math.max(1, Math.floor((1 << 22) / block.length));
  const many = Buffer.concat(Array.from({ length: together }, () => block));
  const file = openSync(path, 'w');
  try {
    writeSync(file, bytes, 0, header);
    for (let left = times; left > 0; left -= together) writeSync(file, many, 0, Math.min(left, together) * block.length);
  } finally {
    closeSync(file);
  }
}

/** Writes records of one int, the index from 0 in each block, by avsc. */
export async function writeTicks(path: string, count: number): Promise<void> {
  const schema: avsc.Schema = { type: 'record', name: 'Tick', fields: [{ name: 'n', type: 'int' }] };
  const encoder = new avsc.streams.BlockEncoder(schema, { codec: 'null', blockSize: 1 << 20 });
  const written = pipeline(encoder, createWriteStream(path));
  for (let n = 0; n < count; n++) encoder.write({ n });
  encoder.end();
  await written;
}
