import { keepPreviousData, useInfiniteQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { formatDateTime, formatRelative } from '../../../messages/format.js'
import { Badge, type Tone } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { Select } from '../../../ui/Field.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { SearchField } from '../../../ui/SearchField.js'
import { useFilters } from '../../../ui/useFilters.js'
import { MailDialog } from './MailDialog.js'
import { t } from './messages.js'

const states = ['dead', 'unknown', 'kept', 'queued', 'sending', 'sent'] as const
const tones: Record<(typeof states)[number], Tone> = {
  dead: 'bad',
  unknown: 'warn',
  kept: 'neutral',
  queued: 'info',
  sending: 'info',
  sent: 'good'
}
const path = '/api/mails'

export function Mails() {
  const [{ q, mail }, setFilters] = useFilters()
  const [openId, setOpenId] = useState<string>()
  const state = states.find((each) => each === mail)
  const mails = useInfiniteQuery({
    queryKey: [path, q, state],
    queryFn: ({ pageParam }) =>
      take(api.GET(path, { params: { query: { ...(q && { q }), ...(state && { state }), cursor: pageParam } } })),
    ...byCursor,
    placeholderData: keepPreviousData
  })
  return (
    <>
      <div class="delivery-filters">
        <SearchField label={t('mail.search')} value={q ?? ''} onSearch={(text) => setFilters({ q: text })} />
        <Select
          name="mail"
          label={t('state')}
          value={state ?? ''}
          options={[
            { value: '', label: t('mail.all') },
            ...states.map((value) => ({ value, label: t(`mail.${value}`) }))
          ]}
          onChange={({ currentTarget: { value } }) => setFilters({ mail: value })}
        />
      </div>
      <Loaded query={mails}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <EmptyState title={t('mail.none')} />
          return (
            <ul class="rows">
              {rows.map((row) => (
                <MailRow key={row.id} mail={row} onOpen={() => setOpenId(row.id)} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={mails} />
      {openId && <MailDialog id={openId} onClose={() => setOpenId(undefined)} />}
    </>
  )
}

function MailRow({ mail, onOpen }: { mail: Schema<'MailSummary'>; onOpen: () => void }) {
  const { subject, to, state, attempts, answer, createdAt, nextAttemptAt } = mail
  return (
    <li class="row-apart">
      <div class="stack-tight delivery-facts">
        <p class="row">
          <strong>{subject}</strong>
          <Badge tone={tones[state]}>{t(`mail.${state}`)}</Badge>
        </p>
        <p class="muted small">
          {to} · {formatDateTime(createdAt)}
          {attempts > 0 && ` · ${t('tries', { count: attempts })}`}
          {nextAttemptAt && ` · ${t('next', { when: formatRelative(nextAttemptAt) })}`}
        </p>
        {answer && <p class="delivery-answer">{answer}</p>}
      </div>
      <Button isSmall aria-label={t('mail.openNamed', { subject })} onClick={onOpen}>
        {t('mail.open')}
      </Button>
    </li>
  )
}
