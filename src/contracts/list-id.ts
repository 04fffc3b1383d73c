/** How a list is named: a slug, unique in the city, that stands in addresses. Which there are, the pack says and the databases hold. */
import { z } from 'zod';
import { LIST_ID } from '#kernel/policy/list-id.ts';

export const ListId = z.string().regex(LIST_ID).meta({ description: '名单编号，全市唯一，如 honour' });
