import type { KindCode } from '#domain/kinds/model.ts';

/** What a section is about, by its title. */
export interface Subject {
  readonly kind?: KindCode;
  /** What stands there is worth telling whatever kind it is. */
  readonly highlight?: boolean;
  /** What stands there has not happened yet. */
  readonly plan?: boolean;
}

/** Words by which titles of sections are told apart, the most telling first. */
const titles: readonly (readonly [RegExp, Subject])[] = [
  [/下一?(阶段|步|季度|月|年)|今后|工作(计划|部署|打算|安排|要点)|存在的?(问题|不足)/, { plan: true }],
  [/亮点|特色|创新做法/, { highlight: true }],
  [/党建|党务|党支部|党日|党员/, { kind: 'party_building' }],
  [/帮扶|帮教|慰问|救助|扶助|关爱|解困/, { kind: 'assistance' }],
  [/宣讲|讲师|授课|讲座|培训/, { kind: 'lecture' }],
  [/官网|公众号|宣发|刊稿|信息稿|信息报送/, { kind: 'article' }],
  [/新闻|媒体|发稿|刊发|报道/, { kind: 'placement' }],
  [/走访|交流|考察|调研|互访/, { kind: 'exchange' }],
  [/竞赛|比赛|大赛/, { kind: 'contest' }],
  [/宣传|活动|服务/, { kind: 'publicity' }],
];

/** What the section of this title is about; nothing is known of a title that says none of the words. */
export function subjectOf(title: string): Subject {
  return titles.find(([words]) => words.test(title))?.[1] ?? {};
}

/** Words that tell of which kind a piece of text is, where its section does not say. */
const told: readonly (readonly [KindCode, RegExp])[] = [
  ['assistance', /帮扶|帮教|慰问|看望|救助|就业安置|招聘会|送温暖|困难(家庭|群众|户)/],
  ['party_building', /党建|党日|党支部|党员|红色教育|革命|初心/],
  ['contest', /竞赛|比赛|大赛|决赛|联赛/],
  ['lecture', /宣讲|讲座|授课|讲课|专题课/],
  ['exchange', /考察|交流|调研|走访|互访|学习参观|参观学习/],
  ['article', /刊稿|投稿被采用|官网|公众号发稿/],
  ['placement', /刊发|发表|播出|报道\d|媒体报道/],
  ['publicity', /宣传|活动|发放|直播|展览|演出|志愿/],
];

export function kindTold(text: string): KindCode | undefined {
  return told.find(([, words]) => words.test(text))?.[0];
}

/** Words of doing: a piece without one tells of nothing that was done. */
export const doing =
  /组织|开展|举办|召开|举行|参加|参观|走访|慰问|看望|前往|邀请|联合|携手|成立|授牌|揭牌|培训|发放|派发|直播|启动|征集|接待|来到|考察|调研|座谈|宣讲|授课|讲座|帮扶|帮助|安置|送去|送上|录制|演练|推出|推送|采用|发表|刊发|刊稿|设立|摆放|演唱|演出|获得|荣获|解决|给予|结对|收到|贯彻|落实|开设|制作|策划|实施|打造|创作/;

/** Words that open a new deed when a sentence begins with them. */
export const opening =
  /^(成功|先后|积极|还|并|又|再次|首次|全面|广泛|认真|集中)*(组织|开展|举办|召开|举行|参加|参观|走访|慰问|看望|前往|邀请|联合|携手|成立|启动|推出|接待|赴|协助|承办|协办)/;

/** One idea in the words of labels and texts. The weight is how much it says when both have it. */
export interface Idea {
  readonly words: RegExp;
  readonly weight: number;
  /** What is said of it is claimed by whoever reports it, not counted. */
  readonly claim?: true;
}

export const ideas: readonly Idea[] = [
  { words: /覆盖|影响人|辐射|惠及|受益/, weight: 4, claim: true },
  { words: /阅读|浏览|播放|点击|观看|收看|收听|围观|在线|曝光/, weight: 4, claim: true },
  { words: /点赞|获赞|转发/, weight: 5, claim: true },
  { words: /资料|手册|传单|折页|单页|宣传品|读本|海报|倡议书|书籍|小礼品|图书/, weight: 4 },
  { words: /家庭|困难户|\d户|入户/, weight: 3 },
  { words: /座谈/, weight: 5 },
  { words: /就业|安置|上岗|岗位/, weight: 5 },
  { words: /帮扶|帮教|对象|结对|帮助/, weight: 2 },
  { words: /走访|慰问|看望|探访|上门|家访/, weight: 3 },
  { words: /慰问金|救助金|救助款|善款|资金|款/, weight: 4 },
  { words: /物资|慰问品|物品|用品|礼包|生活必需品/, weight: 4 },
  { words: /报道|采访/, weight: 4 },
  { words: /获奖|奖/, weight: 4 },
  { words: /作品|投稿|征文|参赛作/, weight: 4 },
  { words: /参赛|选手/, weight: 3 },
  {
    words: /参加|参与|到场|听讲|听课|受教育|受众|学员|观众|志愿者|群众|师生|学生|青少年|市民|聆听|出席|参训|到访/,
    weight: 2,
  },
  { words: /宣讲|讲座|授课|讲课|课程|课堂|主题课|培训/, weight: 2 },
  { words: /刊发|发稿|稿件|刊稿|采用|发表|媒体/, weight: 2 },
  { words: /活动|演练|直播|宣传|比赛|会议|展/, weight: 1 },
];

/** Those who do the work. Their number is not an audience's. */
export const workers = /讲师|宣讲员|社工|专干|会长|站长|秘书长|工作人员|负责人|成员单位|名干部/;

/** Counters of places, bodies and the like: how far something reached, not how much was done. */
export const extent =
  /街道|乡镇|镇街|^乡|^镇|^村|社区|区县|县区|示范点|学校|单位|分会|协会|工作站|工作室|公司|企业|机构|部门|景区|场所|门店|网点|团队|小组/;

/** Words that class labels stand for in texts, by the label's own word. */
export const classHints: Readonly<Record<string, RegExp>> = {
  学校: /校园|学校|大学|中学|小学|学院|幼儿园|师生|开学/,
  社区: /社区|小区|居民/,
  网络: /网络|线上|直播|抖音|视频号|云课堂/,
  行业: /行业|企业|公司|工厂|物流|快递|网约车/,
  企业: /企业|公司|工厂|车间/,
  场所: /娱乐场所|KTV|酒吧|网吧|商场|集市|电影院|车站/,
  农村: /农村|乡村|村民|村组|田间/,
  机关: /机关|党校/,
  家庭: /家庭|亲子|家长/,
  景区: /景区|公园/,
};
