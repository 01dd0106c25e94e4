import { wordList } from './words.ts';

/** A stretch of text that is a name: 《…》 of any length, and short quotations without a sentence mark. */
export interface NameSpan {
  readonly start: number;
  readonly end: number;
}

const longestTitle = 80;
const longestQuotation = 24;

/** Titles and quoted names of a text, in order. Numbers inside them belong to the name (“四个课堂”, 《第23条》). */
export function nameSpans(text: string, from: number, to: number): NameSpan[] {
  const spans: NameSpan[] = [];
  let quote = -1;
  let title = -1;
  let straight = -1;
  for (let at = from; at < to; at++) {
    const char = text[at]!;
    if (char === '“' || char === '‘' || char === '「' || char === '『' || char === '【') quote = at;
    else if (char === '《' || char === '〈') title = at;
    else if (char === '》' || char === '〉') {
      if (title >= 0 && at - title <= longestTitle) spans.push({ start: title, end: at + 1 });
      title = -1;
    } else if (char === '”' || char === '’' || char === '」' || char === '』' || char === '】') {
      if (quote >= 0 && at - quote <= longestQuotation) spans.push({ start: quote, end: at + 1 });
      quote = -1;
    } else if (char === '"') {
      if (straight >= 0 && at - straight <= longestQuotation) {
        spans.push({ start: straight, end: at + 1 });
        straight = -1;
      } else straight = at;
    } else if ('，。；！？'.includes(char)) {
      quote = -1;
      straight = -1;
    }
  }
  return spans.sort((left, right) => left.start - right.start);
}

// Set phrases and names in which a numeral meets a character that is also a counter.
const fixed = wordList(`
  三位一体 四位一体 五位一体 六位一体 三句半 四面八方 五湖四海 千家万户 万家灯火 百家争鸣 百花齐放 三番五次 三番两次 五花八门 四套班子
  五大班子 两套班子 两手抓 两条腿 两步走 三步走 两面人 两张皮 两本账 三件套 四件套 三支一扶 三会一课 二人转 三人行 三家村 五人制 七人制
  三部曲 两部曲 三条红线 三道红线 三道防线 两条主线 百家姓 百家讲坛 千户苗寨 千人计划 万人计划 千人一面 百人团 三口之家 一家三口 一家四口
  一家五口 三代人 十字 十分 十项全能 十佳 百强 千层 万里 百里 十里八乡 百团大战 三天打鱼 三天两头 三八节 百分百 三只松鼠 三三制
  五台山 五台县 三台县 成千上万 三五成群 一日游 两日游 三日游 一次性 一对一 一帮一 一带一路 一票否决 一个百分点都 三级 两级 百城千县万村 百校万企 三江两岸 两点一线 三点一线
`);

/** The set phrase that starts at a number, or ''. */
export function fixedNameAt(text: string, start: number): string {
  return fixed.at(text, start);
}

// What only numbers the points of a text: 三个方面, 四个阶段, 5个环节, 七个全覆盖, 四个意识.
const points = wordList(`
  方面 大方面 阶段 环节 坚持 层面 维度 步骤 意识 自信 维护 确立 全面 必须 不准 不得 严禁 全覆盖 结合 相结合 着力 聚焦 强化 到位 关键环节 重点环节
  主要方面 重点方面 关键方面 主要环节 更加 突出 注重 确保 狠抓 围绕 务必 导向 不放松 不动摇 代表 带头 百分百 100% 转变 统一 抓手 篇章 关键字 关键词
`);
// Words that number points only where the phrase ends with them: 四个重点, but not 四个重点村.
const pointsAtEnd = wordList(
  '要点 重点 特点 原则 关键 关键点 关系 专题 课堂 关口 亮点 支点 节点 角度 视角 优势 短板 加强 提升 落实 创新 引领 文明',
);
const structureHeads = wordList('希望 建议 要求 意见 体会 感受 看法 想法 经验 启示 做法 承诺 倡议 期望 工作要求');

/** 三个方面, 5个坚持, 三点希望, 提出三项要求: a number of points in the text, not of things. `end` is behind the counter. */
export function isStructureWord(text: string, start: number, end: number, value: number, unit: string): boolean {
  if (value > 20) return false;
  if (unit === '个') return isPoint(text, end);
  if ('点项条句件'.includes(unit) && value <= 10) {
    if (structureHeads.at(text, end) !== '' || (unit === '件' && /^(大|要)?事(?!迹)/.test(text.slice(end, end + 3))))
      return true;
    if (
      unit === '项' &&
      /^(重点|主要|具体|基本)?(原则|机制|制度|任务|措施|举措|议程|纪律|职责|能力)/.test(text.slice(end, end + 6))
    )
      return true;
  }
  if (unit === '类' || unit === '大类')
    return /(分为|分成|划分为|划为|归为|列为)$/.test(text.slice(Math.max(0, start - 3), start));
  return false;
}

function isPoint(text: string, end: number): boolean {
  if (points.at(text, end) !== '') return true;
  const word = pointsAtEnd.at(text, end);
  if (
    word !== '' &&
    /^[，。；、：:！”"）)]?$|^[，。；、：:！”")上入着下]/.test(text.slice(end + word.length, end + word.length + 1))
  )
    return true;
  // 三个“一”, 四个“天天”: the quoted word is the point; 2个“巾帼驿站”站点 are things.
  return /^[“"‘「]((一|第|新|点|更|好|不)|[^”"’」]{1,4}[”"’」]([，。；、！]|$))/.test(text.slice(end, end + 8));
}
