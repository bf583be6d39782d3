/** Of the messages that the tests of inspected bytes are about. */
export const orderSchema = {
  type: 'record',
  name: 'Order',
  namespace: 'com.example.shop',
  fields: [
    { name: 'order_id', type: 'string' },
    { name: 'customer_id', type: 'long' },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED', 'CANCELLED'] } },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } },
    { name: 'note', type: ['null', 'string'] },
    { name: 'placed_at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Line',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'qty', type: 'int' },
            { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } },
          ],
        },
      },
    },
    { name: 'tags', type: { type: 'map', values: 'string' } },
  ],
};

/** 92 bytes behind a Confluent prefix. */
export function orderHex(schemaId: number): string {
  return `00${schemaId.toString(16).padStart(8, '0')}10412d3130303438328280808080808020020601e83e0220676966742c206e6f20696e766f696365f0f48baac068040c4355502d33310804186a10544541504f542d32020601869600020e6368616e6e656c0677656200`;
}

/** Bare, and written with another version: a time as a string stands where a note is expected. */
export const orderMisfitHex =
  '10412d313030343833aaf10500060182ae30323032362d31312d32325430393a34313a30372e3038355a020c4355502d3331040600c15700020e6368616e6e656c0c696d706f727400';
