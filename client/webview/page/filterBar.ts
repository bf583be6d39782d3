import type { FilterMistake } from '../../../shared/filter/filter.ts';
import { filterExamples } from '../../../shared/filter/filterExamples.ts';
import type { FromPage, RecordsState } from '../recordsProtocol.ts';
import { toMistakeText } from '../mistakeText.ts';
import { element, icon, iconButton, roveAcross } from './dom.ts';
import { createCompletionList, toCompletions, type Completion } from './filterCompletion.ts';
import { toFiltersMenu } from './filtersMenu.ts';
import { attachPopover } from './popover.ts';

export interface FilterBarOptions {
  readonly send: (message: FromPage) => void;
  readonly onShowUndecoded: (isShown: boolean) => void;
  /** Gives the focus back to the table. */
  readonly onLeave: () => void;
}

export interface FilterBar {
  readonly element: HTMLElement;
  draw(state: RecordsState): void;
  /** What the host found out about the text that it was asked for. */
  readonly accept: (answer: { readonly ask: number; readonly mistake: FilterMistake | undefined }) => void;
  /** Puts the cursor into the filter. */
  readonly focus: () => void;
}

const example = 'value.amount > 990 && value.status == "PAID"';
/** Typing rests so long before the text is checked. */
const checkAfterMs = 150;
const lineHeight = 22;
const mostLines = 3;

/** The filter: CEL over records, checked while it is typed, read with by Enter. */
export function createFilterBar(options: FilterBarOptions): FilterBar {
  const { send } = options;
  let state: RecordsState | undefined;
  const field = createField();
  const clear = iconButton('close', 'Clear the filter', { onClick: () => replace('', true) });
  const save = iconButton('save', 'Save this filter', {
    title: 'Save this filter…',
    onClick: () => send({ type: 'saveFilter', text: field.value }),
  });
  const saved = iconButton('chevron-down', 'Saved filters and examples', { title: 'Saved filters and examples (Alt+Down)' });
  const hint = element(
    'span',
    { class: 'enter', attributes: { 'aria-hidden': 'true' } },
    element('span', { class: 'kbd', text: 'Enter' }),
    ' reads',
  );
  const mistakeLine = element('div', { class: 'mistake', attributes: { id: 'filter-mistake', 'aria-live': 'polite' } });
  mistakeLine.hidden = true;
  const box = element('div', { class: 'box' }, icon('filter', 's dim'), field, hint, clear, save, saved, mistakeLine);
  const undecoded = createCheck('Show undecoded', () => options.onShowUndecoded(state?.view.showUndecoded === false));
  undecoded.title = 'A record that could not be decoded cannot be tested by a filter on its value. On: it is shown all the same.';
  const eg = element('span', { class: 'eg dim' }, 'e.g. ', element('span', { class: 'm', text: example }));
  const bar = element(
    'div',
    { class: 'bar filter', role: 'group', attributes: { 'aria-label': 'Filter' } },
    box,
    eg,
    element('span', { class: 'vsep' }),
    undecoded,
  );
  const list = createCompletionList(field, (completion) => insert(field, completion, onInput));
  const checker = createChecker(field, send, (mistake) => showMistake(field, mistakeLine, mistake));
  const offer = (isAsked: boolean) => {
    const { value, selectionStart } = field;
    list.show(toCompletions(value, selectionStart, state?.fieldPaths ?? []), isAsked);
  };
  const redraw = () => {
    fit(field);
    const isDirty = field.value !== (state?.settings.filter ?? '');
    box.classList.toggle('dirty', isDirty);
    hint.hidden = !isDirty;
    clear.hidden = field.value === '';
    save.hidden = field.value === '';
  };
  const onInput = () => {
    redraw();
    checker.later();
    offer(false);
  };
  const replace = (text: string, isRead: boolean) => {
    field.value = text;
    list.close();
    redraw();
    field.focus();
    if (isRead) submit();
    else checker.later();
  };
  const submit = () => {
    list.close();
    checker.whenRight((filter) => send({ type: 'read', changes: { filter } }));
  };
  attachPopover(saved, (close) => ({
    ...toFiltersMenu(
      state?.savedFilters ?? [],
      filterExamples(state?.fieldPaths ?? []).map(({ title, filter }) => ({ name: title, text: filter })),
      (text) => {
        close();
        replace(text, false);
      },
    ),
    // The cursor belongs into the text.
    onClose: () => document.activeElement === saved && field.focus(),
  }));
  field.addEventListener('input', onInput);
  field.addEventListener('keydown', (event) => onKey(event, { field, list, saved, offer, submit, onLeave: options.onLeave }));
  // The buttons of this bar are one stop together with the text, which comes first whenever somebody comes by.
  roveAcross(bar, 'textarea, button');
  bar.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && bar.contains(relatedTarget)) return;
    for (const item of bar.querySelectorAll<HTMLElement>('button')) item.tabIndex = -1;
    field.tabIndex = 0;
  });
  new ResizeObserver(() => fit(field)).observe(box);
  return {
    element: bar,
    draw(next) {
      const before = state;
      state = next;
      // A filter that came from elsewhere, such as from a cell's menu, replaces what stands there.
      if (before?.settings.filter !== next.settings.filter && field.value !== next.settings.filter) {
        field.value = next.settings.filter;
        checker.later();
      }
      undecoded.setAttribute('aria-checked', String(next.view.showUndecoded));
      redraw();
    },
    accept: checker.accept,
    focus() {
      field.focus();
      field.select();
    },
  };
}

