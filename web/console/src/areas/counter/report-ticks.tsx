/** What is ticked on a report: the paper that was shown, and what the person states after it was read to them. */
import { Checkbox, Form } from 'antd';
import type { OwnReportForm } from '#contracts/own-reports.ts';
import { useSaid, useText, useTitle } from '../../language.tsx';

/** The paper the catalogue asks of this kind: seen by the officer, kept by the office. */
export function Papers({ kinds }: { readonly kinds: OwnReportForm['kinds'][number]['evidence'] }) {
  const t = useText();
  const titled = useTitle();
  if (kinds.length === 0) return null;
  return (
    <fieldset className="wide">
      <legend>{t('纸质材料（核对过原件，由本单位留存）')}</legend>
      {kinds.map(({ id, title, titleEn, required }) => (
        <Ticked
          key={id}
          name={['papers', id]}
          label={required ? t('{title}（必需）', { title: titled({ title, titleEn }) }) : titled({ title, titleEn })}
          {...(required ? { missing: t('没有这份材料不能上报：请本人补来，或者改在手机上拍照上报。') } : {})}
        />
      ))}
    </fieldset>
  );
}

export function Statements({ statements }: Pick<OwnReportForm, 'statements'>) {
  const t = useText();
  const said = useSaid();
  return (
    <fieldset className="wide">
      <legend>{t('本人声明（逐项念给本人听，本人同意才勾选）')}</legend>
      {statements.map(({ id, text, textEn }) => (
        <Ticked
          key={id}
          name={['stated', id]}
          label={said({ zh: text, en: textEn })}
          missing={t('本人没有作出这项声明，不能上报。')}
        />
      ))}
    </fieldset>
  );
}

interface TickedProps {
  readonly name: string[];
  readonly label: string;
  /** what is said when it is not ticked; without it, it need not be */
  readonly missing?: string;
}

function Ticked({ name, label, missing }: TickedProps) {
  const mustBe = (_: unknown, value: unknown) => (value ? Promise.resolve() : Promise.reject(new Error(missing)));
  return (
    <Form.Item name={name} valuePropName="checked" rules={missing ? [{ validator: mustBe }] : []} className="ticked">
      <Checkbox>{label}</Checkbox>
    </Form.Item>
  );
}
