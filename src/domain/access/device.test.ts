import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceInWords } from './device.ts';

test('what is not known is not guessed; what is known is told in two words', () => {
  for (const unknown of ['', 'x', 'Mozilla/5.0', 'node']) assert.equal(deviceInWords(unknown), '');
  const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  for (const [userAgent, words] of [
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/130.0.0.0 Safari/537.36`, 'Chrome · Windows'],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`,
      'Edge · Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
      'Safari · macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49',
      '微信 · iPhone',
    ],
    [
      `Mozilla/5.0 (Linux; Android 14; HBN-AL80) ${webkit} Chrome/114.0 HuaweiBrowser/15.0 Mobile Safari/537.36`,
      '华为浏览器 · Android',
    ],
    [`Mozilla/5.0 (Phone; OpenHarmony 5.0) ${webkit} Chrome/114.0 Safari/537.36 ArkWeb/4.1`, 'Chrome · 鸿蒙'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0', 'Firefox · Linux'],
  ] as const)
    assert.equal(deviceInWords(userAgent), words);
});
