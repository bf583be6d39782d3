import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { targetIds, targets } from '../../../../shared/avro/portability/targets.ts';
import { traitGroups } from '../../../../shared/avro/portability/traits.ts';
import type { Trait } from '../../../../shared/avro/portability/traits.ts';
import { readMeasured } from '../../../portability/measure.ts';
import { probes } from '../../../portability/probes.ts';

const root = new URL('../../../../', import.meta.url);

const titles: Readonly<Record<keyof typeof traitGroups, string>> = {
  text: 'Text',
  names: 'Names',
  aliases: 'Aliases',
  types: 'Types',
  logicalTypes: 'Logical types',
  defaults: 'Defaults',
};

function page(): string {
  const { targets: measured } = readMeasured();
  const software = targetIds.map((id) => {
    const { description } = targets[id];
    return `| \`${id}\` | ${description} | ${measured[id]?.software ?? ''} | ${measured[id]?.date ?? ''} |`;
  });
  const groups = Object.entries(traitGroups).map(([group, own]) => {
    const rows = Object.values<Trait>(own).map(row);
    return `### ${titles[group as keyof typeof traitGroups]}\n\n${header}\n${rows.join('\n')}`;
  });
  return `# What software makes of schemas

Software that reads Avro disagrees about what a schema may be. \`avroWorkbench.targets\` names the software that must read yours: what it refuses, or takes for something else, is then a finding of [\`portability\`](rules.md#portability).

\`\`\`json
"avroWorkbench.targets": ["java-1.11", "spark", "fastavro"]
\`\`\`

## Targets

| id | what it is | measured | on |
| --- | --- | --- | --- |
${software.join('\n')}

All of this was measured, with ${probes.length} schemas of which each has one thing that software could treat differently: \`npm run measure\` does it again, and \`test/portability/measured.json\` holds every verdict with its reason.

## What they refuse and what they drop

Everything here is parsed by Java's Avro 1.12.2; what that refuses is an error whoever reads the schema.

- **refuses**: the software does not take the schema. Spark also refuses what it makes no type of column of.
- **drops**: the software takes the schema and acts as if that part of it were not there or meant something else. A default, an alias or an enum's default is dropped where data that needs it is not read as it should be. A logical type is dropped where it makes no difference to the value that is read, or can't be read. Java's Avro had all conversions that the release has, avsc had every logical type registered: both apply none by themselves. A UUID on a string is never dropped, since it is the text itself.

The registry was asked to take a schema in and nothing more, and goavro reads by the writer's schema alone: neither can drop a default or an alias.

${groups.join('\n\n')}
`;
}

const header = `| | ${targetIds.map((id) => `\`${id}\``).join(' | ')} |\n| --- |${' --- |'.repeat(targetIds.length)}`;

function row({ what, refusedBy = [], droppedBy = [] }: Trait): string {
  const cells = targetIds.map((id) => (refusedBy.includes(id) ? 'refuses' : droppedBy.includes(id) ? 'drops' : ''));
  return `| ${what.slice(0, 1).toUpperCase()}${what.slice(1)} | ${cells.join(' | ')} |`;
}

// With AVRO_WORKBENCH_UPDATE=1 the page is written anew.
test('docs/targets.md is what the table of traits says', () => {
  const file = new URL('docs/targets.md', root);
  if (process.env['AVRO_WORKBENCH_UPDATE'] === '1') writeFileSync(file, page());
  // How wide the columns are is up to the formatter.
  const plain = (text: string): string => text.replace(/ *\| */g, '|').replace(/-{3,}/g, '---');
  assert.equal(plain(readFileSync(file, 'utf8')), plain(page()));
});

test('the setting offers every target, each with what it is', () => {
  const { contributes } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    readonly contributes: { readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[] };
  };
  const [setting] = contributes.configuration.flatMap(({ properties }) => properties['avroWorkbench.targets'] ?? []);
  const { items } = setting as { readonly items: { readonly enum: unknown; readonly enumDescriptions: unknown } };
  assert.deepEqual(items.enum, targetIds);
  assert.deepEqual(
    items.enumDescriptions,
    targetIds.map((id) => targets[id].description),
  );
});

test('no target both refuses a trait and drops it', () => {
  for (const [id, trait] of Object.values(traitGroups).flatMap((group) => Object.entries<Trait>(group))) {
    const { refusedBy = [], droppedBy = [], drops } = trait;
    assert.deepEqual(
      refusedBy.filter((target) => droppedBy.includes(target)),
      [],
      id,
    );
    assert.equal(droppedBy.length > 0, drops !== undefined, id);
    assert.ok(refusedBy.length + droppedBy.length > 0, `${id} is of no use.`);
  }
});
