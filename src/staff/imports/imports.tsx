import { useScope } from '../scope.tsx';
import { usePhrases } from '../texts/texts.tsx';
import { PastImports } from './past.tsx';
import { texts } from './texts.ts';
import { Wizard } from './wizard.tsx';
import './imports.css';

/** A table from outside becomes records here, and goes away again as a whole if it must. */
export function Imports() {
  const t = usePhrases(texts);
  const { me } = useScope();
  return (
    <>
      <h1>{t.title}</h1>
      <p className="quiet import-lead">{t.lead}</p>
      {me.may.includes('record') ? <Wizard /> : <p>{t.notAllowed}</p>}
      <PastImports />
    </>
  );
}
