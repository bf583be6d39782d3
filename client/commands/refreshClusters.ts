import type { Command } from './context.ts';

/** Fetches again whatever the view "Clusters" shows. */
export const refreshClusters: Command = {
  failure: "Can't refresh the clusters",
  create: (context) => () => {
    context.clusters.refresh();
    return Promise.resolve();
  },
};
