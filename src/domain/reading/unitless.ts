import type { NumberRead } from './magnitudes.ts';
import { charIn, wordList } from './words.ts';

// Statistics that are given without a counter: 参与人数超840万, 阅读量达10万+.
const statistic =
  /(数|量|数量|人次|总额|金额|额|总值|产值|点赞|阅读|浏览|播放|转发|评论|收看|观看|粉丝|关注|点击|流量|用户|会员|志愿者|网友|观众|话题|热度|人群|人口|群众|党员|职工|学生|步数|积分|票|转评赞|峰值|总播放|总点击)(已|已经|均|也|共|总|累计|累积|合计|仅|就)?(达|达到|达了|为|是|共|共计|有|至|增至|升至|上升至|增加到|增长到|降至|突破|高达|多达|计)?(了)?[:：]?$/;

// People and bodies that may follow a number directly: 200余师生, 近百志愿者.
const uncounted = wordList(`
  师生 学生 群众 市民 居民 村民 志愿者 家庭 党员 会员 观众 青少年 儿童 干部 职工 家长 家属 老人 网友 粉丝 嘉宾 选手 队员 学员 代表 讲师 民警 企业 学校 场所
  商户 网民 用户 游客 读者 小朋友 孩子 同学 女性 妇女 农民 工人 残疾人 医务人员 医护人员 工作人员 民众 听众 考生 新生 员工 高校 点位 商家 门店 摊位 站点 网点
  户籍人口 常住人口 小区 公众 军民 官兵 教师 老师 人员 社工 团员 少先队员 老年人 困难群众 困难家庭 贫困户 农户 住户 商铺 宾客 与会人员 参会人员 参训人员 来宾 骨干 专家 青年 大学生
  中小学生 党员干部 社区居民 爱心人士 机关干部 医生 护士 驾驶员 司机 劳动者 务工人员 退役军人 乡亲 亲子家庭 留守儿童 社会组织 爱心企业 基层组织
`);

/** Whether a number without a counter is still a count. `start` and `end` bound number and hedges; `hedged` says there are some. */
export function isUnitlessCount(
  text: string,
  number: NumberRead,
  start: number,
  end: number,
  hedged: boolean,
): boolean {
  if (number.part === 'fraction') return !charIn('第', text, number.start - 1);
  if (/[A-Za-z]/.test(text[start - 1] ?? '') || charIn('第-#.:', text, start - 1)) return false;
  const estimated = hedged || number.more || number.indefinite || number.scale !== undefined;
  if (uncounted.at(text, end) !== '') return isCountOfPeople(text, number, start, estimated);
  if (!closesPhrase(text, end)) return false;
  if (number.script === 'chinese' && !estimated) return false;
  if (statistic.test(text.slice(Math.max(0, start - 12), start))) return !number.bare || hedged;
  return (
    estimated &&
    number.value >= 100 &&
    !number.bare &&
    /[一-龥]/.test(text[start - 1] ?? '') &&
    !charIn('年月日号第路的元', text, start - 1) &&
    !text.startsWith('价值', start - 2)
  );
}

function isCountOfPeople(text: string, number: NumberRead, start: number, estimated: boolean): boolean {
  if (charIn('第前各每', text, start - 1)) return false;
  if (estimated) return number.value >= 10;
  return (
    number.script === 'arabic' &&
    !number.decimal &&
    number.value >= 2 &&
    !(number.value >= 1900 && number.value <= 2100)
  );
}

function closesPhrase(text: string, at: number): boolean {
  return (
    at >= text.length ||
    charIn('，。；、！？,;)）和与及\n（(”', text, at) ||
    /^(以上|左右|大关|\.(?!\d))/.test(text.slice(at, at + 2))
  );
}
