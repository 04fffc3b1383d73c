/**
 * A rehearsal: the rules as they would be on the day against the rules as they would be without the act, over the data as they are.
 * Reads only. It names bodies, cases, requests and organisations; of natural persons it knows nothing.
 */
import type { Rehearsal, RehearsedLine } from '#contracts/enactments.ts';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { endOfPeriod } from '#kernel/policy/duration.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { noticeOfRef } from '#kernel/policy/refs.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { PlatformTx } from '../database.ts';
import {
  type ListedOrganisation,
  listedOn,
  type OpenCases,
  type OpenRequest,
  officersIn,
  openCases,
  openRequests,
  openRounds,
} from './rehearsal-store.ts';

export interface Rehearsing {
  /** what would be in force on the day without the act, and with it */
  readonly before: Policy;
  readonly after: Policy;
  /** notices whose new version leaves things out on purpose or by mistake; a repealed notice is none of them */
  readonly amended: ReadonlySet<string>;
  readonly day: LocalDate;
  readonly calendar: WorkingCalendar;
}

type Lines = RehearsedLine[];

export async function rehearse(tx: PlatformTx, rehearsing: Rehearsing): Promise<Rehearsal> {
  const cases = await openCases(tx);
  const requests = await openRequests(tx);
  const listed = await listedOn(tx, rehearsing.day);
  const rounds = await openRounds(tx);
  const gone = rehearsing.before.departments.filter(({ id }) => !rehearsing.after.findDepartment(id));
  const officers = await officersIn(
    tx,
    gone.map(({ id }) => id),
  );
  const moved = requestLines(requests, rehearsing);
  const onLists = entryLines(listed, rehearsing);
  return {
    changes: [
      ...bodyLines(rehearsing, officers),
      ...listLines(rehearsing),
      ...onLists,
      ...moved,
      ...pointsLines(rehearsing),
    ],
    obstacles: [...caseObstacles(cases, rehearsing), ...listObstacles(listed, rounds, rehearsing)],
    staying: {
      cases: cases.reduce((sum, { count }) => sum + count, 0),
      requests: requests.length - moved.length,
      entries: listed.length - new Set(onLists.map(({ name }) => name)).size,
    },
  };
}

function bodyLines({ before, after }: Rehearsing, officers: ReadonlyMap<string, number>): Lines {
  const added = after.departments.filter(({ id }) => !before.findDepartment(id));
  const gone = before.departments.filter(({ id }) => !after.findDepartment(id));
  const kept = after.departments.flatMap((now) => {
    const was = before.findDepartment(now.id);
    return was && was.retiredOn === undefined && JSON.stringify(shown(was)) !== JSON.stringify(shown(now))
      ? [{ was, now }]
      : [];
  });
  return [
    ...added.map(({ name }) => line('body', name, '新设机构', 'a new body')),
    ...gone.map(({ id, name }) => {
      const count = officers.get(id) ?? 0;
      return line(
        'body',
        name,
        `撤销，在岗经办人 ${count} 人`,
        `is retired, with ${count} ${count === 1 ? 'officer' : 'officers'} in office`,
      );
    }),
    ...kept.map(({ was, now }) =>
      was.name === now.name
        ? line('body', now.name, '职能、隶属或者区划有变', 'its functions, superior or division change')
        : line('body', was.name, `更名为“${now.name}”`, `is renamed “${now.name}”`),
    ),
  ];
}

const shown = ({ name, level, parent, functions, division, zone }: Policy['departments'][number]) => [
  ...[name, level, parent ?? null, functions, division ?? null, zone ?? null],
];

function listLines({ before, after }: Rehearsing): Lines {
  return after.lists.flatMap((now) => {
    const was = before.findList(now.id);
    if (!was) return [line('list', now.title, '新设名单', 'a new list')];
    return was.title === now.title ? [] : [line('list', was.title, `改称“${now.title}”`, `is called “${now.title}”`)];
  });
}

