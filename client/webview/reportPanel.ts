import type { Subscription } from '../ui.ts';
import type { Reports } from './reports.ts';

/** The reports as webview panels. */
export function createReports(): Reports & Subscription {
  return { show: () => undefined, active: () => undefined, find: () => undefined, dispose: () => undefined };
}
