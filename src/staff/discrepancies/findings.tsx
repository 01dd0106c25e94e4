import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useMemo, useState } from 'react';
import { api, sentences } from '../api.ts';
import { useKeys } from '../keys.ts';
import { Nothing } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { useDiscrepancyAddress } from './address.ts';
import {
  type Checked,
  type Finding,
  forgetDiscrepancies,
  keepFinding,
  type Severity,
  type SourceInput,
  severities,
} from './data.ts';
import { FindingItem } from './finding-item.tsx';
import { MarkedText } from './marked-text.tsx';
import { MoreNumbers } from './more-numbers.tsx';
import { WordsDialog } from './parts.tsx';
import { texts as both } from './texts.ts';

interface Asking {
  readonly finding: Finding;
  readonly to: 'dismissed' | 'explained';
}

/** The checked text with its marks on the left, what was found on the right, worked through by keyboard. */
export function Findings({
  checked,
  source,
  again,
}: {
  readonly checked: Checked;
  readonly source: SourceInput;
  readonly again: () => void;
}) {
  const phrases = usePhrases(both);
  const { language } = useTexts();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { search, change } = useDiscrepancyAddress();
  const faults = useMemo(
    () => checked.findings.filter((one) => !one.holds && (!search.severity || one.severity === search.severity)),
    [checked.findings, search.severity],
  );
  const [current, setCurrent] = useState<number>();
  const [asking, setAsking] = useState<Asking>();
  const finding = current === undefined ? undefined : faults[current];

  const show = (place: number) => {
    setCurrent(place);
    document.getElementById(`finding-${place}`)?.scrollIntoView({ block: 'nearest' });
  };
  const move = (by: 1 | -1) => {
    if (faults.length > 0)
      show(Math.min(Math.max((current ?? (by === 1 ? -1 : faults.length)) + by, 0), faults.length - 1));
  };
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 8);
    }
  };
  const open = (one: Finding) =>
    attempt(async () => {
      const id = await keepFinding(source, one);
      await navigate({ to: '/discrepancies/$id', params: { id: String(id) }, search: (old: object) => old });
    });
  const ask = (to: Asking['to']) => finding && checked.mayOpen && setAsking({ finding, to });
  const decide = (words: string) =>
    attempt(async () => {
      const id = await keepFinding(source, asking!.finding);
      await api.discrepancies.decide({ id, state: asking!.to, text: words });
      await forgetDiscrepancies();
      void message.success(phrases.done);
    });
  const keepAll = () =>
    attempt(async () => {
      const { opened, again: known, gone } = await api.discrepancies.open({ source });
      await forgetDiscrepancies();
      void message.success(phrases.keptDone(opened, known, gone));
    });
  useKeys(
    {
      j: () => move(1),
      k: () => move(-1),
      enter: () => finding && checked.mayOpen && void open(finding),
      d: () => ask('dismissed'),
      e: () => ask('explained'),
    },
    asking === undefined,
  );

  const { matched, conflicting, unsupported } = checked.counts;
  const holding = checked.findings.filter((one) => one.holds);
  return (
    <>
      <div className="acts">
        <p className="quiet" role="status">
          {phrases.found(faults.length)}
          {holding.length > 0 && ` · ${phrases.holds(holding.length)}`}
          {checked.numbers.length > 0 && ` · ${phrases.counts(matched, conflicting, unsupported)}`}
        </p>
      </div>
      {checked.retired.length > 0 && <p className="quiet">{phrases.retired(checked.retired.join('、'))}</p>}
      <div className="filters">
        <label className="choice">
          {phrases.filterSeverity}
          <select
            value={search.severity ?? ''}
            onChange={(event) => {
              setCurrent(undefined);
              change({ severity: (event.target.value || undefined) as Severity | undefined });
            }}
          >
            <option value="">{phrases.all}</option>
            {severities.map((one) => (
              <option key={one} value={one}>
                {phrases.severity[one]}
              </option>
            ))}
          </select>
        </label>
        <Button onClick={again}>{phrases.again}</Button>
        {checked.mayOpen && faults.some((one) => one.severity !== 'note') && (
          <Button type="primary" onClick={() => void keepAll()}>
            {phrases.keepAll}
          </Button>
        )}
      </div>
      <div className="agree">
        <MarkedText text={checked.text} findings={faults} current={current} choose={show} />
        <section aria-label={phrases.findings}>
          <p className="quiet wide-only">{phrases.keys}</p>
          {faults.length === 0 ? (
            <Nothing title={phrases.nothing} hint={phrases.nothingHint} />
          ) : (
            <ol className="findings">
              {faults.map((one, place) => (
                <FindingItem
                  key={one.fingerprint}
                  finding={one}
                  place={place}
                  isCurrent={place === current}
                  choose={() => show(place)}
                  mayOpen={checked.mayOpen}
                  open={() => void open(one)}
                  ask={(to) => setAsking({ finding: one, to })}
                />
              ))}
            </ol>
          )}
          <MoreNumbers checked={checked} holding={holding} />
        </section>
      </div>
      {asking && (
        <WordsDialog
          title={asking.to === 'dismissed' ? phrases.dismissAsk : phrases.explainAsk}
          tell={asking.to === 'dismissed' ? phrases.dismissTell : phrases.explainTell}
          send={decide}
          close={() => setAsking(undefined)}
        />
      )}
    </>
  );
}
