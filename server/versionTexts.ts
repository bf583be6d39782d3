import { parseVersion } from '../shared/avro/compatibility/versionText.ts';
import type { VersionText } from '../shared/avro/compatibility/versionText.ts';
import type { BaselineVersion } from '../shared/protocol.ts';
import { SharedWork } from './sharedWork.ts';
import { TreeCache } from './treeCache.ts';

/** The texts that schemas are compared with, each parsed once for as long as they are not too much. */
export class VersionTexts {
  readonly #taken = new TreeCache<{ readonly version: BaselineVersion; readonly work: SharedWork<VersionText> }>(maxCachedChars);

  /** The work of parsing it, which may be done already. It never throws: what is wrong with the text is in the result. */
  take(version: BaselineVersion): SharedWork<VersionText> {
    const taken = this.#taken.get(version.uri);
    if (taken !== undefined && isSameText(taken.version, version)) return taken.work;
    const work = new SharedWork(parseVersion(version));
    const chars = version.references.reduce((sum, each) => sum + each.length, version.text.length);
    this.#taken.add(version.uri, { version, work }, chars);
    return work;
  }
}

/** A tree takes some fifteen bytes for each character of its text: fifty versions of 200 KB are kept. */
const maxCachedChars = 16_000_000;

function isSameText(a: BaselineVersion, b: BaselineVersion): boolean {
  if (a === b) return true;
  const { length } = a.references;
  return a.text === b.text && length === b.references.length && a.references.every((text, index) => text === b.references[index]);
}
