import type { Span } from '../../shared/avro/json.ts';
import { framingOf } from '../../shared/message/check.ts';
import type { Message, MessageDocument } from '../../shared/message/document.ts';
import { withoutCapital } from '../commands/failure.ts';
import { messageKeys, type SendState } from './sendStates.ts';

/** A CodeLens: a title, and the command that it runs; a lens without one only says something. */
export interface Lens {
  readonly title: string;
  readonly command?:
    | 'sendMessage'
    | 'sendAllMessages'
    | 'newSample'
    | 'showMessageBytes'
    | 'peekTopicItem'
    | 'createTopic'
    | 'cancelSending'
    | 'revealProblem'
    | 'manageTrust';
  readonly argument?: unknown;
  readonly tooltip?: string;
}

/**
 * Which message of a document a lens stands above. Commands go by the key: a lens may be clicked before it has moved with
 * the text. The index counts only where the message was edited meanwhile.
 */
export interface MessageArgument {
  readonly uri: string;
  readonly index: number;
  /** As `messageKeys` has it. */
  readonly key: string;
}

/** What the lenses need to know beside the document. */
export interface LensFacts {
  readonly uri: string;
  /** The connection that a message without one is sent on. */
  readonly active: string | undefined;
  /** What writing on a connection meets. */
  readonly access: (connection: string) => 'writable' | 'protected' | 'read-only' | 'unknown';
  readonly trusted: boolean;
  /** @param key as `messageKeys` has it */
  readonly state: (key: string) => SendState;
  /** The errors within a span of the document, in the text's order. */
  readonly errors: (span: Span) => readonly Span[];
}

/** The lenses above each message, in their order. */
export function messageLenses(document: MessageDocument, facts: LensFacts): { readonly span: Span; readonly lenses: readonly Lens[] }[] {
  const keys = messageKeys(document);
  const targets = document.messages.map((message, index): LensTarget => {
    const argument = { uri: facts.uri, index, key: keys[index] ?? '' };
    return { message, argument, state: facts.state(argument.key) };
  });
  const result = targets.map((target) => ({ span: target.message.json.span, lenses: lensesOf(target, facts) }));
  return targets.length < 2 ? result : [{ span: { start: 0, end: 0 }, lenses: summary(targets, facts) }, ...result];
}

interface LensTarget {
  readonly message: Message;
  readonly argument: MessageArgument;
  readonly state: SendState;
}

/** What became of all messages, and the button that sends those that were surely not sent yet. */
function summary(targets: readonly LensTarget[], { uri, trusted }: LensFacts): Lens[] {
  const count = (kind: SendState['kind']): number => targets.filter(({ state }) => state.kind === kind).length;
  const current = targets.find(({ state }) => state.kind === 'sending');
  const done = count('sent');
  if (current !== undefined) {
    const title = `$(loading~spin) Sending ${current.argument.index + 1} of ${targets.length}… Cancel`;
    return [{ title, command: 'cancelSending', argument: current.argument }];
  }
  if (!trusted) return [];
  const all = { command: 'sendAllMessages', argument: { uri } } as const;
  const [unknown, failed] = [count('unknown'), count('failed')];
  const left = targets.length - done - unknown;
  if (done + unknown + failed === 0) return [{ title: `Send All (${targets.length})`, ...all }];
  const parts = [`${done} sent`, ...(unknown > 0 ? [`${unknown} maybe sent`] : []), ...(left > 0 ? [`${left} not sent`] : [])];
  const icon = failed > 0 ? 'warning' : unknown > 0 ? 'question' : left > 0 ? 'circle-large-outline' : 'check';
  const outcomes: Lens = { title: `$(${icon}) ${parts.join(', ')}` };
  if (left > 0) return [outcomes, { title: `Send the Rest (${left})`, ...all }];
  // What may be written already is sent again one by one, if at all.
  return unknown > 0 ? [outcomes] : [outcomes, { title: 'Send All Again', ...all }];
}

