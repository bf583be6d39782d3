import type { Baseline, RegistryVerdictParams, RegistryVerdictResult } from '../shared/protocol.ts';

export interface ConfirmationsOptions {
  /** Null where the registry can't be asked. */
  readonly ask: (params: RegistryVerdictParams) => Promise<RegistryVerdictResult>;
}

/** A text of a schema document. */
export interface ConfirmedText {
  readonly uri: string;
  readonly text: string;
}

/** What registries have said of texts beside their own versions: of each document the last text that they were asked about. */
export class Confirmations {
  readonly #options: ConfirmationsOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: ConfirmationsOptions) {
    this.#options = options;
  }

  /** Undefined where the registry has not been asked about this very text beside what it has now; null where it could not be. */
  find({ uri, text }: ConfirmedText, baseline: Baseline): RegistryVerdictResult | undefined {
    const entry = this.#entries.get(keyOf(uri, baseline));
    return entry?.text === text && entry.beside === besideOf(baseline) ? entry.result : undefined;
  }

  /**
   * Asks the registry, once for each text and what it is compared with, unless it could not be asked before.
   *
   * @param selfContained makes what the registry is sent; undefined where there is no such text
   * @returns as {@link find}; undefined where there is nothing to ask
   */
  async confirm(
    { uri, text }: ConfirmedText,
    baseline: Baseline,
    selfContained: () => string | undefined,
  ): Promise<RegistryVerdictResult | undefined> {
    const { connection, label: subject, versions, level } = baseline;
    if (connection === undefined || versions.length === 0 || level === 'NONE') return undefined;
    const [key, beside] = [keyOf(uri, baseline), besideOf(baseline)];
    const known = this.#entries.get(key);
    if (known?.text === text && known.beside === beside && known.result !== null) return known.asking;
    const sent = selfContained();
    if (sent === undefined) return undefined;
    const asking = this.#options.ask({ connection, subject, text: sent });
    const entry: Entry = { text, beside, asking, result: undefined };
    this.#entries.set(key, entry);
    try {
      return (entry.result = await asking);
    } catch (error) {
      // It may be asked again.
      entry.result = null;
      throw error;
    }
  }

  /** The document is closed. */
  forget(uri: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(`${uri}\n`)) this.#entries.delete(key);
  }
}

interface Entry {
  readonly text: string;
  readonly beside: string;
  readonly asking: Promise<RegistryVerdictResult>;
  /** Undefined while it is being asked. */
  result: RegistryVerdictResult | undefined;
}

function keyOf(uri: string, { connection, label }: Baseline): string {
  return `${uri}\n${connection ?? ''}\n${label}`;
}

/** What a registry's verdict depends on besides the text. */
function besideOf({ level, versions }: Baseline): string {
  return JSON.stringify([level, ...versions.map(({ version, schemaId }) => [version, schemaId])]);
}
