import type { Catalogue } from '#domain/classes/model.ts';
import { readCsv } from './csv.ts';
import type { Findings } from './findings.ts';
import { checkCode, overlap, readValidity } from './forms.ts';
import type { PackOutlet } from './model.ts';

const columns = {
  required: ['code', 'name', 'level', 'valid_from', 'valid_to'],
  optional: ['aliases', 'note'],
} as const;

/** The outlets of outlets.csv in its order; an outlet whose level changed has several rows, never two on one day. */
export function readOutlets(folder: string, catalogue: Catalogue, findings: Findings): PackOutlet[] {
  const read: { outlet: PackOutlet; place: string }[] = [];
  const named = new Map<string, PackOutlet[]>();
  for (const { place, cells } of readCsv(folder, 'outlets.csv', columns, findings)) {
    if (!checkCode(cells.code, place, findings)) continue;
    if (cells.name === '') findings.add('outlet_name', place, '媒体名称不能空着', 'the name of the outlet is empty');
    const outlet: PackOutlet = {
      code: cells.code,
      name: cells.name,
      level: cells.level,
      aliases: cells.aliases
        .split(';')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
      ...readValidity(cells.valid_from, cells.valid_to, place, findings),
    };
    checkLevel(outlet, catalogue, place, findings);
    const before = read.find((one) => one.outlet.code === outlet.code && overlap(one.outlet, outlet));
    if (before)
      findings.add(
        'outlet_twice',
        place,
        `“${outlet.code}”在 ${before.place} 已有同一时间的级别`,
        `"${outlet.code}" has a level for this time at ${before.place} already`,
      );
    for (const name of new Set([outlet.name, ...outlet.aliases])) {
      const others = named.get(name) ?? [];
      const other = others.find((one) => one.code !== outlet.code && overlap(one, outlet));
      if (other)
        findings.add(
          'outlet_name_twice',
          place,
          `“${name}”同时也是“${other.code}”的名称`,
          `"${name}" is a name of "${other.code}" too`,
        );
      named.set(name, [...others, outlet]);
    }
    read.push({ outlet, place });
  }
  return read.map(({ outlet }) => outlet);
}

/** Its level is a class in every version of the media levels that is in force while the row is. */
function checkLevel(outlet: PackOutlet, catalogue: Catalogue, place: string, findings: Findings): void {
  const lists = catalogue.family('media_level')?.lists.filter((list) => overlap(list, outlet)) ?? [];
  const all = lists.length > 0 && lists.every((list) => list.classes.some((one) => one.code === outlet.level));
  if (!all)
    findings.add(
      'class_unknown',
      place,
      `媒体级别“${outlet.level}”不在当时的分类表里`,
      `"${outlet.level}" is no media level of that time`,
    );
}
