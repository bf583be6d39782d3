import type { Schema } from '../../shared/avro/schema.ts';
import type { DecodedPart } from '../../shared/wire/decoded.ts';
import type { ContainerRecordView } from '../containers/containerSession.ts';
import type { ContainerDetails } from './containerProtocol.ts';
import { withCounts } from './containerTexts.ts';
import { toBase64 } from './hexRows.ts';
import { outlineJson } from './jsonOutline.ts';
import { toPartDetails } from './recordDetails.ts';
import type { PartDetails } from './recordsProtocol.ts';
import { toTypes } from './schemaTypes.ts';
import { toVisible } from './texts.ts';

/** Of a record's bytes so many are shown. */
const maxBytes = 1 << 16;

/** All that is shown of one record; bounded, however large the record is. */
export function toContainerDetails(record: ContainerRecordView, schema: Schema | undefined): ContainerDetails {
  const { block, json, why, fields } = record;
  const bytes = record.bytes.subarray(0, maxBytes);
  const size = record.bytes.length;
  const part: DecodedPart = {
    state: json === undefined ? 'failed' : 'exact',
    framing: 'container',
    evidence: '',
    schema: undefined,
    json,
    preview: '',
    error: why === undefined ? undefined : { code: 'container/damaged-block', message: why, position: undefined },
    size,
  };
  const value = toPartDetails(part, json === undefined ? null : bytes, 'value', false);
  return {
    block,
    value: json === undefined || schema === undefined ? value : { ...value, tree: withTypes(value.tree, json, schema) },
    bytes: json === undefined ? undefined : { bytes: toBase64(bytes), size, fields, stop: undefined, leftOver: undefined, hidden: false },
    why: why === undefined ? '' : toVisible(withCounts(why)),
  };
}

function withTypes(tree: PartDetails['tree'], json: string, schema: Schema): PartDetails['tree'] {
  const outline = outlineJson(json);
  if (outline?.lines.length !== tree.length) return tree;
  const types = toTypes(outline.lines, schema);
  return tree.map((node, index) => ({ ...node, type: types[index]?.type ?? node.type, text: types[index]?.text ?? node.text }));
}
