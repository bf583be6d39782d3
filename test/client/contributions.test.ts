import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { commands } from '../../client/commands/index.ts';
import { baselineScheme, derivedScheme, registryScheme } from '../../shared/protocol.ts';
import packageJson from '../../package.json' with { type: 'json' };

const { contributes } = packageJson;
const prefix = 'avroWorkbench.';
const contributed = contributes.commands.map(({ command }) => command.slice(prefix.length));
const menus: readonly { readonly command?: string; readonly submenu?: string; readonly when?: string }[] = Object.values(
  contributes.menus,
).flat();

test('contributions: every command that is contributed exists, and the other way round', () => {
  assert.deepEqual([...contributed].sort(), Object.keys(commands).sort());
});

test('contributions: titles are in Title Case, in the category Avro, and do not repeat it', () => {
  for (const { title, category } of contributes.commands) {
    assert.equal(category, 'Avro');
    assert.doesNotMatch(title, /\bAvro\b|\.\.\.|!/);
    for (const word of title.replace('…', '').split(' ')) assert.match(word, /^(?:[A-Z]|as$|by$|from$|in$|of$|on$|or$|to$|with$)/, title);
  }
});

test('contributions: menus and keys name commands and submenus that exist', () => {
  for (const { command, submenu } of [
    ...menus,
    ...contributes.keybindings.map(({ command: id }) => ({ command: id, submenu: undefined })),
  ]) {
    if (command !== undefined) assert.ok(contributed.includes(command.slice(prefix.length)), command);
    if (submenu !== undefined) assert.ok(contributes.submenus.some(({ id }) => id === submenu));
  }
});

test("contributions: commands of a view's items are not in the palette", () => {
  const hidden = contributes.menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command.slice(prefix.length));
  // These stand in the title of the view that they arrange, and do nothing without it.
  const arranging = [
    'filterSubjects',
    'clearSubjectFilter',
    'groupSubjects',
    'ungroupSubjects',
    'showDeletedSubjects',
    'hideDeletedSubjects',
  ];
  // A page's rows have them in their menu.
  const ofRows = ['openRecord', 'reproduceRecord', 'inspectBytes'];
  for (const id of contributed) {
    const isHidden = id.endsWith('Item') || id === 'copyName' || arranging.includes(id) || ofRows.includes(id);
    assert.equal(hidden.includes(id), isHidden, id);
  }
});

test('contributions: the palette offers nothing for connections where there are none', () => {
  const palette = new Map(contributes.menus.commandPalette.map(({ command, when }) => [command.slice(prefix.length), when]));
  for (const id of ['editConnection', 'removeConnection', 'selectConnection', 'connect', 'disconnect', 'forgetSecrets', 'peekTopic']) {
    assert.equal(palette.get(id), '!avroWorkbench.noConnections');
  }
  for (const id of ['addConnection', 'decodeBytes', 'refreshClusters', 'restartServer', 'showOutput', 'produceSample']) {
    assert.equal(palette.get(id), undefined, id);
  }
});

/** Whether the menu of an item of a view offers a command. */
function offers(command: string, view: string, contextValue: string, inline: boolean): boolean {
  return contributes.menus['view/item/context'].some(({ command: id, when, group }) => {
    const [, ofView, pattern] = /^view == avroWorkbench\.(\w+) && viewItem =~ \/(.*)\/$/.exec(when) ?? [];
    assert.ok(pattern !== undefined, when);
    const isOffered = ofView === view && new RegExp(pattern).test(contextValue);
    return id === prefix + command && group.startsWith('inline') === inline && isOffered;
  });
}

const diagnosing = ['diagnoseTopicItem', 'continueInSpark'];
const readingTopic = ['peekTopicItem', 'peekTopicFrom', 'peekTopicLive'];
const readingVersion = ['openVersion', 'compareWithVersion', 'compareVersions', 'produceSample', 'tryOnMessages', 'copyName'];
const readingSubject = [...readingVersion, 'importHistory'];
const writingSubject = ['setCompatibilityLevel', 'deleteSubject'];

