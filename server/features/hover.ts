import type { Hover, Position } from 'vscode-languageserver';
import type { Digest } from '../../shared/avro/canonical.ts';
import { describeAt } from '../../shared/avro/editing/hoverText.ts';
import type { Span } from '../../shared/avro/json.ts';
import { escapeMarkdown } from '../../shared/markdown.ts';
import type { VersionArgument } from '../../shared/protocol.ts';
import type { ClientAbilities } from '../kinds.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';
import type { Finding } from '../standing.ts';

export interface HoverOptions {
  readonly digest: Digest;
  /** The breaks of the document. */
  readonly findings: readonly Finding[];
  readonly client: Pick<ClientAbilities, 'workbenchCommands'>;
}

/** What the word at the position is, and who says that it breaks something. */
export function hover({ uri, text, parsed, workspace }: SchemaDocument, position: Position, options: HoverOptions): Hover | undefined {
  const { digest, findings, client } = options;
  const offset = text.offsetAt(position);
  const found = describeAt(parsed, offset, { otherNames: workspace.otherNames(uri), digest });
  const broken = findings.filter(({ problem }) => problem.span.start <= offset && offset <= problem.span.end);
  const span = found?.span ?? narrowest(broken);
  if (span === undefined) return undefined;
  const notes = new Set(broken.map((finding) => noteOf(finding, client)));
  return {
    contents: { kind: 'markdown', value: [...notes, ...(found === undefined ? [] : [found.markdown])].join('\n\n---\n\n') },
    range: toRange(text, span),
  };
}

function narrowest(findings: readonly Finding[]): Span | undefined {
  const length = ({ start, end }: Span): number => end - start;
  return findings.map(({ problem }) => problem.span).sort((a, b) => length(a) - length(b))[0];
}

/** Whether the registry agrees, and where the version is. The problem itself is shown by the editor. */
function noteOf({ agreement, baseline, version }: Finding, { workbenchCommands }: HoverOptions['client']): string {
  const link =
    workbenchCommands && baseline.connection !== undefined ? versionLink(baseline.connection, baseline.label, version?.version) : '';
  return `${escapeMarkdown(agreement)}${link}`;
}

function versionLink(connection: string, subject: string, version: number | undefined): string {
  if (version === undefined) return '';
  const argument: VersionArgument = { connection, subject, version };
  const args = encodeURIComponent(JSON.stringify([argument])).replace(/[()]/g, (each) => (each === '(' ? '%28' : '%29'));
  return ` [Version ${version}](command:avroWorkbench.openVersion?${args})`;
}
