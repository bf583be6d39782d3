import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOwnGlob, mappedSubjects, ownGlob } from '../../../client/baselines/mappedSubjects.ts';

const at = (subject: string, connection?: string) => ({ subject, connection });

for (const { name, subjects, path, finds } of [
  { name: 'no setting', subjects: {}, path: 'orders.avsc', finds: undefined },
  { name: 'no glob that matches', subjects: { 'x/**': [at('x')] }, path: 'orders.avsc', finds: undefined },
  { name: 'a name in any folder', subjects: { 'orders.avsc': [at('o')] }, path: 'a/b/orders.avsc', finds: [at('o')] },
  {
    name: 'several environments',
    subjects: { 'a/*': [at('o', 'dev'), at('o', 'prod')] },
    path: 'a/o.avsc',
    finds: [at('o', 'dev'), at('o', 'prod')],
  },
  {
    name: 'all globs that match, each subject once',
    subjects: { 'a/**': [at('o'), at('p')], '*.avsc': [at('o'), at('q')] },
    path: 'a/o.avsc',
    finds: [at('o'), at('p'), at('q')],
  },
  { name: 'its own path alone', subjects: { '**/*.avsc': [at('x')], 'a/o.avsc': [at('o')] }, path: 'a/o.avsc', finds: [at('o')] },
  { name: 'its own path, which says that it has none', subjects: { '**': [at('x')], 'a/o.avsc': [] }, path: 'a/o.avsc', finds: [] },
  { name: 'its own path with brackets', subjects: { 'a/[[]b\\].avsc': [at('o')], '**': [at('x')] }, path: 'a/[b].avsc', finds: [at('o')] },
  { name: 'a file at the top', subjects: { '/o.avsc': [at('o')], 'o.avsc': [at('any')] }, path: 'o.avsc', finds: [at('o')] },
  { name: 'a file at the top and not one of its name below', subjects: { '/o.avsc': [at('o')] }, path: 'a/o.avsc', finds: undefined },
] as const) {
  test(`mapped subjects: ${name}`, () => {
    const map = new Map<string, readonly { readonly subject: string; readonly connection: string | undefined }[]>(Object.entries(subjects));
    assert.deepEqual(mappedSubjects(map, path), finds);
  });
}

for (const path of ['orders.avsc', 'a/b c.avsc', 'a/[b]{c}(d)!*?.avsc', 'a/]x[.avsc']) {
  test(`mapped subjects: the glob that is written for ${path} matches it alone`, () => {
    const glob = ownGlob(path);
    assert.ok(isOwnGlob(glob, path));
    assert.deepEqual(mappedSubjects(new Map([[glob, [at('o')]]]), path), [at('o')]);
    assert.equal(mappedSubjects(new Map([[glob, [at('o')]]]), `other/${path}`), undefined);
  });
}
