import { BadgeCheck, BadgeX, CalendarX2 } from 'lucide-preact'
import type { Schema } from '../../api/client.js'
import { formatDate } from '../../messages/format.js'
import { LinkButton } from '../../ui/Button.js'
import { t } from './messages.js'

const icons = { valid: BadgeCheck, expired: CalendarX2, revoked: BadgeX }
const long = { dateStyle: 'long' } as const

/** What it says, and above all whether it holds. */
export function CheckedCertificate({ certificate }: { certificate: Schema<'CheckedCertificate'> }) {
  const { serial, status, title, courseTitle, recipientName, issuer, issuedAt, expiresAt, revokedAt } = certificate
  const Icon = icons[status]
  const facts = [
    [t('fact.course'), courseTitle === title ? undefined : courseTitle],
    [t('fact.issuer'), issuer.name],
    [t('fact.issuedAt'), formatDate(issuedAt, long)],
    [t('fact.expiresAt'), expiresAt === null ? t('fact.noEnd') : formatDate(expiresAt, long)],
    [t('fact.revokedAt'), revokedAt === null ? undefined : formatDate(revokedAt, long)],
    [t('fact.reason'), certificate.revokedReason ?? undefined]
  ]
  const api = `/api/certificates/${encodeURIComponent(serial)}`
  return (
    <article class="stack">
      <div class={`certificates-verdict certificates-${status}`}>
        <Icon size={32} aria-hidden="true" />
        <div>
          <p class="certificates-status">{t(`status.${status}`)}</p>
          <p>{t(`meaning.${status}`)}</p>
        </div>
      </div>
      <div>
        <p class="muted small">{t('fact.recipient')}</p>
        <h2>{recipientName}</h2>
        <p class="certificates-title">{title}</p>
      </div>
      <dl class="certificates-facts">
        {facts.map(
          ([label, value]) =>
            value !== undefined && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            )
        )}
        <div>
          <dt>{t('fact.serial')}</dt>
          <dd>
            <code>{serial}</code>
          </dd>
        </div>
      </dl>
      <p class="muted">{t('check.compare')}</p>
      <div class="row">
        <LinkButton href={`${api}/pdf`} look="primary" target="_blank" rel="noopener">
          {t('check.pdf')}
        </LinkButton>
        <LinkButton href={`${api}/credential`} download={`${serial}.jwt`}>
          {t('check.credential')}
        </LinkButton>
      </div>
      <p class="small">
        <a href={`/certificates/${encodeURIComponent(serial)}`}>{t('check.page')}</a>
        <span class="muted"> {t('check.pageWhy')}</span>
      </p>
    </article>
  )
}
