import type { ClassSetting, Described } from './judgeClasses.ts';
import type { Candidate } from './judgeSchemas.ts';
import type { FrameLook, LookedSample, Way } from './judgeWays.ts';
import type { ReadSample, Sample } from './samples.ts';

/** What classes are told by. */
interface Known extends Pick<ClassSetting, 'part' | 'isUnsure' | 'isCut'> {
  readonly candidates: readonly Candidate[];
  readonly bySample: ReadonlyMap<Sample, LookedSample>;
}

/** What is known of samples beside how they were read. */
export function toClassSetting({ part, isUnsure, isCut, candidates, bySample }: Known): ClassSetting {
  const lookFor = (read: ReadSample): FrameLook | undefined =>
    bySample.get(read.sample)?.looks.find(({ framing }) => framing === read.framing);
  return {
    part,
    isUnsure,
    isCut,
    describe: (read) => describe(read, lookFor(read), candidates),
    unknownId: (read) => {
      const look = read.fault === undefined ? undefined : lookFor(read);
      return look?.state === 'unknown' && look.names.kind === 'schema-id' ? look.names.schemaId : undefined;
    },
    tieOf: (read) => {
      const way = wayOf(read, bySample.get(read.sample)?.ways);
      const own = lookFor(read)?.own;
      if (way === undefined) return own === undefined ? undefined : 2;
      return way.kind === 'named' && own !== undefined && way.least < 2 ? 2 : way.least;
    },
  };
}

function describe({ readable }: ReadSample, look: FrameLook | undefined, candidates: readonly Candidate[]): Described | undefined {
  if (readable === undefined) return undefined;
  const candidate = candidates.find((one) => one.readable === readable);
  const subject = look?.readable === readable ? (look.own ?? look.subjects?.[0]) : undefined;
  const source = subject === undefined ? readable.source : { ...readable.source, subject: subject.subject, version: subject.version };
  const isOwn = look?.readable === readable ? look.own !== undefined : candidate?.tie === 2;
  return { found: { source, schema: readable.text, isOwn }, isWorkspace: candidate?.isWorkspace === true };
}

/** By which a sample was read: one by the same schema before others of the same framing. */
function wayOf({ framing, readable }: ReadSample, ways: Iterable<Way> = []): Way | undefined {
  let found: Way | undefined;
  for (const way of ways) {
    if (way.framing !== framing) continue;
    if (way.candidate?.readable === readable) return way;
    found ??= way;
  }
  return found;
}
