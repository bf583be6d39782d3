import type { SchemaTriedParams } from '../shared/protocol.ts';
import type { SchemaDocument } from './schemaDocument.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';

type Texts = Pick<SchemaWorkspace, 'textOf'>;

/** What came out when schemas were tried on real messages: of each document the last time. */
export class Trials {
  readonly #told = new Map<string, { readonly trial: SchemaTriedParams; readonly others: readonly (string | undefined)[] }>();

  told(trial: SchemaTriedParams, workspace: Texts): void {
    this.#told.set(trial.uri, { trial, others: textsOf(trial, workspace) });
  }

  /** Undefined where this very text has not been tried, or the other files that its types are from have changed since. */
  find({ uri, text, workspace }: Pick<SchemaDocument, 'uri' | 'text'> & { readonly workspace: Texts }): SchemaTriedParams | undefined {
    const told = this.#told.get(uri);
    if (told?.trial.text !== text.getText()) return undefined;
    const now = textsOf(told.trial, workspace);
    return told.others.every((other, index) => other === now[index]) ? told.trial : undefined;
  }

  closed(uri: string): void {
    this.#told.delete(uri);
  }
}

function textsOf({ others }: SchemaTriedParams, workspace: Texts): readonly (string | undefined)[] {
  return others.map((uri) => workspace.textOf(uri)?.getText());
}
