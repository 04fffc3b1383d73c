/** One OpenAPI 3.1 document per system, made from the same Zod schemas that validate, and a page to browse it. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { PROBLEMS } from '#kernel/refusal/problem.ts';
import type { System } from '../postgres/migrate.ts';

export interface ApiDescription {
  readonly title: string;
  readonly description: string;
}

export const API_DESCRIPTIONS: Readonly<Record<System, ApiDescription>> = {
  platform: {
    title: '市公共信用平台接口',
    description: '报送、审核、认定、归集、名单与推送。工作人员使用会话登录，单位系统使用客户端凭据。',
  },
  points: { title: '个人信用积分系统接口', description: '本人授权、积分账户与说明、推送接收。' },
  site: { title: '信用公示网站接口', description: '名单公示与查询、开放数据、推送接收。只有法人和其他组织的信息。' },
};

const TAGS = [
  { name: 'sign-in', description: '登录与退出' },
  { name: 'access', description: '经办人与单位系统' },
  { name: 'intake', description: '报送' },
  { name: 'determination', description: '审核与认定' },
  { name: 'registry', description: '归集' },
  { name: 'lists', description: '名单' },
  { name: 'exchange', description: '系统间推送' },
  { name: 'providers', description: '优惠服务单位' },
  { name: 'account', description: '积分账户' },
  { name: 'benefits', description: '优惠' },
  { name: 'provider', description: '优惠服务单位的核验' },
  { name: 'open-data', description: '开放数据' },
  { name: 'reports', description: '报告与核验' },
  { name: 'subscriptions', description: '变化通知' },
];

const PROBLEM_SCHEMA = {
  type: 'object',
  description: '错误说明（RFC 9457）',
  required: ['type', 'title', 'titleEn', 'status', 'code', 'remedy', 'remedyEn', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'urn:xinheng:problem:<code>' },
    title: { type: 'string', description: '发生了什么' },
    titleEn: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(PROBLEMS), description: '稳定代码，供程序判断' },
    detail: { type: 'string', description: '具体是哪里' },
    detailEn: { type: 'string' },
    remedy: { type: 'string', description: '怎么办' },
    remedyEn: { type: 'string' },
    clause: { type: 'string', description: '作出限制的条款' },
    instance: { type: 'string', format: 'uri', description: '本次请求的编号' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

const PROBLEM_ANSWER = {
  description: '未能办理，原因和处理办法见内容',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Call before the system's routes are registered in `scope`. */
export async function describeApi(scope: FastifyInstance, system: System): Promise<void> {
  const description = API_DESCRIPTIONS[system];
  await scope.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { ...description, version: '1.0.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      tags: TAGS,
      components: {
        schemas: { Problem: PROBLEM_SCHEMA as never },
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: `xinheng-${system}`,
            description: '浏览器登录后的会话；改动类请求另须请求头 x-xinheng-csrf: 1',
          },
          machine: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'OAuth 2.0 客户端凭据换取的访问令牌',
          },
        },
      },
    },
    hideUntagged: false,
    transform: (input) => {
      const output = jsonSchemaTransform(input);
      const hidden = !input.url.startsWith(`/api/${system}`) || input.url.startsWith(`/api/${system}/docs`);
      return { ...output, schema: { ...output.schema, hide: hidden || output.schema.hide === true } };
    },
    transformObject: (input) => {
      const document = 'openapiObject' in input ? input.openapiObject : {};
      const used = new Set<string>();
      for (const item of Object.values(document.paths ?? {})) {
        for (const operation of Object.values(item ?? {})) {
          if (typeof operation !== 'object' || !('responses' in operation)) continue;
          (operation.responses as Record<string, unknown>)['default'] = PROBLEM_ANSWER;
          for (const tag of operation.tags ?? []) used.add(tag);
        }
      }
      document.tags = TAGS.filter(({ name }) => used.has(name));
      return document;
    },
  });
}

/** Call after the routes. The page brings its own scripts and style; only its own hashed styles are let in beside them. */
export async function browsableApi(scope: FastifyInstance, system: System): Promise<void> {
  await scope.register(swaggerUi, {
    routePrefix: `/api/${system}/docs`,
    uiConfig: { docExpansion: 'list', deepLinking: true, tryItOutEnabled: false },
    theme: {
      title: API_DESCRIPTIONS[system].title,
      css: [{ filename: 'theme.css', content: '.swagger-ui .topbar { display: none }' }],
    },
    staticCSP: {
      'default-src': "'self'",
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'object-src': "'none'",
      'frame-ancestors': "'none'",
    },
  });
}
