import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { CodecError } from '../../shared/errors.ts';

/** A file that takes its place only once all of it is written. */
export interface NewFile {
  /** Bytes that were written so far. */
  readonly size: number;
  write(piece: Uint8Array | string): Promise<void>;
  /** Puts it in place. */
  finish(): Promise<void>;
  /** Takes away what was written; nothing is left of it. */
  discard(): Promise<void>;
}

/** So much is written at a time. */
const bufferBytes = 1 << 18;

/** @throws CodecError `export/not-written` where the file can't be written, as its methods do */
export async function openNewFile(path: string): Promise<NewFile> {
  const beside = `${path}.${randomUUID().slice(0, 8)}.part`;
  const file = await orRefuse(path, () => open(beside, 'wx'));
  return new BufferedFile(path, beside, file);
}

class BufferedFile implements NewFile {
  size = 0;
  readonly #path: string;
  readonly #beside: string;
  readonly #file: FileHandle;
  #pieces: Buffer[] = [];
  #buffered = 0;

  constructor(path: string, beside: string, file: FileHandle) {
    this.#path = path;
    this.#beside = beside;
    this.#file = file;
  }

  async write(piece: Uint8Array | string): Promise<void> {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#buffered += bytes.length;
    this.size += bytes.length;
    if (this.#buffered >= bufferBytes) await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await orRefuse(this.#path, async () => {
      await this.#file.sync();
      await this.#file.close();
      await rename(this.#beside, this.#path);
    });
  }

  async discard(): Promise<void> {
    // What has failed already was told; there is nothing that anybody could do about this.
    await this.#file.close().catch(() => undefined);
    await rm(this.#beside, { force: true }).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const whole = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#buffered = 0;
    await orRefuse(this.#path, () => this.#file.appendFile(whole));
  }
}

async function orRefuse<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new CodecError('export/not-written', `${path} can't be written${code}.`, { cause: error });
  }
}
