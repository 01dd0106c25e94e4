import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { askedView, preferred } from './view.ts';

const ask = (address: string, headers: Record<string, string> = {}) =>
  askedView(new Request(`http://site.test${address}`, { headers }), '/', 'zh');

describe('the view', () => {
  test('takes anything unknown as absent', () => {
    for (const address of ['/?lang=xx', '/?lang=', '/?lang=EN', '/?text=huge', '/?lang=en%00'])
      assert.deepEqual(ask(address).cookies, [], address);
    for (const cookie of ['lang=xx', 'slang=en', 'lang=EN', 'text=', 'lang'])
      assert.equal(ask('/', { cookie }).view.language, 'zh', cookie);
  });

  test('never fails, and never sets a cookie that was not chosen', () => {
    const header = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(header, header, header, (query, cookie, accepted) => {
        const { view, cookies } = ask(`/?${encodeURI(query)}`, { cookie, 'accept-language': accepted });
        assert.ok(['zh', 'en'].includes(view.language));
        for (const one of cookies)
          assert.match(one, /^(lang=(zh|en)|text=(large|normal)); Path=\/; Max-Age=\d+; SameSite=Lax$/);
      }),
    );
  });

  test('an Accept-Language header is weighed', () => {
    assert.equal(preferred(''), undefined);
    assert.equal(preferred('fr, de;q=0.5'), undefined);
    assert.equal(preferred('en;q=0.3, zh-TW;q=0.8'), 'zh');
    assert.equal(preferred('en-GB, zh'), 'en');
    assert.equal(preferred('zh;q=0, en;q=0.1'), 'en');
    assert.equal(preferred('english, en;q=2'), 'en');
  });
});
