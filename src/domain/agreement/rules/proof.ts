import { type Finding, type Span, spanOf } from '../model.ts';
import type { CheckedText } from '../text.ts';

/** Marks and slips that matter in official text. */
export function checkProof(checked: CheckedText): Finding[] {
  return [
    ...doubled(checked.text),
    ...checked.paragraphs.flatMap(({ start, end }) => unclosed(checked.text, start, end)),
    ...brackets(checked.text),
    ...widths(checked.text),
    ...stacked(checked),
  ];
}

/** Words that no sentence doubles. Reduplication (常常, 天天) is ordinary Chinese, so only function words are looked at. */
function doubled(text: string): Finding[] {
  return [
    ...text.matchAll(
      /在在|的的|了了|是是|和和|与与|对对于|为为|将将|并并|及及|把把|被被|从从|由由|于于|以以|也也|就就|地地(?=[一-龥])|得得/g,
    ),
  ].map((match) => ({
    rule: 'doubled_word',
    severity: 'doubt',
    message: `“${match[0]}”多写了一个字`,
    spans: [spanOf(text, match.index, match.index + match[0].length)],
  }));
}

const pairs: Readonly<Record<string, string>> = {
  '“': '”',
  '‘': '’',
  '《': '》',
  '（': '）',
  '【': '】',
  '〔': '〕',
  '「': '」',
};
const closers = new Set(Object.values(pairs));

function unclosed(text: string, start: number, end: number): Finding[] {
  const open: { mark: string; at: number }[] = [];
  const spans: Span[] = [];
  for (let at = start; at < end; at++) {
    const mark = text[at]!;
    if (pairs[mark]) open.push({ mark, at });
    else if (closers.has(mark)) {
      const match = open.findLastIndex((one) => pairs[one.mark] === mark);
      if (match < 0) spans.push(spanOf(text, at, at + 1));
      else {
        for (const skipped of open.splice(match).slice(1))
          spans.push(spanOf(text, skipped.at, Math.min(end, skipped.at + 12)));
      }
    }
  }
  for (const one of open) spans.push(spanOf(text, one.at, Math.min(end, one.at + 12)));
  return spans.map((span) => ({
    rule: 'unclosed_mark',
    severity: 'doubt',
    message: `“${span.text}”处的引号或括号没有配对`,
    spans: [span],
  }));
}

/** GB/T 9704: the year and number of a document stand in 〔〕. */
function brackets(text: string): Finding[] {
  return [...text.matchAll(/[【[［]\s*\d{1,4}\s*[】\]］](?=\s*\d*\s*号)/g)].map((match) => ({
    rule: 'document_brackets',
    severity: 'doubt',
    message: `发文字号里的“${match[0]}”应使用六角括号“〔〕”`,
    spans: [spanOf(text, match.index, match.index + match[0].length)],
  }));
}

const mixed = [
  { half: ',', full: '，' },
  { half: ':', full: '：' },
  { half: ';', full: '；' },
  { half: '(', full: '（' },
] as const;

/** Half-width marks between Chinese characters where the text also uses the full-width one, or all of them. */
function widths(text: string): Finding[] {
  return mixed.flatMap(({ half, full }): Finding[] => {
    const places: Span[] = [];
    for (let at = text.indexOf(half); at >= 0; at = text.indexOf(half, at + 1)) {
      if (/[一-龥”）》]/.test(text[at - 1] ?? '') || /[一-龥“（《]/.test(text[at + 1] ?? ''))
        places.push(spanOf(text, at, at + 1));
    }
    if (places.length === 0) return [];
    const both = text.includes(full) || /[。、]/.test(text);
    return [
      {
        rule: 'mixed_width',
        severity: 'note',
        message: `半角“${half}”用了${places.length}处${both ? '，与全角标点混用' : ''}，公文应使用“${full}”`,
        spans: places.slice(0, 20),
      },
    ];
  });
}

function stacked({ text, quantities }: CheckedText): Finding[] {
  return quantities
    .filter((one) => one.conflictingQualifiers)
    .map((one) => ({
      rule: 'hedge_stacked',
      severity: 'doubt',
      message: `“${one.text}”前后的约数词互相矛盾`,
      spans: [spanOf(text, one.start, one.end)],
    }));
}
