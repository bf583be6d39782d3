import type { DefaultOptions } from './defaults.ts';
import { isElsewhere, isForward, resolutionOrder } from './resolutionOrder.ts';
import type { ParsedSchema, ProtocolMessage, RecordSchema } from './schema.ts';

/**
 * What Java's Avro knows when it checks the defaults of a record's fields or of a message's parameters.
 *
 * @param order worked out already, or when it is first asked for
 */
export function javaDefaultOptions(
  owner: RecordSchema | ProtocolMessage,
  parsed: ParsedSchema,
  order: () => ReadonlyMap<RecordSchema, number> = () => resolutionOrder(parsed),
): DefaultOptions {
  return {
    isForward: (reference) => isForward(reference, parsed),
    isElsewhere: (target) => isElsewhere(target, parsed),
    isUnfinished: (inner) => {
      // A message comes when all records are finished.
      if (owner.type === 'message') return false;
      const numbers = order();
      const [innerOrder, own] = [numbers.get(inner), numbers.get(owner)];
      return innerOrder !== undefined && own !== undefined && innerOrder >= own;
    },
  };
}
