import type { FoldingRange } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { JsonNode } from '../../shared/avro/json.ts';

/** One range for each array and object that spans lines; its closing bracket's line stays visible. */
export function foldingRanges(text: TextDocument, roots: readonly JsonNode[]): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const waiting = [...roots].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind !== 'object' && node.kind !== 'array') continue;
    const startLine = text.positionAt(node.span.start).line;
    const endLine = text.positionAt(node.span.end).line - 1;
    if (endLine > startLine) ranges.push({ startLine, endLine });
    const children = node.kind === 'array' ? node.items : node.properties.map(({ value }) => value);
    for (const child of [...children].reverse()) if (child !== undefined) waiting.push(child);
  }
  return ranges;
}
