import { follow } from '../ledger/record-list.tsx';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { QueueRow } from './beside.ts';
import { texts as phrases } from './texts.ts';

/** One record that waits, with what is worth knowing before it is opened. */
export function QueueItem({
  row,
  current,
  chosen,
  open,
  choose,
}: {
  readonly row: QueueRow;
  readonly current: boolean;
  readonly chosen: boolean;
  readonly open: () => void;
  readonly choose: (on: boolean) => void;
}) {
  const say = usePhrases(phrases);
  const texts = useTexts();
  const { catalogue } = useScope();
  const kind = catalogue.kinds.find((one) => one.code === row.kind);
  return (
    <li {...(current && { 'data-current': true })}>
      <label>
        <input
          type="checkbox"
          checked={chosen}
          disabled={row.own}
          aria-label={say.select(row.title)}
          onChange={(event) => choose(event.target.checked)}
        />
      </label>
      <a
        id={`record-${row.id}`}
        href={`?record=${row.id}`}
        {...(current && { 'aria-current': 'true' as const })}
        onClick={(event) => follow(event, open)}
      >
        <strong>{row.title}</strong>
        <span className="quiet">
          {row.to} · {row.hosts.map((host) => host.short).join('、')}
          {kind && ` · ${texts.say(kind.label)}`}
        </span>
        <Marks row={row} />
      </a>
    </li>
  );
}

function Marks({ row }: { readonly row: QueueRow }) {
  const say = usePhrases(phrases);
  const doubts = row.warnings.filter((one) => one.severity === 'doubt').length;
  const notes = row.warnings.length - doubts;
  return (
    <span className="queue-marks">
      {doubts > 0 && <span className="tag tag-doubt">{say.doubts(doubts)}</span>}
      {row.similar > 0 && <span className="tag tag-doubt">{say.similar}</span>}
      {notes > 0 && <span className="tag tag-note">{say.notes(notes)}</span>}
      {row.unread > 0 && <span className="tag tag-unread">{say.unread(row.unread)}</span>}
      {row.arrival !== 'first' && <span className="tag tag-submitted">{say.arrival[row.arrival]}</span>}
      {row.late && <span className="tag tag-turn">{say.isLate}</span>}
      {row.own && <span className="tag tag-turn">{say.isOwn}</span>}
      {!row.mine && !row.own && (
        <span className="tag tag-turn">{row.turn ? say.turnOf(row.turn.short) : say.turnNobody}</span>
      )}
    </span>
  );
}
