import { toHexText } from '../avro/bytesLiteral.ts';
import { valuePreview, valueToJson } from '../avro/valueToJson.ts';
import { CodecError } from '../errors.ts';
import type { DecodedPart } from './decoded.ts';
import type { ReadPart } from './decoder.ts';
import { toIndentedJson, toJsonLine } from './plainText.ts';
import type { RenderOptions } from './profile.ts';

const previewLength = 200;
const previewBytes = 64;

/** Writes what was read as people read it, with the evidence. What can't be shown though it was read is a failure. */
export function renderPart(part: ReadPart, render: RenderOptions): DecodedPart {
  const { state, framing, error, size, writer, reader, explain } = part;
  const plain = { state, framing, evidence: explain(size), schema: writer, reader, json: undefined, error, size };
  try {
    const shown = showValue(part, render);
    return shown === undefined ? { ...plain, preview: previewOf(part) } : { ...plain, ...shown };
  } catch (thrown) {
    if (!(thrown instanceof CodecError)) throw thrown;
    const { code, message, remedy, position } = thrown;
    const failure = { code, message, remedy, position };
    return { ...plain, state: 'failed', evidence: message, error: failure, preview: previewOf(part) };
  }
}

function showValue(
  { schema, value, text, framing, writer }: ReadPart,
  render: RenderOptions,
): Pick<DecodedPart, 'json' | 'preview'> | undefined {
  if (text !== undefined) {
    const isJson = framing === 'json' || writer?.schemaType === 'JSON';
    if (isJson) return { json: toIndentedJson(text), preview: cut(toJsonLine(text)) };
    return { json: JSON.stringify(text), preview: cut(text.replaceAll(/[\t\n\r]+/g, ' ')) };
  }
  if (schema === undefined || value === undefined) return undefined;
  return { json: valueToJson(schema, value, { indent: 2, render }), preview: valuePreview(schema, value, previewLength, render) };
}

function previewOf({ state, bytes }: ReadPart): string {
  if (bytes === null) return state === 'null' ? 'null' : '';
  return toHexText(bytes, previewBytes);
}

function cut(text: string): string {
  if (text.length <= previewLength) return text;
  const isHalf = /[\ud800-\udbff]$/.test(text.slice(0, previewLength));
  return `${text.slice(0, isHalf ? previewLength - 1 : previewLength)}…`;
}
