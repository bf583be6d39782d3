import type { Span } from '../json.ts';
import type { Fix } from '../schema.ts';
import type { TraitId } from './traits.ts';

/** Where a schema has a trait. */
export interface Trace {
  readonly trait: TraitId;
  /** The smallest text that has it. */
  readonly span: Span;
  /** Changes that take the trait away and leave the meaning, asked for only when somebody wants them. */
  readonly fixes?: () => readonly Fix[];
}
