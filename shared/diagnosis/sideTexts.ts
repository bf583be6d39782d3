import { isNumberKind } from '../wire/primitives.ts';
import { newestSinceMs } from './changes.ts';
import type { Advice, FoundClass, FramingChange, PossibleReading, SideDiagnosis } from './diagnosis.ts';
import { count, counted, isPlain, timeText } from './reportTexts.ts';
import type { ConsumerRow, ConsumerTable } from './consumerTable.ts';
import { plainAdvice, serializerOf } from './plainTexts.ts';
import { lookText, unknownAdvice, unknownText, type UnknownLook } from './unknownBytes.ts';

/** What is known of a side, of which it is to be said in sentences. */
export interface SideToTell {
  readonly part: 'key' | 'value';
  readonly topic: string;
  readonly state: SideDiagnosis['state'];
  readonly classes: readonly FoundClass[];
  readonly changes: readonly FramingChange[];
  readonly readings: readonly PossibleReading[];
  readonly consumers: ConsumerTable;
  /** Records that were looked at, and how many offsets the topic has. */
  readonly sampled: number;
  readonly offsets: bigint;
  readonly hasRegistry: boolean;
  /** What bytes look like that nothing reads. */
  readonly unknownLook?: UnknownLook | undefined;
  readonly nowMs: number;
}

type Told = Pick<SideDiagnosis, 'severity' | 'headline' | 'detail' | 'advice'>;

/** Says what a side is: one sentence, what is more to it, and what to do. Nothing in it is of what messages contain. */
export function tellSide(side: SideToTell): Told {
  const headline = toHeadline(side);
  return { severity: toSeverity(side), headline, detail: toDetail(side), advice: toAdvice(side) };
}

function toSeverity({ state, classes, consumers }: SideToTell): SideDiagnosis['severity'] {
  if (state === 'undecided') return 'info';
  if (state === 'absent') return 'info';
  if (state !== 'one' || classes.some(({ fault }) => fault !== undefined)) return 'warning';
  const real = classes.filter(({ framing }) => framing !== 'null');
  // That readers of Avro fail on what is none is as it should be.
  if (real.every(({ framing }) => isPlain(framing))) return real.some(isGuessedNumber) ? 'info' : 'ok';
  return consumers.rows.length > 0 && consumers.rows.every(({ cells }) => cells.every(({ outcome }) => outcome !== 'reads'))
    ? 'warning'
    : 'ok';
}

function toHeadline(side: SideToTell): string {
  const { state, part, classes, readings } = side;
  const things = part === 'key' ? 'Keys' : 'Values';
  const real = classes.filter(({ framing }) => framing !== 'null');
  const [first] = real;
  switch (state) {
    case 'absent':
      return absentText(side);
    case 'undecided': {
      const names = [...new Set(readings.map(({ name }) => name))];
      if (names.length === 1)
        return `${things} are ${names[0] ?? ''}; ${counted(readings.length, 'schema')} read every one, so nobody can say which wrote them.`;
      return `The bytes cannot decide: every ${part} reads cleanly as ${alternatives(names.map(asClause))}.`;
    }
    case 'unknown':
      return side.unknownLook === undefined
        ? `Nobody can say what the ${things.toLowerCase()} are: no framing and no known schema fits them.`
        : `${things} look ${lookText(side.unknownLook)}: no framing and no known schema fits them.`;
    case 'changed':
      return changedText(side, things);
    case 'mixed':
      return `${things} are framed in ${real.length === 2 ? 'two' : String(real.length)} ways that stand among each other: ${listed(real.map(({ name }) => name))}.`;
    case 'one':
      return first === undefined ? absentText(side) : oneText(first, things, side.hasRegistry);
  }
}

function oneText(found: FoundClass, things: string, hasRegistry: boolean): string {
  const { framing, fault, name, schemas, unknownIds, certainty } = found;
  const what = asClause(name);
  switch (fault) {
    case 'unknown-id':
      return `${things} are ${what} by ${counted(unknownIds.length, 'schema id')} that this registry does not have: another registry's, most likely.`;
    case 'no-schema':
      return `${things} look ${framing === 'confluent-prefix' ? 'Confluent-framed' : `like ${name}`}${hasRegistry ? ', but nobody could be asked for their schema' : '; this connection has no schema registry to ask for their schema'}.`;
    case 'foreign-subject':
      return `${things} are ${what} by schema ids that belong to other topics.`;
    case 'framed-twice':
      return `${things} are framed twice: a frame within the frame.`;
    case 'not-avro':
      return `${things} are ${what}, and what is in the frame is no Avro.`;
    case 'trailing-bytes':
      return `${things} are ${what}, with bytes left over behind the value.`;
    case 'misfit':
      return `${things} look like ${name}, and the schema that they name does not read them.`;
    case 'damaged':
      return `${things} are ${what}, and damaged.`;
    case undefined:
      break;
  }
  if (isNumberKind(framing)) {
    const { serializer = '', bytes = 0 } = serializerOf(framing) ?? {};
    const how = `each is ${bytes} bytes long, as \`${serializer}\` writes them`;
    return certainty === 'guessed' ? `${things} may be ${what}: ${how}.` : `${things} are ${what} throughout, most likely: ${how}.`;
  }
  const subject = schemas[0]?.source.subject;
  const versions = schemas.length > 1 && subject !== undefined ? `, by ${schemas.length} versions of ${subject}` : '';
  const reads = schemas.length === 0 ? '' : `; every sampled ${things === 'Keys' ? 'key' : 'value'} reads`;
  return `${things} are ${what} throughout${versions}${reads}.`;
}

