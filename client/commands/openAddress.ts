import type { CommandContext } from './context.ts';
import { failureMessage, isEndedByUser } from './failure.ts';
import { KafkaError } from '../../shared/errors.ts';

/**
 * Follows an address that was opened outside the editor, such as `/peek?connection=local&topic=orders`: it names a
 * connection of the settings and never an address of its own, and nothing is asked of the cluster before the user agrees.
 *
 * @param query as it stands behind the question mark
 */
export async function openAddress(context: CommandContext, path: string, query: string): Promise<void> {
  try {
    const { what, id, target } = toRequest(path, new URLSearchParams(query));
    const { connection } = target;
    if (context.connections.find(connection) === undefined) {
      throw new KafkaError('connection/unknown', `There is no connection ${shown(connection)}.`, {
        remedy: 'Add it with Avro: Add Connection….',
      });
    }
    await context.ui.confirm({ message: `${what} on ${connection}?`, detail: 'This came from outside VS Code.', buttons: ['Open'] });
    await context.run(id, target);
  } catch (error) {
    if (isEndedByUser(error)) return;
    if (!(error instanceof KafkaError)) throw error;
    await context.ui.notify('error', failureMessage("Can't open what the link names", error));
  }
}

interface AddressRequest {
  /** "Open topic orders", to be asked. */
  readonly what: string;
  /** Of the command. */
  readonly id: string;
  readonly target: { readonly connection: string } & Readonly<Record<string, string | number>>;
}

/** @throws KafkaError `address/unknown`, `address/incomplete` */
function toRequest(path: string, query: URLSearchParams): AddressRequest {
  const text = (name: string): string => {
    const value = query.get(name);
    if (value === null || value === '') throw new KafkaError('address/incomplete', `It does not say the ${name}.`);
    return value;
  };
  const number = (name: string): { readonly [key: string]: number } => {
    const value = query.get(name);
    return value !== null && /^\d{1,9}$/.test(value) ? { [name]: Number(value) } : {};
  };
  switch (path) {
    case '/peek': {
      const offset = query.get('offset');
      const at = offset !== null && /^\d{1,19}$/.test(offset) ? { offset } : {};
      const target = { connection: text('connection'), topic: text('topic'), ...number('partition'), ...at };
      return { what: `Open topic ${shown(target.topic)}`, id: 'peekTopicItem', target };
    }
    case '/diagnose': {
      const target = { connection: text('connection'), topic: text('topic') };
      return { what: `Diagnose topic ${shown(target.topic)}`, id: 'diagnoseTopicItem', target };
    }
    case '/subject': {
      const target = { connection: text('connection'), subject: text('subject'), ...number('version') };
      return { what: `Open subject ${shown(target.subject)}`, id: 'openVersion', target };
    }
    default:
      throw new KafkaError('address/unknown', 'It is none of Avro Workbench.');
  }
}

/** On one line, cut: whoever made the address chose the text. */
function shown(name: string): string {
  const line = name.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
