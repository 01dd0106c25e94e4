import { App, Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { api, queries, sentences } from '../api.ts';
import { momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Beside } from './beside.ts';
import { texts as phrases } from './texts.ts';
import './queue.css';

/** What whoever reported a record and whoever verifies it say to each other. */
export function Thread({ id, beside }: { readonly id: number; readonly beside: Beside }) {
  const say = usePhrases(phrases);
  const { language } = useTexts();
  const { message } = App.useApp();
  const box = useId();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const { messages, mayWrite, unread } = beside;
  const others = messages.filter((one) => !one.own);
  const fresh = new Set(others.slice(others.length - unread).map((one) => one.id));
  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === '' || busy) return;
    setBusy(true);
    try {
      await api.verification.say({ id, text });
      setText('');
      void message.success(say.sent);
      await queries.invalidateQueries({ queryKey: ['record', id, 'beside'] });
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="thread" aria-labelledby={`${box}-title`}>
      <h3 id={`${box}-title`}>{say.thread}</h3>
      {messages.length === 0 ? (
        <p className="quiet">{say.threadEmpty}</p>
      ) : (
        <ol>
          {messages.map((one) => (
            <li key={one.id} {...(one.own && { 'data-own': true })} {...(fresh.has(one.id) && { 'data-new': true })}>
              <span className="quiet">
                {one.own ? say.you : one.by} · <time dateTime={one.at}>{momentText(one.at)}</time>
                {fresh.has(one.id) && <> · {say.isNew}</>}
              </span>
              <p>{one.text}</p>
            </li>
          ))}
        </ol>
      )}
      {mayWrite && (
        <form onSubmit={(event) => void send(event)}>
          <label htmlFor={box}>{say.message}</label>
          <Input.TextArea
            id={box}
            className="thread-box"
            rows={2}
            maxLength={1000}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
              // Back to the keys of the queue.
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
          />
          <span className="quiet">{say.threadHint}</span>
          <Button htmlType="submit" loading={busy} disabled={text.trim() === ''}>
            {say.send}
          </Button>
        </form>
      )}
    </section>
  );
}
