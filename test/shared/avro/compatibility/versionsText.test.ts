import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionRange, versionsText } from '../../../../shared/avro/compatibility/versionsText.ts';

for (const { versions, text, range } of [
  { versions: [7], text: 'version 7', range: 'v7' },
  { versions: [6, 7], text: 'versions 6 and 7', range: 'v6…v7' },
  { versions: [5, 7], text: 'versions 5 and 7', range: 'v5 and v7' },
  { versions: [5, 6, 7], text: 'versions 5 to 7', range: 'v5…v7' },
  { versions: [1, 3, 5, 6, 7], text: 'versions 1, 3 and 5 to 7', range: 'v1, v3 and v5…v7' },
  { versions: [1, 3, 5, 7, 9, 11], text: 'versions 1, 3, 5, 7 and 2 others', range: 'v1, v3, v5, v7 and 2 others' },
  { versions: ['HEAD'], text: 'HEAD', range: undefined },
  { versions: ['a.avsc', 'b.avsc'], text: 'a.avsc and b.avsc', range: undefined },
]) {
  test(`versions ${versions.join(', ')}`, () => {
    const named = versions.map((version) =>
      typeof version === 'number' ? { label: `version ${version}`, version } : { label: version, version: undefined },
    );
    assert.equal(versionsText(named), text);
    assert.equal(versionRange(named), range);
  });
}
