import { readMessageIndexes } from './messageIndexes.ts';
import type { Reading } from './readableSchema.ts';

/**
 * What there is to say of a Protobuf payload behind one of Confluent's frames: which message it is, and how many bytes it
 * has, which are not decoded.
 *
 * @param schema the `.proto` text, of which the message is named
 * @param known the message indexes where a header has them, and not the payload
 */
export function readProtobufPayload(schema: string, bytes: Uint8Array, start: number, known?: readonly number[]): Reading {
  const { indexes, end } = known === undefined ? (readMessageIndexes(bytes, start) ?? {}) : { indexes: known, end: start };
  if (indexes === undefined || end === undefined) {
    const message = `Byte ${start}: no message index of Protobuf`;
    return { ok: false, error: { code: 'codec/protobuf-index', message, position: start } };
  }
  const name = messageName(schema, indexes);
  const which = `${indexes.length === 1 ? 'message index' : 'message indexes'} ${indexes.join(', ')}`;
  const message = name === undefined ? which : `message ${name} (${which})`;
  const left = bytes.length - end;
  const note = `Protobuf, ${message}: ${left === 1 ? '1 byte' : `${left} bytes`} from byte ${end} on, which are shown as they are.`;
  return { ok: true, value: undefined, note };
}

/** So much of a `.proto` text is looked at. */
const maxCharacters = 1_000_000;

/** The name of the message at these indexes, each within the one before, such as `Order.Line`; undefined where it is not found. */
function messageName(schema: string, indexes: readonly number[]): string | undefined {
  // What stands in comments and strings must not be taken for messages and braces.
  const code = schema.slice(0, maxCharacters).replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, ' ');
  const names: string[] = [];
  // For each open brace whether it is of the message that is looked for, and how many messages came within it so far.
  const open: { readonly isOnPath: boolean; messages: number }[] = [{ isOnPath: true, messages: 0 }];
  for (const [text, name] of code.matchAll(/\bmessage\s+(\w+)\s*\{|[{}]/g)) {
    if (text === '}') {
      if (open.length === 1 || open.pop()?.isOnPath === true) return undefined;
      continue;
    }
    const around = open.at(-1);
    const isNext = name !== undefined && around?.isOnPath === true && around.messages === indexes[open.length - 1];
    if (name !== undefined && around !== undefined) around.messages++;
    if (isNext) names.push(name);
    if (names.length === indexes.length) return names.join('.');
    open.push({ isOnPath: isNext, messages: 0 });
  }
  return undefined;
}
