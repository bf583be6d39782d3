import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { deflateSync } from 'node:zlib';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import { encodePart } from '../../client/cluster/encodePart.ts';
import type { FramingToSend, PartToSend, Session } from '../../client/cluster/session.ts';
import type { ClusterFacts } from '../../shared/diagnosis/clusterFacts.ts';
import type { Diagnosis, FoundClass, SideDiagnosis } from '../../shared/diagnosis/diagnosis.ts';
import type { Snippet } from '../../shared/diagnosis/snippet.ts';
import { snippetsOf } from '../../shared/diagnosis/snippets/snippetsOf.ts';
import type { RegisteredSchema } from '../../shared/registry/registeredSchema.ts';
import { writeGlue } from '../../shared/wire/glue.ts';
import { bands, diagnosisOf, exampleSchema, foundClass, foundSchema, side } from '../shared/diagnosis/diagnoses.ts';
import { createTopic, never, plainConnection } from '../stack/stack.ts';
import { guidOf, startRegistryProxy } from './registryProxy.ts';

// Topics of every kind that snippets tell apart. Each has a tombstone at its end.

type Framing = FramingToSend['kind'];

interface TopicKind {
  /** Of each record; `glue` is compressed once. */
  readonly framings: readonly Framing[];
  /** Of each record, 1 or 2; all by the first version where nothing is said. */
  readonly versions?: readonly (1 | 2)[];
  /** How records are told where there are several framings. */
  readonly split?: 'offsets' | 'records';
  readonly part?: 'key';
  /** Of the first version; a harmless one where nothing is said. */
  readonly schema?: string;
  /** Those of that schema. */
  readonly messages?: readonly object[];
}

const three = (framing: Framing): TopicKind => ({ framings: [framing, framing, framing] });

/** What people write into schemas, and what would end a text in one of the languages. */
const hostileDoc = '\'\'\' """ \' " ${x} $x \\ \\\\ \\n \\u000a \\u0022 */ -- ; # %s {0} ` \u2028 \n \t \u007f ☃👋 "';
const hostileSchema = JSON.stringify({
  type: 'record',
  name: 'ExampleMessage',
  namespace: 'example.avro',
  doc: hostileDoc,
  fields: [
    { name: 'field_1', type: 'string', doc: "'''\\" },
    { name: 'field_2', type: 'int', doc: '"""\\u0022' },
    { name: 'field_3', type: { type: 'array', items: 'int' }, default: [] },
  ],
});

const secondSchema = exampleSchema.replace('"fields":[', '"fields":[{"name":"more","type":"string","default":""},');

const topicKinds = {
  framed: three('confluent-prefix'),
  bare: three('bare'),
  'single-object': three('single-object'),
  'guid-prefix': three('confluent-guid-prefix'),
  header: three('confluent-header'),
  'apicurio-prefix': three('apicurio-prefix'),
  'apicurio-header': three('apicurio-header'),
  glue: three('glue'),
  changed: { framings: ['confluent-prefix', 'bare', 'bare'], split: 'offsets' },
  mixed: { framings: ['bare', 'confluent-prefix', 'bare'], split: 'records' },
  /** The first one is a zero byte, too short for a frame. */
  'mixed-short': {
    framings: ['bare', 'confluent-prefix', 'confluent-header'],
    split: 'records',
    schema: '{"type":"record","name":"Tiny","fields":[{"name":"n","type":"int"}]}',
    messages: [{ n: 0 }, { n: 1 }, { n: -1 }],
  },
  'mixed-headers': { framings: ['confluent-header', 'confluent-prefix', 'bare'], split: 'records' },
  versions: { ...three('confluent-prefix'), versions: [1, 2, 1] },
  'single-object-versions': { ...three('single-object'), versions: [2, 1, 2] },
  'changed-versions': { framings: ['confluent-prefix', 'confluent-prefix', 'bare'], versions: [1, 2, 2], split: 'offsets' },
  keys: { ...three('confluent-prefix'), part: 'key' },
  'bare-keys': { ...three('bare'), part: 'key' },
  hostile: { ...three('bare'), schema: hostileSchema },
  'hostile-mixed': { framings: ['bare', 'confluent-prefix', 'bare'], split: 'records', schema: hostileSchema },
} satisfies Readonly<Record<string, TopicKind>>;
type KindName = keyof typeof topicKinds;
const kindNames = Object.keys(topicKinds) as readonly KindName[];

/** What a subject may be called, which stands in comments. */
const hostileSubject = 'a\'\'\' """ \\u000a\n*/ ${x}\u2028 -- `';

export interface SnippetTopic {
  readonly name: KindName;
  readonly topic: string;
  readonly snippets: readonly Snippet[];
  /** By offset, as it was written; null of a tombstone. */
  readonly written: readonly unknown[];
  /** The same, as the newest schema reads it. */
  readonly asNewest: readonly unknown[];
}

const usualMessages = [
  { field_1: '', field_2: 0, field_3: [] },
  { field_1: 'field_1_1', field_2: 1, field_3: [10] },
  { field_1: 'Zoë ', field_2: -7, field_3: [1, 2] },
];

