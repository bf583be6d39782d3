import type { Fault } from '../../../shared/diagnosis/diagnosis.ts';
import type { Sample } from '../../../shared/diagnosis/samples.ts';
import { writePrefixedFrame } from '../../../shared/wire/confluentPrefix.ts';
import type { Framing } from '../../../shared/wire/framings.ts';
import { maker, pick, tombstone } from './messages.ts';
import type { Ingredients, Make, Message, SchemaWithBodies, Truth } from './messages.ts';

export interface Topic {
  readonly kind: string;
  readonly name: string;
  readonly flavour: 'confluent' | 'apicurio';
  readonly samples: readonly Sample[];
  readonly truths: readonly Truth[];
}

const framed = [
  'confluent-prefix',
  'confluent-prefix',
  'confluent-prefix',
  'bare',
  'bare',
  'bare',
  'confluent-guid-prefix',
  'confluent-header',
  'apicurio-prefix',
  'apicurio-header',
  'single-object',
  'container',
  'glue',
] as const;

/** How often each kind occurs among 100 topics. */
const shares: readonly (readonly [weight: number, kind: string, make: (given: Ingredients) => Topic])[] = [
  [34, 'own', (given) => ownTopic(given, pick(given, framed), sizeOf(given))],
  [4, 'own versions', versionsTopic],
  [5, 'one record', (given) => ownTopic(given, pick(given, framed), 1)],
  [4, 'frames of another topic', (given) => looseTopic(given, 'confluent-prefix', pick(given, given.registered))],
  [4, 'bare of another topic', (given) => looseTopic(given, 'bare', pick(given, given.registered))],
  [3, 'bare of the workspace', (given) => looseTopic(given, 'bare', pick(given, given.workspace))],
  [10, 'switch', (given) => mixedTopic(given, 'switch')],
  [5, 'interleaved', (given) => mixedTopic(given, 'interleaved')],
  [3, 'framed twice', (given) => faultTopic(given, 'framed-twice')],
  [3, 'unknown ids', (given) => faultTopic(given, 'unknown-id')],
  [3, 'bytes left over', (given) => faultTopic(given, 'trailing-bytes')],
  [3, 'JSON in frames', (given) => faultTopic(given, 'not-avro')],
  [2, 'foreign ids among others', (given) => faultTopic(given, 'foreign-subject')],
  [5, 'bare and a frame of a known id', lookalikeTopic],
  [2, 'zeros', zerosTopic],
  [2, 'bare of an unknown schema', (given) => looseTopic(given, 'bare', pick(given, given.secret))],
  [2, 'random bytes', (given) => plainTopic(given, 'none')],
  [2, 'JSON', (given) => plainTopic(given, 'json')],
  [2, 'text', (given) => plainTopic(given, 'text')],
  [
    2,
    'tombstones',
    (given) =>
      toTopic(
        given,
        'tombstones',
        'loose',
        'confluent',
        Array.from({ length: sizeOf(given) }, () => tombstone(0)),
      ),
  ],
];

export function makeTopic(given: Ingredients): Topic {
  let roll = given.random() * shares.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, kind, make] of shares) {
    roll -= weight;
    if (roll < 0) return { ...make(given), kind };
  }
  throw new Error('There is no such topic.');
}

function sizeOf(given: Ingredients): number {
  return pick(given, [2, 3, 5, 8, 12, 20, 40]);
}

function flavourOf(framing: Framing): Topic['flavour'] {
  return framing.startsWith('apicurio') ? 'apicurio' : 'confluent';
}

/** Gives messages partitions and offsets, with a tombstone here and there. */
function toTopic({ random }: Ingredients, kind: string, name: string, flavour: Topic['flavour'], messages: readonly Message[]): Topic {
  const partitions = messages.length > 4 ? 1 + Math.floor(random() * 3) : 1;
  const hasNulls = random() < 0.2;
  const rows: { readonly sample: Sample; readonly truth: Truth }[] = [];
  let offset = Math.floor(random() * 1000);
  const add = ({ bytes, headers, truth }: Message): void => {
    const sample = { partition: rows.length % partitions, offset: BigInt(offset), timestampMs: -1, bytes, headers };
    rows.push({ sample, truth });
    offset += 1 + Math.floor(random() * 3);
  };
  for (const message of messages) {
    if (hasNulls && random() < 0.2) add(tombstone(message.truth.segment));
    add(message);
  }
  return { kind, name, flavour, samples: rows.map(({ sample }) => sample), truths: rows.map(({ truth }) => truth) };
}

function times(count: number, make: Make, segment = 0): readonly Message[] {
  return Array.from({ length: count }, () => make(segment));
}

function ownTopic(given: Ingredients, framing: Framing, size: number): Topic {
  const schema = pick(given, given.registered);
  return toTopic(given, '', schema.topic ?? 'loose', flavourOf(framing), times(size, maker(given, framing, schema)));
}

function looseTopic(given: Ingredients, framing: Framing, schema: SchemaWithBodies): Topic {
  const fault = framing === 'bare' ? undefined : 'foreign-subject';
  return toTopic(given, '', 'loose', 'confluent', times(sizeOf(given), maker(given, framing, schema, fault)));
}

function versionsOf({ registered }: Ingredients, schema: SchemaWithBodies): readonly SchemaWithBodies[] {
  return registered.filter(({ topic }) => topic === schema.topic);
}

