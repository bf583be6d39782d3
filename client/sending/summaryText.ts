import type { SendManyRequest, SendProgress, SendStop, SendSummary } from './sendRequest.ts';

/** "1,204 records written, 3 failed, 12.3 s (98 a second). Stopped: enough." */
export function summaryLine(summary: SendSummary, { dryRun }: Pick<SendManyRequest, 'dryRun'>): string {
  const { read, written, failed, durationMs, perSecond, maybe, unsent, stopped } = summary;
  const unknown = maybe.reduce((sum, { count }) => sum + count, 0);
  const parts = [
    dryRun ? `${counted(read)} read, nothing written` : `${counted(written)} written`,
    ...(failed === 0 ? [] : [`${failed.toLocaleString('en')} failed`]),
    ...(unknown === 0 ? [] : [`${unknown.toLocaleString('en')} maybe written`]),
    ...(unsent === undefined ? [] : [`${unsent.count.toLocaleString('en')} not sent (from ${unsent.firstLine} on)`]),
  ];
  const pace = dryRun ? '' : `, ${(durationMs / 1000).toFixed(1)} s (${perSecond.toLocaleString('en')} a second)`;
  return `${parts.join(', ')}${pace}. ${stopTexts[stopped]}`;
}

/** "1,204 sent, 3 failed, 980 a second". */
export function progressLine({ written, failed, perSecond }: SendProgress): string {
  const bad = failed === 0 ? '' : `, ${failed.toLocaleString('en')} failed`;
  return `${written.toLocaleString('en')} sent${bad}, ${perSecond.toLocaleString('en')} a second`;
}

export function counted(records: number): string {
  return `${records.toLocaleString('en')} ${records === 1 ? 'record' : 'records'}`;
}

const stopTexts: Readonly<Record<SendStop, string>> = {
  end: 'All of it was read.',
  records: 'Stopped: enough.',
  seconds: 'Stopped: the time is over.',
  bytes: 'Stopped: enough bytes.',
  failures: 'Stopped by a failure.',
  problem: 'It could not go on.',
  cancelled: 'Cancelled.',
};
