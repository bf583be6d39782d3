// The extension on a sample workspace with a real Kafka and a real schema registry behind it, from nothing. `--fresh` lays the
// workspace anew. KAFKA_BROKERS and SCHEMA_REGISTRY_URL name a cluster to use instead; PORT the workbench's port.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { namedCluster, startOwnCluster, useNamedCluster } from './demo/cluster.ts';
import type { DemoCluster } from './demo/cluster.ts';
import { desktopArguments, findDesktopCode, stopDesktop } from './demo/desktop.ts';
import { clearWorkspace, layWorkspace } from './demo/workspace.ts';
import { buildExtension, packExtension } from './package/pack.ts';
import { environmentForEditor } from './support/environment.ts';
import { runMain, whenAborted } from './support/main.ts';
import { inTools, root } from './support/paths.ts';
import { portNear } from './support/ports.ts';
import { startService } from './support/processes.ts';
import { say, secondsSinceStart } from './support/say.ts';
import { installWorkbench } from './workbench/install.ts';
import type { Workbench } from './workbench/install.ts';
import { installExtension, startServer, windowAddress } from './workbench/server.ts';
import { quietSettings } from './workbench/settings.ts';

const demoFolder = inTools('demo');
const workspace = path.join(demoFolder, 'workspace');

/** A window, or the address of one, in which the extension runs. */
interface Opened {
  /** For people: where it is. */
  readonly where: string;
  /** Settles when it is closed or ends by itself, with what to say of that. */
  readonly ended: Promise<{ readonly say: string; readonly good: boolean }>;
  stop(): Promise<void>;
}

await runMain(async (stop) => {
  const running: { stop(): Promise<void> }[] = [];
  const end = await Promise.race([demo(running, stop), whenAborted(stop).then(() => ({ say: '', good: true }))]);
  await Promise.all(running.map((part) => part.stop()));
  say(`${end.say === '' ? '' : `${end.say} `}Everything that the demo started has ended. Goodbye.`);
  return end.good ? 0 : 1;
});

async function demo(running: { stop(): Promise<void> }[], stop: AbortSignal): Promise<{ readonly say: string; readonly good: boolean }> {
  if (process.argv.includes('--fresh')) clearWorkspace(workspace);
  const named = namedCluster(process.env);
  const code = await findDesktopCode();
  if (code === undefined) say('There is no desktop VS Code here ("code" on the PATH, with a display): the demo runs in a browser.');
  const workbench = code === undefined ? await installWorkbench(say) : undefined;
  const [cluster] = await Promise.all([
    (named === undefined ? startOwnCluster() : useNamedCluster(named, stop)).then((started) => {
      running.push(started);
      return started;
    }),
    workbench === undefined ? buildExtension(say) : installPacked(workbench),
  ]);
  layWorkspace(workspace, cluster.connection, cluster.sampleBytes);
  const opened = workbench === undefined ? openDesktop(code ?? 'code') : await openBrowserWorkbench(workbench);
  running.push(opened);
  say(`Ready after ${secondsSinceStart().toFixed(0)} s.`);
  console.log(`\n  ${opened.where}\n\n  START-HERE.md in the folder says what to try. Ctrl-C ends everything.\n`);
  return await Promise.race([opened.ended, clusterEnd(cluster)]);
}

async function clusterEnd(cluster: DemoCluster): Promise<{ say: string; good: boolean }> {
  return { say: `${await cluster.ended} has ended by itself.`, good: false };
}

async function installPacked(workbench: Workbench): Promise<void> {
  const { file } = await packExtension(say);
  await installExtension(workbench, file, path.join(demoFolder, 'browser'));
}

async function openBrowserWorkbench(workbench: Workbench): Promise<Opened> {
  say('Starting the workbench…');
  // The same port each time if it is free: the browser keeps what is secret by the address.
  const port = await portNear(Number(process.env['PORT'] ?? 8080));
  const server = await startServer(workbench, { dataFolder: path.join(demoFolder, 'browser'), port });
  return {
    where: `Open this in a browser:  ${windowAddress(server.url, { folder: workspace })}`,
    ended: server.service.exited.then(() => ({ say: 'The workbench has ended by itself.', good: false })),
    stop: () => server.service.stop(),
  };
}

function openDesktop(code: string): Opened {
  const dataFolder = path.join(demoFolder, 'desktop');
  const settings = path.join(dataFolder, 'data/User/settings.json');
  mkdirSync(path.dirname(settings), { recursive: true });
  if (!existsSync(settings)) writeFileSync(settings, `${JSON.stringify(quietSettings, null, 2)}\n`);
  const service = startService(code, desktopArguments({ extension: root, dataFolder, folder: workspace }), {
    name: 'VS Code',
    env: environmentForEditor(),
  });
  return {
    where: `VS Code opens on ${workspace}`,
    ended: service.exited.then((exitCode) =>
      exitCode === 0
        ? { say: 'The window was closed.', good: true }
        : { say: `VS Code ended with ${exitCode ?? 'a signal'}.\n${service.output()}`, good: false },
    ),
    stop: async () => {
      await service.stop();
      await stopDesktop(dataFolder);
    },
  };
}
