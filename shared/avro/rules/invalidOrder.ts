import { closestWord } from '../closestWord.ts';
import { findValue } from '../jsonTree.ts';
import type { Field } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A sort order that Avro does not know. Java's reader takes upper case too. */
export const invalidOrder: Rule<Field> = {
  id: 'invalid-order',
  severity: 'error',
  spec: 'Complex Types, Records; Sort Order',
  on: 'field',
  *check({ json }) {
    const order = findValue(json, 'order');
    if (order === undefined || (order.kind === 'string' && orders.includes(order.value.toLowerCase()))) return;
    const closest = order.kind === 'string' ? closestWord(order.value, orders) : undefined;
    yield {
      span: order.span,
      message: `An "order" is "ascending", "descending" or "ignore".${closest === undefined ? '' : ` Did you mean "${closest}"?`}`,
    };
  },
};

const orders = ['ascending', 'descending', 'ignore'];
