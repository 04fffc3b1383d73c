/**
 * Which roles never meet in one person, and where those that see the whole city are held. A table with a floor: a policy pack adds
 * pairs and removes none. The database holds the same (migration 0023).
 */
import type { Policy } from '#kernel/policy/policy.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { ROLE_TITLES, ROLES, type Role } from './actor.ts';

type Offices = Pick<Policy, 'creditOffice' | 'auditOffice' | 'rolesApart' | 'department'>;

interface Apart {
  readonly roles: readonly [Role, Role];
  readonly because: Said;
}

const others = (role: Role) => ROLES.filter((one) => one !== role);

const APPOINTS: Said = {
  zh: '管理员只管登记，不办理业务',
  en: 'an administrator appoints and does nothing else',
};
const WATCHES: Said = {
  zh: '审计只看不办，不能查看自己办理的事项',
  en: 'an auditor watches and does nothing that is watched',
};
const HELPS: Said = {
  zh: '窗口代办的人不审核、不认定',
  en: 'who enters things at the counter neither reviews nor determines',
};
/** 3.1, 3.2: departments nominate; the credit office opens the round, decides and publishes */
const LISTS: Said = {
  zh: '一份名单的推荐与公示、发布不能出自一人',
  en: 'who nominates for a list is not who opens and publishes it',
};

export const FLOOR: readonly Apart[] = [
  ...others('administrator').map((role): Apart => ({ roles: ['administrator', role], because: APPOINTS })),
  ...others('auditor')
    .filter((role) => role !== 'administrator')
    .map((role): Apart => ({ roles: ['auditor', role], because: WATCHES })),
  { roles: ['assistant', 'reviewer'], because: HELPS },
  { roles: ['assistant', 'determiner'], because: HELPS },
  { roles: ['credit-office', 'reviewer'], because: LISTS },
  { roles: ['credit-office', 'determiner'], because: LISTS },
];

/** The floor and what the pack adds. */
function apart({ rolesApart }: Pick<Policy, 'rolesApart'>): readonly Apart[] {
  return [
    ...FLOOR,
    ...rolesApart.map(
      ({ roles: [one, other], citation }): Apart => ({
        roles: [one, other],
        because: { zh: `依据${citation}`, en: `by ${citation}` },
      }),
    ),
  ];
}

/** The pack's own pairs, which the start brings to the database beside the floor. */
export function pairsOfPack({ rolesApart }: Pick<Policy, 'rolesApart'>): readonly (readonly [Role, Role])[] {
  const floor = new Set(FLOOR.map(({ roles }) => roles.toSorted().join()));
  return rolesApart.map(({ roles }) => roles).filter((roles) => !floor.has(roles.toSorted().join()));
}

function pairOf(policy: Pick<Policy, 'rolesApart'>, a: Role, b: Role): Apart | undefined {
  return apart(policy).find(({ roles: [one, other] }) => (one === a && other === b) || (one === b && other === a));
}

/** Where a role that sees the whole city is held; undefined for the others, which any body has. */
export function placeOf({ creditOffice, auditOffice }: Pick<Policy, 'creditOffice' | 'auditOffice'>, role: Role) {
  if (role === 'credit-office') return creditOffice;
  return role === 'auditor' ? auditOffice : undefined;
}

/** A role that sees the whole city is held where the city's offices are, and nowhere else. */
export function whetherInPlace(policy: Offices, roles: readonly Role[], departmentId: string): May {
  for (const role of roles) {
    const place = placeOf(policy, role);
    if (place === undefined || place === departmentId) continue;
    const { name } = policy.department(place);
    return no('place', {
      problem: 'action.not_available',
      said: {
        zh: `${ROLE_TITLES[role].zh}岗位及于全市，只设在${name}。`,
        en: `The role of ${ROLE_TITLES[role].en} reaches the whole city and is held in ${name} only.`,
      },
    });
  }
  return YES;
}

/**
 * Whether these roles may come to one person beside those held.
 * @param held own ones, and those taken over
 */
export function whetherTogether(
  policy: Pick<Policy, 'rolesApart'>,
  held: readonly Role[],
  added: readonly Role[],
): May {
  for (const role of added)
    for (const beside of [...held, ...added]) {
      const found = pairOf(policy, role, beside);
      if (found) return no('apart', { problem: 'action.not_available', said: saidOf(role, beside, found) });
    }
  return YES;
}

interface Held {
  readonly role: Role;
  readonly departmentId: string;
  /** for somebody absent */
  readonly takenOver: boolean;
}

/**
 * Why a role that is held rests: outside its place, or beside one it never meets; what is taken over rests beside an own one, which does
 * not. Undefined where it does not rest. The database computes the same (`roles_held`, migration 0023).
 */
export function whyRests(policy: Offices, held: readonly Held[], one: Held): Said | undefined {
  const place = placeOf(policy, one.role);
  if (place !== undefined && place !== one.departmentId) {
    const { name } = policy.department(place);
    return {
      zh: `${ROLE_TITLES[one.role].zh}岗位只设在${name}，在其他单位不能办理。`,
      en: `The role of ${ROLE_TITLES[one.role].en} is held in ${name} only; elsewhere it rests.`,
    };
  }
  for (const { role, takenOver } of held) {
    const found = takenOver && !one.takenOver ? undefined : pairOf(policy, one.role, role);
    if (found) return restsBeside(one, role, found);
  }
  return undefined;
}

function restsBeside(one: Held, beside: Role, { because }: Apart): Said {
  const [role, other] = [ROLE_TITLES[one.role], ROLE_TITLES[beside]];
  if (one.takenOver)
    return {
      zh: `代理来的${role.zh}与${other.zh}不能由一人兼任：${because.zh}。代理期间不能以${role.zh}办理；请在“代理”中提前结束这项代理，另请一位同事。`,
      en: `The role of ${role.en}, taken over, and that of ${other.en} never meet in one person: ${because.en}. It rests; end the delegation and ask another colleague.`,
    };
  return {
    zh: `${role.zh}与${other.zh}不能由一人兼任：${because.zh}。两岗都暂停，去掉其中一岗，另一岗即刻恢复。`,
    en: `The roles of ${role.en} and ${other.en} never meet in one person: ${because.en}. Both rest until one of them is ended.`,
  };
}

function saidOf(role: Role, beside: Role, { because }: Apart): Said {
  return {
    zh: `${ROLE_TITLES[role].zh}与${ROLE_TITLES[beside].zh}不能由一人兼任：${because.zh}。请先结束其中一岗，或者另选一人。`,
    en: `The roles of ${ROLE_TITLES[role].en} and ${ROLE_TITLES[beside].en} never meet in one person: ${because.en}. End one of them first, or choose somebody else.`,
  };
}
