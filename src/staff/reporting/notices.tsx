import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { api, sentences } from '../api.ts';
import { momentText } from '../parts.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { forgetReporting } from './data.ts';
import { texts as both } from './texts.ts';
import './reporting.css';

/** On the home page: what one was reminded of, and what is due within three days or overdue. Nothing when all is well. */
export function ReportingNotices() {
  const phrases = usePhrases(both);
  const { language } = useTexts();
  const { message } = App.useApp();
  const notices = useQuery({ queryKey: ['reporting', 'notices'], queryFn: () => api.reporting.notices() });
  if (!notices.data) return null;
  const { reminders, due } = notices.data;
  if (reminders.length + due.length === 0) return null;
  const dismiss = async (id: number) => {
    try {
      await api.reporting.dismiss({ id });
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    } finally {
      await forgetReporting();
    }
  };
  return (
    <section aria-labelledby="reporting-notices">
      <h2 id="reporting-notices">{phrases.homeTitle}</h2>
      <ul className="notices">
        {reminders.map((one) => (
          <li key={`reminder ${one.id}`} className="notice notice-reminder">
            <p>{one.text}</p>
            <p className="quiet">{phrases.remindedFrom(one.by, momentText(one.at))}</p>
            <p className="acts">
              <Link to="/reporting" search={{ unit: one.unit.code, round: one.round }}>
                {phrases.homeGo}
              </Link>
              <Button size="small" onClick={() => void dismiss(one.id)}>
                {phrases.dismiss}
              </Button>
            </p>
          </li>
        ))}
        {due.map((one) => (
          <li key={`${one.round} ${one.unit.code}`} className={`notice ${one.daysLeft < 0 ? 'notice-overdue' : ''}`}>
            <p>
              <strong>{phrases.homeUntil(phrases.dueIn(one.due, one.daysLeft))}</strong>{' '}
              {phrases.homeDue(one.unit.short, one.title)}
            </p>
            {one.missing.length > 0 && <p>{phrases.homeMissing(one.missing.join(phrases.and))}</p>}
            {one.below && one.below.open > 0 && <p>{phrases.homeBelow(one.below.open, one.below.asked)}</p>}
            <p className="acts">
              <Link to="/reporting" search={{ unit: one.unit.code, round: one.round }}>
                {phrases.homeGo}
              </Link>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
