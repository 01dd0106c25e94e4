import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, type Json, sha256 } from './canonical.ts';

const json = fc.jsonValue({ noUnicodeString: false }).map((value) => value as Json);

test('numbers that JSON cannot hold are refused', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    assert.throws(() => canonicalJson({ deep: [value] }), TypeError);
  }
});

test('the text says the same as the value', () => {
  fc.assert(
    fc.property(json, (value) => {
      // JSON has no negative zero.
      assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('equal values give equal bytes, whatever the order of their keys', () => {
  fc.assert(fc.property(json, (value) => assert.equal(canonicalJson(shuffled(value)), canonicalJson(value))));
});

test('keys are sorted by code unit, at every depth, without blanks', () => {
  assert.equal(
    canonicalJson({ b: 1, a: { d: [1, 2], c: null }, 中: true, Z: 'x' }),
    '{"Z":"x","a":{"c":null,"d":[1,2]},"b":1,"中":true}',
  );
});

test('absent keys are left out', () => {
  assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}');
});

test('the hash is the one of the UTF-8 bytes', () => {
  assert.equal(sha256('台账'), 'bf3d597a8461e4c2c7bb4def2e21811b7d1523e8a743001ba15fdf28ea11c817');
  assert.equal(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

function shuffled(value: Json): Json {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, shuffled(one as Json)]),
  );
}