/** "Values are bare Avro since 10 Nov 14:02 (partition 0: offset 18,204); before that Confluent-framed." */
function changedText({ changes, classes, nowMs }: SideToTell, things: string): string {
  const last = changes.at(-1);
  const newest = classes[last?.to ?? 0]?.name ?? 'something else';
  const older = classes[last?.from ?? 0]?.name ?? 'something else';
  const first = changes.find(({ to }) => to === last?.to);
  const sinceMs = newestSinceMs(changes);
  const since = sinceMs === undefined ? '' : ` since ${timeText(sinceMs, nowMs)}`;
  const where = first === undefined ? '' : ` (partition ${first.partition}: offset ${count(first.offset)})`;
  const pairs = new Set(changes.map(({ from, to }) => `${from} ${to}`));
  if (pairs.size > 1) return `${things} changed their framing more than once; now they are ${asClause(newest)}${since}${where}.`;
  return `${things} are ${asClause(newest)}${since}${where}; before that ${asClause(older)}.`;
}

function absentText({ part, offsets, sampled, classes }: SideToTell): string {
  if (offsets === 0n) return 'The topic has no records.';
  if (sampled === 0) return `No record was read of the ${counted(offsets, 'offset')} that the topic has.`;
  if (part === 'key') return 'No record has a key.';
  return classes.length > 0
    ? `All ${counted(sampled, 'record')} that were looked at are tombstones: they have a key and no value.`
    : 'No record has a value.';
}

function toDetail(side: SideToTell): string {
  const { state, part, readings, sampled, offsets, consumers, classes, hasRegistry } = side;
  const few = sampled === 1 ? ' Only one record was looked at.' : '';
  if (state === 'undecided') {
    const all =
      BigInt(sampled) >= offsets
        ? `All ${count(sampled)} ${part}s of the topic were read; none fits only one way.`
        : 'None of the samples fits only one way.';
    const isOneFraming = new Set(readings.map(({ name }) => name)).size === 1;
    return `${isOneFraming ? 'Values would differ by the schema that is chosen.' : 'One of the readings is wrong, and no reader would report it.'} ${all}`;
  }
  if (state === 'unknown') return `${unknownText(side.unknownLook, hasRegistry)}${few}`;
  if (state === 'absent') return '';
  const isAllPlain = classes.every(({ framing }) => framing === 'null' || isPlain(framing));
  const silently = isAllPlain
    ? []
    : consumers.rows.filter(({ cells }) => cells.some(({ outcome }) => outcome === 'wrong')).map(({ title }) => title);
  const readers = consumers.rows.filter(({ cells }) => cells.length > 0 && cells.every(({ outcome }) => outcome === 'reads'));
  const [wrongOne] = silently;
  const texts = [
    !isAllPlain && consumers.columns.length > 1 && readers.length === 0 && consumers.rows.some(isTold)
      ? 'None of the consumers below reads all parts.'
      : '',
    wrongOne === undefined ? '' : `${wrongOne} reads ${consumers.columns.length > 1 ? 'a part of them' : 'them'} silently wrong.`,
    isAllPlain && consumers.rows.length > 0 ? 'They are no Avro: readers of Avro fail on them, or read them silently wrong.' : '',
    classes.some(({ certainty }) => certainty === 'guessed') ? 'This is a guess: the bytes fit, and nothing proves it.' : '',
    few.trim(),
  ];
  return texts.filter((text) => text !== '').join(' ');
}

/** Whether all of it is known. */
function isTold({ cells }: ConsumerRow): boolean {
  return cells.every(({ outcome }) => outcome !== 'unknown');
}

