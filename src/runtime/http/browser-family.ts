/** Which kind of browser a session is in, coarse enough to be recognised by its owner and by nobody else: no version, no address. */

/** First that fits: what pretends to be another stands before it. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/i, '微信'],
  [/AlipayClient/i, '支付宝'],
  [/\bEdgA?\//, 'Edge'],
  [/HuaweiBrowser/i, '华为浏览器'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS|Chromium/, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙'],
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** `Firefox · Windows`; null where the browser says nothing that is known. */
export function browserFamily(userAgent: string | undefined): string | null {
  const agent = (userAgent ?? '').slice(0, 500);
  const named = [BROWSERS, SYSTEMS].flatMap((kinds) => kinds.find(([pattern]) => pattern.test(agent))?.[1] ?? []);
  return named.length > 0 ? named.join(' · ') : null;
}
