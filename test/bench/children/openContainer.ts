// One process of benchContainer: opens a container file as the editor's worker does, and says what that took.
import { createLocalContainer } from '../../../client/containers/localContainer.ts';
import { defaultRender } from '../../../shared/wire/profile.ts';

/** What a process prints as JSON. */
export interface ContainerRun {
  /** Milliseconds from opening to the rows of the first page. */
  readonly firstPageMs: number;
  /** Of the whole process when all blocks are known, and a page in the middle and at the end was read. */
  readonly peakMb: number;
  readonly idleMb: number;
  readonly indexMs: number;
  /** Of a page in the middle of the file, once it is known where that is. */
  readonly middleMs: number;
  readonly records: number;
  readonly blocks: number;
}

const [file = ''] = process.argv.slice(2);
const idleMb = peakOf();
const never = new AbortController().signal;
const container = createLocalContainer(file, { maxBlockBytes: 16 << 20 });
const page = (from: number) => container.rows({ from, count: 100, columns: undefined, render: defaultRender }, never);
const start = performance.now();
await container.describe(never);
const { rows } = await page(0);
const firstPageMs = performance.now() - start;
if (rows.length !== 100) throw new Error('The first page is not there.');
const indexStart = performance.now();
const { records, blocks } = await container.index(() => undefined, never);
const indexMs = performance.now() - indexStart;
const middleStart = performance.now();
await page(Math.floor(records / 2));
const middleMs = performance.now() - middleStart;
await page(records - 100);
await container.close();
const run: ContainerRun = { firstPageMs, peakMb: peakOf(), idleMb, indexMs, middleMs, records, blocks };
console.log(JSON.stringify(run));

/** In megabytes. */
function peakOf(): number {
  return process.resourceUsage().maxRSS / 1024;
}
