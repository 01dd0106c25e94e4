import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { api, sentences } from '../api.ts';
import { Failure, Loading, momentText } from '../parts.tsx';
import { useScope } from '../scope.tsx';
import { usePhrases, useTexts } from '../texts/texts.tsx';
import { forgetDiscrepancies, type RuleUse } from './data.ts';
import { SeverityTag, WordsDialog } from './parts.tsx';
import { texts as both } from './texts.ts';

/** Every rule, how often it is dismissed, and which are retired here. */
export function RulesView() {
  const phrases = usePhrases(both);
  const { language, say } = useTexts();
  const { message } = App.useApp();
  const { unit } = useScope();
  const [retiring, setRetiring] = useState<RuleUse>();
  const rules = useQuery({ queryKey: ['rules', unit.code], queryFn: () => api.agreement.rules({ unit: unit.code }) });
  if (rules.isPending) return <Loading />;
  if (rules.error) return <Failure error={rules.error} retry={() => void rules.refetch()} />;
  const act = async (work: () => Promise<unknown>) => {
    try {
      await work();
      void message.success(phrases.done);
    } catch (error) {
      void message.error(sentences(error, language).join('；'), 8);
    }
    await forgetDiscrepancies();
  };
  const share = (one: RuleUse) => (one.decided === 0 ? 0 : one.dismissed / one.decided);
  const ordered = rules.data.rules.toSorted((left, right) => share(right) - share(left));
  return (
    <>
      <p className="quiet">{phrases.rulesLead}</p>
      <ul className="rule-list">
        {ordered.map((one) => (
          <li className="rule-row" key={one.rule} {...(one.retired && { 'data-retired': true })}>
            <div>
              <span className="marks">
                <SeverityTag severity={one.severity} />
                <strong>{say(one.label)}</strong>
                {one.noisy && <span className="tag tag-returned">{phrases.noisy}</span>}
              </span>
              <p className="quiet">{say(one.meaning)}</p>
            </div>
            <div>
              <p>{phrases.usedOf(one.decided, one.dismissed, one.open)}</p>
              {one.retired && (
                <p className="quiet">
                  {phrases.retiredBy(one.retired.by, one.retired.unit.short, momentText(one.retired.at))}：
                  {one.retired.reason}
                </p>
              )}
            </div>
            {rules.data.mayRetire &&
              (one.retired ? (
                one.retired.unit.code === unit.code && (
                  <Button onClick={() => void act(() => api.agreement.restore({ rule: one.rule, unit: unit.code }))}>
                    {phrases.restore}
                    <span className="visually-hidden"> {say(one.label)}</span>
                  </Button>
                )
              ) : (
                <Button onClick={() => setRetiring(one)}>
                  {phrases.retire}
                  <span className="visually-hidden"> {say(one.label)}</span>
                </Button>
              ))}
          </li>
        ))}
      </ul>
      {retiring && (
        <WordsDialog
          title={phrases.retireAsk(say(retiring.label))}
          tell={phrases.retireTell}
          send={(reason) => act(() => api.agreement.retire({ rule: retiring.rule, unit: unit.code, reason }))}
          close={() => setRetiring(undefined)}
        />
      )}
    </>
  );
}
