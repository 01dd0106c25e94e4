import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { Problems } from '../account/problems.tsx';
import { api, forgetCounts, queries, sentences } from '../api.ts';
import { Failure, Loading, momentText } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { RefusedRows } from './refused-rows.tsx';
import { texts } from './texts.ts';

/** One import: what it came to, what became of its records, what it refused, and how to take it back. */
export function Batch({ id }: { readonly id: number }) {
  const t = usePhrases(texts);
  const { texts: common, say } = useTexts();
  const { me } = useScope();
  const [asking, setAsking] = useState(false);
  const found = useQuery({ queryKey: ['imports', id], queryFn: () => api.imports.get({ id }) });
  if (found.isPending) return <Loading />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const one = found.data;
  const standing = one.statuses.filter(({ status }) => status !== 'void').reduce((sum, { n }) => sum + n, 0);
  return (
    <div className="import-batch">
      <dl className="facts">
        <div>
          <dt>{t.source}</dt>
          <dd>
            {one.source} {one.sheet !== '' && <span className="quiet">{one.sheet}</span>}
          </dd>
        </div>
        <div>
          <dt>{t.at}</dt>
          <dd>{momentText(one.at)}</dd>
        </div>
        <div>
          <dt>{t.by}</dt>
          <dd>
            {one.by}
            {one.unit && <span className="quiet"> {one.unit.name}</span>}
          </dd>
        </div>
        <div>
          <dt>{t.result}</dt>
          <dd>
            {t.counts(one.read)}：{t.resultOf(one.fresh, one.repeated, one.refused)}
          </dd>
        </div>
        <div>
          <dt>{t.now}</dt>
          <dd>{one.statuses.map(({ status, n }) => t.statusCount(common.status[status], n)).join('，') || '—'}</dd>
        </div>
        {one.undoneAt && (
          <div>
            <dt>{t.undone}</dt>
            <dd>{t.undoneBy(one.undoneBy ?? '', momentText(one.undoneAt))}</dd>
          </div>
        )}
      </dl>
      <div className="acts">
        <Link className="button-link" to="/ledger" search={{ batch: id, always: true }}>
          {t.toLedger}
        </Link>
        {me.may.includes('record') && standing > 0 && (
          <Button danger onClick={() => setAsking(true)}>
            {t.undo}
          </Button>
        )}
      </div>
      {one.refused > 0 && (
        <>
          <h3>{t.problems}</h3>
          <p>
            <a href={`/api/imports/${id}/refused.xlsx`}>{t.download}</a>
          </p>
          <RefusedRows seen={one} />
          {one.rows.length < one.refused && <p>{t.more(one.rows.length, one.refused)}</p>}
        </>
      )}
      {asking && <Undo id={id} close={() => setAsking(false)} say={say} />}
    </div>
  );
}

/** Says what will go, what stays and why, before anything is taken back. */
function Undo({
  id,
  close,
  say,
}: {
  readonly id: number;
  readonly close: () => void;
  readonly say: ReturnType<typeof useTexts>['say'];
}) {
  const t = usePhrases(texts);
  const { language } = useTexts();
  const { message } = App.useApp();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const plan = useQuery({ queryKey: ['imports', id, 'undo'], queryFn: () => api.imports.undoPlan({ id }), gcTime: 0 });
  const takeBack = async () => {
    setBusy(true);
    try {
      const { undone } = await api.imports.undo({ id });
      void message.success(t.undoDone(undone));
      close();
      await Promise.all([forgetCounts(), queries.invalidateQueries({ queryKey: ['imports'] })]);
    } catch (error) {
      setProblems(sentences(error, language));
    } finally {
      setBusy(false);
    }
  };
  const told = plan.data;
  return (
    <Modal
      open
      title={t.undoTitle(id)}
      cancelText={t.cancel}
      onCancel={close}
      okText={t.undoDo(told?.undone ?? 0)}
      okButtonProps={{ danger: true, loading: busy, disabled: !told || told.undone === 0 }}
      onOk={() => void takeBack()}
    >
      {plan.isPending && <Loading />}
      {plan.error && <Failure error={plan.error} />}
      {told && (
        <>
          <p>{told.undone === 0 ? t.undoNothing : t.undoWill(told.undone)}</p>
          {told.uncounted > 0 && <p>{t.undoUncounts(told.uncounted)}</p>}
          {told.kept.length > 0 && (
            <>
              <p>{t.undoKept}</p>
              <ul>
                {told.kept.map((one) => (
                  <li key={one.why.en}>
                    {t.undoKeptRows(
                      say(one.why),
                      one.count,
                      `${one.rows.join(language === 'zh' ? '、' : ', ')}${one.rows.length < one.count ? '…' : ''}`,
                    )}
                  </li>
                ))}
              </ul>
            </>
          )}
          {told.unseen > 0 && <p>{t.undoUnseen(told.unseen)}</p>}
          <p className="quiet">{t.undoKeepsTable}</p>
        </>
      )}
      <Problems problems={problems} />
    </Modal>
  );
}
