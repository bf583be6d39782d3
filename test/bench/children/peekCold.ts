// One process of benchPeek: a session whose worker is started for it reads the newest records of a topic, once.
import { startSession } from '../../../client/cluster/remoteSession.ts';
import { readNewest } from './newestRows.ts';

const [workerPath = '', brokers = '', registryUrl = '', topic = ''] = process.argv.slice(2);
const registry = { url: registryUrl, auth: { type: 'none' } } as const;
const session = startSession(
  { name: 'bench', brokers: brokers.split(','), tls: undefined, sasl: undefined, registry, readOnly: false },
  { workerPath },
);
const times = await readNewest(session, topic);
// The last row is there: what it takes to end is no longer measured.
process.stdout.write(`${JSON.stringify(times)}\n`, () => process.exit(0));
