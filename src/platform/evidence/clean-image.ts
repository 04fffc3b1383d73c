/**
 * A picture as it is kept: decoded and encoded anew as JPEG, so that nothing of the file as it was sent remains but what one sees.
 * Metadata (place, time, device), hidden previews and whatever hangs behind the picture are gone; the orientation is applied.
 */
import sharp from 'sharp';
import { Problem } from '#kernel/refusal/problem.ts';
import type { EvidenceLimits } from './limits.ts';

sharp.cache(false);
sharp.concurrency(1);

export async function cleanImage(
  content: Uint8Array,
  format: 'jpeg' | 'png' | 'webp',
  limits: EvidenceLimits,
): Promise<Buffer> {
  // truncated or damaged pixel data is an error: half a certificate proves nothing
  const options = { limitInputPixels: limits.pixels, failOn: 'error', sequentialRead: true } as const;
  const described = await sharp(content, options).metadata().catch(unreadable);
  if (described.format !== format) throw unreadable(new Error(`announced ${format}, is ${described.format}`));
  if ((described.pages ?? 1) > 1)
    throw new Problem('evidence.format', {
      said: {
        zh: '动态图片不能作为证明材料。请截取其中一幅上传。',
        en: 'An animated picture is no evidence. Take one frame of it.',
      },
    });
  if (described.width * described.height > limits.pixels) throw tooManyPixels(limits);
  return sharp(content, options)
    .timeout({ seconds: Math.ceil(limits.milliseconds / 1000) })
    .autoOrient()
    .resize({ width: limits.side, height: limits.side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality: 85 })
    .toBuffer()
    .catch(unreadable);
}

function unreadable(cause: Error): never {
  if (/pixel limit/i.test(cause.message)) throw tooManyPixels();
  throw new Problem('evidence.unreadable', {
    said: {
      zh: '图片不完整或者已损坏，打不开。请重新拍摄或者导出后上传。',
      en: 'The picture is incomplete or damaged. Take or export it again.',
    },
    cause,
  });
}

function tooManyPixels(limits?: EvidenceLimits): Problem {
  const most = limits ? `（超过 ${limits.pixels / 1_000_000}00 万像素）`.replace('.', '') : '';
  return new Problem('evidence.too_large', {
    said: { zh: `图片的像素过多${most}。请缩小后上传。`, en: `The picture has too many pixels. Make it smaller.` },
  });
}
