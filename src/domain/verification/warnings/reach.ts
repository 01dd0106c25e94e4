import type { Warning } from '../model.ts';
import { counted, type Subject } from './subject.ts';

/** Where a kind says nothing of its own, a claim of more than this many times the counted attendance is asked about. */
const usualReachRatio = 50;

/** A claim that stands alone is asked about from here. */
const largeClaim = 1000;

/** Claimed reach far above the attendance that was counted. */
export function reachWarnings({ kind, measures, values, fields }: Subject): Warning[] {
  const claims = measures.filter((one) => one.claimed && one.unit.startsWith('人'));
  const present = measures.filter((one) => !one.claimed && one.unit.startsWith('人') && one.slot !== null)[0];
  if (!present) return [];
  const most = kind.claims?.ratio ?? usualReachRatio;
  const basis = kind.claims?.basis === undefined ? '' : (fields[kind.claims.basis]?.trim() ?? '');
  const here = values[present.field] ?? 0;
  return claims.flatMap((claim): Warning[] => {
    const reach = values[claim.field];
    if (reach === undefined || reach < largeClaim || reach <= here * most) return [];
    const said = counted(reach, claim.unit);
    const compared =
      here === 0
        ? { zh: `没有填${present.label.zh}`, en: `${present.label.en} is not given` }
        : {
            zh: `${present.label.zh}只有 ${counted(here, present.unit)}，相差 ${Math.round(reach / here)} 倍（超过 ${most} 倍就提示）`,
            en: `${present.label.en} is ${counted(here, present.unit)}, ${Math.round(reach / here)} times fewer (asked about above ${most})`,
          };
    const proof =
      basis === ''
        ? { zh: '没有写依据。请让填报人写明怎么算的', en: 'no basis is given. Ask how it was worked out' }
        : { zh: `依据写的是“${basis}”。请看是否成立`, en: `the basis is “${basis}”. See whether it holds` };
    return [
      {
        code: 'reach_above_attendance',
        severity: basis === '' ? 'doubt' : 'note',
        text: {
          zh: `${claim.label.zh}填报 ${said}，${compared.zh}；${proof.zh}`,
          en: `${claim.label.en} ${said}; ${compared.en}; ${proof.en}`,
        },
        ask: {
          zh: `${claim.label.zh} ${said}是怎么算的？请写明依据`,
          en: `How was ${claim.label.en} ${said} worked out? Please give the basis`,
        },
        part: `measures/${claim.field}`,
      },
    ];
  });
}
