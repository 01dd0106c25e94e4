import { z } from 'zod';
import type { Measure } from '#domain/classes/model.ts';
import { kindCodes } from '#domain/kinds/model.ts';
import { findRepeats } from './classes.ts';
import type { Findings } from './findings.ts';
import { plainCode, text } from './forms.ts';
import { fit, readYaml } from './yaml.ts';

/** Columns that a record has for what adds up. */
const mostAdditive = 8;

const MeasureEntry = z.strictObject({
  /** Kind and field: `lecture.sessions`. */
  code: z.string(),
  label: text,
  unit: z.string().min(1).max(20),
  additive: z.enum(['sum', 'distinct', 'stock', 'none']),
  claimed: z.boolean(),
  default: z.int().min(0).optional(),
  scale: z.int().min(1).default(1),
  small_cell: z.int().min(2).optional(),
});

/** The measures of measures.yaml in its order. Those that add up take the columns of their kind from 1 on. */
export function readMeasures(folder: string, findings: Findings): Measure[] {
  const file = readYaml(folder, 'measures.yaml', findings);
  const entries = file && fit(z.array(z.unknown()), file, [], file.data ?? [], findings);
  if (!file || !entries) return [];
  const used = new Map<string, number>();
  const codes: { code: string; place: string }[] = [];
  const measures = entries.flatMap((given, at): Measure[] => {
    const entry = fit(MeasureEntry, file, [at], given, findings);
    if (!entry) return [];
    const place = file.placeOf([at]);
    const [kind = '', field = '', more] = entry.code.split('.');
    codes.push({ code: entry.code, place });
    if (!(kindCodes as readonly string[]).includes(kind)) {
      findings.add(
        'kind_unknown',
        place,
        `记录类型“${kind}”不认识，可用：${kindCodes.join('、')}`,
        `unknown kind "${kind}"; use ${kindCodes.join(', ')}`,
      );
    }
    if (!plainCode.test(field) || more !== undefined) {
      findings.add(
        'measure_code',
        place,
        `指标代码“${entry.code}”应写成 类型.指标`,
        `the code "${entry.code}" should be kind.field`,
      );
    }
    const slot = entry.additive === 'sum' ? (used.get(kind) ?? 0) + 1 : null;
    if (slot !== null) used.set(kind, slot);
    if (slot !== null && slot > mostAdditive) {
      findings.add(
        'measures_too_many',
        place,
        `“${kind}”可累加的指标超过 ${mostAdditive} 个`,
        `"${kind}" has more than ${mostAdditive} measures that add up`,
      );
    }
    return [
      {
        code: entry.code,
        kind,
        field,
        slot,
        label: entry.label,
        unit: entry.unit,
        additive: entry.additive,
        claimed: entry.claimed,
        scale: entry.scale,
        smallCell: entry.small_cell ?? null,
        defaultValue: entry.default ?? null,
      },
    ];
  });
  findRepeats('measure_twice', codes, findings);
  return measures;
}
