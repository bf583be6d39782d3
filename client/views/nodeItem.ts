import { KnownError } from '../../shared/errors.ts';

/** What a view shows of a node. */
export interface NodeItem {
  /** The same for the same thing, so that the view keeps it expanded and selected. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** A codicon's name. */
  readonly icon: string;
  /** An error's icon is red. */
  readonly isError: boolean;
  /** The kind and its tokens, such as `topic+writable`. */
  readonly contextValue: string;
  readonly canExpand: boolean;
  /** Lines of plain text; undefined where they are fetched when the mouse rests on it. */
  readonly tooltip: readonly string[] | undefined;
  /** The command, by its id without the prefix, that a click on it runs on the node. */
  readonly onClick?: string;
}

/** What is the same for most nodes that have nothing below them. */
export function plain(
  kind: string,
  ...parts: readonly (string | number)[]
): Pick<NodeItem, 'id' | 'description' | 'isError' | 'canExpand'> {
  return { id: idOf(kind, ...parts), description: '', isError: false, canExpand: false };
}

/** An id that no other kind and parts have. */
export function idOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}

/** The item of a node that stands for what went wrong. */
export function errorItem(id: string, error: Error): NodeItem {
  const remedy = error instanceof KnownError ? error.remedy : undefined;
  const isInvalid = error instanceof KnownError && error.code === 'connection/invalid';
  return {
    id,
    label: error.message,
    description: '',
    icon: 'error',
    isError: true,
    // Reading the same settings again would say the same.
    contextValue: isInvalid ? 'error' : 'error+retry',
    canExpand: false,
    tooltip: [error.message, ...(remedy === undefined ? [] : [remedy])],
  };
}

/** The item of a node that says that its siblings are waited for. */
export function waitingItem(id: string, label: string): NodeItem {
  return {
    id,
    label,
    description: '',
    icon: 'loading~spin',
    isError: false,
    contextValue: 'waiting',
    canExpand: false,
    tooltip: [label],
  };
}

/** The item of a node that says one sentence. */
export function noteItem(id: string, label: string): NodeItem {
  return { id, label, description: '', icon: 'info', isError: false, contextValue: 'note', canExpand: false, tooltip: [label] };
}

/** Such as "1,200 offsets". */
export function counted(count: number | bigint, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 || count === 1n ? '' : 's'}`;
}

/** A number with its thousands apart; a text that is none as it is. */
export function grouped(value: string | number | bigint): string {
  return typeof value === 'string' ? (/^-?\d+$/.test(value) ? BigInt(value).toLocaleString('en') : value) : value.toLocaleString('en');
}

/** The parts that there are. */
export function joined(parts: readonly (string | undefined)[], separator: string): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator);
}
