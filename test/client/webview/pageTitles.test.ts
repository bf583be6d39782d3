import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTitles } from '../../../client/webview/pageTitles.ts';

test('a page has the title of its topic; where two clusters have it, their connections tell them apart', () => {
  const pages = [
    { connection: 'local', topic: 'orders' },
    { connection: 'local', topic: 'clicks' },
    { connection: 'prod', topic: 'orders' },
  ];
  assert.deepEqual(pageTitles(pages), ['orders (local)', 'clicks', 'orders (prod)']);
  assert.deepEqual(pageTitles(pages.slice(0, 2)), ['orders', 'clicks']);
});
