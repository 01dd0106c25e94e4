import { App, Button } from 'antd';
import { api, forgetCounts, queries, sentences } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { texts as phrases } from './texts.ts';

/** What was verified last and may still be taken back by a key. */
let last: readonly number[] = [];

/** Tells that records were verified, with the way back. `takeBack` undoes these, or without any the last ones. */
export function useUndo(): {
  readonly tell: (ids: readonly number[]) => void;
  readonly takeBack: (ids?: readonly number[]) => Promise<void>;
} {
  const say = usePhrases(phrases);
  const { language } = useTexts();
  const { message } = App.useApp();

  const takeBack = async (ids: readonly number[] = last) => {
    message.destroy('verified');
    if (ids.length === 0) return void message.info(say.undoNothing);
    last = [];
    try {
      const { restored, refused } = await api.verification.undo({ ids: [...ids] });
      if (restored.length > 0) void message.success(say.undone(restored.length));
      for (const one of refused.slice(0, 3)) void message.error(one.problems[0]?.text[language] ?? '', 6);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
    }
    // A record that is opened again must not be shown as verified for a moment: the next key would do nothing.
    queries.removeQueries({ queryKey: ['record'], type: 'inactive' });
    await forgetCounts();
  };

  const tell = (ids: readonly number[]) => {
    last = ids;
    void message.open({
      key: 'verified',
      type: 'success',
      duration: 8,
      content: (
        <>
          {ids.length === 1 ? say.verifiedOne : say.verifiedMany(ids.length)}{' '}
          <Button size="small" onClick={() => void takeBack(ids)}>
            {say.undo}
          </Button>
        </>
      ),
    });
  };
  return { tell, takeBack };
}
