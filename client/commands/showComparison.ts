import { CodecError } from '../../shared/errors.ts';
import type { SchemaSource } from '../../shared/protocol.ts';
import { textName } from '../../shared/textNames.ts';
import type { DiffSide } from '../versions.ts';
import { comparisonPage } from './comparisonPage.ts';
import type { CompareAs } from './compareSteps.ts';
import type { CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { tellRefusal } from './refusal.ts';

/**
 * Shows what differs between two schemas: in the editor's own comparison of their texts, or on a page about what they mean.
 *
 * @param left the older one
 * @throws a `Failure` where a version can't be fetched; CodecError `schema/not-avro`
 */
export async function showComparison(
  context: CommandContext,
  failure: string,
  sides: { readonly left: DiffSide; readonly right: DiffSide },
  as: CompareAs,
): Promise<void> {
  const { left, right } = sides;
  const [leftName, rightName] = [labelOf(left), labelOf(right)];
  const title = `${leftName} ↔ ${rightName}`;
  if (as === 'text') {
    const connection = 'uri' in left ? undefined : left.connection;
    return failingAs(`Can't compare ${leftName} with ${rightName}`, connection, () => context.versions.diff(left, right, title));
  }
  const result = await context.ui.progress(`Comparing ${leftName} with ${rightName}`, async (_report, signal) => {
    const [older, newer] = [await toSource(context, left, signal), await toSource(context, right, signal)];
    return context.languageServer.compare({ left: older, right: newer }, signal);
  });
  if (!result.ok) return tellRefusal(context, failure, result);
  const text = comparisonPage({ left: leftName, right: rightName, result });
  // A tab is called by what stands behind the last slash, and subjects may have slashes.
  await context.ui.showText({ title: `${title.replaceAll('/', '∕')}.md`, text, language: 'markdown', asPage: true });
}

/** What to call one side: `orders-value v7`, `orders.avsc`. */
function labelOf(side: DiffSide): string {
  return 'uri' in side ? textName(side.uri) : `${side.subject} v${side.version}`;
}

async function toSource(context: CommandContext, side: DiffSide, signal: AbortSignal): Promise<SchemaSource> {
  if ('uri' in side) return side;
  const { connection, subject, version } = side;
  const label = labelOf(side);
  const fetched = await failingAs(`Can't fetch ${label}`, connection, async () => {
    const session = await context.registries.open(connection, { ask: true }, signal);
    return session.fetchVersion(subject, version, signal);
  });
  const { text, references, schemaType } = fetched;
  if (schemaType !== undefined) throw new CodecError('schema/not-avro', `${label} is a schema of ${schemaType}, not of Avro.`);
  return { text, references, label };
}
