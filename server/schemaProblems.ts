import { checkSchemaSteps } from '../shared/avro/check.ts';
import type { Problem } from '../shared/avro/schema.ts';
import { withoutSuppressed } from '../shared/avro/suppressed.ts';
import type { Steps } from '../shared/slices.ts';
import type { RequestContext } from './kinds.ts';
import type { SchemaDocument } from './schemaDocument.ts';
import type { Settings } from './settings.ts';
import { SharedWork } from './sharedWork.ts';
import { suppressionsFor } from './suppressions.ts';

/**
 * What is wrong with one version of a schema or protocol. It is worked out once, whoever asks, for as long as the settings
 * stay and no name of another text means something else.
 */
export function problemsOf(
  document: SchemaDocument,
): (context: Pick<RequestContext, 'settings' | 'waitFor'>) => Promise<readonly Problem[]> {
  const { uri, workspace } = document;
  let latest: { readonly key: string; readonly work: SharedWork<readonly Problem[]> } | undefined;
  return ({ settings, waitFor }) => {
    const { rules, targets, suppressions } = settings;
    const key = JSON.stringify([[...rules], targets, [...suppressions], workspace.folderOf(uri), workspace.revision(uri)]);
    if (latest?.key !== key) latest = { key, work: new SharedWork(checkSteps(document, settings)) };
    return waitFor(latest.work);
  };
}

function* checkSteps({ parsed, uri, workspace }: SchemaDocument, settings: Settings): Steps<readonly Problem[]> {
  const problems = yield* checkSchemaSteps(parsed, {
    severities: Object.fromEntries(settings.rules),
    otherNames: workspace.otherNames(uri),
    targets: settings.targets,
  });
  return withoutSuppressed(problems, parsed, suppressionsFor(uri, workspace.folderOf(uri), settings));
}
