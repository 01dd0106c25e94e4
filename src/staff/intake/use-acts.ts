import { App } from 'antd';
import { useRef, useState } from 'react';
import { api, forgetCounts, queries, sentences } from '../api.ts';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { forgetIntake, type Intake, type Item, patchItem, type Quantity } from './data.ts';
import { texts as both } from './texts.ts';

/** What may be done with the proposals of a document. Each act answers whether it was done, and says so. */
export function useActs({ id }: Intake) {
  const say = usePhrases(both);
  const { language } = useTexts();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const done = useRef<number[]>([]);
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    setBusy(true);
    try {
      return await work();
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 6);
      await forgetIntake(id);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  const settle = async (item: Item, work: () => Promise<Partial<Item>>, told: string) => {
    const change = await attempt(work);
    if (!change) return false;
    patchItem(id, item.n, change);
    done.current.push(item.n);
    void message.success(told, 1.5);
    void forgetCounts();
    return true;
  };
  const place = (item: Item) => ({ id, n: item.n, version: item.version });
  return {
    busy,
    /** The proposal that was settled last and not undone. */
    last: () => done.current.at(-1),
    say: (text: string) => void message.info(text),
    accept: (item: Item) =>
      settle(
        item,
        async () => ({ state: 'accepted', record: (await api.intake.accept(place(item))).record }),
        say.done.accept,
      ),
    leave: (item: Item) =>
      settle(
        item,
        async () => {
          await api.intake.leave(place(item));
          return { state: 'left' };
        },
        say.done.leave,
      ),
    join: (item: Item, record: number) =>
      settle(
        item,
        async () => {
          await api.intake.join({ ...place(item), record });
          return { state: 'joined', record };
        },
        say.done.join,
      ),
    undo: async (item: Item) => {
      const undone = await settle(
        item,
        async () => {
          await api.intake.undo(place(item));
          return { state: 'open', record: null };
        },
        say.done.undo,
      );
      if (undone) {
        done.current = done.current.filter((n) => n !== item.n);
        // What an open proposal lacks is the server's to say.
        await forgetIntake(id);
      }
      return undone;
    },
    acceptAll: async (section: string) => {
      const told = await attempt(() => api.intake.acceptAll({ id, section }));
      if (!told) return;
      void message.success(say.acceptedAll(told.accepted, told.left));
      await forgetIntake(id);
      await forgetCounts();
    },
    make: async (one: Quantity) => {
      const made = await attempt(() => api.intake.make({ id, quantity: one.n }));
      if (!made) return undefined;
      await forgetIntake(id);
      void message.success(say.made);
      return made.n;
    },
    /** The proposal as the server has it after it was corrected. */
    corrected: async (n: number) => {
      await forgetIntake(id);
      void message.success(say.done.correct, 1.5);
      return queries.getQueryData<Intake>(['intake', id])?.items.find((item) => item.n === n);
    },
  };
}
