/** The city's bodies as a tree: city, then departments, districts and zones with what belongs to them; officers counted. */
import { Button, Input, Tree } from 'antd';
import { useMemo, useState } from 'react';
import type { DepartmentNode } from '#contracts/officers.ts';
import { useText } from '../../language.tsx';
import { LEVEL_WORDS } from '../../parts/role-words.ts';

interface Branch {
  key: string;
  title: React.ReactNode;
  children: Branch[];
  selectable?: boolean;
}

interface Props {
  readonly departments: readonly DepartmentNode[];
  readonly chosen: string | undefined;
  readonly onChoose: (department: string | undefined) => void;
}

export function DepartmentTree({ departments, chosen, onChoose }: Props) {
  const t = useText();
  const [sought, seek] = useState('');
  const branches = useMemo(() => grow(departments, sought.trim(), t), [departments, sought, t]);
  const [opened, open] = useState<string[] | null>(null);
  return (
    <>
      <Input
        size="small"
        allowClear
        aria-label={t('按名称找单位')}
        placeholder={t('按名称找单位')}
        value={sought}
        onChange={({ target }) => {
          seek(target.value);
          open(null);
        }}
      />
      <Button
        type="link"
        size="small"
        disabled={chosen === undefined}
        onClick={() => onChoose(undefined)}
        style={{ paddingInline: 0, margin: '4px 0' }}
      >
        {t('全部单位')}
      </Button>
      <Tree
        blockNode
        treeData={branches}
        selectedKeys={chosen ? [chosen] : []}
        expandedKeys={opened ?? (sought ? every(branches) : rootsOf(departments, chosen))}
        onExpand={(keys) => open(keys.map(String))}
        onSelect={([key]) => onChoose(key === undefined ? undefined : String(key))}
      />
    </>
  );
}

/** Where bodies of several levels stand side by side they are grouped, so that thirty departments do not hide the districts. */
function grow(departments: readonly DepartmentNode[], sought: string, t: (text: string) => string): Branch[] {
  const matches = (node: DepartmentNode): boolean =>
    node.name.includes(sought) || departments.some((child) => child.parent === node.id && matches(child));
  const childrenOf = (parent: string | null) => departments.filter((node) => node.parent === parent && matches(node));
  const grown = (parent: string | null): Branch[] => {
    const children = childrenOf(parent);
    const levels = [...new Set(children.map(({ level }) => level))];
    if (levels.length <= 1) return children.map(branch);
    return levels.map((level) => ({
      key: groupOf(parent, level),
      title: <span className="quiet">{t(LEVEL_WORDS[level])}</span>,
      selectable: false,
      children: children.filter((child) => child.level === level).map(branch),
    }));
  };
  const branch = (node: DepartmentNode): Branch => ({
    key: node.id,
    title: (
      <>
        {node.name}
        {node.officers > 0 ? <span className="quiet numbers"> {node.officers}</span> : null}
      </>
    ),
    children: grown(node.id),
  });
  return grown(null);
}

const groupOf = (parent: string | null, level: DepartmentNode['level']) => `${parent ?? ''}/${level}`;

function every(branches: readonly Branch[]): string[] {
  return branches.flatMap(({ key, children }) => (children.length > 0 ? [key, ...every(children)] : []));
}

/** The way from the root to the chosen one; with none chosen, the city and its departments. */
function rootsOf(departments: readonly DepartmentNode[], chosen: string | undefined): string[] {
  const open = [groupOf(null, 'city'), groupOf(null, 'department')];
  for (let node = departments.find(({ id }) => id === chosen); node; ) {
    open.push(node.id, groupOf(node.parent, node.level));
    node = departments.find(({ id }) => id === node?.parent);
  }
  return open;
}