function toAdvice(side: SideToTell): Advice[] {
  const { state, classes, readings, hasRegistry } = side;
  const real = classes.filter(({ framing }) => framing !== 'null');
  switch (state) {
    case 'absent':
      return absentAdvice(side);
    case 'undecided': {
      const isOneFraming = new Set(readings.map(({ name }) => name)).size === 1;
      return [
        {
          text: isOneFraming
            ? 'Ask the writer which schema it uses, then say so: it is kept for this topic.'
            : 'Ask the writer: `to_avro` writes bare Avro, a Confluent serializer or ABRiS writes the frame. Then say so: it is kept for this topic, and every row decoded so says "by your choice".',
          action: 'treat-as',
        },
        { text: 'Or wait for one record that fits only one way.', action: 'watch' },
        { text: 'Snippets and re-framing come when the framing is decided or chosen: on a wrong guess they would spread wrong values.' },
      ];
    }
    case 'unknown':
      return [
        {
          text: hasRegistry
            ? 'Add the schema that wrote them to the workspace, or choose it with Set Decode Profile….'
            : 'Give the connection a schema registry, or add the schema that wrote them to the workspace.',
        },
        { text: unknownAdvice(side.unknownLook) },
        ...fewAdvice(side),
      ];
    case 'changed':
    case 'mixed':
      return [
        {
          text: "Change the writer back, if it was not meant: Spark's `to_avro` writes bare Avro, a Confluent serializer or ABRiS writes the frame.",
        },
        {
          text: `Make one framing of ${real.length === 2 ? 'two' : 'these'}: re-framing copies the others to a new topic. A dry run counts first.`,
          action: 'reframe',
        },
        { text: 'Until then, read each part in its own way:', action: 'snippets' },
      ];
    case 'one':
      return [...oneAdvice(real[0], side), ...fewAdvice(side)];
  }
}

function absentAdvice({ part, offsets, sampled, classes }: SideToTell): Advice[] {
  if (offsets === 0n) return [{ text: 'There is nothing to read yet.', action: 'watch' }];
  if (sampled === 0)
    return [
      { text: 'They may hold nothing but marks of transactions, or what compaction or an open transaction keeps away.', action: 'watch' },
    ];
  if (part === 'key') return [{ text: 'There is no key to decode. Compaction wants one, and so do joins and upserts by key.' }];
  return classes.length === 0
    ? []
    : [{ text: 'There is no value to decode: a tombstone deletes what its key had. Diagnose again when there is a value.' }];
}

/** What one record tells is soon told otherwise. */
function fewAdvice({ sampled, offsets }: SideToTell): Advice[] {
  return sampled === 1 && offsets <= 1n ? [{ text: 'One record is little to go by: diagnose again when there are more.' }] : [];
}

function oneAdvice(found: FoundClass | undefined, { part, consumers, hasRegistry }: SideToTell): Advice[] {
  if (found?.fault === 'unknown-id') return [{ text: 'Connect the registry whose ids these are, or register the schema and re-frame.' }];
  if (found?.fault === 'no-schema') {
    const own = 'Give the connection the schema registry that the writer used.';
    return [{ text: hasRegistry ? 'Have the registry answer: what it said is in the notes.' : own }];
  }
  if (found?.fault !== undefined) return [{ text: 'Look at the bytes of a sample, and at the writer: readers fail on these.' }];
  const plain = found && plainAdvice(found, part);
  if (plain !== undefined) return plain;
  if (found === undefined || found.schemas.length === 0)
    return [{ text: `Read the ${part}s as ${found?.name ?? 'they are'}; no schema is needed.` }];
  const isWell = consumers.rows.some(({ cells }) => cells.every(({ outcome }) => outcome === 'reads'));
  const isFramed = found.framing !== 'bare';
  return [
    {
      text:
        isWell && isFramed
          ? 'Nothing, for readers that know this framing. For others:'
          : 'Read them as they are written, each reader in its own way:',
      action: 'snippets',
    },
    ...(isFramed || !hasRegistry
      ? []
      : [{ text: 'Or re-frame them, so that readers with a registry read them.', action: 'reframe' as const }]),
    ...(isFramed || hasRegistry
      ? []
      : [{ text: 'With a schema registry the connection could re-frame them, so that its readers read them.' }]),
  ];
}

function isGuessedNumber({ framing, certainty }: FoundClass): boolean {
  return isNumberKind(framing) && certainty === 'guessed';
}

/** As it stands behind "are": people say "Confluent-framed". */
function asClause(name: string): string {
  if (name.startsWith('Kafka ')) return `${name}s`;
  return name === 'Confluent prefix'
    ? 'Confluent-framed'
    : /^(?:bare|JSON|UTF-8|Kafka|tombstones|bytes)/.test(name)
      ? name
      : `framed by ${article(name)}`;
}

function article(name: string): string {
  return /^[aeio]/i.test(name) ? `an ${name}` : `a ${name}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function alternatives(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', as ')} and as ${names.at(-1) ?? ''}`;
}
