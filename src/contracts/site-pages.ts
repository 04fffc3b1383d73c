/** The pages of the public site, each in Chinese and below /en in English, and the few files they need. */
import { z } from 'zod';
import { NOTICE_ID } from '#kernel/policy/refs.ts';
import { ANYBODY, document, PAGE, pages, REDIRECT } from './endpoint.ts';
import { ListId } from './list-id.ts';

export const TYPE_SIZES = ['normal', 'large', 'larger'] as const;
export const CONTRASTS = ['normal', 'high'] as const;

/** What does not fit in a query is as if it were not there: a page is shown all the same. */
const PageNumber = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });
const Search = PageNumber.extend({
  q: z.string().max(200).catch(''),
  area: z.string().max(20).catch(''),
  list: z.union([ListId, z.literal('')]).catch(''),
  ground: z.string().max(60).catch(''),
});
const DisplayChoice = z.object({
  type: z.enum(TYPE_SIZES).catch('normal'),
  contrast: z.enum(CONTRASTS).catch('normal'),
  return: z.string().max(500).optional().catch(undefined),
});

const NoticeId = z.string().regex(NOTICE_ID);
const NoticeVersion = z.coerce.number().int().min(1).max(100_000);

const page = (zh: string, en: string) =>
  ({ summary: { zh, en }, who: ANYBODY, caching: 'shared', answer: PAGE }) as const;

export const pageEndpoints = pages({
  'GET /': page('首页', 'The front page'),
  'GET /lists/:list': {
    ...page('一个榜单', 'A list'),
    params: z.object({ list: ListId }),
    query: PageNumber,
  },
  'GET /lists/:list/:number': {
    ...page('一期名单', 'An edition'),
    params: z.object({ list: ListId, number: z.coerce.number().int().min(1).max(1_000_000) }),
    query: PageNumber,
  },
  'GET /notices/:id': { ...page('一次公示', 'A public notice'), params: z.object({ id: z.string().max(100) }) },
  'GET /organisations/:uscc': {
    ...page('一家企业或社会组织', 'An organisation'),
    params: z.object({ uscc: z.string().max(40) }),
  },
  'GET /verify': {
    ...page('核验报告', 'Check a report'),
    query: z.object({ code: z.string().max(60).optional().catch(undefined) }),
  },
  // for the holder of the report, not for caches in between
  'GET /verify/:code': {
    ...page('核验结果', 'What has become of a report'),
    caching: 'never',
    params: z.object({ code: z.string().max(60) }),
  },
  'GET /search': { ...page('查询', 'Search'), query: Search },
  'GET /policy': page('政策说明', 'The policy'),
  'GET /policy/:notice': { ...page('一份通知', 'A notice'), params: z.object({ notice: NoticeId }) },
  'GET /policy/:notice/:version': {
    ...page('一份通知的一版', 'A version of a notice'),
    params: z.object({ notice: NoticeId, version: NoticeVersion }),
  },
  'GET /policy/:notice/:version/diff/:other': {
    ...page('一份通知两版的不同', 'What differs between two versions of a notice'),
    params: z.object({ notice: NoticeId, version: NoticeVersion, other: NoticeVersion }),
  },
  'GET /questions': page('常见问题', 'Questions'),
  'GET /statistics': page('统计', 'Statistics'),
  'GET /open-data': page('开放数据', 'Open data'),
  'GET /accessibility': page('无障碍说明', 'Accessibility'),
  'GET /display': { ...page('显示设置', 'Display'), caching: 'own' },
  'GET /display/set': {
    ...page('按此显示', 'Apply a display'),
    caching: 'never',
    query: DisplayChoice,
    answer: REDIRECT,
  },
});

export const pageFileEndpoints = pages({
  'GET /en': { ...page('英文首页', 'The front page in English'), answer: REDIRECT },
  'GET /site.css': {
    ...page('样式', 'Style'),
    caching: 'year',
    limit: 'uncounted',
    answer: document('text/css'),
  },
  // the one answer that differs between readers; a cache in front must not share it
  'GET /display.css': {
    ...page('读者所选的样式', 'Style as the reader chose'),
    caching: 'own',
    limit: 'uncounted',
    answer: document('text/css'),
  },
  'GET /robots.txt': {
    ...page('搜索引擎的规则', 'What search engines leave alone'),
    caching: 'day',
    limit: 'uncounted',
    answer: document('text/plain'),
  },
  'GET /sitemap.xml': {
    ...page('页面目录，供搜索引擎使用', 'Which pages there are, for search engines'),
    limit: 'uncounted',
    answer: document('application/xml'),
  },
  'GET /*': { ...page('没有的页面', 'What is not there'), caching: 'never' },
});
