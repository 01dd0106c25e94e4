import { App, Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { api, sentences } from '../api.ts';
import { momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { type Discrepancy, forgetDiscrepancies } from './data.ts';
import { texts as both } from './texts.ts';

/** Every step and word in order; only ever added to. */
export function Discussion({ one }: { readonly one: Discrepancy }) {
  const phrases = usePhrases(both);
  const { language } = useTexts();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    try {
      await api.discrepancies.comment({ id: one.id, text });
      setText('');
      await forgetDiscrepancies();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 8);
    }
  };
  return (
    <section className="agree-card" aria-labelledby="discussion">
      <h2 id="discussion">{phrases.discussion}</h2>
      <ol className="agree-notes">
        {one.notes.map((note, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: notes are only ever added at the end
          <li key={place}>
            <strong>{note.by}</strong> {phrases.acts[note.act]} <span className="quiet">{momentText(note.at)}</span>
            {note.text && <p>{note.text}</p>}
          </li>
        ))}
      </ol>
      <form onSubmit={(event) => void send(event)}>
        <label htmlFor="comment">{phrases.say}</label>
        <textarea
          id="comment"
          value={text}
          maxLength={2000}
          placeholder={phrases.sayHint}
          onChange={(event) => setText(event.target.value)}
        />
        <Button htmlType="submit" disabled={text.trim() === ''}>
          {phrases.say}
        </Button>
      </form>
    </section>
  );
}
