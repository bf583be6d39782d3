// Packs the extension as a user gets it, dist/avro-workbench.vsix, and the terminal's command as an npm package.
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { packCommand, packExtension } from './package/pack.ts';
import { runMain } from './support/main.ts';
import { root } from './support/paths.ts';
import { say } from './support/say.ts';

await runMain(async () => {
  const { file, bytes } = await packExtension(say);
  say(`${relative(root, file)}: ${(bytes / 1e6).toFixed(2)} MB.`);
  const command = await packCommand();
  say(`${relative(root, command)}: ${(statSync(command).size / 1e6).toFixed(2)} MB.`);
  return 0;
});
