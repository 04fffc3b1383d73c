/** The camera, as long as it is asked for: reads a QR code and stops. Pictures stay in this page's memory and go nowhere. */
import { BarcodeDetector as OwnDetector } from 'qr/decode.js';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../../../shared/language.tsx';

interface Detector {
  detect(image: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

/** The browser's own where it reads QR codes; else the one we bring. */
async function detector(): Promise<Detector> {
  const native = (globalThis as { BarcodeDetector?: typeof OwnDetector }).BarcodeDetector;
  const formats: readonly string[] = (await native?.getSupportedFormats().catch(() => [])) ?? [];
  const Chosen = native && formats.includes('qr_code') ? native : OwnDetector;
  return new Chosen({ formats: ['qr_code'] });
}

const EVERY = 200;

export interface CameraProps {
  readonly onRead: (text: string) => void;
  readonly onClose: () => void;
}

export default function Camera({ onRead, onClose }: CameraProps) {
  const t = useText();
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const read = useRef(onRead);
  useEffect(() => {
    read.current = onRead;
  });

  useEffect(() => {
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const end = () => {
      ended = true;
      clearTimeout(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const look = async (eye: Detector) => {
      const picture = video.current;
      if (ended || !picture) return;
      const [found] = picture.videoWidth > 0 ? await eye.detect(picture).catch(() => []) : [];
      if (ended) return;
      if (found) {
        end();
        read.current(found.rawValue);
      } else timer = setTimeout(() => void look(eye), EVERY);
    };
    const start = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      if (ended || !video.current) return end();
      video.current.srcObject = stream;
      await video.current.play();
      await look(await detector());
    };
    start().catch(() => {
      if (!ended) setFailed(true);
    });
    return end;
  }, []);

  return (
    <div className="camera">
      {failed ? (
        <p className="notice warn" role="alert">
          {t('没有打开摄像头：可能没有允许，或者此设备没有摄像头。请输入八位码，效果一样。')}
        </p>
      ) : (
        <video ref={video} muted playsInline aria-label={t('摄像头画面，请对准二维码')} />
      )}
      <button type="button" className="wide" onClick={onClose}>
        {t('不扫了')}
      </button>
    </div>
  );
}
