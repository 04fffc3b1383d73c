/** HTTP of lists: events, nominations, conflicts, rounds, sign-off and publication. */
import { listsEndpoints } from '#contracts/lists-endpoints.ts';
import { type PlatformRoutes, serve } from '../http/serve.ts';
import { editions, publish } from './editions.ts';
import { lists } from './known-lists.ts';
import { conflicts, declareEvent, events, nominate, nominations } from './nominations.ts';
import { nominable, overview, rounds } from './overview.ts';
import { preview } from './preview.ts';
import { decide, openRound, round, signOff } from './rounds.ts';

export const listsRoutes: PlatformRoutes = async (app, { context }) => {
  serve(app, listsEndpoints, {
    'GET /events': ({ caller }) => events(context, caller),
    'POST /events': ({ caller, body }) => declareEvent(context, caller, body),
    'GET /lists': ({ caller }) => lists(context, caller),
    'GET /lists/:list': ({ caller, params }) => overview(context, caller, params.list),
    'GET /lists/:list/nominable': ({ caller, params, query }) => nominable(context, caller, params.list, query),
    'GET /lists/:list/nominations': ({ caller, params, query }) => nominations(context, caller, params.list, query),
    'POST /lists/:list/nominations': ({ caller, params, body }) => nominate(context, caller, params.list, body),
    'GET /lists/:list/conflicts': ({ caller, params }) => conflicts(context, caller, params.list),
    'GET /lists/:list/rounds': ({ caller, params, query }) => rounds(context, caller, params.list, query),
    'POST /lists/:list/rounds': ({ caller, params }) => openRound(context, caller, params.list),
    'GET /rounds/:id': ({ caller, params }) => round(context, caller, params.id),
    'GET /rounds/:id/preview': ({ caller, params }) => preview(context, caller, params.id),
    'POST /rounds/:id/decisions': ({ caller, params, body }) => decide(context, caller, params.id, body),
    'POST /rounds/:id/sign-offs': ({ caller, params, body }) => signOff(context, caller, params.id, body.digest),
    'POST /rounds/:id/publish': ({ caller, params }) => publish(context, caller, params.id),
    'GET /lists/:list/editions': ({ caller, params }) => editions(context, caller, params.list),
  });
};
