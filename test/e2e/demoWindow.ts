import assert from 'node:assert/strict';
import { layWorkspace } from '../../tools/demo/workspace.ts';
import { inRoot } from '../../tools/support/paths.ts';
import type { OpenWindow, RunningWorkbench } from '../../tools/workbench/workbench.ts';

const { KAFKA_BROKERS: brokers = '', SCHEMA_REGISTRY_URL: registryUrl = '' } = process.env;
assert(brokers !== '' && registryUrl !== '', 'KAFKA_BROKERS and SCHEMA_REGISTRY_URL name the cluster with the sample data.');

/** The cluster with the sample data, without security. */
export const sampleCluster = { brokers: brokers.split(','), registryUrl } as const;

/**
 * Opens a window on the demo's workspace, with the connection `local` to the cluster with the sample data.
 *
 * @param prepare is handed the folder before the window opens
 */
export function openDemoWindow(workbench: RunningWorkbench, prepare?: (folder: string) => void): Promise<OpenWindow> {
  return workbench.open(inRoot('tools/demo/workspace'), (folder) => {
    layWorkspace(folder, { name: 'local', ...sampleCluster }, undefined);
    prepare?.(folder);
  });
}
