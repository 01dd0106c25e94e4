// The surnames most people bear, and the compound ones. A list of shape, not of persons.
const surnames = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤申欧文易柳章鲁葛甘温倪喻单翁聂焦管尚左符辛娄路池康施牛洪翟关阮詹尤岳齐梅庄辜游伍季俞殷毕安常乔赖庞樊兰房裴鲍凌霍芦祝包柯骆涂危项盛柴穆滕卜成闵褚裘匡宁简饶车艾谷边费纪舒屈卓蒲佟焉冉查麦古丛苗耿占阎舍'.split(
    '',
  ),
);
const compound = [
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '司徒',
  '夏侯',
  '端木',
  '南宫',
];
const never = /[的了和与及、，在为是年月日场次人个名位元件份篇条户家会长员区县市镇乡村站]/;

/** Whether the words have the form of a Chinese person's name: a common surname and one or two characters. */
export function isPersonName(words: string): boolean {
  const name = words.replace(/^(讲师|老师|同志|志愿者)/, '').replace(/(老师|同志|讲师)$/, '');
  if (never.test(name) || !/^[一-龥]+$/.test(name)) return false;
  if (compound.some((one) => name.startsWith(one))) return name.length >= 3 && name.length <= 4;
  return surnames.has(name[0]!) && name.length >= 2 && name.length <= 3;
}
