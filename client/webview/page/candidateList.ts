import type { CandidateView, Candidates, FromInspector } from '../inspectorProtocol.ts';
import { formatNumber, toVisible } from '../texts.ts';
import { button, element, icon } from './dom.ts';

/** The schemas that read all samples, best first: one can be tried, or kept for the topic. */
export function renderCandidates(candidates: Candidates, canUse: boolean, send: (message: FromInspector) => void): HTMLElement | undefined {
  switch (candidates.state) {
    case 'none':
      return undefined;
    case 'looking':
      return box(sentence('loading codicon-modifier-spin', 'Looking for schemas that fit…', ''));
    case 'failed':
      return box(sentence('warning', 'No other schema was tried.', candidates.reason));
    case 'found': {
      const { list, samples } = candidates;
      if (list.length === 0)
        return box(sentence('info', 'No other schema fits.', 'Those of the workspace and of the registry were tried.'));
      const all = samples === 1 ? 'these bytes' : `all ${formatNumber(samples, 'sample', 'samples')}`;
      const fit = list.length === 1 ? '1 schema consumes' : `${list.length} schemas consume`;
      const rows = list.map((one, index) => renderCandidate(one, index, canUse, send));
      const made = element('div', { class: 'cands', role: 'list', attributes: { 'aria-label': 'Schemas that fit' } }, ...rows);
      return box(sentence('info', `${fit} ${all} exactly.`, list.length === 1 ? '' : 'Best first.'), made);
    }
  }
}

function box(...children: readonly HTMLElement[]): HTMLElement {
  return element('div', { class: 'cand-box' }, ...children);
}

function sentence(name: string, text: string, more: string): HTMLElement {
  const words = element('span', { class: 'grow' }, element('b', { text }), more === '' ? '' : ` ${more}`);
  return element('div', { class: 'verdict', role: 'status' }, icon(name, 'c-info'), words);
}

function renderCandidate(one: CandidateView, index: number, canUse: boolean, send: (message: FromInspector) => void): HTMLElement {
  const { name, source, fits, samples, reason, preview, isTried } = one;
  const fit = element('span', { class: 'c-ok row fit' }, icon('check', 's'), `${fits} of ${samples}`);
  const head = element(
    'span',
    { class: 'row' },
    element('b', { class: 'm cut', text: name }),
    element('span', { class: 'dim', text: source }),
    fit,
  );
  const words = element(
    'span',
    { class: 'grow' },
    head,
    element('span', { class: 'm cut preview', text: toVisible(preview) }),
    element('span', { class: 'dim reason', text: reason }),
  );
  const show = button('Show Bytes', {
    attributes: { 'aria-label': `Show the bytes as ${name}`, 'aria-pressed': String(isTried) },
    onClick: () => send({ type: 'tryCandidate', index }),
  });
  const use = button('Use for Topic…', {
    class: index === 0 ? 'btn primary' : 'btn',
    attributes: { 'aria-label': `Use ${name} for the topic…` },
    onClick: () => send({ type: 'useCandidate', index }),
  });
  return element(
    'div',
    { class: isTried ? 'cand sel' : 'cand', role: 'listitem' },
    element('span', { class: 'dim', text: String(index + 1) }),
    words,
    element('span', { class: 'row' }, show, ...(canUse ? [use] : [])),
  );
}
