import { describe, expect, test } from 'vitest';
import { type CloudEvent, readMessage, signEvent, verifyEvent } from './webhook.ts';

const secret = (seed: string) => `whsec_${Buffer.from(seed.padEnd(32, '.')).toString('base64')}`;
const now = new Date('2020-05-06T08:00:00.500Z');
const event: CloudEvent = {
  specversion: '1.0',
  id: '0190aaaa-0000-7000-8000-000000000001',
  source: '/platform',
  type: 'xinheng.account.opened',
  time: now.toISOString(),
  data: {
    subjectKey: '6f9619ff-8b86-5011-b42d-00c04fc964ff',
    pairing: '0123456789abcdef',
    receiptId: 'r1',
    openedAt: now.toISOString(),
    position: 1,
    名: '汉字 𠮷',
  },
};
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('signature', () => {
  const signed = signEvent(event, [secret('one')], now);

  test('is accepted and gives the event back', () => {
    expect(verifyEvent(signed.headers, signed.body, [secret('one')], later(299))).toEqual(event);
  });

  test('is accepted while secrets change, on either side', () => {
    expect(verifyEvent(signed.headers, signed.body, [secret('two'), secret('one')], now)).toEqual(event);
    const both = signEvent(event, [secret('two'), secret('one')], now);
    expect(verifyEvent(both.headers, both.body, [secret('one')], now)).toEqual(event);
  });

  test.each([
    ['another secret', () => verifyEvent(signed.headers, signed.body, [secret('two')], now)],
    ['no secret at all', () => verifyEvent(signed.headers, signed.body, [], now)],
    ['a changed body', () => verifyEvent(signed.headers, signed.body.replace('"r1"', '"r2"'), [secret('one')], now)],
    ['another id', () => verifyEvent({ ...signed.headers, 'webhook-id': 'x' }, signed.body, [secret('one')], now)],
    ['a replay after the tolerance', () => verifyEvent(signed.headers, signed.body, [secret('one')], later(302))],
    ['a time in the future', () => verifyEvent(signed.headers, signed.body, [secret('one')], later(-302))],
    [
      'a fresh timestamp on an old signature',
      () =>
        verifyEvent(
          { ...signed.headers, 'webhook-timestamp': String(Math.floor(later(400).getTime() / 1000)) },
          signed.body,
          [secret('one')],
          later(400),
        ),
    ],
    ['no headers', () => verifyEvent({}, signed.body, [secret('one')], now)],
  ])('refuses %s', (_what, attempt) => {
    expect(attempt).toThrow(expect.objectContaining({ code: 'signature.invalid' }));
  });
});

describe('messages', () => {
  test('a field that was not agreed is refused', () => {
    expect(() => readMessage(event, 'platform')).toThrow(expect.objectContaining({ code: 'request.invalid' }));
    const { 名: _, ...agreed } = event.data;
    expect(readMessage({ ...event, data: agreed }, 'platform').type).toBe('xinheng.account.opened');
  });

  test.each(['xinheng.unheard.of', '__proto__', 'toString', 'xinheng.record.published'])(
    '%s is not for the platform',
    (type) => {
      expect(() => readMessage({ ...event, type }, 'platform')).toThrow(
        expect.objectContaining({ code: 'delivery.unknown_type' }),
      );
    },
  );
});
