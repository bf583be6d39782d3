import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFilter } from '../../../shared/filter/createFilter.ts';
import { mark } from '../../mark.ts';

/** What is between the marks is what is underlined. */
for (const { text, message } of [
  { text: 'value.x <<=>> 1', message: 'Write == to compare.' },
  { text: 'value.x <<=>>~ "a"', message: 'Write value.name.matches("…") for "=~".' },
  { text: 'value.a == 1 <<and>> value.b == 2', message: 'Write && for "and".' },
  { text: 'value.a == 1 <<OR>> value.b == 2', message: 'Write || for "or".' },
  { text: 'value.a == 1 <<&>> value.b == 2', message: 'Write && for "and".' },
  { text: 'value.a <<is>> null', message: 'Write == for "is", as in value.note == null.' },
  { text: 'value.a <<like>> "x%"', message: 'Write value.name.contains("…") or value.name.matches("…") for "like".' },
  { text: 'value.a == <<“>>x”', message: 'Write straight quotation marks.' },
  { text: 'value.a == <<"x>>', message: 'This text is not closed: a quotation mark is missing.' },
  { text: 'value.a ==<<>>', message: 'Something is missing at the end.' },
  { text: '(value.a == 1<<>>', message: '")" is missing.' },
  { text: 'value.a[0<<>>', message: '"]" is missing.' },
  { text: 'value.a == 1<<)>>', message: '")" cannot stand here.' },
  { text: 'value.<<in>> == 1', message: `"in" is a word of CEL's own: write ["in"] in place of .in.` },
  { text: '<<for>> == 1', message: `"for" is a word of CEL's own: write value["for"] for a field of this name.` },
  { text: '<<valu>>.x == 1', message: '"valu" is not known here; perhaps "value" is meant.' },
  { text: '<<amount>> > 990', message: '"amount" is not known here; fields stand behind value or key, as in value.amount.' },
  { text: 'value.x<<.containz("a")>>', message: 'There is no function "containz"; perhaps "contains" is meant.' },
  { text: '<<siz>>(value.x) == 1', message: 'There is no function "siz"; perhaps "size" is meant.' },
  { text: '<<contains>>(value.x, "a")', message: 'Write it behind a text, as in value.name.contains(…).' },
  { text: 'value<<.text()>> == "a"', message: 'Write text(…), without anything in front.' },
  { text: '<<value.x.contains()>>', message: '"contains" takes one argument in its brackets.' },
  { text: '<<has(value)>>', message: '"has" takes a field, as in has(value.note).' },
  {
    text: '<<value.l.exists(x > 1)>>',
    message: '"exists" takes a name and an expression, as in value.lines.exists(line, line.count > 1).',
  },
  { text: '<<1 < value.x < 3>>', message: 'Comparisons cannot be chained: write value.n > 1 && value.n < 5.' },
  { text: 'value.x == <<9223372036854775808>>', message: '9223372036854775808 is beyond the 64 bits of an int.' },
  { text: 'value.x == <<-9223372036854775809>>', message: '9223372036854775809 is beyond the 64 bits of an int.' },
  { text: 'value.x.matches(<<"(">>)', message: 'This is no regular expression: Unterminated group.' },
  { text: 'timestamp > timestamp(<<"today">>)', message: 'A time is written like "2026-01-31T12:00:00Z" or "2026-01-31".' },
  { text: 'value.x > duration(<<"soon">>)', message: 'A duration is written like "1h30m", "45s" or "200ms".' },
  { text: '<<size(value.x)>>', message: 'A filter must say true or false, as in value.amount > 990.' },
  { text: '<<"PAID">>', message: 'A filter must say true or false, as in value.amount > 990.' },
  { text: '<<>>', message: 'The filter is empty.' },
]) {
  test(`filter mistakes: ${text}`, () => {
    const { text: plain, ranges } = mark(text);
    const [range] = ranges;
    assert.deepEqual(checkFilter(plain), { message, start: range?.start, end: range?.end });
  });
}

for (const { name, text, isRight } of [
  { name: 'brackets', text: `${'('.repeat(3_000)}true${')'.repeat(3_000)}`, isRight: false },
  { name: 'signs', text: `${'!'.repeat(9_990)}true`, isRight: false },
  { name: 'a long sum', text: `${'1+'.repeat(4_000)}1 > 0`, isRight: false },
  { name: 'lists', text: `${'['.repeat(300)}${']'.repeat(300)} == []`, isRight: false },
  { name: 'fields', text: `value${'.a'.repeat(3_000)} == 1`, isRight: false },
  { name: 'more than 10,000 characters', text: `true${' '.repeat(10_000)}`, isRight: false },
  {
    name: 'a long row of alternatives',
    text: Array.from({ length: 900 }, (_, index) => `key=="${index}"`)
      .join('||')
      .slice(0, 10_000)
      .replace(/\|\|[^|]*$/, ''),
    isRight: true,
  },
  { name: 'a long list', text: `key in [${Array.from({ length: 1_500 }, (_, index) => index).join(',')}]`, isRight: true },
]) {
  test(`filter mistakes: ${name}`, () => assert.equal(checkFilter(text) === undefined, isRight));
}
