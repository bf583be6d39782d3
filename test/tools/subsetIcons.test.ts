import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../../tools/support/paths.ts';

type Subset = (css: string, font: Buffer, isUsed: (name: string) => boolean) => { readonly css: string; readonly font: Buffer };
// The build's own scripts have no types.
const { subsetIcons } = (await import(pathToFileURL(inRoot('tools/package/subsetIcons.mjs')).href)) as { readonly subsetIcons: Subset };
const [css, font] = ['css', 'ttf'].map((type) => readFileSync(inRoot(`node_modules/@vscode/codicons/dist/codicon.${type}`)));
assert.ok(css !== undefined && font !== undefined);

function tablesOf(bytes: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < bytes.readUInt16BE(4); index++) {
    const entry = bytes.subarray(12 + 16 * index);
    const [start, length] = [entry.readUInt32BE(8), entry.readUInt32BE(12)];
    assert.ok(start + length <= bytes.length);
    tables.set(entry.toString('latin1', 0, 4), bytes.subarray(start, start + length));
  }
  return tables;
}

/** Glyphs that have an outline. */
function drawn(bytes: Buffer): number {
  const tables = tablesOf(bytes);
  const [head, loca, maxp] = ['head', 'loca', 'maxp'].map((name) => tables.get(name));
  assert.ok(head && loca && maxp);
  const isLong = head.readInt16BE(50) === 1;
  const at = (glyph: number): number => (isLong ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph));
  assert.equal(at(maxp.readUInt16BE(4)), tables.get('glyf')?.length);
  return Array.from({ length: maxp.readUInt16BE(4) }, (_, glyph) => glyph).filter((glyph) => at(glyph + 1) > at(glyph)).length;
}

test('the font of the icons: those that are used, and their styles', () => {
  const used = new Set(['add', 'eye', 'refresh']);
  const subset = subsetIcons(css.toString(), font, (name) => used.has(name));
  assert.deepEqual([...subset.css.matchAll(/\.codicon-([\w-]+):before/g)].map(([, name]) => name).sort(), [...used].sort());
  assert.match(subset.css, /@font-face/);
  assert.match(subset.css, /codicon-modifier-spin/);
  assert.ok(drawn(font) > 400);
  assert.ok(drawn(subset.font) >= used.size && drawn(subset.font) <= used.size + 1, String(drawn(subset.font)));
  assert.ok(subset.font.length < font.length / 4);
  // Characters keep their glyphs.
  assert.deepEqual(tablesOf(subset.font).get('cmap'), tablesOf(font).get('cmap'));
});

test('a font without any icon that is used is a mistake', () => {
  assert.throws(() => subsetIcons(css.toString(), font, () => false), /name none/);
});
