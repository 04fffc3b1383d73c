/** Demo only: read the demo's clock and set it forward, to watch a notice period or a deadline end. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '#kernel/refusal/problem.ts';
import type { DemoClock } from './clock.ts';

const Shown = z.object({ now: z.iso.datetime() });

export const clockRoutes: FastifyPluginAsyncZod<{
  clock: DemoClock;
  publicUrl: string;
  /** what falls due by the new date is done before the answer */
  catchUp: () => Promise<void>;
}> = async (app, { clock, publicUrl, catchUp }) => {
  const shown = () => ({ now: clock.now().toISOString() });
  app.get('/api/demo/clock', { schema: { response: { 200: Shown } } }, async () => shown());
  app.post(
    '/api/demo/clock',
    { schema: { body: z.object({ to: z.iso.datetime({ offset: true }) }), response: { 200: Shown } } },
    async (request) => {
      const { origin } = request.headers;
      if (origin !== undefined && origin !== publicUrl) throw new Problem('permission.denied');
      const to = new Date(request.body.to);
      if (to < clock.now())
        throw new Problem('request.invalid', {
          said: { zh: '演示时钟只能向前拨。', en: 'The demo clock only goes forward.' },
        });
      clock.advanceTo(to);
      await catchUp();
      return shown();
    },
  );
};
