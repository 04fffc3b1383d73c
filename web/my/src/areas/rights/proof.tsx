/** Proof of a request: photographs or PDF, added and taken back while it is open, opened by the person at any time. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { OwnRequest, RequestProof } from '#contracts/rights.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { platform } from '../../api.ts';
import { ProblemNotice } from '../../parts/problem-notice.tsx';

const TYPES = 'image/jpeg,image/png,image/webp,application/pdf';

export function Proof({ request }: { readonly request: OwnRequest }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const { requestId: id } = request;
  const key = ['request-proof', request.requestId];
  const proof = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => platform('GET /requests/:id/evidence', { params: { id }, signal }),
  });
  const changed = () => queries.invalidateQueries({ queryKey: key });
  const remove = useMutation({
    mutationFn: (evidence: string) => platform('DELETE /requests/:id/evidence/:evidence', { params: { id, evidence } }),
    onSuccess: changed,
  });
  if (!proof.data) return proof.isError ? <ProblemNotice error={proof.error} /> : null;
  const { items, kinds, open, limits } = proof.data;
  const given = items.filter(({ withdrawn }) => withdrawn === null);
  if (given.length === 0 && !open) return null;
  return (
    <section className="card">
      <h2>{t('证明材料')}</h2>
      {given.length === 0 ? <p className="soft">{t('还没有附材料。')}</p> : null}
      <ul className="plain-list">
        {given.map((item) => (
          <li key={item.evidenceId}>
            {item.form === 'paper' || item.deletedAt !== null ? (
              <>
                {item.title}{' '}
                <span className="soft">{item.deletedAt ? t('已按保存期限删除') : t('纸质件由窗口留存')}</span>
              </>
            ) : (
              <a
                href={platform.href('GET /requests/:id/evidence/:evidence', {
                  params: { id, evidence: item.evidenceId },
                })}
                target="_blank"
                rel="noopener"
              >
                {item.title}
              </a>
            )}{' '}
            {open && item.own ? (
              <button type="button" className="plain" onClick={() => remove.mutate(item.evidenceId)}>
                {t('取回')}
                <span className="hidden">：{item.title}</span>
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {remove.isError ? <ProblemNotice error={remove.error} /> : null}
      {open ? <Adding requestId={id} {...{ kinds, limits, changed }} /> : null}
    </section>
  );
}

interface AddingProps extends Pick<RequestProof, 'kinds' | 'limits'> {
  readonly requestId: string;
  readonly changed: () => Promise<unknown>;
}

function Adding({ requestId, kinds, limits, changed }: AddingProps) {
  const { t } = useLanguage();
  const id = useId();
  const [told, setTold] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: (file: File) =>
      platform('POST /requests/:id/evidence', { params: { id: requestId }, query: { kind: kinds[0]?.id }, file }),
    onSuccess: changed,
  });
  const megabytes = limits.bytes >> 20;
  function choose(file: File | undefined): void {
    if (!file) return;
    const fits = TYPES.split(',').includes(file.type) && file.size <= limits.bytes;
    setTold(fits ? null : t('请选照片（JPG、PNG、WebP）或者 PDF，不超过 {most} MB。', { most: megabytes }));
    if (fits) add.mutate(file);
  }
  return (
    <div className="field">
      <label htmlFor={id}>{t('添加：{what}', { what: kinds[0]?.title ?? t('证明材料') })}</label>
      <input
        id={id}
        type="file"
        accept={TYPES}
        disabled={add.isPending}
        onChange={({ target }) => {
          choose(target.files?.[0]);
          target.value = '';
        }}
      />
      <p className="soft">
        {t('照片或者 PDF，每份不超过 {most} MB。请先遮住别人的姓名、电话和证件号码，不要上传病历和行程。', {
          most: megabytes,
        })}
      </p>
      <div role="status">
        {add.isPending ? t('正在上传……') : add.isSuccess && !told ? t('已附上。') : null}
        {told ? <p className="notice warn">{told}</p> : null}
      </div>
      {add.isError ? <ProblemNotice error={add.error} /> : null}
    </div>
  );
}
