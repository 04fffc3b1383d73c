/** A file's name is kept as it is, or not at all. */
import { describe, expect, test } from 'vitest';
import { inventedResidentId } from '../../../tests/support/people.ts';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { nameToKeep } from './file-name.ts';

const policy = await zhengzhou();
const number = inventedResidentId('1985-06-15', 3);

describe('kept as it is', () => {
  test.each([
    ['个人信息报送表.xlsx', '个人信息报送表.xlsx'],
    ['C:\\报送\\2020年2月 卫健委.csv', '2020年2月 卫健委.csv'],
    ['a\u0000b.csv', 'ab.csv'],
    ['', '未命名'],
  ])('%s', (given, name) => expect(nameToKeep(policy, given)).toEqual({ name, renamed: false }));
});

describe('not kept', () => {
  test.each([
    ['an identity number', `卫某${number}.xlsx`, '文件（原名未保存）.xlsx'],
    ['a number that the cut would make illegible', `${'表'.repeat(110)}${number}.csv`, '文件（原名未保存）'],
    ['an illness', '确诊新冠肺炎的本人.csv', '文件（原名未保存）.csv'],
    ['a faith', '信仰佛教.XLS', '文件（原名未保存）.xls'],
  ])('%s', (_, given, name) => expect(nameToKeep(policy, given)).toEqual({ name, renamed: true }));
});
