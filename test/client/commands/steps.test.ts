import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askSteps, WentBack, type Step } from '../../../client/commands/steps.ts';
import type { Place } from '../../../client/ui.ts';

type Draft = readonly string[];

/** Steps that each add what the script says, or go back or give up. `skip` applies only while the draft lacks "b". */
function run(script: string[], options: { readonly from?: string } = {}): { readonly done: Promise<Draft>; readonly places: string[] } {
  const places: string[] = [];
  const step = (id: string, applies?: (draft: Draft) => boolean): Step<Draft> => ({
    id,
    ...(applies === undefined ? {} : { applies }),
    ask: (draft: Draft, { step: number, of, canGoBack }: Place) => {
      places.push(`${id} ${number}/${of}${canGoBack ? ' <' : ''}`);
      const answer = script.shift();
      if (answer === 'back') return Promise.reject(new WentBack());
      if (answer === undefined) return Promise.reject(new DOMException('Cancelled.', 'AbortError'));
      return Promise.resolve([...draft, answer]);
    },
  });
  const steps = [step('one'), step('maybe', (draft) => draft.includes('yes')), step('last')];
  return { done: askSteps(steps, [], options), places };
}

for (const { name, script, from, draft, places } of [
  { name: 'one after the other', script: ['a', 'b'], draft: ['a', 'b'], places: ['one 1/2', 'last 2/2 <'] },
  {
    name: 'a step that an answer adds',
    script: ['yes', 'm', 'b'],
    draft: ['yes', 'm', 'b'],
    places: ['one 1/2', 'maybe 2/3 <', 'last 3/3 <'],
  },
  {
    name: 'back, over a step that does not apply',
    script: ['a', 'back', 'b', 'c'],
    draft: ['a', 'b', 'c'],
    places: ['one 1/2', 'last 2/2 <', 'one 1/2', 'last 2/2 <'],
  },
  {
    name: 'beginning later, with a way back',
    script: ['back', 'a', 'b'],
    from: 'last',
    draft: ['a', 'b'],
    places: ['last 2/2 <', 'one 1/2', 'last 2/2 <'],
  },
  { name: 'an unknown beginning is the first', script: ['a', 'b'], from: 'nowhere', draft: ['a', 'b'], places: ['one 1/2', 'last 2/2 <'] },
]) {
  test(`steps: ${name}`, async () => {
    const { done, places: seen } = run([...script], from === undefined ? {} : { from });
    assert.deepEqual(await done, draft);
    assert.deepEqual(seen, places);
  });
}

test('steps: giving up ends it', async () => {
  await assert.rejects(run(['a']).done, { name: 'AbortError' });
});

test('steps: back from the first one leaves it', async () => {
  await assert.rejects(run(['back']).done, WentBack);
});
