import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Alert, App, Button } from 'antd';
import { type ClipboardEvent, type DragEvent, useId, useRef, useState } from 'react';
import { api, queries, sentences } from '../api.ts';
import { Failure, Loading, momentText } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { type Preview, previewDocument, takeIn } from './data.ts';
import { texts as both } from './texts.ts';
import './intake.css';

interface Chosen {
  readonly name: string;
  readonly body: Blob | string;
  readonly preview: Preview;
}

/** Where a document comes in: a file, dropped or chosen, or pasted text, looked at before it is taken in. */
export function IntakeStart() {
  const say = usePhrases(both);
  const { language } = useTexts();
  const { unit, window } = useScope();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<Chosen>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailed(undefined);
    try {
      await work();
    } catch (error) {
      setFailed(error);
    } finally {
      setBusy(false);
    }
  };
  const look = (name: string, body: Blob | string) =>
    void attempt(async () => {
      const preview = await previewDocument({ unit: unit.code, window, name, body });
      setChosen({ name, body, preview });
    });
  const begin = (name: string) =>
    void attempt(async () => {
      const { id, repeated } = await takeIn({ unit: unit.code, window, name, body: chosen!.body });
      if (repeated) void message.info(say.repeated);
      await queries.invalidateQueries({ queryKey: ['intake'] });
      await navigate({ to: '/intake/$id', params: { id: String(id) }, search: (old) => old as never });
    });
  return (
    <>
      <div className="head">
        <h1>
          {say.title} <span className="quiet">{unit.name}</span>
        </h1>
      </div>
      <p>{say.lead}</p>
      <p className="quiet">{say.unitLine(unit.name)}</p>
      {failed !== undefined && (
        <Alert
          className="intake-failed"
          type="error"
          showIcon
          role="alert"
          title={sentences(failed, language).join(' ')}
        />
      )}
      {chosen ? (
        <Look
          key={chosen.name}
          chosen={chosen}
          busy={busy}
          begin={begin}
          back={() => {
            setFailed(undefined);
            setChosen(undefined);
          }}
        />
      ) : (
        <Bring busy={busy} look={look} />
      )}
      <Past />
    </>
  );
}

function Bring({ busy, look }: { readonly busy: boolean; readonly look: (name: string, body: Blob | string) => void }) {
  const say = usePhrases(both);
  const [over, setOver] = useState(false);
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !busy) look(file.name, file);
  };
  const paste = (event: ClipboardEvent) => {
    const html = event.clipboardData.getData('text/html');
    // Where the clipboard has tables or numbered lists, plain text would lose them.
    if (!/<(table|ol|h[1-6])[\s>]|mso-list/i.test(html)) return;
    event.preventDefault();
    look('', `<html>${html.replace(/^[\s\S]*?<html[^>]*>/i, '')}`);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut of the button inside */}
      <div
        className="intake-drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span>{say.drop}</span>
        <input
          ref={input}
          type="file"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={say.file}
          accept=".docx,.doc,.wps,.xlsx,.html,.htm,.txt"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file) look(file.name, file);
          }}
        />
        <Button type="primary" loading={busy} onClick={() => input.current?.click()}>
          {say.file}
        </Button>
        <p className="quiet">{say.formats}</p>
      </div>
      <form
        className="intake-paste"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') look('', text);
        }}
      >
        <label htmlFor={id}>{say.paste}</label>
        <textarea id={id} rows={6} value={text} onChange={(event) => setText(event.target.value)} onPaste={paste} />
        <p className="quiet">{say.pasteHint}</p>
        <Button htmlType="submit" disabled={text.trim() === ''} loading={busy}>
          {say.read}
        </Button>
      </form>
    </>
  );
}

function Look({
  chosen,
  busy,
  begin,
  back,
}: {
  readonly chosen: Chosen;
  readonly busy: boolean;
  readonly begin: (name: string) => void;
  readonly back: () => void;
}) {
  const say = usePhrases(both);
  const { say: text } = useTexts();
  const { preview } = chosen;
  const [name, setName] = useState(chosen.name || firstLine(preview.text));
  const id = useId();
  return (
    <section className="intake-look" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say.preview}</h2>
      <p>{say.previewFacts(preview.characters, preview.lines, preview.tables, preview.quantities)}</p>
      {preview.remarks.map((remark) => (
        <Alert key={remark.zh} type="warning" showIcon title={text(remark)} />
      ))}
      {preview.text.length < preview.characters && <p className="quiet">{say.previewCut}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="intake-preview" lang="zh-CN" tabIndex={0} aria-label={say.preview}>
        {preview.text}
      </section>
      <form
        className="intake-begin"
        onSubmit={(event) => {
          event.preventDefault();
          begin(name);
        }}
      >
        <label className="choice words" htmlFor={`${id}-name`}>
          {say.name}
          <input id={`${id}-name`} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <Button type="primary" htmlType="submit" loading={busy}>
          {say.begin}
        </Button>
        <Button onClick={back}>{say.other}</Button>
      </form>
    </section>
  );
}

function firstLine(text: string): string {
  const lines = text.split('\n', 12).map((line) => line.trim());
  const title = lines.find((line) => /(小结|总结|汇报|报告|情况|通报|简报)$/.test(line) && line.length <= 60);
  return (title ?? lines.find((line) => line.length >= 4) ?? '').slice(0, 60);
}

function Past() {
  const say = usePhrases(both);
  const { texts } = useTexts();
  const listed = useQuery({ queryKey: ['intake', 'list'], queryFn: () => api.intake.list() });
  if (listed.isPending) return <Loading />;
  if (listed.error) return <Failure error={listed.error} retry={() => void listed.refetch()} />;
  const { documents } = listed.data;
  return (
    <section aria-labelledby="intake-past">
      <h2 id="intake-past">{say.past}</h2>
      {documents.length === 0 && <p className="quiet">{say.pastEmpty}</p>}
      <ul className="intake-past">
        {documents.map((one) => (
          <li key={one.id}>
            <Link to="/intake/$id" params={{ id: String(one.id) }} search={(old) => old as never}>
              {one.name}
            </Link>
            <span className="quiet">
              {one.unit.short} · {texts.dayRange(one.window.from, one.window.to)} · {say.by(one.by, momentText(one.at))}
            </span>
            <span>{one.done ? say.pastLine(one.open, one.settled) : say.unfinishedReading}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
