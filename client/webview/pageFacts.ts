import { hasSasl, type ConnectionSettings } from '../connectionSettings.ts';
import { guardTexts } from '../status.ts';
import type { RecordAction } from './recordsProtocol.ts';
import type { ConnectionFacts } from './recordsState.ts';

/** What a page says of its connection; undefined settings are of one that is gone or can't be understood. */
export function connectionFacts(name: string, settings: ConnectionSettings | undefined): ConnectionFacts {
  return {
    color: settings?.color,
    readOnly: settings?.readOnly ?? false,
    protected: settings?.protected ?? false,
    tooltip: settings === undefined ? `The settings of ${name} can't be used.` : toTooltip(name, settings),
  };
}

function toTooltip(name: string, settings: ConnectionSettings): string {
  const { brokers, security, sasl, registry } = settings;
  const user = hasSasl(security) && sasl !== undefined ? `, ${sasl.mechanism} as ${sasl.username}` : '';
  return [
    name,
    `Brokers: ${brokers.join(', ')}`,
    `Security: ${security}${user}`,
    registry === undefined ? 'No schema registry' : `Schema registry: ${[registry.url, ...(registry.otherUrls ?? [])].join(', ')}`,
    ...guardTexts(settings),
  ].join('\n');
}

/** What the host of a page can do with its records. */
export function pageActions(given: {
  readonly settings: ConnectionSettings | undefined;
  readonly isTrusted: boolean;
  readonly hasMasks: boolean;
  readonly hasCommand: (id: string) => boolean;
}): RecordAction[] {
  const { settings, isTrusted, hasMasks, hasCommand } = given;
  const mayWrite = isTrusted && settings?.readOnly === false;
  return [
    'openDocument',
    'compare',
    'export',
    'openSettings',
    ...(settings?.registry === undefined ? [] : (['openSchema'] as const)),
    ...(mayWrite ? (['reproduce', 'produceSample'] as const) : []),
    ...(hasMasks ? (['reveal'] as const) : []),
    ...(hasCommand('setDecodeProfile') ? (['useForTopic'] as const) : []),
    ...(hasCommand('inspectBytes') ? (['inspectBytes'] as const) : []),
    ...(hasCommand('diagnoseTopicItem') ? (['diagnose'] as const) : []),
  ];
}
