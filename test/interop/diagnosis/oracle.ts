import { canonicalForm } from '../../../shared/avro/canonical.ts';
import { resolveSchema } from '../../../shared/avro/schemaText.ts';
import type { Sample } from '../../../shared/diagnosis/samples.ts';
import type { Framing } from '../../../shared/wire/framings.ts';
import { guidOf } from '../../fakes/registry.ts';
import { consumes, isUtf8 } from '../../shared/diagnosis/corpus/simpleReader.ts';
import type { SchemaWithBodies } from './messages.ts';
import type { Topic } from './topics.ts';

/** One framing and, but for frames that name it themselves, one schema, by which all samples can be read. */
export interface Pair {
  readonly framing: Framing;
  /** Its Parsing Canonical Form. */
  readonly form: string | undefined;
  /** How closely the samples are tied to the topic, the least and the most: 3 a header or a proof, 2 its subject, 0 nothing. */
  readonly least: number;
  readonly most: number;
}

/** What a sample names, and behind what. */
interface Named {
  readonly framing: Framing;
  readonly start: number;
  readonly schema: SchemaWithBodies | undefined;
  /** Of ids that nobody has. */
  readonly id: string;
}

const forms = new Map<string, string>();

export function formOf(text: string): string {
  let form = forms.get(text);
  if (form === undefined) forms.set(text, (form = canonicalForm(resolveSchema({ text, references: [], label: '' })) ?? text));
  return form;
}

/** Lists by brute force what can be read how, with all that a registry and the workspace have. */
export class Oracle {
  readonly #known: readonly SchemaWithBodies[];
  readonly #byId: ReadonlyMap<number, SchemaWithBodies>;
  readonly #byGuid: ReadonlyMap<string, SchemaWithBodies>;
  readonly #byFingerprint: ReadonlyMap<string, SchemaWithBodies>;
  readonly #json = new Map<string, unknown>();

