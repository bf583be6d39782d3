import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { lookAtUnknown } from '../../../shared/diagnosis/unknownBytes.ts';

const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, 1), Buffer.alloc(16, 2));
const messages = Array.from({ length: 40 }, (_, index) => Buffer.from(`{"order":${index},"note":"some text that is much the same"}`));
const hashes = messages.map((message) => createHash('sha256').update(message).digest());
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

for (const { name, all, look } of [
  { name: 'nothing', all: [], look: undefined },
  { name: 'gzip', all: messages.map((message) => gzipSync(message)), look: 'gzip' },
  { name: 'Zstandard', all: [hex('28b52ffd 0458 21 00 00')], look: 'Zstandard' },
  { name: 'one of them only', all: [gzipSync('a'), hex('00')], look: undefined },
  { name: "Java's serialization", all: [hex('aced0005 74 0001 61')], look: 'java' },
  { name: 'encrypted', all: messages.map((message) => cipher.update(message)), look: 'even' },
  { name: 'hashes', all: hashes, look: 'even' },
  { name: 'too few bytes to tell', all: hashes.slice(0, 10), look: undefined },
  { name: 'text', all: messages, look: undefined },
  { name: 'many zeros', all: hashes.map((hash) => Buffer.concat([hash, Buffer.alloc(32)])), look: undefined },
  { name: 'cut off within what it begins with', all: [hex('1f8b')], look: undefined },
]) {
  test(`unknown bytes: ${name}`, () => assert.equal(lookAtUnknown(all), look));
}
