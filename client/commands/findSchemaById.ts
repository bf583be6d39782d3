import type { FoundById, SubjectVersion } from '../cluster/registrySession.ts';
import { askRegistry, givenSubject, subjectSteps, type SubjectDraft } from './chooseSubjectVersion.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { askSteps } from './steps.ts';

const title = 'Find Schema by Id';

interface Draft extends SubjectDraft {
  readonly id: string;
}

/** Opens the schema that a message's id or GUID names, as the version that it is registered as. */
export const findSchemaById: Command = {
  failure: "Can't find the schema",
  create:
    (context) =>
    async (...args) => {
      const given = { ...givenSubject(context, args, { title }), subject: '' };
      const givenId = idTarget(args);
      const { connection = '', id } = await askSteps<Draft>(
        [
          ...subjectSteps<Draft>(context, given, { title }),
          {
            // A record's page names it.
            applies: () => givenId === '',
            ask: async (draft, place) => {
              const prompt = 'The schema id of a message, or the GUID of its schema.';
              const value = await context.ui.input({
                title,
                prompt,
                placeholder: '31',
                value: draft.id,
                validate: problemOf,
                place: place.of > 1 ? place : undefined,
              });
              return { ...draft, id: value.trim().toLowerCase() };
            },
          },
        ],
        { ...given, id: givenId },
      );
      await failingAs(`Can't find schema ${id}`, connection, async () => {
        const found = await askRegistry(context, connection, `Looking for schema ${id}`, (session, signal) =>
          session.findSchema(id, signal),
        );
        await show(context, connection, found);
      });
    },
};

function idTarget([first]: readonly unknown[]): string {
  const id = typeof first === 'object' && first !== null && 'schemaId' in first ? first.schemaId : undefined;
  return typeof id === 'number' ? String(id) : '';
}

function problemOf(text: string): string | undefined {
  const id = text.trim();
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return undefined;
  return /^\d+$/.test(id) && Number(id) <= maxId
    ? undefined
    : `An id is a number from 0 to ${maxId}, a GUID has 32 hex digits in five groups.`;
}

/** It is an int32 in a message. */
const maxId = 2 ** 31 - 1;

async function show(context: CommandContext, connection: string, { schema, displayText, subjects }: FoundById): Promise<void> {
  const name = `schema id ${schema.schemaId}`;
  const chosen = await choose(context, name, subjects ?? []);
  if (chosen?.version === undefined) {
    await context.versions.showText(`${name}.avsc`, displayText);
    const under = chosen === undefined ? 'The registry does not tell which subjects have it.' : `It is a version of ${chosen.subject}.`;
    context.ui.showStatus(`Found ${name}. ${under}`);
    return;
  }
  const { subject, version } = chosen;
  await context.versions.show(connection, subject, version);
  await context.registryView.reveal(connection, subject, version);
  context.ui.showStatus(`Found ${name}: ${subject} version ${version}.`);
}

/** One of those that have it; undefined where none is known. */
async function choose(context: CommandContext, name: string, subjects: readonly SubjectVersion[]): Promise<SubjectVersion | undefined> {
  if (subjects.length < 2) return subjects[0];
  return context.ui.pick({
    title,
    placeholder: `${subjects.length} versions have ${name}: choose one to open`,
    choices: subjects.map((each) => ({
      label: each.subject,
      description: each.version === undefined ? undefined : `version ${each.version}`,
      icon: 'symbol-interface',
      value: each,
    })),
  });
}
