import { type Finding, fault, type Span, spanOf } from '../model.ts';
import type { CheckedText } from '../text.ts';

/** Marks and slips that matter in official text. */
export function checkProof(checked: CheckedText): Finding[] {
  const { text } = checked;
  return [
    ...doubled(text),
    ...checked.paragraphs.flatMap(({ start, end }) => unclosed(text, start, end)),
    ...brackets(text),
    ...widths(text),
    ...until(text),
    ...stacked(checked),
  ];
}

/** Words that no sentence doubles. Reduplication (常常, 天天) is ordinary Chinese, so only function words are looked at. */
function doubled(text: string): Finding[] {
  const words =
    /在在|的的(?!确)|了了(?![之])|是是(?!非)|和和(?!美|气)|与与|对对于|为为|将将|并并|及及(?!时)|把把|被被|从从|由由|于于|以以|也也|就就|地地(?=[一-龥])|得得|进行进行|开展开展|组织组织(?![一-龥]?(部|生活))|活动活动/g;
  return [...text.matchAll(words)].map((match) =>
    fault(
      'doubled_word',
      [spanOf(text, match.index, match.index + match[0].length)],
      `“${match[0]}”重复了`,
      `${match[0]} is written twice`,
    ),
  );
}

const pairs: Readonly<Record<string, string>> = {
  ...{ '“': '”', '‘': '’', '《': '》', '（': '）', '【': '】', '〔': '〕', '「': '」' },
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
      // 1） and 一） are numbers of a list.
      if (match < 0) {
        if (!(mark === '）' && /[\d一二三四五六七八九十]/.test(text[at - 1] ?? '')))
          spans.push(spanOf(text, at, at + 1));
      } else {
        for (const skipped of open.splice(match).slice(1))
          spans.push(spanOf(text, skipped.at, Math.min(end, skipped.at + 12)));
      }
    }
  }
  for (const one of open) spans.push(spanOf(text, one.at, Math.min(end, one.at + 12)));
  return spans.map((span) =>
    fault(
      'unclosed_mark',
      [span],
      `“${span.text}”处的引号或括号没有配对`,
      `a quotation mark or bracket is not closed at ${span.text}`,
    ),
  );
}

/** GB/T 9704: the year of a document number stands in 〔〕. */
function brackets(text: string): Finding[] {
  return [...text.matchAll(/[【[［（(]\s*(\d{1,4})\s*[】\]］）)](?=\s*第?\s*\d*\s*号)/g)].flatMap((match) => {
    // (2024) before a number is the year of a document; (6)号 may be anything.
    if (/[（(]/.test(match[0]) && !/^(19|20)\d\d$/.test(match[1]!)) return [];
    return [
      fault(
        'document_brackets',
        [spanOf(text, match.index, match.index + match[0].length)],
        `发文字号里的“${match[0]}”应使用六角括号“〔${match[1]}〕”`,
        `${match[0]} in a document number should be 〔${match[1]}〕`,
        [match[0], `〔${match[1]}〕`],
      ),
    ];
  });
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
      const isCounter = half === '(' && text[at + 2] === ')';
      if (!isCounter && (/[一-龥”）》]/.test(text[at - 1] ?? '') || /[一-龥“（《]/.test(text[at + 1] ?? '')))
        places.push(spanOf(text, at, at + 1));
    }
    if (places.length === 0) return [];
    const both = text.includes(full) || /[。、]/.test(text);
    return [
      fault(
        'mixed_width',
        places.slice(0, 20),
        `半角“${half}”用了${places.length}处${both ? '，与全角标点混用' : ''}，公文应使用“${full}”`,
        `the half-width ${half} stands in ${places.length} places; official text uses ${full}`,
      ),
    ];
  });
}

/** 截止到11月19日 should be 截至: 截止 means that something closed. */
function until(text: string): Finding[] {
  return [...text.matchAll(/截止到?(?=\s*(?:\d|目前|今年|本月|20\d\d))/g)].map((match) =>
    fault(
      'until_word',
      [spanOf(text, match.index, match.index + match[0].length)],
      `“${match[0]}”后面接时间，应写“截至”`,
      `${match[0]} before a date should be 截至`,
      [match[0], '截至'],
    ),
  );
}

/** 近二十余人 contradicts itself; 约30人左右 and 超过500余人 say the same twice. */
function stacked({ text, quantities }: CheckedText): Finding[] {
  return quantities.flatMap((one): Finding[] => {
    const span = spanOf(text, one.start, one.end);
    if (one.conflictingQualifiers)
      return [
        fault(
          'hedge_stacked',
          [span],
          `“${one.text}”前后的约数词互相矛盾`,
          `the hedges of ${one.text} contradict each other`,
        ),
      ];
    if (/^(大?约|大概).*(左右|上下)$|^(超过?|突破|逾).*[余多]|^(至少|不少于).*以上$/.test(one.text))
      return [
        fault(
          'hedge_stacked',
          [span],
          `“${one.text}”的约数词重复，留一个就够`,
          `the hedges of ${one.text} say the same twice`,
        ),
      ];
    return [];
  });
}
