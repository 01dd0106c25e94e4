import type { Qualifier } from './model.ts';
import { charIn, wordList } from './words.ts';

// What stands before a stretch of time that something lasted or must last: 历时3个月, 为期20天, 从事志愿服务13年.
const lasting = wordList(`
  为期 已有 足有 有着 历时 历经 长达 达 达到 持续 连续 坚持 从事 工作 服务 任职 任教 担任 时长 用时 耗时 限时 时限 期限 任期 已 满 共 累计 经过 走过 奋斗
  坚守 扎根 花费 缩短 缩短至 延长 延长至 延长到 每次 每场 每天 每周 每人 每期 每节 每课 学习 培训 集训 进行 陪伴 照顾 照料 相伴 提前 滞后 推迟 保持 有效期 有效期为
  工龄 党龄 教龄 驾龄 年限 深耕 守护 了 长 整整 耗费 费时 至少 不少于 时间 时间为 时长为 周期 周期为 工期 服刑 参保 合作 实施 运行 开展 举行 开放
  展出 巡展 播放 直播 训练 练习 志愿服务 持续时间 累计时长 仅用 仅用时 用了 花了 等待 长跑 行走 步行 车程 运营 成立 出版 连载 连播 连办 连演 连展 结对 帮扶 跟踪 随访 观察 为 从医 从教
  从警 入党 退休 参军 服役 加班 奋战 鏖战 奔波 驻村 驻守 义诊 献血 举办 延续 延期 监管 试用期 聘期 会期 赛期 展期 学制 在任 任 封闭
`);
// Before the stretch these make it a frame; the second list only when no hedge stands between (合同一年以上 lasts).
const framedBefore = wordList('前 后 最近 近 过去 未来 今后 第 每 每隔 隔 此后 随后 之后 再过 往后 接下来');
const framedDirectly = wordList('上 下 同 另 头 当 本 这 那 某');

// What makes the stretch a time frame, an age of something, or a plan's name: 三年来, 五年规划, 24小时值班.
const framedAfter = wordList(`
  来 以来 间 里 中 前 后 之前 之后 以前 以后 期 规划 行动 计划 制 代 龄 度 级 任务 目标 方案 攻坚 战 大庆 假期 长假 小长假 假 无休 不间断 值班 值守 热线 在线 待命
  营业 自助 开放 响应 监控 不打烊 服务热线 全天候 滚动 巡逻 轮班 轮值 无间断 生活圈 便民圈 服务圈 健身圈 文化圈 圈 之外 外 以外 之际 时 前后 工作制 轮训 一度 一次
  一届 一轮 一个 专项 倒计时 无理由 历史 历程 禁渔 大计 大变样 不遇 树木 抗战 风雨 岁月 一换 一考 一评 一检
`);

/** A bare stretch of hours or minutes is mostly said of something that lasts; of days and years it is mostly a frame. */
const shortUnits = new Set(['小时', '个小时', '个钟头', '钟头', '分钟', '秒', '秒钟']);
const events =
  /^(未|没有|没|无)|^的?(时间|努力|坚持|培训|集训|活动|课程|比赛|夏令营|冬令营|训练|学习|行程|展览|巡展|会议|讲座|演练|封闭|研学|支教|实践|考察|交流|服务|筹备|准备|走访|调研|义诊|志愿|坚守|奉献|奋斗|探索|耕耘|陪伴|等待)/;

export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly unit: string;
  readonly value: number;
  readonly hedges: readonly Qualifier[];
}

/**
 * Whether a number of years, days or hours says how long something lasted or must last. Otherwise it is a date, an age or
 * a time frame, and no quantity. `start` is where the span starts, its hedge included.
 */
export function isLasting(text: string, stretch: Stretch): boolean {
  const { start, end, unit, value, hedges } = stretch;
  if (unit === '年' && value >= 1000) return false;
  // In 3分20秒 the seconds go on with the minutes.
  if (unit.startsWith('秒') && text[start - 1] === '分') return false;
  const limit = hedges.includes('at_most') && text[end - 1] === '内';
  const framed = framedBefore.before(text, start) || (hedges.length === 0 && framedDirectly.before(text, start));
  if (isFramedAfter(text, end) || (framed && !isSaidToLast(text, start))) return false;
  if (limit) return true;
  if (value === 24 && unit === '小时')
    return (
      hedges.length === 0 && /(时长|历时|长达|持续|累计)[^，。；]{0,4}$/.test(text.slice(Math.max(0, start - 8), start))
    );
  if (unit === '日') return /(为期|历时|连续|限期|持续|长达|共)$/.test(text.slice(Math.max(0, start - 4), start));
  if (shortUnits.has(unit)) return true;
  if (hedges.includes('approx_below'))
    return isSaidToLast(text, start) || (isAfterWord(text, start) && closesPhrase(text, end));
  if (hedges.length > 0) return true;
  return isSaidToLast(text, start) || events.test(text.slice(end, end + 4));
}

/** 坚持近13年 lasted; 近四个月，在近三年 and 最近三年 are frames: there the hedge opens its clause. */
function isAfterWord(text: string, start: number): boolean {
  return start > 0 && !charIn('，。；、：！？\n ,;:(“”"在从于最的', text, start - 1);
}

function closesPhrase(text: string, end: number): boolean {
  return end >= text.length || charIn('，。；、！？,;)的了', text, end);
}

function isSaidToLast(text: string, start: number): boolean {
  return lasting.before(text, start) !== '';
}

function isFramedAfter(text: string, end: number): boolean {
  if (/^[^，。；、]{0,4}圈/.test(text.slice(end, end + 5))) return true;
  const word = framedAfter.at(text, end);
  return word !== '' && !(word === '时' && charIn('间长', text, end + 1));
}