function createField(): HTMLTextAreaElement {
  const field = element('textarea', {
    attributes: {
      'aria-label': 'Filter in CEL. Enter reads again.',
      'aria-autocomplete': 'list',
      'aria-multiline': 'false',
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      placeholder: `Filter in CEL, e.g. ${example}`,
    },
  });
  field.rows = 1;
  return field;
}

/** A checkbox that is one of the stops of its bar. */
function createCheck(label: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { class: 'opt', role: 'checkbox', onClick }, element('span', { class: 'tick' }, icon('check')), label);
  made.type = 'button';
  return made;
}

/** As many lines as there are, three at most. */
function fit(field: HTMLTextAreaElement): void {
  field.style.height = `${lineHeight}px`;
  const lines = Math.max(1, Math.min(mostLines, Math.round(field.scrollHeight / lineHeight)));
  field.style.height = `${lines * lineHeight}px`;
  field.classList.toggle('scrolls', field.scrollHeight > mostLines * lineHeight + 2);
}

function insert(field: HTMLTextAreaElement, { insert: text, start, end }: Completion, onInput: () => void): void {
  field.setRangeText(text, start, end, 'end');
  onInput();
}

function showMistake(field: HTMLTextAreaElement, line: HTMLElement, mistake: FilterMistake | undefined): void {
  const text = mistake === undefined ? '' : toMistakeText(field.value, mistake);
  line.hidden = mistake === undefined;
  if (line.textContent !== text) line.textContent = text;
  field.setAttribute('aria-invalid', String(mistake !== undefined));
  if (mistake === undefined) field.removeAttribute('aria-describedby');
  else field.setAttribute('aria-describedby', line.id);
}

interface Checker {
  later(): void;
  readonly accept: (answer: { readonly ask: number; readonly mistake: FilterMistake | undefined }) => void;
  /** Goes on once the text is found to be right; else it leads to the mistake. */
  whenRight(run: (text: string) => void): void;
}

/** Asks the host about the text, one question for each rest; answers to older questions are thrown away. */
function createChecker(
  field: HTMLTextAreaElement,
  send: (message: FromPage) => void,
  onResult: (mistake: FilterMistake | undefined) => void,
): Checker {
  let ask = 0;
  let timer: number | undefined;
  let answered: { readonly text: string; readonly mistake: FilterMistake | undefined } = { text: '', mistake: undefined };
  let asked: string | undefined;
  let waiting: ((text: string) => void) | undefined;
  const check = () => {
    window.clearTimeout(timer);
    const text = field.value;
    if (text.trim() === '') {
      settle({ text, mistake: undefined });
      return;
    }
    if (asked === text) return;
    asked = text;
    send({ type: 'checkFilter', ask: ++ask, text });
  };
  const settle = (answer: typeof answered) => {
    answered = answer;
    asked = undefined;
    onResult(answer.mistake);
    const run = waiting;
    waiting = undefined;
    if (!run) return;
    if (!answer.mistake) run(answer.text.trim() === '' ? '' : answer.text);
    else field.setSelectionRange(answer.mistake.start, Math.max(answer.mistake.start, answer.mistake.end));
  };
  return {
    later() {
      waiting = undefined;
      window.clearTimeout(timer);
      timer = window.setTimeout(check, checkAfterMs);
    },
    accept(answer) {
      if (answer.ask === ask && asked === field.value) settle({ text: asked, mistake: answer.mistake });
    },
    whenRight(run) {
      waiting = run;
      if (answered.text === field.value) settle(answered);
      else check();
    },
  };
}

interface KeyTargets {
  readonly field: HTMLTextAreaElement;
  readonly list: ReturnType<typeof createCompletionList>;
  readonly saved: HTMLElement;
  readonly offer: (isAsked: boolean) => void;
  readonly submit: () => void;
  readonly onLeave: () => void;
}

function onKey(event: KeyboardEvent, { field, list, saved, offer, submit, onLeave }: KeyTargets): void {
  // An input method's own Enter ends its word.
  if (event.isComposing) return;
  const { key } = event;
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
  if (list.onKey(event)) event.stopPropagation();
  else if (key === 'Enter' && isPlain && !event.shiftKey) submit();
  else if (key === 'ArrowDown' && event.altKey) saved.click();
  else if (key === ' ' && (event.ctrlKey || event.metaKey)) offer(true);
  else if (key === 'Escape') onLeave();
  else {
    // The arrows, Home and End are the text's, until it ends: behind it come the buttons.
    const isAtEnd = field.selectionStart === field.selectionEnd && field.selectionEnd === field.value.length;
    if (!(key === 'ArrowRight' && isPlain && !event.shiftKey && isAtEnd)) {
      if (key !== 'Tab' && key !== 'F1' && key !== 'F6') event.stopPropagation();
    }
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
