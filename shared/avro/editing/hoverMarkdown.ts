/** Text as code, whatever it holds. */
export function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return fence === '`' ? `\`${text}\`` : `\`\` ${text.replaceAll('``', '` `')} \`\``;
}

/** Lines as a block of code, whatever they hold. */
export function codeBlock(lines: readonly string[]): string {
  return ['```', ...lines.map((line) => line.replace(/[\r\n]+/g, ' ').replaceAll('```', "'''")), '```'].join('\n');
}

/** More than this is no overview. */
const longestList = 12;

/** As many items as are an overview, and how many more there are. */
export function shortList(items: readonly string[]): string {
  const rest = items.length - longestList;
  return items.slice(0, longestList).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** As many lines as are an overview, and how many more there are. */
export function shortLines(lines: readonly string[]): string[] {
  const rest = lines.length - longestList;
  return [...lines.slice(0, longestList), ...(rest > 0 ? [`… ${rest} more`] : [])];
}

/** The sections of the specification by what they define: a title, and the anchor of it on the page. */
const sections = {
  schema: ['Schema Declaration', 'schema-declaration'],
  primitive: ['Primitive Types', 'primitive-types'],
  record: ['Records', 'schema-record'],
  enum: ['Enums', 'enums'],
  array: ['Arrays', 'arrays'],
  map: ['Maps', 'maps'],
  fixed: ['Fixed', 'fixed'],
  names: ['Names', 'names'],
  aliases: ['Aliases', 'aliases'],
  order: ['Sort Order', 'sort-order'],
  logical: ['Logical Types', 'logical-types'],
  decimal: ['Decimal', 'decimal'],
  uuid: ['UUID', 'uuid'],
  date: ['Date', 'date'],
  duration: ['Duration', 'duration'],
  protocol: ['Protocol Declaration', 'protocol-declaration'],
  message: ['Messages', 'messages'],
} as const;

export type SpecSection = keyof typeof sections;

/** A link to a section of the specification. */
export function specLink(section: SpecSection): string {
  const [title, anchor] = sections[section];
  return `[Avro 1.12, ${title}](https://avro.apache.org/docs/1.12.0/specification/#${anchor})`;
}
