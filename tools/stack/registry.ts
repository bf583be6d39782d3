import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { installInto } from '../support/install.ts';
import { freePorts } from '../support/ports.ts';
import { run, startService, tail } from '../support/processes.ts';
import type { Service } from '../support/processes.ts';
import { SetupError } from '../support/say.ts';
import type { Say } from '../support/say.ts';
import { findMaven } from './java.ts';
import { makeScratch, tryPorts } from './kafka.ts';

/** A running Apicurio Registry that keeps everything in memory. */
export interface Registry {
  /** Where it speaks Confluent's API; no trailing slash. */
  readonly url: string;
  readonly service: Service;
}

const version = '3.3.3';
const readyLimitMs = 180_000;

/**
 * Apicurio Registry, fetched from Maven Central.
 *
 * @returns the folder with `quarkus-run.jar`
 */
export function installRegistry(say: Say): Promise<string> {
  return installInto('registry', version, async (folder) => {
    const maven = await findMaven(say);
    say(`Downloading Apicurio Registry ${version} from Maven Central into .tools/registry (159 MB)…`);
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
    const artifact = `io.apicurio:apicurio-registry-app:${version}:tar.gz:all`;
    await run(maven, ['-B', '-q', goal, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`], {
      what: 'Fetching the registry with Maven',
    });
    for (const archive of readdirSync(folder).filter((name) => name.endsWith('.tar.gz'))) {
      await run('tar', ['xzf', archive], { cwd: folder });
      rmSync(path.join(folder, archive));
    }
  });
}

/** Starts a registry with the compatibility level BACKWARD, as Confluent's has it. */
export async function startRegistry(java: string, folder: string): Promise<Registry> {
  return await tryPorts(async () => {
    const ports = await freePorts(['http', 'management']);
    const scratch = makeScratch('registry');
    const settings = {
      'java.io.tmpdir': scratch,
      'quarkus.http.host': '127.0.0.1',
      'quarkus.http.port': ports.http,
      // Otherwise it opens port 9000 on every address of the machine.
      'quarkus.management.host': '127.0.0.1',
      'quarkus.management.port': ports.management,
      'apicurio.rules.global.compatibility': 'BACKWARD',
    };
    const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xmx512m'];
    const definitions = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
    const service = startService(java, [...options, ...definitions, '-jar', 'quarkus-run.jar'], {
      name: 'The registry',
      cwd: folder,
      scratch,
    });
    const url = `http://127.0.0.1:${ports.http}/apis/ccompat/v7`;
    try {
      await untilItAnswers(url, service);
      return { url, service };
    } catch (error) {
      await service.stop();
      throw error;
    }
  });
}

async function untilItAnswers(url: string, service: Service): Promise<void> {
  let ended = false;
  void service.exited.then(() => (ended = true));
  const limit = AbortSignal.timeout(readyLimitMs);
  while (!limit.aborted) {
    if (await answers(url)) return;
    // The flag changes while this waits, which the type checker does not see.
    if (ended as boolean) throw new SetupError(`The registry ended before it was ready.\n${tail(service.output())}`);
    await delay(100);
  }
  throw new SetupError(`The registry was not ready within ${readyLimitMs / 1000} s.\n${tail(service.output())}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const reply = await fetch(`${url}/subjects`, { signal: AbortSignal.timeout(5000) });
    await reply.arrayBuffer();
    return reply.ok;
  } catch {
    return false;
  }
}