function lensesOf({ message, argument, state }: LensTarget, facts: LensFacts): Lens[] {
  const connection = message.connection?.value ?? facts.active;
  const topic = message.topic?.value;
  if (state.kind === 'sending') {
    return [{ title: `$(loading~spin) Sending to ${topic ?? 'the topic'}… Cancel`, command: 'cancelSending', argument }];
  }
  if (!facts.trusted) return [{ title: 'Trust this workspace to send', command: 'manageTrust' }];
  const sample = newSample(message, argument);
  const errors = facts.errors(message.json.span);
  const [problem] = errors;
  if (problem !== undefined) {
    const title = `$(error) ${errors.length === 1 ? '1 problem' : `${errors.length} problems`}: fix to send`;
    return [...outcome(state), { title, command: 'revealProblem', argument: { uri: facts.uri, span: problem } }, ...sample];
  }
  const access = connection === undefined ? undefined : facts.access(connection);
  if (access === 'unknown') return [{ title: `There is no connection ${connection ?? ''}: nothing is sent` }, ...sample];
  const peek: Lens[] = connection === undefined || topic === undefined ? [] : [peekTopic(connection, topic)];
  if (access === 'read-only') return [...outcome(state), { title: `${connection ?? ''} is read-only: nothing is sent` }, ...peek];
  if (state.kind !== 'ready') return [...outcome(state), { title: 'Send Again', command: 'sendMessage', argument }];
  return [send(message, connection, access === 'protected', argument), ...showBytes(message, argument), ...sample, ...peek];
}

/** What became of it, before the button that sends it (again). */
function outcome(state: SendState): Lens[] {
  switch (state.kind) {
    case 'sent': {
      const { partition, offset } = state.record;
      const record = { connection: state.connection, topic: state.topic, partition, offset: String(offset) };
      return [
        { title: `$(check) Partition ${partition}, offset ${String(offset)}` },
        { title: 'Peek', command: 'peekTopicItem', argument: record, tooltip: 'Shows the record that was written.' },
      ];
    }
    case 'failed':
      return [
        {
          title: `$(error) Not sent: ${withoutStop(state.reason)}`,
          tooltip: state.remedy === undefined ? state.reason : `${state.reason} ${state.remedy}`,
        },
        ...(state.missing === undefined ? [] : [createTopic(state.missing)]),
      ];
    case 'unknown':
      return [
        { title: `$(question) Maybe sent: ${withoutStop(state.reason)}`, tooltip: state.reason },
        { title: 'Look in the Topic', command: 'peekTopicItem', argument: { connection: state.connection, topic: state.topic } },
      ];
    case 'ready':
    case 'sending':
      return [];
  }
}

function send(message: Message, connection: string | undefined, isProtected: boolean, argument: MessageArgument): Lens {
  const topic = message.topic?.value;
  const target = { command: 'sendMessage', argument } as const;
  if (connection === undefined || topic === undefined) return { title: 'Choose Topic…', ...target };
  return {
    title: `Send ${isTombstone(message) ? 'Tombstone ' : ''}to ${topic} (${connection}${isProtected ? ', protected)…' : ')'}`,
    ...target,
  };
}

/** A tombstone has a key at most. */
function showBytes(message: Message, argument: MessageArgument): Lens[] {
  if (isTombstone(message)) return [];
  return [
    { title: 'Show Bytes', command: 'showMessageBytes', argument, tooltip: 'Shows the bytes that it would be sent as; sends nothing.' },
  ];
}

/** Nothing is made up for a tombstone, nor for a value that is no JSON. */
function newSample(message: Message, argument: MessageArgument): Lens[] {
  const framing = framingOf(message, 'value');
  if (isTombstone(message) || framing === 'text' || framing === 'hex') return [];
  return [{ title: 'New Sample', command: 'newSample', argument, tooltip: 'Replaces the value by another generated one.' }];
}

function isTombstone({ value }: Message): boolean {
  return value === undefined || value.kind === 'null';
}

function peekTopic(connection: string, topic: string): Lens {
  return { title: 'Peek Topic', command: 'peekTopicItem', argument: { connection, topic } };
}

function createTopic(argument: { readonly connection: string; readonly topic: string }): Lens {
  return { title: 'Create Topic…', command: 'createTopic', argument, tooltip: 'Asks for its settings first.' };
}

function withoutStop(sentence: string): string {
  const short = withoutCapital(sentence).replace(/\.$/, '');
  return short.length > 120 ? `${short.slice(0, 119)}…` : short;
}
