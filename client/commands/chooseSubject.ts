import { property } from '../../shared/schemaSettings.ts';
import { textName } from '../../shared/textNames.ts';
import { isOwnGlob, mappedSubjects, ownGlob } from '../baselines/mappedSubjects.ts';
import type { SubjectMatch } from '../cluster/registrySession.ts';
import type { SubjectMapping } from '../settings.ts';
import type { Choice, Place } from '../ui.ts';
import { chooseRegistry, registryNames } from './chooseRegistry.ts';
import { chooseSchemaFile, topFullname } from './chooseSchemaFile.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { askSteps } from './steps.ts';

const title = 'Choose Subject';

/** Says which subject of a registry a schema file belongs to: in the workspace's settings, so that a team shares it. */
export const chooseSubject: Command = {
  failure: "Can't choose the subject",
  create:
    (context) =>
    async (...args) => {
      const names = registryNames(context);
      const uri = await chooseSchemaFile(context, args, title);
      const [only] = names.length === 1 ? names : [];
      const { connection = '', chosen } = await askSteps<Draft>(
        [
          {
            applies: () => only === undefined,
            ask: async (draft, place) => ({
              ...draft,
              connection: await chooseRegistry(context, {
                title,
                names,
                place,
                first: draft.connection ?? context.baselines.chosen(uri)?.connection,
              }),
            }),
          },
          { ask: async (draft, place) => ({ ...draft, chosen: await pickSubject(context, uri, draft.connection ?? '', place) }) },
        ],
        { connection: only, chosen: undefined },
      );
      if (chosen !== undefined) await keep(context, uri, connection, chosen);
    },
};

interface Draft {
  readonly connection: string | undefined;
  readonly chosen: Chosen | undefined;
}

type Chosen =
  | { readonly kind: 'subject'; readonly subject: string }
  /** It is not to be compared with a subject at all. */
  | { readonly kind: 'none' }
  /** Takes away what a setting, or an earlier choice, says. */
  | { readonly kind: 'remove'; readonly mapping: SubjectMapping }
  | { readonly kind: 'forget' }
  | { readonly kind: 'settings' };

function pickSubject(context: CommandContext, uri: string, connection: string, place: Place): Promise<Chosen> {
  return failingAs(`Can't list the subjects of ${connection}`, connection, () =>
    context.ui.pick<Chosen>({
      title,
      placeholder: `Choose the subject that ${textName(uri)} belongs to`,
      place,
      async choices(signal) {
        const session = await context.registries.open(connection, { ask: true }, signal);
        const subjects = await session.listSubjects({ deleted: false }, signal);
        const fullname = await topFullname(context, uri, signal);
        const fitting = fullname === undefined ? [] : await context.baselines.fittingSubjects(connection, uri, fullname, signal);
        const fits = new Set(fitting.map(({ subject }) => subject));
        const others = subjects.filter(({ subject }) => !fits.has(subject));
        return [
          ...fitting.map((match) => fittingChoice(match, fullname ?? '')),
          ...others.map(({ subject }) => subjectChoice(subject, 'All Subjects')),
          ...endings(context, uri),
        ];
      },
      fromText: (text) => {
        const subject = text.trim();
        return subject === '' ? undefined : { ...subjectChoice(subject, undefined), description: 'new', icon: 'add' };
      },
      isInitial: (choice) => choice.kind === 'subject' && current(context, uri, connection) === choice.subject,
    }),
  );
}

function fittingChoice({ subject, version, strategy }: SubjectMatch, fullname: string): Choice<Chosen> {
  const how = strategy === 'other' ? '' : `${strategy}, `;
  return { ...subjectChoice(subject, `Subjects of ${fullname}`), description: `${how}version ${version}` };
}

function subjectChoice(subject: string, group: string | undefined): Choice<Chosen> {
  return { label: subject, icon: 'symbol-interface', value: { kind: 'subject', subject }, group };
}

/** The subject on this connection that counts now; undefined where none is said to. */
function current(context: CommandContext, uri: string, connection: string): string | undefined {
  const [active] = context.registries.list();
  const mapped = mappingsOf(context, uri)?.find((mapping) => (mapping.connection ?? active) === connection)?.subject;
  const chosen = context.baselines.chosen(uri);
  return mapped ?? (chosen?.connection === connection ? chosen.subject : undefined);
}

