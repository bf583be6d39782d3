import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SubjectNode } from '../../../client/views/registryNodes.ts';
import { arrangeSubjects, sortSubjects } from '../../../client/views/subjectLevels.ts';
import type { Steps } from '../../../shared/slices.ts';

const count = 20_000;
/** So many looks at subjects take a millisecond or two; a slice ends 8 ms after its beginning. */
const maxLooks = 1_000;

/** Counts how often subjects are looked at. */
class Looks {
  now = 0;

  /** A subject as the registry lists it, and as a node. */
  at(subject: string): SubjectNode {
    const look = (): string => {
      this.now++;
      return subject;
    };
    return {
      kind: 'subject',
      connection: 'local',
      isDeleted: false,
      get subject() {
        return look();
      },
    };
  }

  /** The result, with how many steps it took and how often subjects were looked at within one of them at the most. */
  run<T>(steps: Steps<T>): { readonly value: T; readonly steps: number; readonly longest: number } {
    let longest = 0;
    for (let taken = 1; ; taken++) {
      this.now = 0;
      const step = steps.next();
      longest = Math.max(longest, this.now);
      if (step.done === true) return { value: step.value, steps: taken, longest };
    }
  }
}

test('subjects: 20,000 are sorted in steps, in any of which few are looked at', () => {
  const looks = new Looks();
  const entries = Array.from({ length: count }, (_, index) => looks.at(`topic-${count - index}-value`));
  const { value, steps, longest } = looks.run(sortSubjects('local', entries, new Map()));
  assert.deepEqual([value.length, value[0]?.subject, value.at(-1)?.subject], [count, 'topic-1-value', 'topic-20000-value']);
  assert.ok(longest <= maxLooks, String(longest));
  // 40 steps of looking at subjects are followed by those of sorting them, 20 alone for its stretches of 1,000.
  assert.ok(steps >= 100, String(steps));
});

for (const { name, isGrouped, filter, shown, least } of [
  { name: 'as they are', isGrouped: false, filter: '', shown: 40, least: 40 },
  { name: 'with a filter', isGrouped: false, filter: '-1999', shown: 11, least: 40 },
  { name: 'in groups', isGrouped: true, filter: '', shown: 40, least: 190 },
]) {
  test(`subjects: 20,000 are arranged in steps, in any of which few are looked at: ${name}`, () => {
    const looks = new Looks();
    const nodes = Array.from({ length: count }, (_, index) => looks.at(`topic-${index}-value`));
    const { value, steps, longest } = looks.run(arrangeSubjects('local', nodes, { filter, isGrouped }));
    assert.equal(value.length, shown);
    assert.ok(longest <= maxLooks, String(longest));
    assert.ok(steps >= least, String(steps));
  });
}
