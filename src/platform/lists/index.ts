/** Lists (名单): nominations of departments become, jointly signed, an edition. */
export { editions, publish } from './editions.ts';
export { listRows, lists, noteLists } from './known-lists.ts';
export { conflicts, declareEvent, nominate, nominations } from './nominations.ts';
export { answerObjectionInRounds, raiseObjectionInRounds } from './objections.ts';
export { nominable, overview, rounds } from './overview.ts';
export { preview } from './preview.ts';
export { decide, openRound, round, signOff } from './rounds.ts';
export { listsRoutes } from './routes.ts';
