import type { ContainerReader } from './containerReader.ts';

/** A container file that is open in an editor. */
export interface OpenContainer {
  /** No other editor has it. */
  readonly id: string;
  readonly reader: ContainerReader;
}

/** The editors of container files. */
export interface Containers {
  /** The one in front. */
  active(): OpenContainer | undefined;
  find(id: string): OpenContainer | undefined;
}
