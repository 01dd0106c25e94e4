import { useQuery } from '@tanstack/react-query';
import { api, type RecordDetail } from './api.ts';
import { Failure, Loading, Mark, momentText, StatusTag } from './parts.tsx';
import { RecordActs } from './record-acts.tsx';
import { useScope } from './scope.tsx';
import { useTexts } from './texts/texts.tsx';

/** Everything about one record, and the steps that may be taken. */
export function RecordView({ id, acted }: { readonly id: number; readonly acted?: () => void }) {
  const record = useQuery({ queryKey: ['record', id], queryFn: () => api.records.get({ id }) });
  if (record.isPending) return <Loading />;
  if (record.error) return <Failure error={record.error} retry={() => void record.refetch()} />;
  return (
    <article className="record" aria-labelledby="record-title">
      <Heading record={record.data} />
      <RecordActs record={record.data} {...(acted && { acted })} />
      <Facts record={record.data} />
      <Life record={record.data} />
    </article>
  );
}

function Heading({ record }: { readonly record: RecordDetail }) {
  const { texts, say } = useTexts();
  const { catalogue } = useScope();
  const kind = catalogue.kinds.find((one) => one.code === record.kind);
  return (
    <header>
      <p className="marks">
        <StatusTag status={record.status} />
        {kind && <span className="quiet">{say(kind.label)}</span>}
        <span className="quiet">{texts.record.number(record.id)}</span>
        {record.highlight && <Mark kind="highlight" />}
        {record.generated && <Mark kind="sample" />}
      </p>
      <h2 id="record-title">{record.title}</h2>
    </header>
  );
}

function Facts({ record }: { readonly record: RecordDetail }) {
  const { texts, say } = useTexts();
  const facts: readonly (readonly [string, string])[] = [
    [texts.record.day, texts.dayRange(record.from, record.to)],
    [texts.record.hosts, record.hosts.map((host) => host.name).join('、')],
    [texts.record.place, record.place],
    [texts.record.partners, record.partners.join('、')],
    [texts.record.classes, record.classes.map((one) => say(one.label)).join('、')],
    [
      texts.record.measures,
      record.measures.map((one) => `${say(one.label)} ${one.value.toLocaleString()}${one.unit}`).join('，'),
    ],
    [texts.record.people, record.people.map((one) => `${texts.people[one.role] ?? one.role}：${one.name}`).join('，')],
    ...record.fields.map((field) => [say(field.label), field.value] as const),
  ];
  return (
    <>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <h3>{texts.record.narrative}</h3>
      <p className={record.narrative === '' ? 'quiet' : 'narrative'}>{record.narrative || texts.record.none}</p>
    </>
  );
}

function Life({ record }: { readonly record: RecordDetail }) {
  const { texts } = useTexts();
  return (
    <>
      <h3>{texts.record.steps}</h3>
      <ol className="steps">
        {record.steps.map((one) => (
          <li key={`${one.at} ${one.to}`}>
            <span>
              {one.from ? texts.record.from(texts.status[one.from], texts.status[one.to]) : texts.status[one.to]}
            </span>
            <span className="quiet">
              {texts.record.by(one.by)} · <time dateTime={one.at}>{momentText(one.at)}</time>
            </span>
            {one.reason !== '' && (
              <span className="reason">
                {texts.record.reason}：{one.reason}
              </span>
            )}
          </li>
        ))}
      </ol>
      {record.revisions.length > 0 && (
        <>
          <h3>{texts.record.revisions}</h3>
          <ol className="steps">
            {record.revisions.map((one) => (
              <li key={one.revision}>
                <span>{texts.record.revision(one.revision)}</span>
                <span className="quiet">
                  {texts.record.by(one.by)} · <time dateTime={one.at}>{momentText(one.at)}</time>
                </span>
                <details>
                  <summary>{(one.content as { title?: string }).title ?? ''}</summary>
                  <p className="narrative">{(one.content as { narrative?: string }).narrative ?? ''}</p>
                </details>
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
