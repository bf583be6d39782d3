import { hasRegistry } from '../connections.ts';
import type { InspectedSource } from '../webview/inspectors.ts';
import { CodecError, KafkaError } from '../../shared/errors.ts';
import { parseBytesText } from '../../shared/wire/bytesText.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs, withoutCapital } from './failure.ts';
import { placeOf, recordTarget } from './recordTarget.ts';

/** More than this no page shows. */
const maxBytes = 64 * 1024 * 1024;

/** Shows what each byte is of a record's key and value, of what Decode Bytes has decoded, or of the selected text of bytes. */
export const inspectBytes: Command = {
  failure: "Can't inspect the bytes",
  create:
    (context) =>
    async (...args) => {
      const offered = isOfOffered(args[0]) ? context.inspectors.offered() : undefined;
      const source = offered ?? (placeOf(args[0]) === undefined ? selected(context, args.length > 0) : undefined);
      if (source !== undefined) context.inspectors.show(source);
      else await inspectRecord(context, args);
    },
};

/** Whether the lens above decoded bytes calls. */
function isOfOffered(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'offered' in argument;
}

/** @throws CodecError `bytes/unreadable` where the selection is meant, and is no text of bytes */
function selected(context: CommandContext, isMeant: boolean): InspectedSource | undefined {
  const selection = context.ui.activeEditor()?.selection ?? '';
  if (selection.trim() === '') {
    // Without an editor the record that is chosen on the page in front is meant.
    if (context.records.active()?.selected() !== undefined) return undefined;
    throw new CodecError('bytes/none', 'No text is selected.', { remedy: 'Select hex, base64 or escaped text.' });
  }
  const parsed = parseBytesText(selection);
  if ('bytes' in parsed) return sourceOf(context, parsed.bytes, 'Selection', `selection, written as ${parsed.notation}`);
  if (!isMeant && context.records.active()?.selected() !== undefined) return undefined;
  const remedy = 'Select hex, base64 or escaped text.';
  throw new CodecError('bytes/unreadable', `The selection is no text of bytes: ${withoutCapital(parsed.error)}`, { remedy });
}

/** Bytes of no record, read by the active connection's registry where it has one. */
export function sourceOf({ connections }: CommandContext, bytes: Uint8Array, name: string, from: string): InspectedSource {
  const active = connections.active();
  return {
    name,
    connection: hasRegistry(connections, active) ? active : undefined,
    topic: undefined,
    place: undefined,
    key: undefined,
    value: bytes,
    headers: [],
    origin: `${bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`} from the ${from}`,
  };
}

async function inspectRecord(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const { page, place } = recordTarget(context, args);
  const { connection, topic, reader } = page;
  const name = `${topic} ${place.partition}/${place.offset}`;
  await failingAs(`Can't inspect the bytes of ${name}`, connection, () =>
    context.ui.progress(`Fetching ${name}`, async (_report, signal) => {
      const scan = reader.shown?.id;
      const record = await reader.record(place, signal, maxBytes + 1);
      if (record === undefined) throw new KafkaError('record/not-held', 'It is not held any more.', { remedy: 'Read again.' });
      if (record.masked) {
        throw new KafkaError('record/masked', 'Some of its fields are masked, so its bytes are not shown.', {
          remedy: 'Reveal them on the records page first.',
        });
      }
      if (record.key.size + record.value.size > maxBytes) {
        throw new KafkaError('record/too-large', 'It is larger than 64 MB.', { remedy: 'Open it as a document.' });
      }
      const { keyBytes: key, valueBytes: value, headers } = record;
      context.inspectors.show({ name, connection, topic, place, scan, key, value, headers });
    }),
  );
}
