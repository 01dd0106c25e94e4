import { TreeSelect } from 'antd';
import { useMemo } from 'react';
import type { Unit } from './api.ts';
import { useScope } from './scope.tsx';
import { useAddress } from './search.ts';
import { useTexts } from './texts/texts.tsx';

export interface Node {
  readonly value: string;
  readonly title: string;
  readonly words: string;
  readonly children: Node[];
}

/** The unit that the screens are about: a tree to walk, or to search by name, short name and pinyin. */
export function UnitPicker() {
  const { texts } = useTexts();
  const { units, unit } = useScope();
  const { change } = useAddress();
  const tree = useMemo(() => unitNodes(units), [units]);
  return (
    <TreeSelect<string>
      className="unit-picker"
      aria-label={texts.unit}
      value={unit.code}
      treeData={tree}
      onChange={(code) => change({ unit: code, record: undefined, figure: undefined }, true)}
      showSearch={{
        filterTreeNode: (typed, node) => (node as unknown as Node).words.includes(typed.trim().toLowerCase()),
      }}
      placeholder={texts.unitSearch}
      treeDefaultExpandedKeys={tree.map((node) => node.value)}
      popupMatchSelectWidth={360}
      listHeight={420}
    />
  );
}

/** The units as the nodes of a tree to choose from, with the words by which each is found. */
export function unitNodes(units: readonly Unit[]): Node[] {
  const nodes = new Map(
    units.map((unit) => [
      unit.code,
      {
        value: unit.code,
        title: unit.name,
        words: `${unit.name} ${unit.short} ${unit.pinyin}`.toLowerCase(),
        children: [] as Node[],
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
