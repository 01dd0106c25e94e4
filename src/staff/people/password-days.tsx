import { App } from 'antd';
import { api, queries, sentences } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Office } from './office.ts';
import { texts } from './texts.ts';

const choices = [90, 180, 365];

/** For how long passwords are good in the whole organisation; for its administrators. */
export function PasswordDays({ office }: { readonly office: Office }) {
  const t = usePhrases(texts).days;
  const { language } = useTexts();
  const { message } = App.useApp();
  const { passwordDays } = office;
  const all = [...new Set([...choices, ...(passwordDays === null ? [] : [passwordDays])])].sort((a, b) => a - b);
  const set = async (days: number | null) => {
    try {
      await api.accounts.setPasswordDays({ days });
      void message.success(t.saved);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 8);
    }
    await queries.invalidateQueries({ queryKey: ['office'] });
  };
  return (
    <section className="card" aria-labelledby="password-days">
      <h2 id="password-days">{t.title}</h2>
      <label className="choice">
        {t.label}
        <select
          value={passwordDays ?? ''}
          onChange={(event) => void set(event.target.value === '' ? null : Number(event.target.value))}
          style={{ maxWidth: '100%' }}
        >
          <option value="">{t.never}</option>
          {all.map((days) => (
            <option key={days} value={days}>
              {t.each(days)}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}
