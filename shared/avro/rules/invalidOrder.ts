import { closestWord } from '../closestWord.ts';
import { changeTo, fix } from '../fixes/fix.ts';
import { removeProperty } from '../fixes/jsonEdits.ts';
import { findProperty } from '../jsonTree.ts';
import type { Field } from '../schema.ts';
import { hasAttribute } from './rule.ts';
import type { Rule } from './rule.ts';

/** A sort order that Avro does not know, or any of a message's parameter. Java's reader takes upper case too. */
export const invalidOrder: Rule<Field> = {
  id: 'invalid-order',
  severity: 'error',
  spec: 'Complex Types, Records; Sort Order',
  on: 'field',
  concerns: ({ json }) => hasAttribute(json, 'order'),
  *check({ json, isParameter }, { parsed: { text } }) {
    const property = findProperty(json, 'order');
    const order = property?.value;
    if (property === undefined || order === undefined) return;
    const remove = () => fix('Remove "order"', removeProperty(text, json, property), { isPreferred: isParameter === true });
    if (isParameter === true) yield { span: order.span, message: 'A parameter has no "order": requests are never sorted.', fixes: remove };
    if (isParameter === true) return;
    if (order.kind === 'string' && orders.includes(order.value.toLowerCase())) return;
    const closest = order.kind === 'string' ? closestWord(order.value, orders) : undefined;
    yield {
      span: order.span,
      message: `An "order" is "ascending", "descending" or "ignore".${closest === undefined ? '' : ` Did you mean "${closest}"?`}`,
      fixes: () => [...(closest === undefined ? changeTo(order, orders, { isPreferred: false }) : changeTo(order, [closest])), ...remove()],
    };
  },
};

const orders = ['ascending', 'descending', 'ignore'];
