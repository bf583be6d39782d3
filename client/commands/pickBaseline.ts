import type { GitRef } from '../baselines/gitRepository.ts';
import { refProblem } from '../baselines/gitRepository.ts';
import type { Choice, Place } from '../ui.ts';
import type { CommandContext } from './context.ts';

export interface PickBaselineOptions {
  readonly title: string;
  readonly placeholder: string;
  /** What is marked at first, as the setting has it. */
  readonly first?: string | undefined;
  /** Whether the registry is one of the choices. */
  readonly withRegistry: boolean;
  readonly place?: Place | undefined;
}

/**
 * Asks for a baseline that is no subject: a commit, branch or tag of git, a file or a folder.
 *
 * @returns as the setting `compatibility.baseline` has it
 */
export async function pickBaselineText(context: CommandContext, uri: string, options: PickBaselineOptions): Promise<string> {
  const { title, placeholder, first, withRegistry, place } = options;
  const picked = await context.ui.pick<string>({
    title,
    placeholder: `${placeholder}, or type a commit`,
    place,
    choices: async (signal) => {
      const registry: Choice<string> = { label: 'Registry', description: "each file's own subject", icon: 'database', value: 'registry' };
      return [...(withRegistry ? [registry] : []), ...gitChoices(await context.baselines.refsOf(uri, signal)), ...pathChoices(first)];
    },
    fromText: (text) => {
      const ref = text.trim();
      const isRef = refProblem(ref) === undefined;
      return isRef ? { label: ref, description: 'a commit, branch or tag of git', icon: 'git-commit', value: `git:${ref}` } : undefined;
    },
    isInitial: (text) => text === first,
  });
  if (picked === file) return askForFile(context, uri, title);
  return picked === folder ? settingPath(context, await context.ui.chooseFolder({ title, button: 'Compare with This Folder' })) : picked;
}

// No path of the settings is one of these.
const file = '\0file';
const folder = '\0folder';

function gitChoices(refs: readonly GitRef[]): Choice<string>[] {
  const choice = ({ name }: GitRef, icon: string, group: string): Choice<string> => ({ label: name, icon, group, value: `git:${name}` });
  const of = (kind: GitRef['kind']): readonly GitRef[] => refs.filter((ref) => ref.kind === kind);
  if (refs.length === 0) return [];
  return [
    { label: 'HEAD', description: 'the last commit', icon: 'git-commit', group: 'git', value: 'git:HEAD' },
    ...of('branch').map((ref) => choice(ref, 'git-branch', 'Branches')),
    ...of('tag').map((ref) => choice(ref, 'tag', 'Tags')),
    ...of('remoteBranch').map((ref) => choice(ref, 'cloud', 'Remote Branches')),
  ];
}

function pathChoices(first: string | undefined): Choice<string>[] {
  const group = 'Files';
  const isPath = first !== undefined && first !== 'registry' && !first.startsWith('git:');
  return [
    ...(isPath ? [{ label: first, description: 'as it is set', icon: 'file', group, value: first }] : []),
    { label: 'File…', description: 'another version of the schema', icon: 'file', group, value: file },
    { label: 'Folder…', description: 'a folder of versions', icon: 'folder', group, value: folder },
  ];
}

async function askForFile(context: CommandContext, uri: string, title: string): Promise<string> {
  const path = await context.ui.input({
    title,
    prompt: 'The path of a schema file, from the workspace folder',
    placeholder: 'schemas/orders.v1.avsc',
    browse: { title: 'Choose a Schema File', extensions: ['avsc'] },
    validate: (text) => (text.trim() === '' ? 'Enter a path.' : undefined),
  });
  const isWhole = path.startsWith('/') || /^[A-Za-z]:[/\\]/.test(path);
  return isWhole ? settingPath(context, context.files.resolve(path, uri)) : path.trim();
}

/** How the settings name a file or folder: by its path from the workspace folder where it is in one. */
function settingPath(context: CommandContext, uri: string): string {
  return context.files.pathInFolder(uri) ?? context.files.relativePath(uri);
}
