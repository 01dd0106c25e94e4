import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useRounds } from './api.ts';
import { useScope } from './scope.tsx';
import { useAddress } from './search.ts';
import { useTexts } from './texts/texts.tsx';

/** The window that the screens are about: one of the rounds, or any two days. */
export function WindowPicker() {
  const { texts } = useTexts();
  const { window } = useScope();
  const { change } = useAddress();
  const rounds = useRounds().data?.rounds ?? [];
  const [open, setOpen] = useState(false);
  const [from = '', to = ''] = window.split('..');
  const [custom, setCustom] = useState({ from, to });
  const known = [...new Map(rounds.map((round) => [`${round.window.from}..${round.window.to}`, round])).entries()];
  const choose = (text: string) => {
    change({ window: text, figure: undefined }, true);
    setOpen(false);
  };
  const begin = () => {
    setCustom({ from, to });
    setOpen(true);
  };
  return (
    <>
      <Button className="window-picker" onClick={begin} aria-haspopup="dialog">
        <span className="visually-hidden">{texts.window} </span>
        {texts.dayRange(from, to)}
      </Button>
      <Modal
        open={open}
        title={texts.windowPick}
        footer={null}
        onCancel={() => setOpen(false)}
        closable={{ 'aria-label': texts.close }}
      >
        {known.length > 0 && <h3 className="group-title">{texts.rounds}</h3>}
        <div className="rounds">
          {known.map(([text, round]) => (
            <button
              type="button"
              key={text}
              className="round"
              aria-pressed={text === window}
              onClick={() => choose(text)}
            >
              <strong>{texts.dayRange(round.window.from, round.window.to)}</strong>
              <span>{round.title}</span>
            </button>
          ))}
        </div>
        <h3 className="group-title">{texts.custom}</h3>
        <form
          className="custom-window"
          onSubmit={(event) => {
            event.preventDefault();
            choose(`${custom.from}..${custom.to}`);
          }}
        >
          <label>
            {texts.from}
            <input
              type="date"
              required
              value={custom.from}
              max={custom.to}
              onChange={(event) => setCustom({ ...custom, from: event.target.value })}
            />
          </label>
          <label>
            {texts.to}
            <input
              type="date"
              required
              value={custom.to}
              min={custom.from}
              onChange={(event) => setCustom({ ...custom, to: event.target.value })}
            />
          </label>
          <Button type="primary" htmlType="submit">
            {texts.use}
          </Button>
        </form>
      </Modal>
    </>
  );
}
