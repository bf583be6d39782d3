// Measures what software that reads Avro makes of the probes of test/portability/probes.ts, and writes it down in
// test/portability/measured.json: `npm run measure` for all targets, `npm run measure fastavro avsc` for some. It installs the
// software below .tools/ (250 MB in all) and needs Maven, Python 3 with pip, Go and Cargo for those that are theirs.
import { isTargetId, targetIds } from '../shared/avro/portability/targets.ts';
import { measure } from '../test/portability/measure.ts';
import { runMain } from './support/main.ts';
import { SetupError, say } from './support/say.ts';

await runMain(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((id) => !isTargetId(id));
  if (unknown.length > 0) throw new SetupError(`There is no target "${unknown.join('", "')}": they are ${targetIds.join(', ')}.`);
  const chosen = asked.length > 0 ? asked.filter(isTargetId) : targetIds;
  await measure(chosen, new Date().toISOString().slice(0, 10), say);
  return 0;
});
