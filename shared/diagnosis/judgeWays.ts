import type { DecodingError } from '../wire/decoded.ts';
import type { Frame, SchemaName } from '../wire/frame.ts';
import type { Framing } from '../wire/framings.ts';
import type { ReadableSchema } from '../wire/readableSchema.ts';
import type { SubjectVersion } from '../registry/registeredSchema.ts';
import type { Candidate } from './judgeSchemas.ts';
import type { ReadSample, Sample } from './samples.ts';

/** What stands around a payload, and what came of looking its schema up. What was inflated is not kept. */
export interface FrameLook {
  readonly framing: Framing;
  readonly names: SchemaName;
  readonly payloadStart: number;
  /**
   * - `reads`: the schema that it names reads the payload to the last byte;
   * - `misfit`: that schema does not;
   * - `unknown`: nobody has such a schema;
   * - `unasked`: nobody could be asked for it;
   * - `damaged`: the frame is there and the payload can't be had.
   */
  readonly state: 'reads' | 'misfit' | 'unknown' | 'unasked' | 'damaged';
  readonly readable: ReadableSchema | undefined;
  /** The subject of this topic that has the schema. */
  readonly own: SubjectVersion | undefined;
  /** All that have it; undefined where the registry can't tell. */
  readonly subjects: readonly SubjectVersion[] | undefined;
  readonly error: DecodingError | undefined;
}

/** A sample that is not null, and all the ways to read it. */
export interface LookedSample {
  /** Among all samples. */
  readonly index: number;
  readonly sample: Sample;
  readonly bytes: Uint8Array;
  looks: readonly FrameLook[];
  /** What stands behind a frame that its own schema does not read, where that begins like a frame once more. */
  inner: FrameLook | undefined;
  /** Ways that read it to the last byte. */
  readonly ways: Set<Way>;
  /** What came of reading it, by the way's id; of what nothing reads, by what the others say of it. Kept until it is looked at anew. */
  readonly reads: Map<string, ReadSample>;
}

/** How strong a tie is: a header or a proof in the bytes, a subject of this topic, one that any topic may use, none. */
export type Tie = 0 | 1 | 2 | 3;

/**
 * One way to read samples: a framing, and the schema that is meant.
 *
 * - `named`: the frames name their schemas, each its own;
 * - `bare`: one schema, without a frame;
 * - `behind`: one schema, behind frames whose own schema is not to be had;
 * - `plain`: no Avro.
 */
export interface Way {
  readonly id: string;
  readonly kind: 'named' | 'bare' | 'behind' | 'plain';
  readonly framing: Framing;
  readonly candidate: Candidate | undefined;
  /** The weakest and the strongest tie of the samples that it reads. */
  least: Tie;
  most: Tie;
  /** Indexes among the samples that are not null, ascending. */
  readonly reads: number[];
}

/** The ways that were found, by their ids. */
export class Ways {
  readonly all = new Map<string, Way>();

  /** Takes down that a way reads a sample, which comes `at` so many others that are not null. */
  mark(sample: LookedSample, at: number, way: Pick<Way, 'id' | 'kind' | 'framing' | 'candidate'>, tie: Tie): void {
    let found = this.all.get(way.id);
    if (found === undefined) {
      found = { ...way, least: tie, most: tie, reads: [] };
      this.all.set(way.id, found);
    }
    if (sample.ways.has(found)) return;
    found.reads.push(at);
    if (tie < found.least) found.least = tie;
    if (tie > found.most) found.most = tie;
    sample.ways.add(found);
  }
}

/** Tells ids of one kind from others. */
export function nameKey(names: SchemaName): string {
  switch (names.kind) {
    case 'schema-id':
      return `id ${names.schemaId}`;
    case 'guid':
      return `guid ${names.guid}`;
    case 'content-id':
    case 'global-id':
      return `${names.kind} ${names.id}`;
    case 'fingerprint':
      return `fingerprint ${names.fingerprint}`;
    case 'glue-version':
      return `version ${names.uuid}`;
    default:
      return names.kind;
  }
}

/** The frames that framing and kind of name tell from others. */
export function wayOfFrame({ framing, names }: Pick<Frame, 'framing' | 'names'>): string {
  return framing === 'apicurio-prefix' ? `${framing} ${names.kind}` : framing;
}
