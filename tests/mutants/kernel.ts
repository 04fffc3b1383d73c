/** Guards of sealing and of the log’s hash tree. */
import { guardsOf } from './mutant.ts';

const seal = ['src/kernel/seal/seal.prop.test.ts', 'src/kernel/seal/vectors.test.ts'];
const ledger = ['src/kernel/ledger/merkle-tree.prop.test.ts'];

export const KERNEL = [
  ...guardsOf('src/kernel/seal/field-cipher.ts', seal, [
    [
      'the place being authenticated',
      'looked-is-logged',
      "return scratch.subarray(0, HEADER + scratch.write(place, HEADER, 'utf8'));",
      'return scratch.subarray(0, HEADER);',
    ],
    [
      'a long place being authenticated',
      'looked-is-logged',
      "return Buffer.concat([header, Buffer.from(place, 'utf8')]);",
      'return Buffer.concat([header]);',
    ],
    ['the place being authenticated in the national suite', 'looked-is-logged', '    .update(bound)\n', ''],
    [
      'the tag of the national suite',
      'looked-is-logged',
      'if (!timingSafeEqual(tag, sm3Tag(keys, header, nonce, body, place))) {',
      'if (tag.length !== TAG) {',
    ],
  ]),
  ...guardsOf('src/kernel/ledger/merkle-tree.ts', ledger, [
    ['leaves and nodes being told apart', 'append-only', 'const LEAF = Buffer.of(0);', 'const LEAF = Buffer.of(1);'],
  ]),
];
