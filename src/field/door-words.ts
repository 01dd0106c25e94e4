import type { Text } from '#kernel/text.ts';

/** What the door says after the password was right. */
export const doorWords = {
  codeTitle: { zh: '第二步验证', en: 'Second step' },
  codeLead: {
    zh: '打开手机里的验证器，把“台账”下面的 6 位数字填在这里。',
    en: 'Open your authenticator and give the six digits shown for Taizhang.',
  },
  code: { zh: '6 位验证码，或一个恢复码', en: 'Six digits, or a recovery code' },
  codeHint: {
    zh: '手机不在身边，可以用保存的恢复码，用一个少一个。都没有，请找上级协会的管理员重设。',
    en: 'Without the phone, use one of your recovery codes; each works once. Without both, ask your administrator.',
  },
  codeMissing: { zh: '请填写验证码', en: 'Please give the code' },
  goOn: { zh: '继续', en: 'Continue' },
  leave: { zh: '换个账号登录', en: 'Sign in as someone else' },

  enrolTitle: { zh: '设置第二步验证', en: 'Set up the second step' },
  enrolLead: {
    zh: '您的职务能核定、发布或管理账号，登录时除了密码，还要验证器里的 6 位数字。只设置这一次。',
    en: 'Your post lets you verify, publish or administer, so signing in takes a code besides the password. This is set up once.',
  },
  enrolScan: {
    zh: '1. 在手机上装一个验证器（如“腾讯身份验证器”“Microsoft Authenticator”），扫下面的二维码；就在这部手机上用，就点“在验证器里打开”，或把密钥抄进去。',
    en: '1. Install an authenticator on your phone and scan the code below. If it is on this very phone, open the link, or type the secret.',
  },
  qr: { zh: '验证器要扫的二维码', en: 'QR code for the authenticator' },
  openHere: { zh: '在验证器里打开', en: 'Open in the authenticator' },
  secret: { zh: '密钥', en: 'Secret' },
  enrolCode: { zh: '2. 填验证器显示的 6 位数字', en: '2. The six digits that it shows' },

  savedTitle: { zh: '抄下恢复码', en: 'Keep these recovery codes' },
  savedLead: {
    zh: '手机丢了或换了，就靠它们登录。每个只能用一次；只在这里显示这一次，请抄在纸上收好。',
    en: 'They let you in when the phone is lost. Each works once. They are shown only now: write them down.',
  },
  savedDone: { zh: '抄好了，进入台账', en: 'I have kept them' },

  passwordTitle: { zh: '换一个新密码', en: 'Choose a new password' },
  passwordLead: {
    zh: '按本会的规定，密码用满了期限要换。换好就进入台账。',
    en: 'Your organisation asks for a new password after some time.',
  },
  newPassword: { zh: '新密码', en: 'New password' },
  passwordRules: {
    zh: '至少 8 个字符，含大写字母、小写字母、数字、符号、汉字中的三种；或者一句 15 个字符以上的话。',
    en: 'At least eight characters of three kinds, or a phrase of fifteen or more.',
  },
  passwordMissing: { zh: '请填写新密码', en: 'Please give a new password' },
} as const satisfies Record<string, Text>;
