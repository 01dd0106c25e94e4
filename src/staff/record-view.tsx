import { useQuery } from '@tanstack/react-query';
import { api, type RecordDetail } from './api.ts';
import { RecordDuplicates } from './duplicates/record-duplicates.tsx';
import { SpanEvidence } from './intake/span-evidence.tsx';
import { Failure, Loading, Mark, momentText, StatusTag } from './parts.tsx';
import { PhotoStrip } from './photos/photo-strip.tsx';
import { type Beside, useBeside } from './queue/beside.ts';
import { ChangesSince, History } from './queue/changes.tsx';
import { texts as phrases } from './queue/texts.ts';
import { Thread } from './queue/thread.tsx';
import { Comments, Warnings } from './queue/warnings.tsx';
import { RecordActs } from './record-acts.tsx';
import { useScope } from './scope.tsx';
import { usePhrases, useTexts } from './texts/texts.tsx';

/** Everything about one record, what stands beside it, and the steps that may be taken. */
export function RecordView({ id, acted }: { readonly id: number; readonly acted?: () => void }) {
  const record = useQuery({ queryKey: ['record', id], queryFn: () => api.records.get({ id }) });
  const beside = useBeside(id);
  if (record.isPending) return <Loading />;
  if (record.error) return <Failure error={record.error} retry={() => void record.refetch()} />;
  return (
    <article className="record" aria-labelledby="record-title" tabIndex={-1}>
      <Heading record={record.data} />
      <RecordActs record={record.data} beside={beside} {...(acted && { acted })} />
      {beside && (
        <>
          <Turn beside={beside} />
          <ChangesSince changes={beside.changes} lookedAt={beside.lookedAt} />
          <Comments comments={beside.comments} returned={record.data.status === 'returned'} />
          <Warnings warnings={beside.warnings} />
        </>
      )}
      <RecordDuplicates record={record.data} />
      <Facts record={record.data} beside={beside} />
      <PhotoStrip record={id} />
      <SpanEvidence id={id} />
      {beside && <Thread id={id} beside={beside} />}
      <Steps record={record.data} />
      {beside && <History history={beside.history} />}
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

/** Why somebody who looks at a record that waits may not be the one to verify it. */
function Turn({ beside }: { readonly beside: Beside }) {
  const say = usePhrases(phrases);
  if (beside.turn === undefined) return null;
  if (beside.turn === null) return <p className="reason">{say.turnNobody}</p>;
  return (
    <p className="quiet">
      {beside.own ? say.ownTell : say.turnOf(beside.turn.short)}
      {beside.arrival && beside.arrival !== 'first' && ` · ${say.arrival[beside.arrival]}`}
    </p>
  );
}

/** What the record says, part by part; parts changed since the reader last looked, and odd ones, are marked. */
function Facts({ record, beside }: { readonly record: RecordDetail; readonly beside: Beside | undefined }) {
  const { texts, say } = useTexts();
  const phrase = usePhrases(phrases);
  const { catalogue } = useScope();
  const roles = [...new Set(record.people.map((one) => one.role))];
  const facts: readonly (readonly [part: string, name: string, value: string])[] = [
    ['days', texts.record.day, texts.dayRange(record.from, record.to)],
    ['hosts', texts.record.hosts, record.hosts.map((host) => host.name).join('、')],
    ['place', texts.record.place, record.place],
    ['partners', texts.record.partners, record.partners.join('、')],
    ...record.classes.map((one) => {
      const family = catalogue.families.find((other) => other.code === one.family);
      return [`classes/${one.family}`, family ? say(family.label) : texts.record.classes, say(one.label)] as const;
    }),
    ...record.measures.map(
      (one) =>
        [`measures/${one.code.split('.')[1]}`, say(one.label), `${one.value.toLocaleString()}${one.unit}`] as const,
    ),
    ...roles.map(
      (role) =>
        [
          `people/${role}`,
          texts.people[role] ?? role,
          record.people
            .filter((one) => one.role === role)
            .map((one) => one.name)
            .join('、'),
        ] as const,
    ),
    ...record.fields.map((field) => [`fields/${field.code}`, say(field.label), field.value] as const),
  ];
  const changeOf = (part: string) => beside?.changes.find((one) => one.part === part);
  const doubted = (part: string) =>
    beside?.warnings.some((one) => one.part === part && one.severity === 'doubt') ?? false;
  const told = changeOf('narrative');
  return (
    <>
      <dl className="facts">
        {facts
          .filter(([, , value]) => value !== '')
          .map(([part, name, value]) => {
            const change = changeOf(part);
            return (
              <div key={part} {...(change && { 'data-changed': true })} {...(doubted(part) && { 'data-warned': true })}>
                <dt>{name}</dt>
                <dd>
                  {value}
                  {change && (
                    <span className="was">
                      {phrase.changedFrom(say(change.before))} · {phrase.changedBy(change.by)}
                    </span>
                  )}
                </dd>
              </div>
            );
          })}
      </dl>
      <h3>{texts.record.narrative}</h3>
      <p className={`${record.narrative === '' ? 'quiet' : 'narrative'}${told ? ' changed-text' : ''}`}>
        {record.narrative || texts.record.none}
      </p>
    </>
  );
}

function Steps({ record }: { readonly record: RecordDetail }) {
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
    </>
  );
}