/** Writes a topic of each kind; they are gone with the test. */
export async function writeSnippetTopics(t: TestContext): Promise<readonly SnippetTopic[]> {
  const connection = plainConnection();
  const registryUrl = await startRegistryProxy(t, connection.registry?.url ?? assert.fail('no registry'));
  const session = createLocalSession({ ...connection, registry: { url: registryUrl, auth: { type: 'none' } } });
  t.after(() => session.close());
  const { brokers } = connection;
  const cluster = { brokers, security: 'PLAINTEXT', mechanism: undefined, user: undefined, registryUrl, registryAuth: 'none' } as const;
  const topics = [];
  for (const name of kindNames) topics.push(await writeTopic(t, name, session, cluster));
  return topics;
}

async function writeTopic(t: TestContext, name: KindName, session: Session, cluster: ClusterFacts): Promise<SnippetTopic> {
  const kind: TopicKind = topicKinds[name];
  const { framings, versions = [1, 1, 1], part = 'value', schema = exampleSchema, messages = usualMessages } = kind;
  const topic = await createTopic(t, { name: `snippet-${name}` });
  const texts = [schema, ...(versions.includes(2) ? [secondSchema] : [])];
  const registered: RegisteredSchema[] = [];
  for (const text of texts) registered.push(await session.register(`${topic}-${part}`, text, never));
  const other = { kind: 'bytes', bytes: Buffer.from('other') } as const;
  for (const [index, framing] of [...framings, undefined].entries()) {
    const own =
      framing === undefined ? ({ kind: 'null' } as const) : partOf(messages[index] ?? {}, framing, versions[index] ?? 1, registered, texts);
    await session.send({ topic, ...(part === 'key' ? { key: own, value: other } : { key: other, value: own }), headers: [] }, never);
  }
  const diagnosis = diagnosisFor(kind, topic, registered, texts);
  const written = messages.map((message, index) => toVersion(versions[index], message));
  return {
    ...{ name, topic, snippets: snippetsOf({ diagnosis, part, cluster }) },
    written: [...written, null],
    asNewest: [...written.map((message) => (texts.length === 2 ? { more: '', ...message } : message)), null],
  };
}

function partOf(
  message: object,
  framing: Framing,
  version: number,
  registered: readonly RegisteredSchema[],
  texts: readonly string[],
): PartToSend {
  const [schema, text] = [registered[version - 1], texts[version - 1]];
  assert.ok(schema !== undefined && text !== undefined);
  const json = JSON.stringify(toVersion(version, message));
  const versionId = '12345678-9abc-def0-1234-56789abcdef0';
  if (framing === 'glue' && message === usualMessages[1]) {
    const { bytes } = encodePart({ kind: 'avro', json, schema, framing: { kind: 'bare' } }, 'value');
    return { kind: 'bytes', bytes: writeGlue(versionId, deflateSync(bytes ?? new Uint8Array()), 'zlib') };
  }
  const known = { schemaId: schema.schemaId, guid: guidOf(text), versionId };
  return { kind: 'avro', json, schema, framing: { kind: framing, ...known } };
}

const toVersion = (version: number | undefined, message: object): object => (version === 2 ? { more: 'x', ...message } : message);

function diagnosisFor(kind: TopicKind, topic: string, registered: readonly RegisteredSchema[], texts: readonly string[]): Diagnosis {
  const { framings, versions = [1, 1, 1], part = 'value', split } = kind;
  const subject = kind.schema === undefined ? `${topic}-${part}` : hostileSubject;
  const found = registered.map(({ schemaId }, index) => foundSchema(texts[index] ?? '', schemaId, index + 1, subject));
  const names = [...new Set(framings)];
  const classes: FoundClass[] = names.map((framing, index) => {
    const own = new Set(framings.flatMap((each, place) => (each === framing ? [(versions[place] ?? 1) - 1] : [])));
    const [first] = framings.flatMap((each, place) => (each === framing ? [BigInt(place)] : []));
    return foundClass(
      index,
      framing,
      [...own].flatMap((each) => found[each] ?? []),
      { samples: [{ partition: 0, offset: first ?? 0n }] },
    );
  });
  const nulls = names.length;
  const count = framings.length;
  const places =
    split === 'offsets'
      ? framings.map((framing, place) => [0, place, place + 1, [names.indexOf(framing)]] as const)
      : [[0, 0, count, names.map((_, index) => index)] as const];
  const state: SideDiagnosis['state'] = split === undefined ? 'one' : split === 'offsets' ? 'changed' : 'mixed';
  const whole = side(part, state, {
    classes: [...classes, foundClass(nulls, 'null', [])],
    bands: bands(...places, [0, count, count + 1, [nulls]]),
  });
  const other = side(part === 'key' ? 'value' : 'key', 'one', { classes: [foundClass(0, 'text', [])] });
  return part === 'key' ? diagnosisOf(other, { topic, key: whole }) : diagnosisOf(whole, { topic, key: other });
}

/** The topics that have such a snippet, which says that such code was run. */
export function withSnippet(topics: readonly SnippetTopic[], id: Snippet['id']): readonly (SnippetTopic & { readonly text: string })[] {
  return topics.flatMap((topic) => {
    const found = topic.snippets.find((snippet) => snippet.id === id);
    return found?.ranWith === undefined ? [] : [{ ...topic, text: found.text }];
  });
}
