import type { Position, SelectionRange } from 'vscode-languageserver';
import { selectionSpans } from '../../shared/avro/editing/selection.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** For each position what a selection there grows to, from the smallest range on. */
export function selectionRanges({ text, parsed }: SchemaDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const spans = selectionSpans(parsed.text, parsed.json, text.offsetAt(position));
    const whole = { range: toRange(text, { start: 0, end: parsed.text.length }) };
    // From the outermost on, each within the one before.
    return (
      spans.reduceRight<SelectionRange | undefined>(
        (parent, span) => ({ range: toRange(text, span), ...(parent && { parent }) }),
        undefined,
      ) ?? whole
    );
  });
}
