import { escapeMarkdown } from '../../markdown.ts';
import type { Place, Proposal, Template } from './proposals.ts';
import { complexMeanings, shortestName } from './typeProposals.ts';

/** A new protocol, for a text that has none. */
export const protocolTemplates: Proposal[] = [
  {
    label: 'protocol',
    kind: 'template',
    meaning: 'Named types, and the messages that use them.',
    template: [
      '{\n\t"protocol": "',
      { hole: 'Name' },
      '",\n\t"namespace": "',
      { hole: 'com.example' },
      '",\n\t"types": [',
      { hole: '' },
      '],\n\t"messages": {}\n}',
    ],
  },
];

const fields: Template = ['",\n\t"fields": [\n\t\t{ "name": "', { hole: 'field' }, '", "type": "', { hole: 'string' }, '" }\n\t]\n}'];

/** What can stand in a protocol's `types`. */
export const definitionTemplates: Proposal[] = [
  definition('record', complexMeanings.record, ['{\n\t"type": "record",\n\t"name": "', { hole: 'Name' }, ...fields]),
  definition('error', 'A record that messages can fail with.', ['{\n\t"type": "error",\n\t"name": "', { hole: 'Name' }, ...fields]),
  definition('enum', complexMeanings.enum, [
    '{ "type": "enum", "name": "',
    { hole: 'Name' },
    '", "symbols": ["',
    { hole: 'FIRST' },
    '"] }',
  ]),
  definition('fixed', complexMeanings.fixed, ['{ "type": "fixed", "name": "', { hole: 'Name' }, '", "size": ', { hole: '16' }, ' }']),
];

function definition(label: string, meaning: string, template: Template): Proposal {
  return { label, kind: 'template', template, meaning };
}

/** What can stand in a message's `request`. */
export const parameterTemplates: Proposal[] = [
  {
    label: 'parameter',
    kind: 'template',
    template: ['{ "name": "', { hole: 'name' }, '", "type": "', { hole: 'string' }, '" }'],
    detail: 'a parameter of the message',
  },
];

/** The values of `one-way`. */
export const flagProposals: Proposal[] = ['true', 'false'].map((label) => ({ label, kind: 'value', template: [label] }));

const messageTemplates: readonly { readonly label: string; readonly detail: string; readonly value: Template }[] = [
  {
    label: 'message',
    detail: 'a message with an answer',
    value: ['{\n\t"request": [', { hole: '' }, '],\n\t"response": "', { hole: 'null' }, '"\n}'],
  },
  {
    label: 'one-way message',
    detail: 'a message that nobody answers',
    value: ['{\n\t"request": [', { hole: '' }, '],\n\t"response": "null",\n\t"one-way": true\n}'],
  },
];

/** New messages, or their values where their names are there. */
export function proposeMessages(slot: 'name' | 'value', hasColon: boolean): Proposal[] {
  if (slot === 'name' && hasColon) return [];
  return messageTemplates.map(({ label, detail, value }) => ({
    label,
    kind: 'template',
    detail,
    template: slot === 'value' ? value : ['"', { hole: 'name' }, '": ', ...value],
  }));
}

/** The errors that the text defines. */
export function proposeErrors(place: Place): Proposal[] {
  return [...place.parsed.definitions].flatMap(([fullname, schema]) => {
    const name = schema.type === 'record' && schema.isError ? shortestName(fullname, schema, place) : undefined;
    if (name === undefined) return [];
    const meaning = schema.doc === undefined ? {} : { meaning: escapeMarkdown(schema.doc) };
    return [{ label: name, kind: 'record', template: [JSON.stringify(name)], detail: 'error', ...meaning }];
  });
}
