// Keeps a broker, a secured broker and a registry running until it is stopped, for tests and tries by hand:
//   node tools/run.mjs stack        then, in another terminal:   set -a; . .tools/stack.env
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runMain, whenAborted } from './support/main.ts';
import { inTools } from './support/paths.ts';
import { say } from './support/say.ts';
import { stackEnvironment, startStack } from './stack/stack.ts';

await runMain(async (stop) => {
  const stack = await startStack({ secured: true });
  const lines = Object.entries(stackEnvironment(stack)).map(([name, value]) => `${name}='${value}'\n`);
  const file = inTools('stack.env');
  writeFileSync(file, lines.join(''));
  process.stdout.write(lines.join(''));
  say('Ready; Ctrl-C stops it.');
  const ended = await Promise.race([whenAborted(stop), stack.ended]);
  // Another stack may have put its own addresses there since.
  if (readFileSync(file, 'utf8') === lines.join('')) rmSync(file);
  await stack.stop();
  say(ended === undefined ? 'Stopped.' : `${ended} ended by itself; the rest is stopped.`);
  return ended === undefined ? 0 : 1;
});
