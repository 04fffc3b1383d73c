/** What is wrong with a field, as a clerk would say it; Zod's own Chinese speaks to programmers. */
import type { z } from 'zod';

type Issue = Parameters<NonNullable<z.core.$ZodConfig['customError']>>[0];

const TYPES: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  bigint: '整数',
  boolean: '“是”或“否”',
  array: '列表',
  object: '一组字段',
  record: '一组字段',
  date: '日期',
};

const FORMATS: Readonly<Record<string, string>> = {
  date: '应为 2020-03-05 这样的日期',
  datetime: '应为 2020-03-05T09:00:00Z 这样的日期时间',
  uuid: '编号格式不对',
  guid: '编号格式不对',
  email: '不是有效的电子邮箱',
  url: '不是有效的网址',
  regex: '格式不对',
};

/** Undefined leaves the word to Zod's Chinese. */
export function validationMessage(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? '没有填写' : `应为${TYPES[String(issue['expected'])] ?? '其他类型的值'}`;
    case 'too_small':
      return tooSmall(String(issue['origin']), Number(issue['minimum']), issue['inclusive'] === true);
    case 'too_big':
      return tooBig(String(issue['origin']), Number(issue['maximum']), issue['inclusive'] === true);
    case 'invalid_format':
      return FORMATS[String(issue['format'])];
    case 'invalid_value':
      return `只能是${(issue['values'] as unknown[]).map(String).join('、')}之一`;
    case 'unrecognized_keys':
      return `有不认识的字段：${(issue['keys'] as string[]).join('、')}`;
    case 'invalid_union':
      return '不符合任何一种可接受的写法';
    default:
      return undefined;
  }
}

const FAULTS_IN_ENGLISH: Readonly<Record<string, string>> = {
  invalid_type: 'is missing or of another type',
  too_small: 'is too small or too short',
  too_big: 'is too large or too long',
  invalid_format: 'is not in the form asked for',
  not_multiple_of: 'is not a multiple of what is asked for',
  invalid_value: 'is none of the values allowed',
  unrecognized_keys: 'has fields that are not known',
  invalid_union: 'fits none of the forms allowed',
};

/** For a program's author, who also finds the field and the code: which kind of fault it is, in a clause about the field. */
export const faultInEnglish = (code: string): string => FAULTS_IN_ENGLISH[code] ?? 'is not as asked for';

function tooSmall(origin: string, minimum: number, inclusive: boolean): string {
  if (origin === 'string') return minimum === 1 ? '不能为空' : `至少 ${minimum} 个字`;
  if (origin === 'array' || origin === 'set') return `至少 ${minimum} 项`;
  return inclusive ? `不能小于 ${minimum}` : `须大于 ${minimum}`;
}

function tooBig(origin: string, maximum: number, inclusive: boolean): string {
  if (origin === 'string') return `至多 ${maximum} 个字`;
  if (origin === 'array' || origin === 'set') return `至多 ${maximum} 项`;
  return inclusive ? `不能大于 ${maximum}` : `须小于 ${maximum}`;
}
