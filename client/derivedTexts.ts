import { unqualifiedName } from '../shared/avro/names.ts';
import type { DerivedForm, DerivedSchemaParams, DerivedSchemaResult } from '../shared/protocol.ts';
import { textName } from '../shared/textNames.ts';

/** Where a document that is made of a schema stands, as the parts of its URI. */
export interface DerivedPlace {
  readonly path: string;
  readonly query: string;
}

const folders: Readonly<Record<DerivedForm, string>> = { canonical: 'canonical', selfContained: 'self-contained' };

/** The place of what is made of a schema: its tab says what it is, and its query what it is made of. */
export function toDerivedPlace({ form, uri, fullname }: DerivedSchemaParams): DerivedPlace {
  const stem = fullname === undefined ? textName(uri).replace(/\.[^.]*$/, '') : unqualifiedName(fullname);
  const query = JSON.stringify(fullname === undefined ? { form, uri } : { form, uri, fullname });
  return { path: `/${folders[form]}/${stem}.${folders[form]}.avsc`, query };
}

/** What a document is made of; undefined where its query is none of ours. */
export function fromDerivedQuery(query: string): DerivedSchemaParams | undefined {
  const value = parse(query);
  if (typeof value !== 'object' || value === null || !('form' in value) || !('uri' in value)) return undefined;
  const { form, uri } = value;
  if ((form !== 'canonical' && form !== 'selfContained') || typeof uri !== 'string') return undefined;
  const fullname = 'fullname' in value && typeof value.fullname === 'string' ? value.fullname : undefined;
  return { form, uri, fullname };
}

function parse(query: string): unknown {
  try {
    return JSON.parse(query);
  } catch {
    return undefined;
  }
}

/** The texts of the documents that are open, each as it was made last. */
export interface DerivedTexts {
  /**
   * The text of a document, made anew. Where the schema can't be used, for instance because it is being typed in, a comment
   * on top says why, with the last text below.
   *
   * @param document its URI
   */
  read(document: string, params: DerivedSchemaParams, signal: AbortSignal): Promise<string>;
  /** Forgets a document that is closed. */
  forget(document: string): void;
}

export function createDerivedTexts(
  derive: (params: DerivedSchemaParams, signal: AbortSignal) => Promise<DerivedSchemaResult>,
): DerivedTexts {
  const last = new Map<string, string>();
  return {
    async read(document, params, signal) {
      const result = await derive(params, signal);
      if (result.ok) {
        last.set(document, result.text);
        return result.text;
      }
      const text = last.get(document);
      return text === undefined ? `// ${result.reason}\n` : `// ${result.reason} This was made before:\n${text}`;
    },
    forget: (document) => void last.delete(document),
  };
}
