import { type Problem, problem } from '#kernel/problem.ts';
import type { Text } from '#kernel/text.ts';
import { commonPasswords, commonWords } from './common-passwords.ts';

/** How many of an account's last passwords may not come back. */
export const rememberedPasswords = 5;
const shortest = 8;
const shortestPhrase = 15;
const longest = 200;

/**
 * Everything that is wrong with a new password. GB/T 22239-2019, 7.1.4.1 a) asks for complexity at level 2: eight characters of
 * three kinds, or a phrase of fifteen, which NIST SP 800-63B finds the better of the two. The standard's "changed regularly" is
 * left to a setting of the organisation: passwords that must be changed by the calendar are chosen worse (800-63B, 3.1.1.2).
 */
export function passwordProblems(password: string, username: string): Problem[] {
  const text = password.normalize('NFC');
  const length = [...text].length;
  const found: Problem[] = [];
  const add = (code: string, say: Text) => found.push(problem(code, say, 'password'));
  if (length < shortest) add('password_short', short);
  else if (length < shortestPhrase && kindsIn(text) < 3) add('password_plain', plain);
  if (length > longest) add('password_long', long);
  if (username !== '' && text.toLowerCase().includes(username.toLowerCase())) add('password_is_username', named);
  if (new Set(text).size < 5 || isRun(text) || isCommon(text)) add('password_common', common);
  return found;
}

/** Capitals, small letters, digits, signs, and letters of scripts without capitals. */
function kindsIn(text: string): number {
  return [/\p{Lu}/u, /\p{Ll}/u, /\p{N}/u, /[\p{P}\p{S}\p{Z}]/u, /\p{Lo}/u].filter((kind) => kind.test(text)).length;
}

const standIns: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '!': 'i',
  '5': 's',
};

/** The usual words with digits and signs around them, and with the usual signs for letters in them. */
function isCommon(text: string): boolean {
  const lower = text.toLowerCase();
  const letters = lower.replaceAll(/[\p{N}\p{P}\p{S}\p{Z}]+/gu, '');
  const core = lower.replaceAll(/^[\p{N}\p{P}\p{S}\p{Z}]+|[\p{N}\p{P}\p{S}\p{Z}]+$/gu, '');
  const spelled = [...core].map((one) => standIns[one] ?? one).join('');
  return commonPasswords.has(lower) || commonWords.has(letters) || commonWords.has(spelled);
}

/** 1234567890, abcdefgh, aaaabbbb and the like: most characters are the one before, or its neighbour. */
function isRun(text: string): boolean {
  const codes = [...text].map((one) => one.codePointAt(0)!);
  const near = codes.slice(1).filter((code, index) => Math.abs(code - codes[index]!) <= 1);
  return near.length >= (codes.length - 1) * 0.75;
}

const short: Text = {
  zh: `密码至少 ${shortest} 个字符，并含大写字母、小写字母、数字、符号、汉字中的三种；或者用一句 ${shortestPhrase} 个字符以上的话`,
  en: `at least ${shortest} characters of three kinds (capitals, small letters, digits, signs), or a phrase of ${shortestPhrase}`,
};
const plain: Text = {
  zh: `不到 ${shortestPhrase} 个字符的密码，要有大写字母、小写字母、数字、符号、汉字中的三种`,
  en: `a password of fewer than ${shortestPhrase} characters needs three kinds of them: capitals, small letters, digits, signs`,
};
const long: Text = { zh: `密码最多 ${longest} 个字符`, en: `a password has at most ${longest} characters` };
const named: Text = { zh: '密码里不要带用户名', en: 'the password must not contain the user name' };
const common: Text = { zh: '这个密码太常见，容易被猜到，请换一个', en: 'this password is too common; choose another' };
