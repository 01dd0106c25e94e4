import type { Role } from '#domain/access/policy.ts';
import type { Text } from '#kernel/text.ts';
import type { KindCode } from './model.ts';

/** How a person is asked for a record of a kind: the words of its screens. What has no question here is not asked. */
export interface Asking {
  /** The button that begins it. */
  readonly start: Text;
  readonly day: Text;
  readonly title: Text;
  readonly example: Text;
  /** For what happens somewhere, with others. */
  readonly place?: Text;
  /** Where who it was belongs to the figures; elsewhere people are an extra. */
  readonly who?: Text;
}

const heldOn = { zh: '哪天办的？', en: 'On which day?' };
const heldAt = { zh: '在哪里？', en: 'Where?' };
const activityName = { zh: '活动叫什么？', en: 'What is it called?' };

export const asking: Readonly<Record<KindCode, Asking>> = {
  party_building: {
    start: { zh: '记一次党建', en: 'Record party building' },
    day: heldOn,
    title: activityName,
    example: { zh: '例如：党支部主题党日学习', en: 'For example: study day of the branch' },
    place: heldAt,
  },
  exchange: {
    start: { zh: '记一次走访交流', en: 'Record an exchange' },
    day: { zh: '哪天去的？', en: 'On which day?' },
    title: { zh: '这次走访叫什么？', en: 'What is it called?' },
    example: { zh: '例如：走访社区工作站', en: 'For example: visit to a community station' },
    place: { zh: '去了哪里？', en: 'Where did you go?' },
  },
  publicity: {
    start: { zh: '记一场活动', en: 'Record an activity' },
    day: heldOn,
    title: activityName,
    example: { zh: '例如：进社区集中宣传', en: 'For example: stall in the community' },
    place: heldAt,
  },
  assistance: {
    start: { zh: '记一次帮扶', en: 'Record assistance' },
    day: { zh: '哪天去的？', en: 'On which day?' },
    title: { zh: '做了什么？（不要写被帮扶人的姓名）', en: 'What was done? (no names of persons helped)' },
    example: { zh: '例如：节前走访慰问', en: 'For example: visits before the holiday' },
    place: { zh: '在哪个社区？（不要写门牌）', en: 'In which community? (no house numbers)' },
  },
  lecture: {
    start: { zh: '记一次宣讲', en: 'Record a lecture' },
    day: { zh: '哪天讲的？', en: 'On which day?' },
    title: { zh: '讲的什么题目？', en: 'What was it about?' },
    example: { zh: '例如：识别伪装毒品', en: 'For example: how to recognise disguised drugs' },
    place: { zh: '在哪里讲的？', en: 'Where?' },
    who: { zh: '谁讲的？', en: 'Who spoke?' },
  },
  placement: {
    start: { zh: '报一篇媒体刊发', en: 'Report a media placement' },
    day: { zh: '哪天刊发的？', en: 'Published on which day?' },
    title: { zh: '稿件标题是什么？', en: 'What is the headline?' },
    example: { zh: '照着刊发的标题写', en: 'As it was printed' },
  },
  article: {
    start: { zh: '报一篇稿件', en: 'Report an article' },
    day: { zh: '哪天发的？', en: 'Published on which day?' },
    title: { zh: '稿件标题是什么？', en: 'What is the headline?' },
    example: { zh: '照着发出的标题写', en: 'As it was published' },
  },
  contest: {
    start: { zh: '记一次竞赛', en: 'Record a contest' },
    day: heldOn,
    title: { zh: '竞赛叫什么？', en: 'What is it called?' },
    example: { zh: '例如：禁毒知识竞赛', en: 'For example: knowledge contest' },
    place: heldAt,
  },
};

/** What each role records most, most often first. The others come after, in the order of the kinds. */
export const foremost: Readonly<Record<Role, readonly KindCode[]>> = {
  reporter: ['publicity', 'lecture', 'article'],
  lecturer: ['lecture', 'publicity', 'article'],
  clerk: ['publicity', 'lecture', 'placement'],
  secretary: ['publicity', 'exchange', 'placement'],
  auditor: [],
  administrator: [],
};
