const zh = {
  title: (n: number) => `照片（${n} 张）`,
  none: '没有照片',
  open: (n: number, of: number) => `打开照片 ${n}（共 ${of} 张）`,
  photo: (n: number) => `照片 ${n}`,
  of: (n: number, of: number) => `第 ${n} 张，共 ${of} 张`,
  before: '上一张',
  next: '下一张',
  original: '单独打开',
  sent: (by: string, at: string) => `${by} ${at} 传`,
  someone: '有人',
};

const en: typeof zh = {
  title: (n) => `Photos (${n})`,
  none: 'No photos',
  open: (n, of) => `Open photo ${n} of ${of}`,
  photo: (n) => `Photo ${n}`,
  of: (n, of) => `${n} of ${of}`,
  before: 'Previous',
  next: 'Next',
  original: 'Open by itself',
  sent: (by, at) => `sent by ${by}, ${at}`,
  someone: 'somebody',
};

export const texts = { zh, en };
