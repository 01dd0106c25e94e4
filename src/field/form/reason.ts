import type { Question, Step } from './steps.ts';

/** What people call a question besides its label. */
const alsoCalled: Readonly<Partial<Record<Question['type'], readonly string[]>>> = {
  day: ['日期', '时间', '哪天', '几号', 'date'],
  title: ['标题', '题目', '名称', 'title'],
  place: ['地点', '地址', '住处', '场地', 'place'],
  host: ['主办', 'host'],
  cohosts: ['联合主办', '一起主办'],
  partners: ['参加单位', '合作单位', '协办', 'partner'],
  narrative: ['经过', '正文', '描述', '文字', 'account'],
  people: ['讲师', '姓名', '带队', 'lecturer'],
  count: ['人数', '人次', '数字', '数量', 'number'],
};

/** The screen, and the question on it, that a verifier's words are about: the one named first. Undefined when they name none. */
export function questionOfReason(
  reason: string,
  steps: readonly Step[],
): { readonly step: Step; readonly name: string } | undefined {
  const text = reason.toLowerCase();
  let best: { step: Step; name: string; at: number; exact: boolean } | undefined;
  for (const step of steps) {
    for (const question of step.questions) {
      for (const [word, exact] of namesOf(question)) {
        const at = text.indexOf(word);
        // A question's own label says more than a word that several share.
        const better = best === undefined || (exact && !best.exact) || (exact === best.exact && at < best.at);
        if (at >= 0 && better) best = { step, name: question.name, at, exact };
      }
    }
  }
  return best && { step: best.step, name: best.name };
}

function namesOf(question: Question): (readonly [string, boolean])[] {
  const labels = [question.label.zh, question.label.en.toLowerCase()].filter((label) => label.length > 1);
  return [
    ...labels.map((label) => [label, true] as const),
    ...(alsoCalled[question.type] ?? []).map((word) => [word, false] as const),
  ];
}
