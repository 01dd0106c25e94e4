import { chineseOrdinal } from './numbering.ts';

/**
 * A list number as Word prints it in one of its formats (ECMA-376 17.18.59): 十二, 贰, 甲, ③, （4）, iv. Formats that are
 * not known print Arabic digits; `none` and `bullet` print nothing.
 */
export function formatNumber(value: number, format: string): string {
  if (value < 0 || value > 9999) return String(value);
  switch (format) {
    case 'none':
    case 'bullet':
      return '';
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'taiwaneseCounting':
    case 'taiwaneseCountingThousand':
    case 'japaneseCounting':
    case 'koreanCounting':
      return value === 0 ? '〇' : chineseOrdinal(value);
    case 'ideographDigital':
    case 'taiwaneseDigital':
    case 'japaneseDigitalTenThousand':
      return [...String(value)].map((digit) => '〇一二三四五六七八九'[Number(digit)]).join('');
    case 'chineseLegalSimplified':
    case 'ideographLegalTraditional':
    case 'japaneseLegal':
      return value === 0
        ? '零'
        : [...chineseOrdinal(value).replace(/^十/, '一十')].map((one) => legal[one] ?? one).join('');
    case 'ideographTraditional':
      return '甲乙丙丁戊己庚辛壬癸'[value - 1] ?? String(value);
    case 'ideographZodiac':
      return '子丑寅卯辰巳午未申酉戌亥'[value - 1] ?? String(value);
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return value === 0 ? '⓪' : (enclosed(value, 0x2460, 20) ?? enclosed(value - 20, 0x3251, 15) ?? `(${value})`);
    case 'ideographEnclosedCircle':
      return enclosed(value, 0x3280, 10) ?? `(${value})`;
    case 'decimalEnclosedParen':
      return `(${value})`;
    case 'decimalEnclosedFullstop':
      return `${value}.`;
    case 'decimalFullWidth':
    case 'decimalFullWidth2':
      return [...String(value)].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join('');
    case 'decimalZero':
      return String(value).padStart(2, '0');
    case 'upperLetter':
      return letters(value);
    case 'lowerLetter':
      return letters(value).toLowerCase();
    case 'upperRoman':
      return roman(value);
    case 'lowerRoman':
      return roman(value).toLowerCase();
    default:
      return String(value);
  }
}

const legal: Readonly<Record<string, string>> = {
  ...{ 一: '壹', 二: '贰', 三: '叁', 四: '肆', 五: '伍', 六: '陆', 七: '柒', 八: '捌', 九: '玖' },
  ...{ 十: '拾', 百: '佰', 千: '仟' },
};

function enclosed(value: number, first: number, count: number): string | undefined {
  return value >= 1 && value <= count ? String.fromCharCode(first + value - 1) : undefined;
}

/** A to Z, then AA, BB: the letter repeated, as Word does. */
function letters(value: number): string {
  if (value < 1) return '';
  const letter = String.fromCharCode(65 + ((value - 1) % 26));
  return letter.repeat(Math.floor((value - 1) / 26) + 1);
}

const romans = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const;

function roman(value: number): string {
  let rest = value;
  let text = '';
  for (const [step, letter] of romans) {
    while (rest >= step) {
      text += letter;
      rest -= step;
    }
  }
  return text;
}
