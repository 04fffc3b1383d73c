/** The API below /my: who acts for themself, or for an organisation they represent. */
import { z } from 'zod';

/** The signed-in person as the pages need it; the document number is masked. */
export const MySelf = z.object({
  name: z.string(),
  documentNumber: z.string().meta({ description: '遮掩后的证件号码' }),
  birthDate: z.iso.date(),
  adult: z.boolean().meta({ description: '已达到政策规定的年龄（5.2）' }),
  organisations: z
    .array(z.object({ uscc: z.string(), name: z.string() }))
    .meta({ description: '统一身份认证证明由本人代表的单位' }),
});
export type MySelf = z.infer<typeof MySelf>;
