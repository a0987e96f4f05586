import { useInfiniteQuery } from '@tanstack/preact-query'
import { Copy, Download, ExternalLink } from 'lucide-preact'
import { api, type Schema, take } from '../../api/client.js'
import { byCursor, rowsOf } from '../../api/lists.js'
import { formatDate } from '../../messages/format.js'
import { Badge } from '../../ui/Badge.js'
import { Button, LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { Page } from '../../ui/Page.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'
import './my-certificates.css'

type Certificate = Schema<'Certificate'>

/** My certificates: to print, to hand on, to have checked. */
export default function MyCertificatesPage() {
  const certificates = useInfiniteQuery({
    queryKey: ['/api/me/certificates'],
    queryFn: ({ pageParam }) => take(api.GET('/api/me/certificates', { params: { query: { cursor: pageParam } } })),
    ...byCursor
  })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Loaded query={certificates}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <None />
          return (
            <ul class="rows">
              {rows.map((certificate) => (
                <li key={certificate.id}>
                  <CertificateView certificate={certificate} />
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={certificates} />
    </Page>
  )
}

function None() {
  return (
    <EmptyState
      title={t('empty')}
      action={
        <LinkButton href="/app/courses" look="primary">
          {t('empty.action')}
        </LinkButton>
      }
    >
      {t('empty.text')}
    </EmptyState>
  )
}

const tones = { valid: 'good', expired: 'warn', revoked: 'bad' } as const

function CertificateView({ certificate }: { certificate: Certificate }) {
  const { serial, status, title, courseTitle, recipientName, url } = certificate
  const address = `/api/certificates/${encodeURIComponent(serial)}`
  return (
    <article class="stack my-certificate">
      <div class="stack-tight">
        <div class="row">
          <h2>{title}</h2>
          <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>
        </div>
        <p>{t('for', { course: courseTitle, name: recipientName })}</p>
        <p class="muted">{datesText(certificate)}</p>
        <p class="muted small">
          {t('serial')} <code>{serial}</code>
        </p>
      </div>
      <div class="row">
        <LinkButton href={url} look="primary" target="_blank" rel="noopener" aria-label={t('check.of', { title })}>
          <ExternalLink aria-hidden="true" /> {t('check')}
        </LinkButton>
        <Button aria-label={t('copy.of', { title })} onClick={() => void copy(url)}>
          <Copy aria-hidden="true" /> {t('copy')}
        </Button>
        {status !== 'revoked' && (
          <LinkButton href={`${address}/pdf`} download="" aria-label={t('pdf.of', { title })}>
            <Download aria-hidden="true" /> {t('pdf')}
          </LinkButton>
        )}
        <LinkButton href={`${address}/credential`} download="" aria-label={t('credential.of', { title })}>
          <Download aria-hidden="true" /> {t('credential')}
        </LinkButton>
      </div>
    </article>
  )
}

function datesText({ issuedAt, expiresAt, revokedAt, revokedReason, status }: Certificate): string {
  const parts = [t('issued', { when: formatDate(issuedAt) })]
  if (revokedAt) {
    const when = formatDate(revokedAt)
    parts.push(revokedReason ? t('revoked', { when, reason: revokedReason }) : t('revokedPlain', { when }))
  } else if (expiresAt) {
    parts.push(t(status === 'expired' ? 'expired' : 'expires', { when: formatDate(expiresAt) }))
  }
  return parts.join(' · ')
}

async function copy(url: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(url)
    toast(t('copied'))
  } catch {
    toast(t('notCopied'))
  }
}
