// Leaves in the icons' font and its styles only what the pages use: the whole font is a hundredth of it.

/**
 * @param {string} css the styles of the icons: `.codicon-name:before { content: "\ea60" }` each
 * @param {Buffer} font TrueType, with outlines in `glyf`
 * @param {(name: string) => boolean} isUsed
 * @returns {{ css: string, font: Buffer }}
 * @see OpenType specification, "Font file", "glyf", "loca", "cmap" format 4 and 12, "post" version 3
 */
export function subsetIcons(css, font, isUsed) {
  const used = new Set();
  const rule = /\.codicon-([\w-]+):before\s*\{\s*content:\s*"\\([0-9a-f]+)";?\s*\}\s*/g;
  const kept = css.replace(rule, (whole, name, code) => {
    if (!isUsed(name)) return '';
    used.add(Number.parseInt(code, 16));
    return whole;
  });
  if (used.size === 0) throw new Error('The styles of the icons name none that is used.');
  return { css: kept, font: subsetFont(font, used) };
}

function subsetFont(font, codes) {
  const tables = readTables(font);
  const glyphs = new Set([0]);
  const isLong = tables.get('head').readInt16BE(50) === 1;
  const loca = tables.get('loca');
  const count = tables.get('maxp').readUInt16BE(4);
  const offsetOf = (glyph) => (isLong ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph));
  for (const [code, glyph] of readCharacters(tables.get('cmap'))) if (codes.has(code)) glyphs.add(glyph);
  if (glyphs.size < 2) throw new Error("The icons' font has none of the icons that are used.");
  const glyf = tables.get('glyf');
  for (const glyph of glyphs) for (const part of partsOf(glyf.subarray(offsetOf(glyph), offsetOf(glyph + 1)))) glyphs.add(part);
  const offsets = Buffer.alloc(4 * (count + 1));
  const outlines = [];
  let at = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    offsets.writeUInt32BE(at, 4 * glyph);
    if (!glyphs.has(glyph)) continue;
    const outline = padded(glyf.subarray(offsetOf(glyph), offsetOf(glyph + 1)));
    outlines.push(outline);
    at += outline.length;
  }
  offsets.writeUInt32BE(at, 4 * count);
  const head = Buffer.from(tables.get('head'));
  head.writeInt16BE(1, 50);
  // Without the names of the glyphs.
  const post = Buffer.from(tables.get('post').subarray(0, 32));
  post.writeUInt32BE(0x00030000, 0);
  return writeTables(
    font.readUInt32BE(0),
    new Map([...tables, ['head', head], ['loca', offsets], ['glyf', Buffer.concat(outlines)], ['post', post]]),
  );
}

/** Glyphs that a composite one is made of. */
function partsOf(outline) {
  const parts = [];
  if (outline.length < 10 || outline.readInt16BE(0) >= 0) return parts;
  for (let at = 10; ;) {
    const flags = outline.readUInt16BE(at);
    parts.push(outline.readUInt16BE(at + 2));
    at += 4 + (flags & 1 ? 4 : 2) + (flags & 8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0);
    if ((flags & 0x20) === 0) return parts;
  }
}

function* readCharacters(cmap) {
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const table = cmap.subarray(cmap.readUInt32BE(8 + 8 * index));
    const format = table.readUInt16BE(0);
    if (format === 4) yield* readSegments(table);
    if (format !== 12) continue;
    for (let group = 0; group < table.readUInt32BE(12); group++) {
      const [start, end, first] = [0, 4, 8].map((part) => table.readUInt32BE(16 + 12 * group + part));
      for (let code = start; code <= end; code++) yield [code, first + code - start];
    }
  }
}

function* readSegments(table) {
  const size = table.readUInt16BE(6);
  for (let at = 0; at < size; at += 2) {
    const end = table.readUInt16BE(14 + at);
    const start = table.readUInt16BE(16 + size + at);
    const delta = table.readUInt16BE(16 + 2 * size + at);
    const rangeAt = 16 + 3 * size + at;
    const range = table.readUInt16BE(rangeAt);
    for (let code = start; code <= end && code < 0xffff; code++) {
      const glyph = range === 0 ? code : table.readUInt16BE(rangeAt + range + 2 * (code - start));
      yield [code, (glyph + delta) & 0xffff];
    }
  }
}

function readTables(font) {
  const tables = new Map();
  for (let index = 0; index < font.readUInt16BE(4); index++) {
    const entry = font.subarray(12 + 16 * index);
    tables.set(entry.toString('latin1', 0, 4), font.subarray(entry.readUInt32BE(8), entry.readUInt32BE(8) + entry.readUInt32BE(12)));
  }
  return tables;
}

function writeTables(version, tables) {
  const names = [...tables.keys()].sort();
  const directory = Buffer.alloc(12 + 16 * names.length);
  const power = Math.floor(Math.log2(names.length));
  directory.writeUInt32BE(version, 0);
  directory.writeUInt16BE(names.length, 4);
  directory.writeUInt16BE(16 * 2 ** power, 6);
  directory.writeUInt16BE(power, 8);
  directory.writeUInt16BE(16 * (names.length - 2 ** power), 10);
  const parts = [directory];
  let at = directory.length;
  for (const [index, name] of names.entries()) {
    const table = tables.get(name);
    const part = padded(table);
    directory.write(name, 12 + 16 * index, 'latin1');
    directory.writeUInt32BE(sumOf(part), 16 + 16 * index);
    directory.writeUInt32BE(at, 20 + 16 * index);
    directory.writeUInt32BE(table.length, 24 + 16 * index);
    parts.push(part);
    at += part.length;
  }
  return Buffer.concat(parts);
}

function padded(bytes) {
  return bytes.length % 4 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(4 - (bytes.length % 4))]);
}

function sumOf(bytes) {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}
