/** Names of accounts: what looks the same is the same. */
import { expect, test } from 'vitest';
import { NewMachineClient, NewOfficer } from './officers.ts';

const officer = (externalId: string) =>
  NewOfficer.safeParse({ externalId, name: '某', departmentId: 'airport', roles: ['reporter'] }).success;
const machine = (clientId: string) =>
  NewMachineClient.safeParse({ clientId, name: '系统', departmentId: 'airport', scopes: ['reporter'] }).success;

test.each([
  'wang',
  'auth0|5f7c',
  'wang.li@city.gov.cn',
  '248289761001',
  '王丽',
  'cn=Wang Li,ou=city',
  'https://id.example/u/7',
  'a:b==',
])('an account is named %s', (name) => {
  expect(officer(name)).toBe(true);
  expect(machine(name)).toBe(true);
});

test.each([
  ['a blank after it', 'wang '],
  ['a blank before it', ' client:airport'],
  ['two blanks within', 'wang  li'],
  ['a tab', 'wang\t'],
  ['a line break', 'wang\n'],
  ['a wide blank', '王　丽'],
  ['a blank that does not break', 'wang\u00a0'],
  ['nothing of any width', 'wa\u200bng'],
  ['a mark of direction', '\u202egnaw'],
  ['a mark of byte order', '\ufeffwang'],
  ['a soft hyphen', 'wa\u00adng'],
  ['a character of private use', 'wang\ue000'],
  ['half a character', 'wang\ud800'],
  ['nothing', ''],
])('no account is named with %s', (_what, name) => {
  expect(officer(name)).toBe(false);
  expect(machine(name)).toBe(false);
});
