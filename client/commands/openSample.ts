import type { Command } from './context.ts';

/** Opens a schema with a mistake, so that one sees how it is found and repaired. */
export const openSample: Command = {
  failure: "Can't open the sample schema",
  create: (context) => () => context.samples.open('mistake/order.avsc'),
};

/** Opens a schema beside its first version, so that one sees what breaks compatibility. */
export const openEvolutionItem: Command = {
  failure: "Can't open the sample schema",
  create: (context) => () => context.samples.open('evolution/orders.avsc'),
};
