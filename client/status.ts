import type { ConnectionSettings } from './connectionSettings.ts';
import { KnownError } from '../shared/errors.ts';
import type { SessionState } from './sessions.ts';

/** What the status bar says of the active connection. */
export interface ConnectionStatus {
  /** With codicons as `$(name)`. */
  readonly text: string;
  /** Lines of plain text. */
  readonly tooltip: readonly string[];
  readonly isWarning: boolean;
  /** The command that a click runs, without its prefix. */
  readonly command: 'selectConnection' | 'connect';
}

/** What stands in the status bar for the active connection. */
export function toStatus(settings: ConnectionSettings, state: SessionState): ConnectionStatus {
  const { name, brokers, registry, readOnly, protected: isProtected } = settings;
  const about = [
    `Brokers: ${brokers.join(', ')}`,
    ...(registry === undefined ? [] : [`Registry: ${registry.url}`]),
    ...guardTexts(settings),
  ];
  switch (state.kind) {
    case 'connecting':
      return { text: `$(loading~spin) ${name}`, tooltip: ['Connecting…', ...about], isWarning: false, command: 'selectConnection' };
    case 'failed': {
      const remedy = state.error instanceof KnownError && state.error.remedy !== undefined ? [state.error.remedy] : [];
      const tooltip = [state.error.message, ...remedy, ...about, 'Click to connect again.'];
      return { text: `$(warning) ${name}`, tooltip, isWarning: true, command: 'connect' };
    }
    case 'connected':
    case 'disconnected': {
      const icon = readOnly ? 'lock' : isProtected ? 'shield' : state.kind === 'connected' ? 'plug' : 'debug-disconnect';
      const connected = state.kind === 'connected' ? 'Connected' : 'Not connected';
      const tooltip = [`${connected}. New documents and commands offer it first.`, ...about, 'Click to choose another one.'];
      return { text: `$(${icon}) ${name}`, tooltip, isWarning: false, command: 'selectConnection' };
    }
  }
}

/** What it means that a connection is read-only or protected: a sentence, or none where it is neither. */
export function guardTexts({ name, readOnly, protected: isProtected }: ConnectionSettings): readonly string[] {
  if (readOnly) return [`${name} is read-only: nothing is written.`];
  return isProtected ? [`${name} is protected: the topic's name is typed before anything is written to it.`] : [];
}
