import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeApicurioPrefix } from '../../../shared/wire/apicurioPrefix.ts';
import { writeGuidPrefix } from '../../../shared/wire/confluentGuidPrefix.ts';
import { writePrefixedFrame } from '../../../shared/wire/confluentPrefix.ts';
import type { Golden } from './goldens.ts';
import { fromHex, goldens } from './goldens.ts';
import { writeGlue } from '../../../shared/wire/glue.ts';
import { writeSingleObject } from '../../../shared/wire/singleObject.ts';

/** What we make of the payload of a golden; undefined where it is not written by us. */
function write({ framing, names, payload, special }: Golden): Uint8Array | undefined {
  const bytes = fromHex(payload);
  switch (names.kind) {
    case 'schema-id':
      return framing === 'confluent-prefix' ? writePrefixedFrame(names.schemaId, bytes) : undefined;
    case 'guid':
      return framing === 'confluent-guid-prefix' ? writeGuidPrefix(names.guid, bytes) : undefined;
    case 'content-id':
      return framing === 'apicurio-prefix' ? writeApicurioPrefix(names.id, bytes) : undefined;
    case 'glue-version':
      return special?.compression === 'zlib' ? undefined : writeGlue(names.uuid, bytes);
    case 'fingerprint':
      return writeSingleObject(names.fingerprint, bytes);
    default:
      return undefined;
  }
}

for (const golden of goldens) {
  const written = write(golden);
  if (written === undefined) continue;
  test(`${golden.name}: written as the other software wrote it`, () => {
    assert.equal(Buffer.from(written).toString('hex'), golden.hex);
  });
}
