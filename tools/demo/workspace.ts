import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import { inRoot } from '../support/paths.ts';

/** What a workspace's settings say of a cluster without security. */
export interface DemoConnection {
  readonly name: string;
  readonly brokers: readonly string[];
  readonly registryUrl: string | undefined;
}

/** Names under which the demo enters connections; one that is not in use now would lead nowhere. */
const connectionNames = ['local', 'cluster'];

/**
 * Lays the demo's workspace into a folder. What a person has changed there stays; the connection is set anew, because the
 * ports are others each time.
 *
 * @param sampleBytes an order in hexadecimal digits for the hints, where there is one
 */
export function layWorkspace(folder: string, connection: DemoConnection, sampleBytes: string | undefined): void {
  mkdirSync(folder, { recursive: true });
  cpSync(inRoot('tools/demo/workspace'), folder, { recursive: true, force: false });
  if (sampleBytes !== undefined) {
    const hints = readFileSync(inRoot('tools/demo/workspace/START-HERE.md'), 'utf8');
    writeFileSync(path.join(folder, 'START-HERE.md'), hints.replace('ORDER-IN-HEX', `\`${sampleBytes}\``));
  }
  const file = path.join(folder, '.vscode/settings.json');
  mkdirSync(path.dirname(file), { recursive: true });
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '{}\n';
  writeFileSync(file, enterConnection(before, connection));
}

/** Removes what a person has changed, so that the next workspace is laid as it was at first. */
export function clearWorkspace(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The settings with this one of the demo's connections; everything else, comments included, stays. */
export function enterConnection(settings: string, { name, brokers, registryUrl }: DemoConnection): string {
  const value = { brokers, security: 'PLAINTEXT', ...(registryUrl === undefined ? {} : { registry: { url: registryUrl } }) };
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  const set = (text: string, at: string, to: unknown) =>
    applyEdits(text, modify(text, ['avroWorkbench.connections', at], to, { formattingOptions }));
  const entered = set(settings, name, value);
  return connectionNames.filter((other) => other !== name).reduce((text, other) => set(text, other, undefined), entered);
}