for (const { view = 'clusters', contextValue, inline, menu } of [
  {
    contextValue: 'connection+writable+active',
    inline: ['connect'],
    menu: ['createTopic', 'connect', 'editConnection', 'forgetSecrets', 'removeConnection', 'copyName'],
  },
  { contextValue: 'connection', inline: ['connect'], menu: ['connect', 'editConnection', 'forgetSecrets', 'removeConnection', 'copyName'] },
  {
    contextValue: 'connection+connecting+writable',
    inline: ['cancelConnectItem'],
    menu: ['createTopic', 'cancelConnectItem', 'editConnection', 'forgetSecrets', 'removeConnection', 'copyName'],
  },
  {
    contextValue: 'connection+connected+active',
    inline: ['disconnect'],
    menu: ['disconnect', 'editConnection', 'forgetSecrets', 'removeConnection', 'copyName'],
  },
  { contextValue: 'connection+invalid', inline: [], menu: ['editConnection', 'forgetSecrets', 'removeConnection', 'copyName'] },
  {
    contextValue: 'topic+writable+compacted',
    inline: ['peekTopicItem', 'produceSample'],
    menu: [...readingTopic, ...diagnosing, 'reframeTopic', 'setDecodeProfile', 'produceSample', 'copyName'],
  },
  { contextValue: 'topic', inline: ['peekTopicItem'], menu: [...readingTopic, ...diagnosing, 'setDecodeProfile', 'copyName'] },
  { contextValue: 'topic+internal', inline: ['peekTopicItem'], menu: [...readingTopic, ...diagnosing, 'setDecodeProfile', 'copyName'] },
  { contextValue: 'topics+internal', inline: [], menu: [] },
  { contextValue: 'partition', inline: ['peekTopicItem'], menu: readingTopic },
  { contextValue: 'error+retry', inline: ['retryItem'], menu: ['retryItem'] },
  { contextValue: 'error', inline: [], menu: [] },
  { contextValue: 'note', inline: [], menu: [] },
  {
    view: 'registries',
    contextValue: 'registry+writable',
    inline: ['findSchemaById'],
    menu: ['setCompatibilityLevel', 'exportHistory', 'editConnection', 'copyName'],
  },
  { view: 'registries', contextValue: 'registry', inline: ['findSchemaById'], menu: ['editConnection', 'copyName'] },
  { view: 'registries', contextValue: 'subjectGroup', inline: [], menu: [] },
  {
    view: 'registries',
    contextValue: 'subject+writable+drift+value',
    inline: ['compareWithVersion'],
    menu: [...readingSubject, ...writingSubject],
  },
  { view: 'registries', contextValue: 'subject+writable+key', inline: [], menu: [...readingSubject, ...writingSubject] },
  { view: 'registries', contextValue: 'subject', inline: [], menu: readingSubject },
  { view: 'registries', contextValue: 'subject+writable+value+deleted', inline: [], menu: ['openVersion', 'deleteSubject', 'copyName'] },
  { view: 'registries', contextValue: 'version+latest+writable', inline: ['compareVersions'], menu: [...readingVersion, 'deleteVersion'] },
  { view: 'registries', contextValue: 'version', inline: ['compareVersions'], menu: readingVersion },
  { view: 'registries', contextValue: 'version+deleted+writable', inline: [], menu: ['openVersion', 'deleteVersion', 'copyName'] },
  { view: 'registries', contextValue: 'reference', inline: [], menu: [] },
  { view: 'registries', contextValue: 'error+retry', inline: ['retryRegistryItem'], menu: [] },
  { view: 'registries', contextValue: 'action', inline: [], menu: [] },
]) {
  test(`contributions: what ${contextValue} of ${view} offers`, () => {
    assert.deepEqual(contributed.filter((id) => offers(id, view, contextValue, true)).sort(), [...inline].sort());
    assert.deepEqual(contributed.filter((id) => offers(id, view, contextValue, false)).sort(), [...menu].sort());
  });
}

test('contributions: no setting is a secret, and nothing that connects comes from an untrusted workspace', () => {
  const settings = contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  assert.ok(settings.every((id) => id.startsWith(prefix)));
  assert.doesNotMatch(JSON.stringify(contributes.configuration), /"(?:password|token|passphrase|secret)"/i);
  assert.deepEqual(packageJson.capabilities.untrustedWorkspaces.restrictedConfigurations, [
    'avroWorkbench.connections',
    'avroWorkbench.subjects',
    'avroWorkbench.compatibility.baseline',
    'avroWorkbench.masks',
    'avroWorkbench.decodeProfiles',
    'avroWorkbench.produce.autoRegister',
  ]);
});

test('contributions: the setting for subjects says what its keys and an empty list mean', () => {
  const settings = contributes.configuration.flatMap(({ properties }) => Object.entries<unknown>(properties));
  const [, subjects] = settings.find(([id]) => id === 'avroWorkbench.subjects') ?? [];
  assert.match(JSON.stringify(subjects), /own path as a key.*counts alone.*empty list says that a file belongs to no subject/);
});

test('contributions: a document that shows a version can be opened before anything else of the extension is', () => {
  // Also of content providers VS Code says that a file system is wanted.
  for (const scheme of [registryScheme, baselineScheme, derivedScheme]) {
    assert.ok(packageJson.activationEvents.includes(`onFileSystem:${scheme}`), scheme);
  }
});

test('contributions: the files that are named exist', () => {
  const named = [
    packageJson.icon,
    ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
    ...contributes.languages.map(({ configuration }) => configuration),
    ...contributes.grammars.map(({ path }) => path),
  ];
  for (const file of named) assert.ok(existsSync(new URL(`../../${file}`, import.meta.url)), file);
});
