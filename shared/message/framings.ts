import { framingNames, type Framing } from '../wire/framings.ts';
import type { PartProfile } from '../wire/profile.ts';
import { schemaIdHeader } from '../wire/confluentHeader.ts';
import { messageFramings, type DefaultFraming, type MessageFraming } from './document.ts';

/** What the framings of messages are called where bytes are read. */
export const messageFramingNames = {
  'confluent-prefix': 'confluent-prefix',
  'confluent-prefix-guid': 'confluent-guid-prefix',
  'confluent-header': 'confluent-header',
  apicurio: 'apicurio-prefix',
  'apicurio-header': 'apicurio-header',
  glue: 'glue',
  'single-object': 'single-object',
  bare: 'bare',
  json: 'json',
  text: 'text',
  hex: 'none',
} as const satisfies Record<MessageFraming, Framing>;

/** Such as "Confluent prefix". */
export function framingTitle(framing: MessageFraming): string {
  const name = framing === 'hex' ? 'hex' : framingNames[messageFramingNames[framing]];
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Where a framing comes from that the document does not name: a clause. */
export const framingOrigins: Readonly<Record<DefaultFraming['from'], string>> = {
  profile: "From the topic's decode profile",
  registry: 'As the connection has a registry',
  'no-registry': 'As the connection has no registry',
};

/** The framing by which a message is written that is read as one of these; undefined where there is none but its bytes. */
export function toMessageFraming(framing: PartProfile['framing']): MessageFraming | undefined {
  return messageFramings.find((each) => each !== 'hex' && messageFramingNames[each] === framing);
}

/** The names of the headers that a framing adds to a record. */
export function headersOfFraming(framing: MessageFraming, part: 'key' | 'value'): readonly string[] {
  if (framing === 'confluent-header') return [schemaIdHeader(part)];
  return framing === 'apicurio-header' ? [`apicurio.${part}.contentId`, `apicurio.${part}.encoding`] : [];
}

/** Those by which a part is sent without a schema. */
export const asItStands: ReadonlySet<MessageFraming> = new Set<MessageFraming>(['json', 'text', 'hex']);

/** What is known of how a part is framed where its document does not say it. */
export interface FramingFacts {
  readonly part: 'key' | 'value';
  readonly topic: string | undefined;
  /** Of the topic's decode profile; undefined where there is none. */
  readonly profile: PartProfile['framing'] | undefined;
  readonly hasRegistry: boolean;
}

/** How a part is framed where its document does not say it: as the topic's decode profile reads it, else as its connection has it. */
export function defaultFraming({ part, topic, profile, hasRegistry }: FramingFacts): DefaultFraming {
  if (profile === undefined || profile === 'automatic') {
    return hasRegistry ? { name: 'confluent-prefix', from: 'registry' } : { name: 'bare', from: 'no-registry' };
  }
  const name = toMessageFraming(profile);
  if (name !== undefined) return { name, from: 'profile' };
  const as = profile === 'bytes' ? 'mere bytes' : framingNames[profile];
  const note = `The decode profile of ${topic ?? 'the topic'} reads its ${part}s as ${as}: give the bytes in hex, or add a "framing".`;
  return { name: 'hex', from: 'profile', note };
}
