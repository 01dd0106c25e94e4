import type { Edition, EditionFigure } from '#domain/summary/edition-model.ts';
import { csvLines } from '#formats/csv-write.ts';
import type { Cell } from '#formats/sheet-cells.ts';
import { sectionsByFigure } from './figures.ts';

const titles = [
  '编号',
  '部分',
  '指标',
  '指标代码',
  '单位',
  '单位代码',
  '起',
  '止',
  '类别',
  '人员',
  '记录',
  '口径',
  '数值',
  '计量单位',
  '正文写法',
  '核定记录数',
];

/** Every figure of an edition as a line, in the order of the edition. */
export function editionCsv(edition: Edition): string {
  const sections = sectionsByFigure(edition);
  return [
    ...csvLines(
      titles,
      edition.figures.map((figure, place) => lineOf(figure, sections.get(place) ?? [])),
    ),
  ].join('');
}

function lineOf(figure: EditionFigure, sections: readonly string[]): Cell[] {
  const units = figure.union ?? [figure.unit];
  return [
    figure.id,
    sections.join('、'),
    figure.label.zh,
    figure.measure,
    units.map((unit) => unit.name).join('、'),
    units.map((unit) => unit.code).join(' '),
    figure.window.from,
    figure.window.to,
    (figure.classes ?? []).map((one) => `${one.family.zh}：${one.label.zh}`).join('；'),
    figure.person ?? '',
    figure.record?.title ?? '',
    figure.claimed ? '主办方申报' : '核定记录',
    figure.value,
    figure.counterWord,
    figure.text,
    figure.records,
  ];
}
