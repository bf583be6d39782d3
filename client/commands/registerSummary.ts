import { textName } from '../../shared/textNames.ts';
import type { Choice, Place } from '../ui.ts';
import type { CommandContext } from './context.ts';
import type { PlannedReference, RegisterPlan } from './registerPlan.ts';

/** What the user chose in the summary. */
export type SummaryAction = 'register' | 'problems' | 'compare' | 'level' | 'normalize' | 'refusal';

/** A line that only tells something leads nowhere. */
type Line = Choice<SummaryAction | 'nothing'>;

/**
 * Shows what would be registered and what is known of it, and asks whether to do so.
 *
 * @throws an `AbortError` where the user gives up; a `WentBack`
 */
export async function askToRegister(context: CommandContext, plan: RegisterPlan, title: string, place: Place): Promise<SummaryAction> {
  for (;;) {
    const action = await context.ui.pick({ title, placeholder: question(plan), choices: summaryOf(plan), place });
    if (action !== 'nothing') return action;
  }
}

/** Whether the registry would refuse it, so that it can't be registered: by its own word, and by its rules where it can't tell. */
export function isRefused({ registry, level, references, local }: RegisterPlan): boolean {
  if (references.some(({ refusal }) => refusal !== undefined)) return true;
  return level.level !== 'NONE' && (registry.kind === 'refuses' || (registry.kind === 'unasked' && breaksByOurRules(local)));
}

/** Whether it breaks readers or data, though the registry would take it. */
export function isBreaking({ local, registry }: RegisterPlan): boolean {
  return breaksByOurRules(local) || registry.kind === 'refuses';
}

function breaksByOurRules(local: RegisterPlan['local']): boolean {
  return local?.state === 'breaks-reader' || local?.state === 'breaks-writer';
}

function question({ schema, subject, latest }: RegisterPlan): string {
  return latest === undefined
    ? `Register ${schema.label} as the first version of ${subject}?`
    : `Register ${schema.label} as a new version of ${subject}?`;
}

/** What is to be done first, then what speaks for it and against it. */
function summaryOf(plan: RegisterPlan): Line[] {
  const { latest } = plan;
  const compare: Line[] =
    latest === undefined ? [] : [{ label: `Compare with Version ${latest}`, icon: 'diff', group: 'More', value: 'compare' }];
  return [registerLine(plan), ...verdictLines(plan), ...goesWith(plan), ...compare, normalizeLine(plan)];
}

function registerLine(plan: RegisterPlan): Line {
  const { asWhole, subject, latest, schema, references } = plan;
  if (isRefused(plan)) {
    const refused = references.find(({ refusal }) => refusal !== undefined);
    const detail =
      refused === undefined
        ? `So it can't be registered under ${subject}.`
        : `It needs ${refused.label}, which can't be registered under ${refused.subject}.`;
    return { label: 'The Registry Would Refuse It', icon: 'error', detail, value: refused === undefined ? 'refusal' : 'nothing' };
  }
  const notes = [
    ...(schema.unsaved.length === 0 ? [] : [`${listed(schema.unsaved)} as the editor shows it, which is not saved.`]),
    ...(plan.local?.state === 'same' && latest !== undefined ? [`It means the same as version ${latest}.`] : []),
  ];
  return {
    label: asWhole === undefined ? 'Register' : 'Register as One Text',
    description: latest === undefined ? `${subject}, a new subject` : `${subject}, after version ${latest}`,
    detail: notes.length === 0 ? undefined : notes.join(' '),
    icon: isBreaking(plan) ? 'warning' : 'cloud-upload',
    value: 'register',
  };
}

const verdictGroup = 'Compatibility';

function verdictLines(plan: RegisterPlan): Line[] {
  const { local, level, subject, mode, latest } = plan;
  const breaks = breaksByOurRules(local);
  const lines: Line[] = [];
  if (local !== undefined) {
    lines.push({
      label: local.text,
      description: 'checked here',
      detail: local.detail,
      icon: breaks ? 'error' : 'check',
      group: verdictGroup,
      value: breaks ? 'problems' : 'nothing',
    });
  }
  lines.push(...registryLine(plan));
  const nothingToCheck = latest === undefined ? 'there is no version yet that it could break' : undefined;
  lines.push({
    label: `Level ${level.level}`,
    description: [level.isOwn ? `set for ${subject}` : "the registry's own", nothingToCheck].filter(Boolean).join('; '),
    icon: 'law',
    group: verdictGroup,
    value: 'level',
  });
  if (mode !== undefined && mode !== 'READWRITE') {
    const detail = 'The registry may refuse every new version.';
    lines.push({ label: `Mode ${mode}`, detail, icon: 'lock', group: verdictGroup, value: 'nothing' });
  }
  return lines;
}

function registryLine({ registry, level }: RegisterPlan): Line[] {
  const group = verdictGroup;
  switch (registry.kind) {
    case 'agrees':
      return [{ label: 'The registry finds it compatible', icon: 'check', group, value: 'nothing' }];
    case 'refuses': {
      const allowed = level.level === 'NONE';
      const label = allowed ? 'The registry finds it incompatible, but its level allows it' : 'The registry finds it incompatible';
      return [
        {
          label,
          detail: registry.text === '' ? undefined : registry.text,
          icon: allowed ? 'warning' : 'error',
          group,
          value: 'refusal',
        },
      ];
    }
    case 'unasked':
      return registry.reason === undefined
        ? []
        : [{ label: 'The registry could not check it', detail: registry.reason, icon: 'question', group, value: 'nothing' }];
  }
}

function goesWith({ references, asWhole, schema }: RegisterPlan): Line[] {
  const group = 'Goes with It';
  if (asWhole !== undefined) {
    const others = schema.files.slice(0, -1).map(({ uri }) => textName(uri));
    const label = others.length === 0 ? 'The types of other files, in the same text' : `The types of ${listed(others)}, in the same text`;
    return [{ label, detail: asWhole, icon: 'references', group, value: 'nothing' }];
  }
  return references.map((reference) => ({ ...referenceLine(reference), group, value: 'nothing' }));
}

function referenceLine({ subject, label, registered, refusal }: PlannedReference): Pick<Line, 'label' | 'description' | 'detail' | 'icon'> {
  if (registered?.version !== undefined) {
    return { label: `${subject} version ${registered.version}`, description: `${label}, which is registered already`, icon: 'check' };
  }
  if (refusal !== undefined) return { label: subject, description: `${label}, which would be refused`, detail: refusal, icon: 'error' };
  return { label: subject, description: `${label}, which is registered first`, icon: 'cloud-upload' };
}

function normalizeLine({ normalize }: RegisterPlan): Line {
  const label = normalize ? 'Normalized by the registry' : 'Not normalized by the registry';
  return { label, description: 'avroWorkbench.registry.normalize', icon: 'gear', group: 'More', value: 'normalize' };
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
