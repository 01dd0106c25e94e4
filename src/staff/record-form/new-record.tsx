import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { api } from '../api.ts';
import { withoutRecord } from '../ledger/ledger-search.ts';
import { Failure, Loading, Nothing } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { useAddress } from '../search.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { blankContent, type FormContent, nextContent } from './content.ts';
import { RecordForm } from './record-form.tsx';
import { texts as phrases } from './texts.ts';
import { Unfinished } from './unfinished.tsx';
import './record-form.css';

/** A new record: of which kind first, or one of the forms left unfinished; then its form. */
export function NewRecord() {
  const { say: text } = useTexts();
  const say = usePhrases(phrases);
  const { me, catalogue } = useScope();
  const { search } = useAddress();
  const kind = catalogue.kinds.find((one) => one.code === search.kind);
  if (!me.may.includes('record')) return <Nothing title={say.noUnit} />;
  const place = withoutRecord(search);
  if (kind) return <NewForm key={kind.code} kind={kind} />;
  return (
    <>
      <h1>{say.newTitle}</h1>
      <h2>{say.pickKind}</h2>
      <ul className="kinds">
        {catalogue.kinds.map((one) => (
          <li key={one.code}>
            <Link to="/records/new" search={{ ...place, kind: one.code }}>
              {text(one.label)}
            </Link>
          </li>
        ))}
      </ul>
      <Unfinished />
    </>
  );
}

function NewForm({ kind }: { readonly kind: ReturnType<typeof useScope>['catalogue']['kinds'][number] }) {
  const { say: text } = useTexts();
  const say = usePhrases(phrases);
  const { unit } = useScope();
  const { search, change } = useAddress();
  const [form, setForm] = useState<{ key: string; start?: FormContent; unsaved?: boolean }>(() => ({
    key: search.draft ?? crypto.randomUUID(),
  }));
  const [begun] = useState(search.draft !== undefined);
  const aids = useQuery({
    queryKey: ['form-aids', kind.code],
    queryFn: () => api.forms.open({ kind: kind.code }),
    staleTime: 60_000,
  });
  const copy = useQuery({
    queryKey: ['copy', form.key],
    queryFn: () => api.forms.copy({ key: form.key }),
    enabled: begun,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { key } = form;
  const said = search.draft;
  const firstSaved = useCallback(() => {
    if (said !== key) change({ draft: key });
  }, [said, key, change]);
  if (aids.isPending || (begun && copy.isPending)) return <Loading />;
  const failed = [aids, copy].find((one) => one.error);
  if (failed) return <Failure error={failed.error} retry={() => void failed.refetch()} />;
  if (aids.data!.units.length === 0) return <Nothing title={say.noUnit} />;
  const kept = form.start ? undefined : copy.data?.copy;
  // The unit in view where one may record for it, else one's own.
  const host = aids.data!.units.includes(unit.code) ? unit.code : aids.data!.units[0];
  const start = kept ? unfold(kept.content) : (form.start ?? blankContent(kind, host, aids.data!.defaults));
  return (
    <>
      <h1>{text(aids.data!.asking.start)}</h1>
      <RecordForm
        key={`${key} ${kept?.version ?? 0}`}
        kind={kind}
        aids={aids.data!}
        kept={{ key }}
        start={start}
        version={kept?.version ?? 0}
        {...(kept && { at: kept.at })}
        names={noNames}
        firstSaved={firstSaved}
        next={(after) => {
          change({ draft: undefined });
          setForm({ key: crypto.randomUUID(), start: nextContent(kind, after, aids.data!.defaults) });
          scrollTo({ top: 0 });
        }}
        reload={() => void copy.refetch()}
        unsaved={form.unsaved ?? false}
        afresh={(content) => {
          change({ draft: undefined });
          setForm({ key: crypto.randomUUID(), start: content, unsaved: true });
        }}
      />
    </>
  );
}

/** A form as it was sent, as it is shown: the last day stands only where there are several. */
export function unfold(content: FormContent): FormContent {
  return { ...content, to: content.to === content.from ? '' : content.to };
}

const noNames: ReadonlyMap<string, string> = new Map();
