import { framingOf, plannedFraming } from '../../shared/message/check.ts';
import type { Message, MessageFraming } from '../../shared/message/document.ts';
import { framingOrigins, framingTitle } from '../../shared/message/framings.ts';
import type { FoundSchema } from './messageSchemas.ts';

/** What the language status says of a message. */
export interface MessageStatus {
  /** Such as `orders on local, orders-value v7, Confluent prefix`. */
  readonly text: string;
  /** Where each of them comes from. */
  readonly detail: string;
}

export interface MessageStatusFacts {
  /** The connection that a message without one is sent on. */
  readonly active: string | undefined;
  /** Of the value. */
  readonly found: FoundSchema;
  /** Whether the topic's decode profile names the schema of its values. */
  readonly isByProfile: boolean;
}

const asItStands: ReadonlySet<MessageFraming> = new Set<MessageFraming>(['json', 'text', 'hex']);

/** How a message is going to be sent, as far as that is known. */
export function messageStatus(message: Message, facts: MessageStatusFacts): MessageStatus {
  const { active, found } = facts;
  const connection = message.connection?.value ?? active;
  const topic = message.topic?.value;
  const target = `${topic ?? 'no topic yet'}${connection === undefined ? ', no connection' : ` on ${connection}`}`;
  const from = [`${message.connection === undefined ? 'The active connection' : 'The connection by the message'}.`];
  const { value } = message;
  if (value === undefined || value.kind === 'null') return { text: `${target}, tombstone`, detail: from.join(' ') };
  const framing = plannedFraming(message, 'value', found.found ? { found: true, framing: found.framing } : found);
  const origin = framingOf(message, 'value') === undefined ? found.framing?.from : undefined;
  const framingFrom = origin === undefined ? 'The framing by the message' : `The framing ${withoutCapital(framingOrigins[origin])}`;
  if (asItStands.has(framing)) return { text: `${target}, ${framingTitle(framing)}`, detail: [...from, `${framingFrom}.`].join(' ') };
  const schema = found.found ? found.schema.label : 'no schema';
  const detail = [...from, found.found ? schemaOrigin(message, facts) : (found.reason ?? 'The topic has no schema.'), `${framingFrom}.`];
  return { text: `${target}, ${schema}, ${framingTitle(framing)}`, detail: detail.join(' ') };
}

function schemaOrigin({ valueSchema }: Message, { isByProfile }: MessageStatusFacts): string {
  if (valueSchema !== undefined && valueSchema.value.kind !== 'latest') return 'The schema by the message.';
  return isByProfile && valueSchema === undefined
    ? "The schema from the topic's decode profile."
    : "The latest schema of the topic's subject.";
}

function withoutCapital(clause: string): string {
  return clause.charAt(0).toLowerCase() + clause.slice(1);
}
