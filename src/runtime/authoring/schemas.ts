/** The schemas editors know a city's and a notice's files by, made of what the compiler checks; `docs/schema/*.schema.json` are these. */
import { z } from 'zod';
import { goldenFile } from '#kernel/policy/golden-schema.ts';
import { citySchema, noticeSchema } from '#kernel/policy/schema.ts';

export interface EditorSchema {
  readonly [key: string]: unknown;
}

/** By file: `city.schema.json`. */
export const editorSchemas = (): Readonly<Record<string, EditorSchema>> => ({
  'city.schema.json': partly(citySchema, '一座城市的规则：每一项写在城市文件夹的哪个 YAML 文件中都可以，只写一次'),
  'notice.schema.json': partly(noticeSchema, '一份通知的规则：每一项写在通知文件夹的哪个 YAML 文件中都可以，只写一次'),
  'cases.schema.json': { title: '一份通知的示例', ...jsonOf(goldenFile) },
});

const jsonOf = (schema: z.ZodType): EditorSchema => z.toJSONSchema(schema, { io: 'input' });

/** Of a file that holds some of the keys: which are there, the check says. */
function partly(schema: z.ZodType, title: string): EditorSchema {
  const { required: _required, ...rest } = jsonOf(schema);
  return { title, ...rest };
}
