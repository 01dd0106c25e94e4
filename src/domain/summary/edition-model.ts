import type { Precision } from '#domain/figures/model.ts';
import type { Text } from '#kernel/text.ts';
import { type Window, windowInWords } from '#kernel/window.ts';
import type { SummarySection } from './model.ts';

/** A figure as frozen: with the names it had then, so that it can be read without the ledger. */
export interface EditionFigure {
  /** Its place in the edition: f1, f2, ... */
  readonly id: string;
  readonly measure: string;
  readonly label: Text;
  readonly counterWord: string;
  readonly unit: { readonly code: string; readonly name: string };
  /** Counted once over these units together. */
  readonly union?: readonly { readonly code: string; readonly name: string }[];
  readonly window: Window;
  readonly classes?: readonly { readonly family: Text; readonly label: Text }[];
  readonly person?: string;
  /** The record that the number is told of, by its title. */
  readonly record?: { readonly id: number; readonly title: string };
  readonly precision: Precision;
  readonly basis: 'verified_records';
  readonly claimed: boolean;
  /** Null where the small-cell rule hides it; `text` then says 少于N. */
  readonly value: number | null;
  readonly text: string;
  readonly records: number | null;
}

/** A frozen summary. Its canonical JSON is what is hashed, stored and given out; nothing of it ever changes. */
export interface Edition {
  readonly format: 'taizhang.edition.1';
  readonly code: string;
  readonly title: string;
  readonly unit: { readonly code: string; readonly name: string };
  readonly window: Window;
  readonly windows: Readonly<Record<string, Window>>;
  /** Moment as ISO 8601 in UTC, to the second. */
  readonly frozenAt: string;
  /** Inlines point into `figures` by place. */
  readonly sections: readonly SummarySection[];
  readonly figures: readonly EditionFigure[];
  readonly notes: readonly string[];
}

/** What a figure is, in one sentence: 194场 · 市讲师团宣讲场次 · 2024年1月1日至11月19日 · 由194条核定记录计数 */
export function figureSentence(figure: EditionFigure): string {
  const where = figure.union ? figure.union.map((unit) => unit.name).join('、') : figure.unit.name;
  const among = [...(figure.classes ?? []).map((one) => one.label.zh), ...(figure.person ? [figure.person] : [])];
  const basis = figure.record
    ? `出自核定记录“${figure.record.title}”`
    : figure.records === null
      ? '人数较少，不公开具体数字'
      : `由${figure.records}条核定记录计数`;
  const parts = [
    figure.text,
    `${where} ${figure.label.zh}${among.length > 0 ? `（${among.join('，')}）` : ''}`,
    windowInWords(figure.window),
    basis,
  ];
  return [...parts, ...(figure.claimed ? ['为主办方申报的覆盖量，不是点数人次'] : ['全部核定'])].join(' · ');
}
