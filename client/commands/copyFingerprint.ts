import type { FingerprintsResult } from '../../shared/protocol.ts';
import type { Choice } from '../ui.ts';
import { chooseSchemaPlace } from './chooseSchemaPlace.ts';
import type { Command } from './context.ts';
import { tellRefusal } from './refusal.ts';

const title = 'Copy Fingerprint';
const failure = "Can't copy the fingerprint";
/** Which kind was copied last. */
const lastKey = 'fingerprint';

/** Copies one of the fingerprints of a schema to the clipboard. */
export const copyFingerprint: Command = {
  failure,
  create:
    (context) =>
    async (...args) => {
      const chosen = await chooseSchemaPlace(context, args, title);
      if (!chosen.ok) return tellRefusal(context, failure, chosen);
      const { uri, fullname, label } = chosen;
      const made = await context.ui.progress(`Resolving ${label}`, (_report, signal) =>
        context.languageServer.fingerprints({ uri, fullname }, signal),
      );
      if (!made.ok) return tellRefusal(context, failure, made);
      const last = context.memory.get(lastKey);
      const { name, value } = await context.ui.pick({
        title,
        placeholder: `Which fingerprint of ${label} to copy`,
        choices: choicesOf(made),
        isInitial: (fingerprint) => fingerprint.name === last,
      });
      await context.ui.writeClipboard(value);
      await context.memory.set(lastKey, name);
      context.ui.showStatus(`Copied ${name} of ${label}.`);
    },
};

interface Fingerprint {
  readonly name: string;
  readonly value: string;
}

/** Each with its value, so that it can be compared without being copied. */
function choicesOf({ crc64, md5, sha256 }: FingerprintsResult & { readonly ok: true }): Choice<Fingerprint>[] {
  const choice = (name: string, description: string, value: string): Choice<Fingerprint> => {
    return { label: name, description, detail: value, icon: 'symbol-numeric', value: { name, value } };
  };
  return [
    choice('CRC-64-AVRO', 'hex, the highest digit first', crc64.hex),
    choice('CRC-64-AVRO as a Number', "a signed long, as Java's parsingFingerprint64 returns it", crc64.long),
    choice('CRC-64-AVRO as Bytes', 'hex, the lowest byte first, as in single-object encoding behind c301', crc64.bytes),
    choice('MD5', 'hex', md5),
    choice('SHA-256', 'hex', sha256),
  ];
}
