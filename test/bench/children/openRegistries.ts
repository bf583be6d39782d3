// One process of benchRegistriesView: opens the view "Registries" as the extension host does, and says how long each step kept it.
import { startRegistrySession } from '../../../client/cluster/remoteRegistrySession.ts';
import { createRegistries } from '../../../client/registries.ts';
import type { RegistryNode } from '../../../client/views/registryNodes.ts';
import { createRegistryTree, type RegistryTree } from '../../../client/views/registryTree.ts';
import { createFakeContext } from '../../fakes/context.ts';

/** What a process prints as JSON. */
export interface ViewRun {
  readonly steps: readonly ViewStep[];
}

export interface ViewStep {
  readonly step: string;
  /** How many nodes were shown by it. */
  readonly nodes: number;
  /** Of the longest turn of the event loop, in milliseconds of this thread's CPU. */
  readonly longestMs: number;
}

const [url = '', workerPath = ''] = process.argv.slice(2);
const { context } = createFakeContext({ connections: { local: { brokers: ['localhost:9092'], registry: { url } } } });
const registries = createRegistries(context.connections, (connection) => startRegistrySession(connection, { workerPath }));
const tree = createRegistryTree({
  registries,
  languageServer: context.languageServer,
  isTrusted: () => true,
  hostOf: () => url,
  toClock: String,
  onBug(error) {
    throw error;
  },
  arrangement: { filter: '', isGrouped: false, showsDeleted: false },
});
const [root] = await tree.children(undefined);
if (root === undefined) throw new Error('There is no registry.');
const top = root;

const steps = [
  await measure('open', () => show(top)),
  await measure('expand a stretch', async () => show((await tree.children(top)).find(({ kind }) => kind === 'range') ?? top)),
  await measure('group', () => arrange({ isGrouped: true })),
  await measure('filter', () => arrange({ filter: '1' })),
  await measure('filter, not grouped', () => arrange({ isGrouped: false })),
  await measure('clear the filter', () => arrange({ filter: '' })),
  await measure('find a subject', async () => ((await tree.find('local', 'topic-9992-value')) === undefined ? 0 : 1)),
  await measure('refresh', async () => {
    await registries.refresh();
    tree.refresh();
    return show(top);
  }),
];
await registries.closeAll();
const run: ViewRun = { steps };
process.stdout.write(JSON.stringify(run), () => process.exit());

function arrange(change: Parameters<RegistryTree['arrange']>[0]): Promise<number> {
  tree.arrange(change);
  return show(top);
}

/** Draws what is below a node as the view does, which asks again when it is told to. @returns how many nodes are drawn */
async function show(node: RegistryNode): Promise<number> {
  for (;;) {
    const told = new Promise<void>((resolve) => {
      const subscription = tree.onDidChange(() => {
        subscription.dispose();
        resolve();
      });
    });
    const below = await tree.children(node);
    const items = below.map((each) => tree.item(each));
    if (below.every(({ kind }) => kind !== 'waiting')) return items.length;
    await told;
  }
}

/** Each turn of the event loop ends with a turn of ours, at which the clock of the thread is read: a loaded machine changes nothing. */
async function measure(step: string, work: () => Promise<number>): Promise<ViewStep> {
  let isDone = false;
  let longestMs = 0;
  let before = threadMs();
  const tick = (): void => {
    const now = threadMs();
    longestMs = Math.max(longestMs, now - before);
    before = now;
    if (!isDone) setImmediate(tick);
  };
  setImmediate(tick);
  const nodes = await work();
  isDone = true;
  // What the last turn took is counted in the next one.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return { step, nodes, longestMs };
}

function threadMs(): number {
  // Known to Node 24, not to the types of the oldest one that the extension runs in.
  const { user, system } = (process as unknown as { threadCpuUsage: () => NodeJS.CpuUsage }).threadCpuUsage();
  return (user + system) / 1000;
}
