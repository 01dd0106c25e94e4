import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { type KeyboardEvent, useId, useState } from 'react';
import { api } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import type { Beside } from './beside.ts';
import { texts as phrases } from './texts.ts';
import './queue.css';

export interface Said {
  readonly reason: string;
  readonly comments: readonly { readonly part: string; readonly text: string }[];
}

/** Why a record is returned, and what is to be mended in which field. */
export function ReturnDialog({
  beside,
  counted,
  busy,
  close,
  tell,
}: {
  readonly beside: Beside | undefined;
  readonly counted: boolean;
  readonly busy: boolean;
  readonly close: () => void;
  readonly tell: (said: Said) => void;
}) {
  const say = usePhrases(phrases);
  const { texts, ...language } = useTexts();
  const box = useId();
  const [reason, setReason] = useState('');
  const [comments, setComments] = useState<readonly { key: number; part: string; text: string }[]>([]);
  const usual = useQuery({ queryKey: ['reasons'], queryFn: () => api.verification.reasons({}), staleTime: 300_000 });
  const parts = beside?.parts ?? [];
  const labelOf = (part: string) => {
    const found = parts.find((one) => one.part === part);
    return found ? language.say(found.label) : part;
  };
  const said = comments.filter((one) => one.text.trim() !== '');
  const labels = [...new Set(said.map((one) => labelOf(one.part)))].join('、');
  const whole = reason.trim() || (labels === '' ? '' : say.autoReason(labels));
  const send = () => {
    if (whole !== '' && !busy) tell({ reason: whole, comments: said.map(({ part, text }) => ({ part, text })) });
  };
  const add = (part: string, text: string) =>
    setComments([...comments, { key: (comments.at(-1)?.key ?? 0) + 1, part, text }]);
  const change = (key: number, to: { part?: string; text?: string }) =>
    setComments(comments.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  };
  const warnings = (beside?.warnings ?? []).filter((one) => parts.some(({ part }) => part === one.part));
  return (
    <Modal
      open
      width={640}
      title={say.returnTitle}
      okText={say.returnTitle}
      cancelText={texts.cancel}
      closable={{ 'aria-label': texts.close }}
      okButtonProps={{ disabled: whole === '', loading: busy }}
      onOk={send}
      onCancel={close}
    >
      {counted && <p>{texts.record.returnVerified}</p>}
      <label htmlFor={box}>{say.reason}</label>
      <Input.TextArea
        id={box}
        autoFocus
        rows={2}
        maxLength={500}
        value={reason}
        placeholder={labels === '' ? '' : say.autoReason(labels)}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={keys}
      />
      <fieldset className="chips">
        <legend className="visually-hidden">{say.reasons}</legend>
        {(usual.data?.reasons ?? []).map((one) => (
          <Button
            key={one}
            size="small"
            onClick={() => setReason(reason.trim() === '' ? one : `${reason.trim()}；${one}`)}
          >
            {one}
          </Button>
        ))}
      </fieldset>
      {parts.length > 0 && (
        <>
          <p>{say.comment}</p>
          {warnings.length > 0 && (
            <fieldset className="chips">
              <legend className="visually-hidden">{say.fromWarnings}</legend>
              {warnings.map((one) => (
                <Button
                  key={`${one.code} ${one.part}`}
                  size="small"
                  onClick={() => add(one.part, language.say(one.ask))}
                >
                  ＋ {language.say(one.label)}：{language.say(one.ask)}
                </Button>
              ))}
            </fieldset>
          )}
          <ul className="return-comments">
            {comments.map((one, index) => (
              <li key={one.key}>
                <select
                  aria-label={say.commentField(index + 1)}
                  value={one.part}
                  onChange={(event) => change(one.key, { part: event.target.value })}
                >
                  {parts.map(({ part }) => (
                    <option key={part} value={part}>
                      {labelOf(part)}
                    </option>
                  ))}
                </select>
                <Input.TextArea
                  aria-label={say.commentText(index + 1)}
                  autoSize
                  autoFocus
                  maxLength={500}
                  value={one.text}
                  onChange={(event) => change(one.key, { text: event.target.value })}
                  onKeyDown={keys}
                />
                <Button
                  aria-label={say.removeComment(index + 1)}
                  onClick={() => setComments(comments.filter((other) => other !== one))}
                >
                  ×
                </Button>
              </li>
            ))}
          </ul>
          <Button size="small" onClick={() => add(parts[0]!.part, '')}>
            {say.addComment}
          </Button>{' '}
          <span className="quiet wide-only">{say.returnKeys}</span>
        </>
      )}
    </Modal>
  );
}
