import type { Position, SelectionRange } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { selectionSpans } from '../../shared/avro/editing/selection.ts';
import type { JsonNode } from '../../shared/avro/json.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** For each position what a selection there grows to, from the smallest range on. */
export function selectionRanges({ text, parsed }: SchemaDocument, positions: readonly Position[]): SelectionRange[] {
  return selectionRangesIn(text, parsed.json === undefined ? [] : [parsed.json], positions);
}

/** The same in a text with any number of values at its top. */
export function selectionRangesIn(text: TextDocument, roots: readonly JsonNode[], positions: readonly Position[]): SelectionRange[] {
  const content = text.getText();
  return positions.map((position) => {
    const offset = text.offsetAt(position);
    const root = roots.find(({ span }) => span.start <= offset && offset <= span.end);
    const whole = { range: toRange(text, { start: 0, end: content.length }) };
    // From the outermost on, each within the one before.
    return (
      selectionSpans(content, root, offset).reduceRight<SelectionRange | undefined>(
        (parent, span) => ({ range: toRange(text, span), ...(parent && { parent }) }),
        undefined,
      ) ?? whole
    );
  });
}