  constructor(known: readonly SchemaWithBodies[]) {
    this.#known = known;
    const registered = known.filter(({ schemaId }) => schemaId > 0);
    this.#byId = new Map(registered.map((schema) => [schema.schemaId, schema]));
    this.#byGuid = new Map(registered.map((schema) => [guidOf(schema.schemaId).replaceAll('-', ''), schema]));
    this.#byFingerprint = new Map(
      known.flatMap((schema) => schema.bodies.singleObject.slice(0, 1).map((bytes) => [hexOf(bytes, 2, 10), schema])),
    );
  }

  reads(schema: SchemaWithBodies, bytes: Uint8Array, start = 0): boolean {
    const json: unknown = this.#json.get(schema.text) ?? JSON.parse(schema.text);
    this.#json.set(schema.text, json);
    return consumes(json, bytes, start);
  }

  /** Of those pairs that read all samples, the ones than which no other is tied more closely. */
  pairs(topic: Pick<Topic, 'name' | 'flavour'>, samples: readonly Sample[]): readonly Pair[] {
    const real = samples.filter((sample): sample is Sample & { readonly bytes: Uint8Array } => sample.bytes !== null);
    if (real.length === 0) return [];
    const named = real.map((sample) => this.#named(sample, topic.flavour));
    const pairs = [...this.#framed(topic.name, real, named), ...this.#bare(topic.name, real), ...plain(real)];
    const behind = this.#behind(topic.name, real, named).filter(({ least }) => pairs.length === 0 || least >= 2);
    const all = [...pairs, ...behind];
    return all.filter((pair) => !all.some((other) => other.least > pair.most));
  }

  isOwn(schema: SchemaWithBodies, topic: string): boolean {
    return this.#known.some((one) => one.topic === topic && one.text === schema.text);
  }

  #framed(topic: string, real: readonly { readonly bytes: Uint8Array }[], named: readonly (readonly Named[])[]): Pair[] {
    const framings = new Set(named[0]?.map(({ framing }) => framing));
    return [...framings].flatMap((framing) => {
      const ties: number[] = [];
      for (const [index, { bytes }] of real.entries()) {
        const found = named[index]?.find((one) => one.framing === framing);
        if (framing === 'container' && found !== undefined) ties.push(3);
        else if (found?.schema !== undefined && this.reads(found.schema, bytes, found.start))
          ties.push(framing.endsWith('header') || framing === 'single-object' ? 3 : this.isOwn(found.schema, topic) ? 2 : 0);
        else return [];
      }
      return [{ framing, form: undefined, least: Math.min(...ties), most: Math.max(...ties) }];
    });
  }

  #bare(topic: string, real: readonly { readonly bytes: Uint8Array }[]): Pair[] {
    const found = new Map<string, Pair>();
    for (const schema of this.#known) {
      const form = formOf(schema.text);
      const isOwn = this.isOwn(schema, topic);
      if (found.has(form) && !isOwn) continue;
      if (!real.every(({ bytes }) => this.reads(schema, bytes))) continue;
      const ties = real.map(({ bytes }) => (isOwn && !(isText(bytes) && !/"(?:string|bytes|map)"/.test(schema.text)) ? 2 : 0));
      found.set(form, { framing: 'bare', form, least: Math.min(...ties), most: Math.max(...ties) });
    }
    return [...found.values()];
  }

  /** By a schema that nobody names, behind frames of few ids which nobody has. */
  #behind(topic: string, real: readonly { readonly bytes: Uint8Array }[], named: readonly (readonly Named[])[]): Pair[] {
    const found = new Map<string, Pair>();
    for (const framing of new Set(named[0]?.map((one) => one.framing))) {
      const frames = named.flatMap((some) => some.find((one) => one.framing === framing && one.schema === undefined) ?? []);
      if (frames.length < real.length || framing === 'single-object' || framing === 'container') continue;
      const ids = new Set(frames.map(({ id }) => id));
      if (
        ids.size > 1 + real.length / 8 ||
        [...ids].some((id) => framing === 'confluent-prefix' && (Number(id) < 1 || Number(id) >= 2 ** 24))
      )
        continue;
      for (const schema of this.#known) {
        if (!real.every(({ bytes }, index) => this.reads(schema, bytes, frames[index]?.start))) continue;
        const tie = this.isOwn(schema, topic) ? 2 : 0;
        const form = formOf(schema.text);
        if (!found.has(`${framing} ${form}`) || tie === 2) found.set(`${framing} ${form}`, { framing, form, least: tie, most: tie });
      }
    }
    return [...found.values()];
  }

  #named({ bytes: nullable, headers }: Sample, flavour: Topic['flavour']): readonly Named[] {
    const bytes = Buffer.from(nullable ?? []);
    const named: Named[] = [];
    const add = (framing: Framing, start: number, schema: SchemaWithBodies | undefined, id: string): void =>
      void named.push({ framing, start, schema, id });
    for (const { name, value } of headers) {
      const bytesOf = Buffer.from(value ?? []);
      if (name === '__value_schema_id')
        add(
          'confluent-header',
          0,
          bytesOf[0] === 0 ? this.#byId.get(bytesOf.readUInt32BE(1)) : this.#byGuid.get(hexOf(bytesOf, 1, 17)),
          '',
        );
      if (name === 'apicurio.value.contentId') add('apicurio-header', 0, this.#byId.get(Number(bytesOf.readBigInt64BE(0))), '');
    }
    const id = bytes[0] === 0 && bytes.length >= 5 ? bytes.readUInt32BE(1) : -1;
    if (id > 0) add('confluent-prefix', 5, this.#byId.get(id), String(id));
    if (id === 0 && bytes.length >= 9) {
      const content = bytes.readUInt32BE(5);
      add('apicurio-prefix', 9, flavour === 'apicurio' ? this.#byId.get(content) : undefined, String(content));
    }
    if (bytes[0] === 1 && bytes.length >= 17) add('confluent-guid-prefix', 17, this.#byGuid.get(hexOf(bytes, 1, 17)), hexOf(bytes, 1, 17));
    if (bytes[0] === 3 && bytes[1] === 0 && bytes.length >= 18) add('glue', 18, undefined, hexOf(bytes, 2, 18));
    if (bytes[0] === 0xc3 && bytes[1] === 1 && bytes.length >= 10)
      add('single-object', 10, this.#byFingerprint.get(hexOf(bytes, 2, 10)), '');
    if (bytes.subarray(0, 4).toString('latin1') === 'Obj\u0001') add('container', 0, undefined, '');
    return named;
  }
}

function hexOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('hex');
}

function isText(bytes: Uint8Array): boolean {
  return bytes.length > 0 && isUtf8(bytes) && !/[^\P{Cc}\t\n\r]/u.test(Buffer.from(bytes).toString('utf8'));
}

function isJson(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

function plain(real: readonly { readonly bytes: Uint8Array }[]): Pair[] {
  const isLong = real.map(({ bytes }) => (bytes.length > 5 ? 3 : 0));
  if (real.every(({ bytes }) => isJson(bytes)))
    return [{ framing: 'json', form: undefined, least: Math.min(...isLong), most: Math.max(...isLong) }];
  return real.every(({ bytes }) => isText(bytes)) ? [{ framing: 'text', form: undefined, least: 0, most: 0 }] : [];
}