/** What takes away what is said already, and what says that there is none. */
function endings(context: CommandContext, uri: string): Choice<Chosen>[] {
  const group = 'Other';
  const mapped = mappingsOf(context, uri);
  const path = context.files.pathInFolder(uri);
  const isOwn = path !== undefined && [...context.settings.subjects(uri).keys()].some((glob) => isOwnGlob(glob, path));
  const chosen = context.baselines.chosen(uri);
  const choices: Choice<Chosen>[] = [];
  for (const mapping of isOwn ? (mapped ?? []) : []) {
    const where = mapping.connection === undefined ? '' : ` (${mapping.connection})`;
    const detail = `${textName(uri)} no longer belongs to it.`;
    choices.push({ label: `Remove ${mapping.subject}${where}`, detail, icon: 'trash', group, value: { kind: 'remove', mapping } });
  }
  if (mapped === undefined && chosen !== undefined) {
    const detail = 'The subject is found by the type again.';
    choices.push({ label: `Forget ${chosen.subject} (${chosen.connection})`, detail, icon: 'trash', group, value: { kind: 'forget' } });
  }
  if (mapped !== undefined && !isOwn) {
    const detail = 'A glob there names the subjects of this file and others.';
    choices.push({ label: 'Open Settings', detail, icon: 'settings-gear', group, value: { kind: 'settings' } });
  }
  if (canBeSet(context, uri) && mapped?.length !== 0) {
    const detail = 'The file is compared with no subject, whatever its type.';
    choices.push({ label: 'No Subject', detail, icon: 'circle-slash', group, value: { kind: 'none' } });
  }
  return choices;
}

function mappingsOf({ settings, files }: CommandContext, uri: string): readonly SubjectMapping[] | undefined {
  return mappedSubjects(settings.subjects(uri), files.pathInFolder(uri) ?? uri);
}

/** Whether the workspace's settings can say it: those of one that is not trusted don't count, and a file outside has no path there. */
function canBeSet(context: CommandContext, uri: string): boolean {
  return context.isTrusted() && context.files.pathInFolder(uri) !== undefined;
}

async function keep(context: CommandContext, uri: string, connection: string, chosen: Chosen): Promise<void> {
  const { baselines, ui } = context;
  const name = textName(uri);
  switch (chosen.kind) {
    case 'settings':
      return context.openSettings('subjects');
    case 'forget':
      await baselines.choose(uri, undefined);
      ui.showStatus(`The subject of ${name} is found by its type again.`);
      return;
    case 'remove':
      await setMappings(context, uri, (mappings) => mappings.filter((mapping) => !isSame(mapping, chosen.mapping)), 'remove');
      ui.showStatus(`${name} no longer belongs to ${chosen.mapping.subject}.`);
      return;
    case 'none':
      await setMappings(context, uri, () => [], 'keep');
      ui.showStatus(`${name} belongs to no subject now.`);
      return;
    case 'subject': {
      const { subject } = chosen;
      if (canBeSet(context, uri)) {
        const [active] = context.registries.list();
        // There is one for each environment.
        const others = (mapping: SubjectMapping): boolean => (mapping.connection ?? active) !== connection;
        await setMappings(context, uri, (mappings) => [...mappings.filter(others), { subject, connection }], 'keep');
        await baselines.choose(uri, undefined);
      } else {
        await baselines.choose(uri, { connection, subject });
      }
      ui.showStatus(`${name} belongs to ${subject} (${connection}) now.`);
      return;
    }
  }
}

function isSame(one: SubjectMapping, other: SubjectMapping): boolean {
  return one.subject === other.subject && one.connection === other.connection;
}

/** @param whenEmpty whether a list without a subject is kept: it says that the file has none */
async function setMappings(
  context: CommandContext,
  uri: string,
  change: (mappings: readonly SubjectMapping[]) => readonly SubjectMapping[],
  whenEmpty: 'keep' | 'remove',
): Promise<void> {
  const path = context.files.pathInFolder(uri) ?? uri;
  const mappings = change(mappingsOf(context, uri) ?? []).map(({ subject, connection }) => ({
    subject,
    ...(connection !== undefined && { connection }),
  }));
  await context.changeSetting('subjects', uri, (value) => {
    const before = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
    const kept = before.filter((glob) => !isOwnGlob(glob, path)).map((glob) => [glob, property(value, glob)] as const);
    const glob = before.find((each) => isOwnGlob(each, path)) ?? ownGlob(path);
    return Object.fromEntries(mappings.length === 0 && whenEmpty === 'remove' ? kept : [...kept, [glob, mappings]]);
  });
}
