/** What a file is, by its first bytes; names and headers are not asked. */

import { Problem } from '#kernel/refusal/problem.ts';
import type { Said } from '#kernel/refusal/said.ts';

export type EvidenceFormat = 'jpeg' | 'png' | 'webp' | 'pdf';

/** @throws Problem `evidence.format`, with advice for what people send most often by mistake */
export function formatOf(content: Uint8Array): EvidenceFormat {
  const head = Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, 64)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  if (head.startsWith('%PDF-')) return 'pdf'; // at the very beginning: what stands before it would be another format's head
  throw new Problem('evidence.format', { said: adviceFor(head) });
}

function adviceFor(head: string): Said {
  if (head.slice(4, 8) === 'ftyp')
    return {
      zh: '这是 HEIC、AVIF 照片或者视频。苹果手机请在“设置→相机→格式”中选“兼容性最佳”后重拍，或者把照片截图、转存为 JPEG 再上传。',
      en: 'This is a HEIC or AVIF picture or a video. On an iPhone choose “Most Compatible” under Settings, Camera, Formats and take it again, or upload a screenshot or a JPEG of it.',
    };
  if (head.startsWith('PK'))
    return {
      zh: '这是压缩包或者 Office 文档。请另存为 PDF，或者拍照后上传图片。',
      en: 'This is an archive or an Office document. Save it as PDF, or upload a picture of it.',
    };
  if (head.startsWith('\xd0\xcf\x11\xe0'))
    return {
      zh: '这是旧版 Office 文档。请另存为 PDF 再上传。',
      en: 'This is an old Office document. Save it as PDF and upload that.',
    };
  if (head.startsWith('GIF8'))
    return {
      zh: '不收 GIF 图片。请转存为 JPEG 或者 PNG 再上传。',
      en: 'GIF is not taken. Save it as JPEG or PNG and upload that.',
    };
  if (/^(?:\s|\xef\xbb\xbf)*</.test(head))
    return {
      zh: '这是网页或者矢量图（SVG）。请打印为 PDF，或者截图后上传。',
      en: 'This is a web page or a drawing (SVG). Print it to PDF, or upload a screenshot.',
    };
  return {
    zh: '只收 JPEG、PNG、WebP 图片和 PDF。文件的实际内容不是其中任何一种，与文件名无关。',
    en: 'JPEG, PNG and WebP pictures and PDF are taken. What the file holds is none of them, whatever its name says.',
  };
}
