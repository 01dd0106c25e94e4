import { Select, TreeSelect } from 'antd';
import { useMemo } from 'react';
import type { Unit } from '../api.ts';
import { useScope } from '../scope.tsx';
import { usePhrases } from '../texts/texts.tsx';
import { Box, boxId, described } from './box.tsx';
import type { Fields } from './fields.tsx';
import { texts as phrases } from './texts.ts';

interface Node {
  readonly value: string;
  readonly title: string;
  readonly words: string;
  readonly disabled: boolean;
  readonly children: Node[];
}

/** Whose record it is: the lead from the units that one may record for, and whoever held it together with them. */
export function Hosts({ aids, content, change, wrong, names }: Fields) {
  const say = usePhrases(phrases);
  const { units } = useScope();
  const tree = useMemo(() => nodesOf(units, new Set(aids.units)), [units, aids.units]);
  const [lead, ...cohosts] = content.hosts;
  const spelled = useMemo(() => new Map(units.map((unit) => [unit.code, unit.pinyin])), [units]);
  const joint = useMemo(
    () =>
      aids.joint.map(({ code, name }) => ({ value: code, label: name, words: `${name} ${spelled.get(code) ?? ''}` })),
    [aids.joint, spelled],
  );
  const known = lead === undefined || units.some((unit) => unit.code === lead);
  const extra = [...cohosts.filter((code) => !joint.some((one) => one.value === code))];
  return (
    <>
      <Box name="hosts" label={say.field.hosts} required wrong={wrong}>
        <TreeSelect<string>
          id={boxId('hosts')}
          aria-label={say.field.hosts}
          {...(lead !== undefined && { value: lead })}
          treeData={
            known
              ? tree
              : [{ value: lead, title: names.get(lead) ?? lead, words: '', disabled: false, children: [] }, ...tree]
          }
          onChange={(code) => change({ hosts: [code, ...cohosts.filter((one) => one !== code)] })}
          showSearch={{
            filterTreeNode: (typed, node) => (node as unknown as Node).words.includes(typed.trim().toLowerCase()),
          }}
          treeDefaultExpandedKeys={tree.map((node) => node.value)}
          popupMatchSelectWidth={360}
          listHeight={380}
          {...described('hosts', wrong)}
        />
      </Box>
      <Box name="cohosts" label={say.field.cohosts} hint={say.field.cohostsHint} wide wrong={wrong}>
        <Select<string[], (typeof joint)[number]>
          id={boxId('cohosts')}
          mode="multiple"
          aria-label={say.field.cohosts}
          value={cohosts}
          options={[
            ...extra.map((code) => ({ value: code, label: names.get(code) ?? code, words: '' })),
            ...joint.filter((one) => one.value !== lead),
          ]}
          showSearch={{
            filterOption: (typed, option) => option?.words.toLowerCase().includes(typed.trim().toLowerCase()) ?? false,
          }}
          disabled={lead === undefined}
          onChange={(codes) => lead !== undefined && change({ hosts: [lead, ...codes] })}
          {...described('cohosts', wrong)}
        />
      </Box>
    </>
  );
}

function nodesOf(units: readonly Unit[], allowed: ReadonlySet<string>): Node[] {
  const nodes = new Map(
    units.map((unit): [string, Node] => [
      unit.code,
      {
        value: unit.code,
        title: unit.name,
        words: `${unit.name} ${unit.short} ${unit.pinyin}`.toLowerCase(),
        disabled: !allowed.has(unit.code),
        children: [],
      },
    ]),
  );
  const top: Node[] = [];
  for (const unit of units) {
    const node = nodes.get(unit.code)!;
    const above = unit.parent === null ? undefined : nodes.get(unit.parent);
    (above?.children ?? top).push(node);
  }
  return top;
}
