import type { Text } from '#kernel/text.ts';

/** What the script on the phone says; sent along with every page. */
export const phoneWords = {
  offline: {
    zh: '现在没有网络。照常填，先存在手机里，有网自动报送。',
    en: 'No network. Go on; it is kept on the phone and sent later.',
  },
  waiting: { zh: '有 {n} 条等待发送', en: '{n} waiting to be sent' },
  sending: { zh: '正在报送……', en: 'Sending…' },
  kept: { zh: '已经存在手机里，有网就报', en: 'Kept on this phone; sent as soon as there is a network' },
  signIn: { zh: '请登录，登录后自动报送', en: 'Sign in, and it will be sent' },
  look: { zh: '没有收下，需要您看一下', en: 'Not taken; please look at it' },
  open: { zh: '打开看看', en: 'Open' },
  sendNow: { zh: '现在报送', en: 'Send now' },
  drop: { zh: '不报了', en: 'Do not send' },
  dropSure: {
    zh: '真的不报了？填的内容会从手机里删掉。',
    en: 'Really? What was filled in will be removed from the phone.',
  },
  otherBy: { zh: '是“{by}”填的，用那个账号登录后自动报送', en: 'Filled in by {by}; sent once {by} signs in' },
  unfinished: { zh: '没写完，存在手机里', en: 'Unfinished, kept on this phone' },
  goOn: { zh: '接着写', en: 'Go on' },
  resumed: { zh: '接着上次没写完的。', en: 'Continued from last time.' },
  startOver: { zh: '重新开始', en: 'Start over' },
  autosaved: { zh: '已自动存在手机里', en: 'Kept on this phone' },
  notGiven: { zh: '没有填', en: 'not given' },
  missing: { zh: '这一步要填了才能往下走', en: 'This is needed before going on' },
  photo: { zh: '照片 {n}', en: 'Photo {n}' },
  shots: { zh: '{n} 张', en: '{n}' },
  photoCount: { zh: '照片 {n} 张', en: '{n} photos' },
  removePhoto: { zh: '删掉照片 {n}', en: 'Remove photo {n}' },
  photoEnough: { zh: '最多 {n} 张。要换，请先删一张。', en: 'At most {n}. Remove one first.' },
  photoTooLarge: {
    zh: '这张照片太大（超过 8 MB），请截一张图再选。',
    en: 'This photo is too large; choose a screenshot of it.',
  },
  photoUnreadable: { zh: '这张照片没能存下来，请再选一次。', en: 'This photo could not be kept; choose it again.' },
  photosLeft: {
    zh: '手机里还有 {n} 张照片没传完，有网就接着传。',
    en: '{n} photos are still on this phone and being sent.',
  },
  photosDone: { zh: '照片都传好了。', en: 'All photos have arrived.' },
  photosOfRecord: { zh: '编号 {n} 的照片', en: 'Photos of no. {n}' },
  photosMeanwhile: { zh: '有 {n} 张照片传好了', en: '{n} photos sent' },
  dropPhotos: { zh: '不传了（{n} 张）', en: 'Do not send ({n})' },
  sentMeanwhile: { zh: '有 {n} 条已经报上去了', en: '{n} sent' },
  signOutWaiting: {
    zh: '手机里还有 {n} 条没发出去。退出后仍留在手机里，下次登录再发。现在退出吗？',
    en: '{n} not sent yet. They stay on the phone until you sign in again. Sign out now?',
  },
} as const satisfies Record<string, Text>;
