import xz from 'xz-decompress';
import { CodecError } from '../../shared/errors.ts';
import { tooMuch } from '../cluster/blockFormats.ts';
import { blockCodecs, isTooLarge } from '../cluster/containerCodecs.ts';

/** The codecs whose blocks can be read. */
export const containerCodecs = ['null', 'deflate', 'snappy', 'zstandard', 'bzip2', 'xz'] as const;
export type ContainerCodec = (typeof containerCodecs)[number];

/**
 * The data of a container file's block as they were before they were compressed.
 *
 * @param limit in bytes: a few hostile bytes could otherwise become gigabytes
 * @throws CodecError `container/unknown-codec`, `container/damaged-block`, `container/too-large`
 * @see Avro 1.12, "Required Codecs" and "Optional Codecs"
 */
export async function decompressBlock(codec: string, bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  const known = containerCodecs.find((one) => one === codec);
  if (known === undefined) {
    throw new CodecError('container/unknown-codec', `The file is compressed by "${codec}", which can't be read here.`, {
      remedy: `Codecs that can be read: ${containerCodecs.join(', ')}.`,
    });
  }
  try {
    return await (known === 'xz' ? readXz(toBuffer(bytes), limit) : blockCodecs[known](toBuffer(bytes), limit));
  } catch (error) {
    if (isTooLarge(error)) {
      throw new CodecError('container/too-large', `A block is larger than ${limit} bytes when it is decompressed.`, {
        cause: error,
        remedy: 'Raise avroWorkbench.peek.maxInflatedMegabytes to read it.',
      });
    }
    throw new CodecError('container/damaged-block', `A block can't be decompressed (${codec}).`, { cause: error });
  }
}

async function readXz(bytes: Buffer, limit: number): Promise<Uint8Array> {
  const input = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = new xz.XzReadableStream(input).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > limit) {
      await reader.cancel();
      throw new RangeError(tooMuch(limit));
    }
    // The library hands its own memory out.
    chunks.push(next.value.slice());
  }
  return Buffer.concat(chunks, length);
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
