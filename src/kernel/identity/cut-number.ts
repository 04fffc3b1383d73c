/**
 * Numbers that a spreadsheet may have cut: Excel keeps fifteen significant digits, so that an 18-digit number typed as a number
 * ends in 000. Of 1,100 genuine resident ids one ends so, too (two digits of the order and the check digit); of those cut, one
 * in eleven passes its check digit as somebody else's number.
 */

/** how many genuine resident ids there are to one that ends in 000 */
export const GENUINE_TO_ONE = 1_100;

/** Of a cleaned number: 18 digits of which the last three are zeros. */
export const mayBeCut = (number: string): boolean =>
  number.length === 18 && number.endsWith('000') && /^\d{18}$/.test(number);
