import { useQuery } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { type Reason, reasonLabels } from '#domain/duplicates/model.ts';
import { api, type RecordDetail, sentences } from '../api.ts';
import { Failure, Loading, StatusTag } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts as catalogue } from './texts.ts';

/** Two records side by side, part by part, and what is to become of them. */
export function Compare({
  one,
  other,
  reasons,
  settled,
  apart,
}: {
  readonly one: number;
  readonly other: number;
  readonly reasons: readonly Reason[];
  readonly settled: () => void;
  readonly apart: () => void;
}) {
  const phrases = usePhrases(catalogue);
  const { say } = useTexts();
  const left = useQuery({ queryKey: ['record', one], queryFn: () => api.records.get({ id: one }) });
  const right = useQuery({ queryKey: ['record', other], queryFn: () => api.records.get({ id: other }) });
  const [keptId, setKept] = useState<number>();
  const [choices, setChoices] = useState<Readonly<Record<string, 'kept' | 'dropped'>>>({});
  const failed = left.error ?? right.error;
  if (failed) return <Failure error={failed} />;
  if (!left.data || !right.data) return <Loading />;
  const kept = keptId ?? likelierKept(left.data, right.data);
  const [keptRecord, droppedRecord] = kept === one ? [left.data, right.data] : [right.data, left.data];
  const sideOf = (record: RecordDetail) => (record.id === kept ? 'kept' : 'dropped');
  return (
    <article aria-labelledby="pair-title">
      <h2 id="pair-title">{phrases.pair(one, other)}</h2>
      <p className="quiet">{phrases.why(reasons.map((reason) => say(reasonLabels[reason])))}</p>
      <div className="table-scroll">
        <table className="compare">
          <thead>
            <tr>
              <th scope="col">{phrases.part}</th>
              {[left.data, right.data].map((record) => (
                <th key={record.id} scope="col">
                  <label>
                    <input
                      type="radio"
                      name={`kept ${one} ${other}`}
                      checked={record.id === kept}
                      onChange={() => {
                        setKept(record.id);
                        setChoices({});
                      }}
                    />{' '}
                    {phrases.keep}
                  </label>
                  <span className="quiet">
                    {' '}
                    {record.id === kept ? '' : `（${phrases.dropped}）`} <StatusTag status={record.status} />
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {partsOf(left.data, right.data, phrases, say).map((part) => (
              <tr key={part.code} data-differs={part.left !== part.right || undefined}>
                <th scope="row">{part.label}</th>
                {[left.data, right.data].map((record, index) => {
                  const text = index === 0 ? part.left : part.right;
                  const isChosen = (choices[part.code] ?? 'kept') === sideOf(record);
                  return (
                    <td key={record.id}>
                      {text === '' ? <span className="quiet">{phrases.blank}</span> : text}
                      {part.choosable && part.left !== part.right && part.left !== '' && part.right !== '' && (
                        <label className="take">
                          <input
                            type="radio"
                            name={`${part.code} ${one} ${other}`}
                            checked={isChosen}
                            aria-label={`${phrases.choose(part.label)}：${text}`}
                            onChange={() => setChoices({ ...choices, [part.code]: sideOf(record) })}
                          />{' '}
                          {phrases.take}
                        </label>
                      )}
                      {!part.choosable && part.left !== part.right && index === 1 && (
                        <span className="quiet take">{phrases.union}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <MergeActs kept={keptRecord} dropped={droppedRecord} choices={choices} settled={settled} apart={apart} />
    </article>
  );
}

function MergeActs({
  kept,
  dropped,
  choices,
  settled,
  apart,
}: {
  readonly kept: RecordDetail;
  readonly dropped: RecordDetail;
  readonly choices: Readonly<Record<string, 'kept' | 'dropped'>>;
  readonly settled: () => void;
  readonly apart: () => void;
}) {
  const phrases = usePhrases(catalogue);
  const { texts, language } = useTexts();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<'merge' | 'mergeVerify'>();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useId();
  const merge = async () => {
    setBusy(true);
    try {
      await api.duplicates.merge({
        kept: kept.id,
        dropped: dropped.id,
        keptRevision: kept.revision,
        droppedRevision: dropped.revision,
        choices,
        reason,
        verify: asking === 'mergeVerify',
      });
      setAsking(undefined);
      void message.success(phrases.merged);
      settled();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    } finally {
      setBusy(false);
    }
  };
  const mayVerify = kept.may.some((act) => act === 'verify' || act === 'return');
  return (
    <div className="acts">
      {mayVerify && (
        <Button type="primary" onClick={() => setAsking('mergeVerify')}>
          {phrases.mergeVerify}
        </Button>
      )}
      <Button type={mayVerify ? 'default' : 'primary'} onClick={() => setAsking('merge')}>
        {phrases.merge}
      </Button>
      <Button onClick={apart}>{phrases.apart}</Button>
      {asking && (
        <Modal
          open
          title={phrases.confirmTitle}
          okText={phrases[asking]}
          cancelText={texts.cancel}
          closable={{ 'aria-label': texts.close }}
          okButtonProps={{ loading: busy }}
          onOk={() => void merge()}
          onCancel={() => setAsking(undefined)}
        >
          <p>{phrases.confirm(kept.id, dropped.id)}</p>
          <label htmlFor={field}>{phrases.reason}</label>
          <Input.TextArea
            id={field}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Modal>
      )}
    </div>
  );
}

/** What a person wrote, is verified, or tells more, is the likelier one to keep. */
function likelierKept(left: RecordDetail, right: RecordDetail): number {
  const worth = (record: RecordDetail) =>
    (record.generated ? 0 : 4) + (record.status === 'verified' ? 2 : 0) + (record.narrative.length > 0 ? 1 : 0);
  return worth(right) > worth(left) ? right.id : left.id;
}

interface Part {
  readonly code: string;
  readonly label: string;
  readonly left: string;
  readonly right: string;
  /** One of the two is taken; otherwise both go together. */
  readonly choosable: boolean;
}

type Phrases = ReturnType<typeof usePhrases<(typeof catalogue)['zh']>>;
type Say = ReturnType<typeof useTexts>['say'];

function partsOf(left: RecordDetail, right: RecordDetail, { parts }: Phrases, say: Say): Part[] {
  const both = (code: keyof Phrases['parts'], choosable: boolean, tell: (record: RecordDetail) => string): Part => ({
    code,
    label: parts[code],
    left: tell(left),
    right: tell(right),
    choosable,
  });
  const group = <Item extends { readonly label: Parameters<Say>[0] }>(
    name: string,
    items: (record: RecordDetail) => readonly Item[],
    codeOf: (item: Item) => string,
    tell: (item: Item) => string,
  ): Part[] => {
    const all = [...items(left), ...items(right)];
    return [...new Set(all.map(codeOf))].map((code) => {
      const find = (record: RecordDetail) => items(record).find((item) => codeOf(item) === code);
      const [one, other] = [find(left), find(right)];
      return {
        code: `${name}/${code}`,
        label: say((one ?? other)!.label),
        left: one ? tell(one) : '',
        right: other ? tell(other) : '',
        choosable: true,
      };
    });
  };
  return [
    both('days', true, ({ from, to }) => (from === to ? to : `${from} – ${to}`)),
    both('hosts', false, ({ hosts }) => hosts.map((host) => host.short).join('、')),
    both('title', true, ({ title }) => title),
    both('place', true, ({ place }) => place),
    both('partners', false, ({ partners }) => partners.join('、')),
    ...group(
      'measures',
      ({ measures }) => measures,
      ({ code }) => code.split('.')[1]!,
      ({ value, unit }) => `${value.toLocaleString()}${unit}`,
    ),
    ...group(
      'classes',
      ({ classes }) => classes,
      ({ family }) => family,
      ({ label }) => say(label),
    ),
    both('people', false, ({ people }) => people.map((person) => person.name).join('、')),
    both('narrative', true, ({ narrative }) => narrative),
  ];
}
