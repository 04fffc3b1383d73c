/** One file as it is looked at: a picture to enlarge and turn, a PDF in the browser's own viewer. The bytes stay in this page. */
import { RotateRightOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Alert, Button, Space } from 'antd';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useText } from '../language.tsx';
import './evidence.css';

interface Props {
  readonly file: Blob;
  readonly title: string;
}

export function EvidenceContent({ file, title }: Props) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  if (address === null) return null;
  return file.type === 'application/pdf' ? (
    <Document address={address} title={title} />
  ) : (
    <Picture address={address} title={title} />
  );
}

interface Shown {
  readonly address: string;
  readonly title: string;
}

function Document({ address, title }: Shown) {
  const t = useText();
  if (navigator.pdfViewerEnabled) return <iframe className="evidence-document" src={address} title={title} />;
  return (
    <Alert
      type="info"
      showIcon
      title={t('这台设备的浏览器不能在页面里显示 PDF')}
      description={t('可以另存后用其他程序打开；看完请删去，不要留存、转发。')}
      action={
        <Button href={address} download={`${title}.pdf`}>
          {t('另存')}
        </Button>
      }
    />
  );
}

/** 1 is the whole picture in the window. */
const ZOOMS = [1, 1.5, 2, 3, 4, 6] as const;

function Picture({ address, title }: Shown) {
  const t = useText();
  const [zoom, setZoom] = useState(0);
  const [turns, setTurns] = useState(0);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const nearer = () => setZoom((at) => Math.min(at + 1, ZOOMS.length - 1));
  const further = () => setZoom((at) => Math.max(at - 1, 0));
  const turn = () => setTurns((at) => (at + 1) % 4);
  const keys: Readonly<Record<string, () => void>> = {
    ...{ '+': nearer, '=': nearer, '-': further, r: turn, R: turn },
    '0': () => {
      setZoom(0);
      setTurns(0);
    },
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <div>
      <Space wrap className="evidence-tools">
        <Button size="small" icon={<ZoomInOutlined />} disabled={zoom === ZOOMS.length - 1} onClick={nearer}>
          {t('放大')} (+)
        </Button>
        <Button size="small" icon={<ZoomOutOutlined />} disabled={zoom === 0} onClick={further}>
          {t('缩小')} (-)
        </Button>
        <Button size="small" icon={<RotateRightOutlined />} onClick={turn}>
          {t('旋转')} (R)
        </Button>
        <span className="case-hint numbers" aria-live="polite">
          {Math.round((ZOOMS[zoom] ?? 1) * 100)}%{turns > 0 ? ` · ${turns * 90}°` : ''}
        </span>
      </Space>
      <section
        className="evidence-window"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t('图片：{title}', { title })}
        onKeyDown={onKeyDown}
      >
        <div className="evidence-sheet" style={sheetOf(size, turns, ZOOMS[zoom] ?? 1)}>
          <img
            src={address}
            alt={title}
            style={pictureOf(size, turns)}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setSize({ width: naturalWidth, height: naturalHeight })
            }
          />
        </div>
      </section>
    </div>
  );
}

type Size = { readonly width: number; readonly height: number } | null;

/** The turned picture's own shape, as large as fits into the window, times the zoom. */
function sheetOf(size: Size, turns: number, zoom: number) {
  if (!size) return {};
  const ratio = turns % 2 === 0 ? size.width / size.height : size.height / size.width;
  return { aspectRatio: String(ratio), width: `calc(${zoom} * min(100%, ${ratio.toFixed(4)} * 65vh))` };
}

/** On its side the picture is as wide as the sheet is high. */
function pictureOf(size: Size, turns: number) {
  const across = size && turns % 2 === 1 ? size.width / size.height : 1;
  return { width: `${across * 100}%`, transform: `translate(-50%, -50%) rotate(${turns * 90}deg)` };
}
