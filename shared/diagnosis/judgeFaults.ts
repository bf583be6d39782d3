import type { Framing } from '../wire/framings.ts';
import { decodeUtf8, readJson, readText } from '../wire/plainText.ts';
import type { ReadableSchema } from '../wire/readableSchema.ts';
import type { Fault } from './diagnosis.ts';
import { frameOf, toRead } from './judgeReads.ts';
import type { ReadTools } from './judgeReads.ts';
import { nameKey } from './judgeWays.ts';
import type { FrameLook, LookedSample, Way } from './judgeWays.ts';
import type { ReadSample } from './samples.ts';

/** What the samples together say of frames and schemas, by which one that is not read is explained. */
export interface FaultSetting {
  readonly tools: ReadTools;
  /** The ways that explain the others. */
  readonly chosen: readonly Way[];
  /** Names of schemas that frames here name and that read what stands behind them. */
  readonly reading: ReadonlySet<string>;
  /** Framings that are there for sure, or whose frames name few schemas though nobody has them. */
  readonly established: ReadonlySet<Framing>;
}

/** Texts of this length are hardly anything else. */
const surelyText = 8;
const headerFramings = new Set<Framing>(['confluent-header', 'apicurio-header', 'container', 'single-object']);

/** Looks at all samples that nothing reads. */
export function toFaultSetting(
  samples: readonly LookedSample[],
  unread: readonly LookedSample[],
  chosen: readonly Way[],
  tools: ReadTools,
): FaultSetting {
  const reading = new Set<string>();
  for (const { looks } of samples) for (const look of looks) if (look.state === 'reads') reading.add(nameKey(look.names));
  const established = new Set<Framing>(headerFramings);
  for (const way of chosen) if (way.kind === 'named' || way.kind === 'behind') established.add(way.framing);
  const names = new Map<Framing, string[]>();
  for (const { looks } of unread) {
    for (const { framing, names: name, state } of looks) {
      if (state === 'reads' || (name.kind === 'schema-id' && (name.schemaId < 1 || name.schemaId >= 2 ** 24))) continue;
      const known = names.get(framing);
      if (known === undefined) names.set(framing, [nameKey(name)]);
      else known.push(nameKey(name));
    }
  }
  for (const [framing, found] of names) {
    if (found.length >= 2 && new Set(found).size <= Math.max(1, found.length / 4)) established.add(framing);
  }
  return { tools, chosen, reading, established };
}

/** What is wrong with a sample that nothing reads to the last byte; `none` where nobody can say. */
export function explainUnread(sample: LookedSample, setting: FaultSetting): ReadSample {
  for (const look of sample.looks) {
    const found = explainFrame(sample, look, setting);
    if (found !== undefined) return found;
  }
  return explainBare(sample, setting) ?? toRead(sample.sample, 'none', undefined, undefined, 0, () => undefined);
}

function explainFrame(sample: LookedSample, look: FrameLook, setting: FaultSetting): ReadSample | undefined {
  const { framing, payloadStart, readable } = look;
  const toFault = (fault: Fault, by: ReadableSchema | undefined = readable): ReadSample =>
    toRead(sample.sample, framing, fault, by, payloadStart, () => undefined);
  const { inner } = sample;
  if (look.state === 'damaged') return toFault('damaged');
  if (inner?.state === 'reads' && inner.readable !== undefined) return toFault('framed-twice', inner.readable);
  const isNamed = setting.established.has(framing) || look.own !== undefined || setting.reading.has(nameKey(look.names));
  const payload = frameOf(sample, look, setting.tools)?.payload ?? none;
  if (readJson(payload) !== undefined && (payload.length > 3 || isNamed)) return toFault('not-avro');
  if (!isNamed) return undefined;
  if (look.state === 'misfit') {
    const { code = '' } = look.error ?? {};
    const left = payload.length + payloadStart - (look.error?.position ?? 0);
    if (code === 'codec/trailing-bytes' && left * 2 <= payload.length) return toFault('trailing-bytes');
    if (isText(payload)) return toFault('not-avro');
    if (code === 'codec/trailing-bytes') return toFault('trailing-bytes');
    return toFault(isCut(code) && setting.reading.has(nameKey(look.names)) ? 'damaged' : 'misfit');
  }
  if (isText(payload)) return toFault('not-avro');
  return toFault(look.state === 'unknown' ? 'unknown-id' : 'no-schema');
}

/** By the schemas that read the others without a frame. */
function explainBare({ sample, bytes }: LookedSample, { chosen }: FaultSetting): ReadSample | undefined {
  for (const { kind, candidate } of chosen) {
    if (kind !== 'bare' || candidate === undefined) continue;
    const { readable } = candidate;
    const reading = readable.tryRead(bytes, 0, false);
    if (reading.ok) continue;
    const { code, position = 0 } = reading.error;
    const fault = code === 'codec/trailing-bytes' && 2 * position >= bytes.length ? 'trailing-bytes' : isCut(code) ? 'damaged' : undefined;
    if (fault !== undefined && readable.hasLengths) return toRead(sample, 'bare', fault, readable, 0, () => undefined);
  }
  return undefined;
}

function isText(payload: Uint8Array): boolean {
  return payload.length >= surelyText && readText(payload) !== undefined && decodeUtf8(payload) !== undefined;
}

function isCut(code: string): boolean {
  return code === 'codec/truncated' || code === 'codec/length';
}

const none = new Uint8Array();
