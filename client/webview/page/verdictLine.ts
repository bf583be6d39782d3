import type { PartDetails, RecordAction } from '../recordsProtocol.ts';
import { toVerdict } from '../verdictText.ts';
import { button, element, icon } from './dom.ts';

export interface VerdictOptions {
  readonly can: (action: RecordAction) => boolean;
  readonly onRun: (action: RecordAction) => void;
  readonly onChooseProfile: () => void;
}

const marks: Readonly<Record<PartDetails['state'], readonly [icon: string, tone: string]>> = {
  exact: ['pass', 'c-ok'],
  guessed: ['question', 'c-warn'],
  text: ['pass', 'c-ok'],
  failed: ['error', 'c-error'],
  bytes: ['info', 'c-info'],
  null: ['circle-slash', ''],
};

/** What was found out about a part and how; `name` is that of a part that is not the value. */
export function renderVerdict(part: PartDetails, name: string | undefined, options: VerdictOptions): HTMLElement {
  const [mark, tone] = marks[part.state];
  const { word, rest } = toVerdict(part);
  const text = element('span', { class: 'grow' });
  if (name !== undefined) text.append(`${name}: `);
  if (word !== '') text.append(element('b', { text: word }), ' ');
  text.append(...withLink(rest, part, options));
  const made = element('div', { class: part.state === 'guessed' ? 'verdict guessed' : 'verdict' }, icon(mark, `s ${tone}`.trim()), text);
  if (part.state === 'guessed' && name === undefined) made.append(renderChoices(options));
  return made;
}

function renderChoices({ can, onRun, onChooseProfile }: VerdictOptions): HTMLElement {
  const choose = button('Choose…', { title: 'Choose how values of this topic are decoded', onClick: onChooseProfile });
  const use = { title: 'Keep this as the topic’s decode profile', attributes: { 'data-action': 'useForTopic' } };
  const useForTopic = button('Use for Topic', { ...use, onClick: () => onRun('useForTopic') });
  useForTopic.hidden = !can('useForTopic');
  return element('span', { class: 'buttons' }, choose, useForTopic);
}

/** The sentence with the schema's name as what opens it. */
function withLink(text: string, { schema }: PartDetails, { can, onRun }: VerdictOptions): (string | HTMLElement)[] {
  const name = schema?.subject !== undefined && schema.version !== undefined ? `${schema.subject} v${schema.version}` : undefined;
  const at = name === undefined || !can('openSchema') ? -1 : text.indexOf(name);
  if (name === undefined || at < 0) return [text];
  const link = element('button', { class: 'link m', title: 'Open the schema', onClick: () => onRun('openSchema') });
  link.type = 'button';
  link.append(element('span', { text: name }));
  return [text.slice(0, at), link, text.slice(at + name.length)];
}
