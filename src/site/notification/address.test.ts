/** Which addresses are told of changes: https, public, nobody's own machine. */
import { describe, expect, test } from 'vitest';
import { inventedResidentId } from '../../../tests/support/people.ts';
import { requireAddress } from './address.ts';

describe('addresses', () => {
  test.each([
    'http://hooks.somewhere.cn/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://localhost/',
    'https://a.localhost/',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://intranet/',
    'https://user:pass@hooks.somewhere.cn/',
    'https://hooks.somewhere.cn:22/',
    'https://hooks.somewhere.cn/#x',
    'ftp://hooks.somewhere.cn/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    '//hooks.somewhere.cn',
    '',
    `https://hooks.somewhere.cn/${'x'.repeat(500)}`,
    `https://hooks.somewhere.cn/${inventedResidentId('1985-06-15', 1)}`,
  ])('%s is refused', (address) => expect(() => requireAddress(address)).toThrow());

  test.each(['https://hooks.somewhere.cn/x?y=1', 'https://hooks.somewhere.cn:8443/', 'HTTPS://Hooks.Somewhere.CN'])(
    '%s is taken',
    (address) => expect(requireAddress(address).protocol).toBe('https:'),
  );

  test('with line ends they are no other header', () => {
    expect(requireAddress('https://hooks.somewhere.cn/a\r\nx: y').href).toBe('https://hooks.somewhere.cn/ax:%20y');
  });
});
