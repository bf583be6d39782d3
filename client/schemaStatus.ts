import type { VerdictSummary } from '../shared/protocol.ts';

/** What the language status says of a schema beside one baseline. */
export interface SchemaStatus {
  readonly text: string;
  readonly detail: string | undefined;
  readonly severity: 'information' | 'warning' | 'error';
  readonly isBusy: boolean;
  /** A command of ours by its id without the prefix, or one of the editor's. */
  readonly command: StatusCommand | undefined;
}

export interface StatusCommand {
  readonly id: string;
  readonly title: string;
  readonly arguments: readonly unknown[];
}

export interface StatusOptions {
  readonly uri: string;
  readonly isTrusted: boolean;
  /** Whether a connection's registry may be written to, by its settings. */
  readonly isWritable: (connection: string) => boolean;
}

/** One for each baseline; where there are several environments, each says which one it is. */
export function toSchemaStatuses(verdicts: readonly VerdictSummary[], options: StatusOptions): SchemaStatus[] {
  const connections = new Set(verdicts.flatMap(({ connection }) => connection ?? []));
  return verdicts.map((verdict) => {
    const status = toStatus(verdict, options);
    const isNamed = connections.size > 1 && verdict.connection !== undefined;
    return isNamed ? { ...status, text: `${verdict.connection}: ${status.text}` } : status;
  });
}

function toStatus(verdict: VerdictSummary, options: StatusOptions): SchemaStatus {
  const { state, text, detail, isOld } = verdict;
  const severity = isBreak(state) ? 'error' : isOld || state === 'unavailable' ? 'warning' : 'information';
  return { text, detail, severity, isBusy: state === 'asking', command: commandOf(verdict, options) };
}

function isBreak(state: VerdictSummary['state']): boolean {
  return state === 'breaks-reader' || state === 'breaks-writer';
}

function commandOf(verdict: VerdictSummary, { uri, isTrusted, isWritable }: StatusOptions): StatusCommand | undefined {
  const { state, connection, subject, isOld, firstProblem } = verdict;
  const chooseBaseline = { id: 'chooseBaseline', title: 'Choose Baseline…', arguments: [uri] };
  const refresh = { id: 'refreshRegistries', title: 'Refresh Registries', arguments: [] };
  switch (state) {
    case 'compatible':
      if (isOld) return refresh;
      if (connection === undefined || subject === undefined) return chooseBaseline;
      if (!isTrusted || !isWritable(connection)) return openVersion(verdict);
      return { id: 'registerSchema', title: 'Register Schema…', arguments: [{ uri, connection, subject }] };
    case 'same':
      return isOld ? refresh : openVersion(verdict);
    case 'breaks-reader':
    case 'breaks-writer':
    case 'invalid': {
      const place = firstProblem === undefined ? [] : [firstProblem];
      return { id: 'showProblemsItem', title: 'Show Problems', arguments: [uri, ...place] };
    }
    case 'none':
    case 'ambiguous':
      return { id: 'chooseSubject', title: 'Choose Subject…', arguments: [uri] };
    case 'unavailable':
      return refresh;
    case 'not-checked':
    case 'off':
      return chooseBaseline;
    case 'asking':
      return undefined;
  }
}

function openVersion({ connection, subject, version, versionUri }: VerdictSummary): StatusCommand | undefined {
  if (connection !== undefined && subject !== undefined && version !== undefined) {
    return { id: 'openVersion', title: 'Open Version', arguments: [{ connection, subject, version }] };
  }
  return versionUri === undefined ? undefined : { id: 'vscode.open', title: 'Open Version', arguments: [versionUri] };
}
