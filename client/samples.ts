import type { Samples } from './commands/context.ts';

/** What the samples need of the editor. */
export interface SampleParts {
  /** Where the samples are kept that a user edits: a folder of the extension's own, outside of any workspace. A URI without a slash at its end. */
  readonly folder: string;
  /** The text of a sample as it is delivered. */
  readonly read: (path: string) => Promise<Uint8Array>;
  readonly write: (uri: string, bytes: Uint8Array) => Promise<void>;
  /** Opens a file in the active group. */
  readonly show: (uri: string) => Promise<void>;
}

/** What stands beside a sample: its first version. */
const firstVersions: Readonly<Record<string, string>> = { 'evolution/orders.avsc': 'evolution/orders.v1.avsc' };

/** The samples. Each is laid out anew whenever it is opened, so that whoever has tried something begins with what the walkthrough says. */
export function createSamples({ folder, read, write, show }: SampleParts): Samples {
  const uriOf = (path: string): string => `${folder}/${path}`;
  return {
    async open(path) {
      const before = firstVersions[path];
      for (const each of before === undefined ? [path] : [before, path]) await write(uriOf(each), await read(each));
      await show(uriOf(path));
    },
    baselineOf(uri) {
      const found = Object.entries(firstVersions).find(([path]) => uriOf(path) === uri);
      return found === undefined ? undefined : uriOf(found[1]);
    },
  };
}