/** Measures follow from standing on a list by the rules in force, not by those of the day of listing. */
function entryLines(listed: readonly ListedOrganisation[], { before, after, day }: Rehearsing): Lines {
  return listed.flatMap(({ list, name, uscc }) => {
    if (!before.findList(list) || !after.findList(list)) return [];
    const titles = (policy: Policy) => new Map(policy.measuresFor({ list }, day).map(({ id, title }) => [id, title]));
    const [was, is] = [titles(before), titles(after)];
    const gained = [...is].filter(([id, title]) => was.get(id) !== title).map(([, title]) => title);
    const lost = [...was].filter(([id, title]) => is.get(id) !== title).map(([, title]) => title);
    if (gained.length + lost.length === 0) return [];
    const zh = [
      ...(lost.length > 0 ? [`不再适用：${lost.join('、')}`] : []),
      ...(gained.length > 0 ? [`开始适用：${gained.join('、')}`] : []),
    ].join('；');
    return [line('entry', `${name}（${uscc}）`, zh, `measures: ${lost.length} end, ${gained.length} begin`)];
  });
}

/** Who holds an account the platform does not know: the points system tells each holder, and rehearses by itself. */
function pointsLines({ before, after }: Rehearsing): Lines {
  if (canonicalDigest(before.points) === canonicalDigest(after.points)) return [];
  return [
    line(
      'points',
      after.names.points,
      '计分规则有变：账户自施行之日起按新规则计算，分值有变的逐户告知；涉及的户数用 xinheng points rehearse 预演',
      'the rules of points change: accounts are computed by the new ones and holders whose figure changes are told; xinheng points rehearse counts them',
    ),
  ];
}

const FIRST = { objection: 'objection-own', repair: 'repair-decision', relief: 'relief-decision' } as const;

/** The clocks of rights are the city's and run for what was asked before as well. */
function requestLines(requests: readonly OpenRequest[], { before, after, calendar }: Rehearsing): Lines {
  return requests.flatMap(({ requestId, kind, openedAt }) => {
    const asked = localDateAt(openedAt);
    const ends = (policy: Policy) => endOfPeriod(asked, policy.timerOn(FIRST[kind], asked), calendar.provisional());
    const [was, is] = [ends(before), ends(after)];
    return was === is
      ? []
      : [line('request', requestId, `办理期限由 ${was} 改为 ${is}`, `due ${is} instead of ${was}`)];
  });
}

/** What open cases go by must still be there: their kind, who reported them, who determines them. */
function caseObstacles(cases: readonly OpenCases[], { after, amended }: Rehearsing): Lines {
  return cases.flatMap((open): Lines => {
    const which = `${open.caseIds.join('、')}${open.count > open.caseIds.length ? ` 等 ${open.count} 件` : ''}`;
    const kindGone = amended.has(noticeOfRef(open.kind)) && !after.findKind(open.kind);
    const bodies = [...new Set([open.reportingDepartment, open.competentDepartment])];
    const gone = bodies.filter((id) => !after.findDepartment(id));
    return [
      ...(kindGone
        ? [
            line(
              'case',
              which,
              `事项 ${open.kind} 在新版本中没有了，而这些事项还在办理；请办结后再施行，或者在新版本中保留该事项`,
              `the kind ${open.kind} is gone in the new version while these are open; finish them first, or keep the kind`,
            ),
          ]
        : []),
      ...gone.map((id) =>
        line(
          'case',
          which,
          `机构 ${id} 在新版本中没有了，而这些事项由其报送或者认定；请办结后再施行，或者保留该机构`,
          `the body ${id} is gone in the new version while these are its cases; finish them first, or keep the body`,
        ),
      ),
    ];
  });
}

function listObstacles(
  listed: readonly ListedOrganisation[],
  rounds: ReadonlySet<string>,
  { before, after, amended }: Rehearsing,
): Lines {
  return before.lists.flatMap((was): Lines => {
    const now = after.findList(was.id);
    const moved = now && (now.polarity !== was.polarity || noticeOfRef(now.clause) !== noticeOfRef(was.clause));
    if (moved)
      return [
        line(
          'list',
          was.title,
          '名单的编号不能改给另一份通知或者另一种性质的名单；请另用编号',
          'the id of a list is not given to another notice or polarity; use another id',
        ),
      ];
    if (now || !amended.has(noticeOfRef(was.clause))) return [];
    const standing = listed.filter(({ list }) => list === was.id).length;
    if (standing === 0 && !rounds.has(was.id)) return [];
    return [
      line(
        'list',
        was.title,
        `新版本中没有该名单，而名单上还有 ${standing} 家单位${rounds.has(was.id) ? '，并有一轮公示未结束' : ''}；请先移出或者保留该名单`,
        `the new version has no such list, and ${standing} organisations stand on it; keep it or take them off first`,
      ),
    ];
  });
}

const line = (about: RehearsedLine['about'], name: string, zh: string, en: string): RehearsedLine => ({
  ...{ about, name, zh, en },
});
