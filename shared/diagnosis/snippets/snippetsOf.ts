import type { ClusterFacts } from '../clusterFacts.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { Snippet } from '../snippet.ts';
import { abrisSnippets } from './abris.ts';
import { confluentPythonSnippet } from './confluentPython.ts';
import { connectSnippet, kcatSnippet } from './connectAndKcat.ts';
import { flinkSnippet } from './flinkSql.ts';
import { java8Snippet, javaSnippet } from './java.ts';
import { pysparkSnippet } from './pyspark.ts';
import { planReading } from './readingPlan.ts';

/** What snippets are made of. */
export interface SnippetInput {
  readonly diagnosis: Diagnosis;
  readonly part: 'key' | 'value';
  readonly cluster: ClusterFacts;
}

/**
 * Code for each consumer that can read this topic as it is; a consumer that can't has none. None at all where nobody knows
 * how its bytes are framed, or which schema wrote them; see {@link whyNoSnippets}.
 */
export function snippetsOf({ diagnosis, part, cluster }: SnippetInput): readonly Snippet[] {
  const plan = planReading(diagnosis, part);
  if (typeof plan === 'string') return [];
  const input = { diagnosis, cluster, plan };
  return [
    pysparkSnippet(input),
    ...abrisSnippets(input),
    confluentPythonSnippet(input),
    javaSnippet(input),
    java8Snippet(input),
    flinkSnippet(input),
    connectSnippet(input),
    kcatSnippet(input),
  ].filter((snippet) => snippet !== undefined);
}

/** Why there are none, in one sentence; undefined where there are some. */
export function whyNoSnippets({ diagnosis, part }: Pick<SnippetInput, 'diagnosis' | 'part'>): string | undefined {
  const plan = planReading(diagnosis, part);
  return typeof plan === 'string' ? plan : undefined;
}
