import type { ClusterFacts } from '../clusterFacts.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { Snippet } from '../snippet.ts';

/** What snippets are made of. */
export interface SnippetInput {
  readonly diagnosis: Diagnosis;
  readonly part: 'key' | 'value';
  readonly cluster: ClusterFacts;
}

/**
 * Code for each consumer that reads this topic as it is. None where nobody knows how its bytes are framed, or which schema
 * wrote them; see {@link whyNoSnippets}.
 */
export function snippetsOf(input: SnippetInput): readonly Snippet[] {
  return whyNoSnippets(input) === undefined ? [] : [];
}

/** Why there are none, in one sentence; undefined where there are some. */
export function whyNoSnippets({ diagnosis, part }: Pick<SnippetInput, 'diagnosis' | 'part'>): string | undefined {
  const { state } = diagnosis[part];
  switch (state) {
    case 'undecided':
      return 'Snippets come when the framing is decided or chosen: on a wrong guess they would spread wrong values.';
    case 'unknown':
      return `Nobody can say what these ${part}s are, so no snippet can read them.`;
    case 'absent':
      return `There are no ${part}s to read.`;
    default:
      return undefined;
  }
}
