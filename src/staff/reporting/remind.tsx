import { ORPCError } from '@orpc/client';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import type { Problem } from '#kernel/problem.ts';
import { api, sentences } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { forgetReporting, isOpenCell, type Matrix } from './data.ts';
import { texts as both } from './texts.ts';

/** A message to everybody who records at the chosen units, its text filled in; asks again for units reminded today. */
export function Remind({
  matrix,
  units,
  close,
}: {
  readonly matrix: Matrix;
  readonly units: readonly string[];
  readonly close: (sent: boolean) => void;
}) {
  const phrases = usePhrases(both);
  const { texts, language } = useTexts();
  const { message, modal } = App.useApp();
  const [text, setText] = useState(matrix.reminder);
  const [busy, setBusy] = useState(false);
  const rows = matrix.rows.filter((row) => units.includes(row.unit.code));
  const short = (code: string) => matrix.sections.find((section) => section.code === code)!.short;

  const send = async (confirmed: boolean) => {
    setBusy(true);
    try {
      const { sent } = await api.reporting.remind({ round: matrix.period.code, units: [...units], text, confirmed });
      const people = new Set(sent.flatMap((one) => one.receivers)).size;
      void message.success(phrases.sent(sent.length, people), 5);
      const unheard = sent.filter((one) => one.receivers.length === 0).map((one) => one.unit.short);
      if (unheard.length > 0) void message.warning(phrases.unheard(unheard.join(phrases.and)), 12);
      close(true);
      await forgetReporting();
    } catch (error) {
      if (!confirmed && isRemindedToday(error)) {
        modal.confirm({
          title: phrases.again,
          content: sentences(error, language).map((sentence) => <p key={sentence}>{sentence}</p>),
          okText: phrases.sendAgain,
          cancelText: texts.cancel,
          icon: null,
          onOk: () => send(true),
        });
      } else void message.error(sentences(error, language).join('；'), 8);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={phrases.remindTitle(rows.length)}
      okText={phrases.send}
      cancelText={texts.cancel}
      closable={{ 'aria-label': texts.close }}
      okButtonProps={{ loading: busy, disabled: text.trim() === '' }}
      onOk={() => void send(false)}
      onCancel={() => close(false)}
    >
      <label htmlFor="reminder-text">{phrases.remindText}</label>
      <Input.TextArea
        id="reminder-text"
        rows={4}
        maxLength={1000}
        value={text}
        aria-describedby="reminder-hint"
        onChange={(event) => setText(event.target.value)}
      />
      <p className="quiet" id="reminder-hint">
        {phrases.remindHint}
      </p>
      <h3>{phrases.remindTo}</h3>
      <ul className="remind-units">
        {rows.map((row) => (
          <li key={row.unit.code}>
            <strong>{row.unit.short}</strong>{' '}
            {row.cells
              .filter(isOpenCell)
              .map((cell) => short(cell.section))
              .join(phrases.and)}
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function isRemindedToday(error: unknown): boolean {
  if (!(error instanceof ORPCError)) return false;
  const problems = (error.data as { problems?: readonly Problem[] } | undefined)?.problems ?? [];
  return problems.length > 0 && problems.every((one) => one.code === 'reminded_today');
}