function versionsTopic(given: Ingredients): Topic {
  const schema = pick(
    given,
    given.registered.filter(({ version }) => version > 1),
  );
  const makers = versionsOf(given, schema).map((version) => maker(given, 'confluent-prefix', version));
  const messages = Array.from({ length: sizeOf(given) }, () => pick(given, makers)(0));
  return toTopic(given, '', schema.topic ?? 'loose', 'confluent', messages);
}

/** Two framings, or two versions without one, one behind the other or among each other. */
function mixedTopic(given: Ingredients, how: 'switch' | 'interleaved'): Topic {
  const schema = pick(given, given.registered);
  const pairs = [
    ['confluent-prefix', 'bare'],
    ['bare', 'confluent-prefix'],
    ['confluent-prefix', 'single-object'],
    ['bare', 'single-object'],
    ['confluent-prefix', 'confluent-guid-prefix'],
    ['confluent-header', 'confluent-prefix'],
    ['container', 'bare'],
  ] as const;
  const [first, second] = pick(given, pairs);
  const makers = [maker(given, first, schema), maker(given, second, pick(given, versionsOf(given, schema)))];
  const size = 2 + sizeOf(given);
  const at = 1 + Math.floor(given.random() * (size - 1));
  const messages = Array.from({ length: size }, (_, index) => {
    const segment = how === 'switch' ? (index < at ? 0 : 1) : Math.floor(given.random() * 2);
    return (makers[segment] as Make)(segment);
  });
  return toTopic(given, '', schema.topic ?? 'loose', 'confluent', messages);
}

/** Frames with something wrong: all of them, or some among good ones. */
function faultTopic(given: Ingredients, fault: Fault): Topic {
  const schema = pick(given, given.registered);
  const good = maker(given, 'confluent-prefix', schema);
  const bad = faulty(given, fault, schema);
  const share = given.random() < 0.5 ? 1 : 0.3;
  const messages = Array.from({ length: 2 + sizeOf(given) }, () => (given.random() < share ? bad(1) : good(0)));
  return toTopic(given, '', schema.topic ?? 'loose', 'confluent', messages);
}

function faulty(given: Ingredients, fault: Fault, schema: SchemaWithBodies): Make {
  const { random } = given;
  const { schemaId, bodies } = schema;
  const truth = { framing: 'confluent-prefix', fault, schema } as const;
  const toMake =
    (make: () => Uint8Array): Make =>
    (segment) => ({ bytes: make(), headers: [], truth: { ...truth, segment } });
  switch (fault) {
    case 'framed-twice':
      return toMake(() => writePrefixedFrame(schemaId, writePrefixedFrame(schemaId, pick(given, bodies.bare))));
    case 'unknown-id': {
      const unknown = pick(given, [707, 70_707, 707_707]);
      const written = pick(given, [schema, pick(given, given.secret)]);
      return toMake(() => writePrefixedFrame(unknown, pick(given, written.bodies.bare)));
    }
    case 'trailing-bytes':
      return toMake(() =>
        Uint8Array.from([...writePrefixedFrame(schemaId, pick(given, bodies.bare)), ...randomBytes(random, 1 + Math.floor(random() * 3))]),
      );
    case 'not-avro':
      return toMake(() => writePrefixedFrame(schemaId, Buffer.from(JSON.stringify({ id: Math.floor(random() * 1e6), name: 'Ada' }))));
    default:
      return maker(
        given,
        'confluent-prefix',
        pick(
          given,
          given.registered.filter(({ topic }) => topic !== schema.topic),
        ),
        fault,
      );
  }
}

/** Values of a schema of the workspace that are frames of a registered one too, whichever of both they were made as. */
function lookalikeTopic(given: Ingredients): Topic {
  const bare = pick(
    given,
    given.workspace.filter(({ name }) => name.startsWith('framed-')),
  );
  const schema = given.registered.find(({ topic, version }) => `framed-${topic ?? ''}` === bare.name && version === 1);
  if (schema === undefined) throw new Error(`There is no schema for ${bare.name}.`);
  const isOwn = given.random() < 0.3;
  const isFramed = isOwn || given.random() < 0.5;
  const messages = times(sizeOf(given), (segment): Message => {
    const bytes = writePrefixedFrame(schema.schemaId, pick(given, schema.bodies.bare));
    const truth = isFramed
      ? { framing: 'confluent-prefix' as const, schema, segment }
      : { framing: 'bare' as const, schema: bare, segment };
    return { bytes, headers: [], truth };
  });
  return toTopic(given, '', isOwn ? (schema.topic ?? 'loose') : 'loose', 'confluent', messages);
}

function zerosTopic(given: Ingredients): Topic {
  const schema = pick(given, given.registered);
  const length = 1 + Math.floor(given.random() * 12);
  const messages = times(sizeOf(given), (segment) => ({ bytes: new Uint8Array(length), headers: [], truth: { framing: 'none', segment } }));
  return toTopic(given, '', schema.topic ?? 'loose', 'confluent', messages);
}

function randomBytes(random: () => number, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

function plainTopic(given: Ingredients, framing: 'none' | 'json' | 'text'): Topic {
  const { random } = given;
  const make = (): Uint8Array => {
    if (framing === 'none') return randomBytes(random, 16 + Math.floor(random() * 100));
    const number = Math.floor(random() * 1e9);
    return Buffer.from(
      framing === 'json' ? JSON.stringify({ id: number }) : pick(given, [`user-${number}`, `The ${number}th line of a log.`]),
    );
  };
  const messages = times(sizeOf(given), (segment) => ({ bytes: make(), headers: [], truth: { framing, segment } }));
  return toTopic(given, '', pick(given, [...given.registered.map(({ topic }) => topic ?? 'loose'), 'loose']), 'confluent', messages);
}
