// Fills the cluster that KAFKA_BROKERS and SCHEMA_REGISTRY_URL name with the demo's sample data, as far as it is not there.
import { createSampleData, planSampleData } from './demo/sampleData.ts';
import { runMain } from './support/main.ts';
import { SetupError, say } from './support/say.ts';

await runMain(async () => {
  const { KAFKA_BROKERS: brokers, SCHEMA_REGISTRY_URL: registryUrl } = process.env;
  if (brokers === undefined || registryUrl === undefined)
    throw new SetupError('KAFKA_BROKERS and SCHEMA_REGISTRY_URL name the cluster to fill.');
  const target = { brokers: brokers.split(','), registryUrl };
  const plan = await planSampleData(target);
  if (plan.existing.length > 0) say(`Left as it is: ${plan.existing.join(', ')}.`);
  await createSampleData(target, plan, say);
  return 0;
});
