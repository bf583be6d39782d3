import type { Span } from '../../shared/avro/json.ts';
import type { Message, MessageDocument } from '../../shared/message/document.ts';
import { withoutCapital } from '../commands/failure.ts';
import type { SendState } from './sendStates.ts';

/** A CodeLens: a title, and the command that it runs; a lens without one only says something. */
export interface Lens {
  readonly title: string;
  readonly command?: 'sendMessage' | 'sendAllMessages' | 'newSample' | 'peekTopicItem' | 'cancelSending' | 'revealProblem' | 'manageTrust';
  readonly argument?: unknown;
  readonly tooltip?: string;
}

/** What the lenses need to know beside the document. */
export interface LensFacts {
  readonly uri: string;
  /** The connection that a message without one is sent on. */
  readonly active: string | undefined;
  /** What writing on a connection meets. */
  readonly access: (connection: string) => 'writable' | 'read-only' | 'unknown';
  readonly trusted: boolean;
  readonly state: (index: number, text: string) => SendState;
  /** The errors within a span of the document, in the text's order. */
  readonly errors: (span: Span) => readonly Span[];
}

/** The lenses above each message, in their order. */
export function messageLenses(document: MessageDocument, facts: LensFacts): { readonly span: Span; readonly lenses: readonly Lens[] }[] {
  const result = document.messages.map((message, index) => ({
    span: message.json.span,
    lenses: lensesOf(message, index, document.text.slice(message.json.span.start, message.json.span.end), facts),
  }));
  const [first] = document.messages;
  if (first === undefined || document.messages.length === 1) return result;
  const all = summary(document, facts);
  return [{ span: { start: 0, end: 0 }, lenses: [all] }, ...result];
}

function summary(document: MessageDocument, facts: LensFacts): Lens {
  const states = document.messages.map(({ json }, index) => facts.state(index, document.text.slice(json.span.start, json.span.end)).kind);
  const count = (kind: SendState['kind']): number => states.filter((state) => state === kind).length;
  const failed = count('failed') + count('unknown');
  if (failed > 0) {
    const title = `$(warning) ${count('sent')} sent, ${failed} not sent`;
    return { title, command: 'sendAllMessages', argument: { uri: facts.uri }, tooltip: 'Send those that were not sent.' };
  }
  return { title: `Send All (${document.messages.length})`, command: 'sendAllMessages', argument: { uri: facts.uri } };
}

function lensesOf(message: Message, index: number, text: string, facts: LensFacts): Lens[] {
  const argument = { uri: facts.uri, index };
  const connection = message.connection?.value ?? facts.active;
  const topic = message.topic?.value;
  const state = facts.state(index, text);
  if (state.kind === 'sending') {
    return [{ title: `$(loading~spin) Sending to ${topic ?? 'the topic'}… Cancel`, command: 'cancelSending', argument }];
  }
  if (!facts.trusted) return [{ title: 'Trust this workspace to send', command: 'manageTrust' }];
  const errors = facts.errors(message.json.span);
  const [problem] = errors;
  if (problem !== undefined) {
    const title = `$(error) ${errors.length === 1 ? '1 problem' : `${errors.length} problems`}: fix to send`;
    return [...outcome(state), { title, command: 'revealProblem', argument: { uri: facts.uri, span: problem } }, newSample(argument)];
  }
  const peek: Lens[] = connection === undefined || topic === undefined ? [] : [peekTopic(connection, topic)];
  if (connection !== undefined && facts.access(connection) === 'read-only') {
    return [{ title: `${connection} is read-only: nothing is sent` }, ...peek];
  }
  return [...outcome(state), ...ready(message, connection, state, argument), ...(state.kind === 'ready' ? peek : [])];
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
      return [{ title: `$(error) Not sent: ${withoutStop(state.reason)}`, tooltip: state.reason }];
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

function ready(message: Message, connection: string | undefined, state: SendState, argument: object): Lens[] {
  const send = { command: 'sendMessage', argument } as const;
  if (state.kind !== 'ready') return [{ title: 'Send Again', ...send }];
  const topic = message.topic?.value;
  if (connection === undefined || topic === undefined) return [{ title: 'Choose Topic…', ...send }, newSample(argument)];
  const tombstone = message.value === undefined || message.value.kind === 'null';
  if (tombstone) return [{ title: `Send Tombstone to ${topic} (${connection})`, ...send }];
  return [{ title: `Send to ${topic} (${connection})`, ...send }, newSample(argument)];
}

function newSample(argument: object): Lens {
  return { title: 'New Sample', command: 'newSample', argument, tooltip: 'Replaces the value by another generated one.' };
}

function peekTopic(connection: string, topic: string): Lens {
  return { title: 'Peek Topic', command: 'peekTopicItem', argument: { connection, topic } };
}

function withoutStop(sentence: string): string {
  const short = withoutCapital(sentence).replace(/\.$/, '');
  return short.length > 120 ? `${short.slice(0, 119)}…` : short;
}
