import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { PageCache } from './page-cache.ts';

const always = () => true;

describe('the page cache', () => {
  test('does not keep a failure, nor what it is told not to keep, nor what is larger than itself', async () => {
    const cache = new PageCache<{ bytes: number }>({ bytes: 100, milliseconds: 1000 });
    await assert.rejects(
      cache.make('a', () => Promise.reject(new Error('away')), always),
      /away/,
    );
    await cache.make(
      'b',
      async () => ({ bytes: 1 }),
      () => false,
    );
    await cache.make('c', async () => ({ bytes: 101 }), always);
    for (const key of ['a', 'b', 'c']) assert.equal(cache.get(key), undefined);
    assert.equal(cache.bytes, 0);
  });

  test('makes a page once however many wait for it', async () => {
    const cache = new PageCache<{ bytes: number }>({ bytes: 100, milliseconds: 1000 });
    let made = 0;
    const make = async () => {
      made += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { bytes: 1 };
    };
    const pages = await Promise.all(Array.from({ length: 20 }, () => cache.make('a', make, always)));
    assert.equal(made, 1);
    assert.equal(new Set(pages).size, 1);
    assert.equal(cache.get('a'), pages[0]);
  });

  test('forgets after its time', async () => {
    const cache = new PageCache<{ bytes: number }>({ bytes: 100, milliseconds: 10 });
    await cache.make('a', async () => ({ bytes: 1 }), always);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(cache.get('a'), undefined);
    assert.equal(cache.bytes, 0);
  });

  test('never holds more than its room, and what was asked for last stays longest', async () => {
    const steps = fc.array(
      fc.record({ key: fc.constantFrom(...'abcdefgh'), bytes: fc.integer({ min: 1, max: 60 }), ask: fc.boolean() }),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const cache = new PageCache<{ bytes: number }>({ bytes: 100, milliseconds: 60_000 });
        for (const { key, bytes, ask } of list) {
          if (ask) cache.get(key);
          else {
            await cache.make(key, async () => ({ bytes }), always);
            assert.deepEqual(cache.get(key), { bytes });
          }
          const held = [...'abcdefgh'].reduce((sum, one) => sum + (cache.get(one)?.bytes ?? 0), 0);
          assert.equal(held, cache.bytes);
          assert.ok(cache.bytes <= 100);
        }
      }),
    );
  });
});
