import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { CodecError } from '../../shared/errors.ts';
import type { ByteSource } from '../../shared/avro/container/source.ts';

/** A file whose bytes are read where they are asked for. */
export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/** Small reads, such as those of the heads of blocks, are answered out of one somewhat larger one. */
const bufferLength = 1 << 12;

/** @throws CodecError `container/not-readable` where the file can't be opened */
export async function openFileSource(path: string): Promise<FileSource> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw toRefusal(basename(path), error);
  });
  const { size } = await file.stat();
  let buffered: { position: number; bytes: Uint8Array } = { position: 0, bytes: new Uint8Array() };
  const readFully = async (position: number, length: number): Promise<Uint8Array> => {
    const bytes = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, size - position)));
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  };
  return {
    size,
    async read(position, length) {
      if (length > bufferLength) return readFully(position, length);
      const start = position - buffered.position;
      const isInside = start >= 0 && (start + length <= buffered.bytes.length || buffered.position + buffered.bytes.length === size);
      if (!isInside) buffered = { position, bytes: await readFully(position, bufferLength) };
      const from = position - buffered.position;
      // A view into what is dropped at the next read would change under its reader only if it were written to, which it is not.
      return buffered.bytes.subarray(from, from + length);
    },
    close: () => file.close(),
  };
}

function toRefusal(name: string, error: unknown): CodecError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === 'ENOENT') {
    return new CodecError('container/not-readable', `${name} is not there any more.`, { cause: error, remedy: 'It was moved or deleted.' });
  }
  const isForbidden = code === 'EACCES' || code === 'EPERM';
  return new CodecError('container/not-readable', `${name} can't be read${code === undefined ? '' : ` (${code})`}.`, {
    cause: error,
    ...(isForbidden && { remedy: 'Whoever runs the editor needs the right to read it.' }),
  });
}
