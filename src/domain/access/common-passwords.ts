/**
 * Words that passwords are made of most often, in lower case, as found in every published list of leaked passwords, with
 * those usual in Chinese. A password counts as common when nothing else is left of it but digits and signs.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `password passwd passw0rd pass word admin administrator root user guest test demo login welcome hello master system manager
   qwerty qwertyuiop qwer qwert asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qaz wsx edc qazwsx qazwsxedc qweasd qweasdzxc qwaszx
   abc abcd abcde abcdef abcdefg abcabc aaa aaaa aaaaaa aa a xxx letmein iloveyou loveyou love monkey dragon sunshine princess football
   baseball superman batman shadow michael jordan starwars freedom whatever trustno secret changeme default server oracle mysql
   woaini woaiwojia wodemima mima nihao zhongguo china beijing shanghai changsha hunan xiaoming wang li zhang liu chen yang huang zhao
   jiayou wobuzhidao mimamima admin admins taizhang xiehui jindu jinduxiehui gongzuo juzhang mishu guanli p w q`.split(
    /\s+/,
  ),
);

/** Whole passwords that pass every other rule and are tried first all the same. */
export const commonPasswords: ReadonlySet<string> = new Set([
  'taizhang-2024',
  '1qaz@wsx',
  '1qaz!qaz',
  '!qaz2wsx',
  '1q2w3e4r!',
  '1q2w3e4r5t!',
  'q1w2e3r4!',
  '1qaz2wsx!',
  '1qaz2wsx3edc!',
  'a1b2c3d4!',
  'zaq12wsx!',
  'correct horse battery staple',
  'correcthorsebatterystaple',
]);
