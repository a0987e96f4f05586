import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { queryClient } from '../../../api/queries.js'
import { formatDateTime, formatRelative } from '../../../messages/format.js'
import { Badge, type Tone } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { Select } from '../../../ui/Field.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { useFilters } from '../../../ui/useFilters.js'
import { t } from './messages.js'

const states = ['dead', 'pending', 'done'] as const
const tones: Record<(typeof states)[number], Tone> = { dead: 'bad', pending: 'info', done: 'good' }
const path = '/api/events'

/** Those that failed are shown first: they wait for somebody. */
export function Events() {
  const [{ state = 'dead' }, setFilters] = useFilters()
  const wanted = states.find((each) => each === state)
  const events = useInfiniteQuery({
    queryKey: [path, wanted],
    queryFn: ({ pageParam }) =>
      take(api.GET(path, { params: { query: { ...(wanted && { state: wanted }), cursor: pageParam } } })),
    ...byCursor,
    placeholderData: keepPreviousData
  })
  return (
    <>
      <Select
        name="state"
        label={t('state')}
        value={wanted ?? 'all'}
        options={[...states, 'all' as const].map((value) => ({ value, label: t(`event.${value}`) }))}
        onChange={({ currentTarget: { value } }) => setFilters({ state: value })}
      />
      <Loaded query={events}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <EmptyState title={t(wanted === 'dead' ? 'event.noneDead' : 'event.none')} />
          return (
            <ul class="rows">
              {rows.map((event) => (
                <EventRow key={event.id} event={event} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={events} />
    </>
  )
}

function EventRow({ event }: { event: Schema<'OutboxEvent'> }) {
  const { id, type, state, attempts, lastError, occurredAt, nextAttemptAt } = event
  const replay = useMutation({
    mutationFn: () => take(api.POST('/api/events/{id}/replay', { params: { path: { id } } })),
    onSuccess: () => toast(t('event.replayed')),
    onError: (error) => toast(problemText(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [path] })
  })
  return (
    <li class="row-apart">
      <div class="stack-tight delivery-facts">
        <p class="row">
          <strong>{type}</strong>
          <Badge tone={tones[state]}>{t(`event.${state}`)}</Badge>
        </p>
        <p class="muted small">
          {formatDateTime(occurredAt)}
          {attempts > 0 && ` · ${t('tries', { count: attempts })}`}
          {nextAttemptAt && ` · ${t('next', { when: formatRelative(nextAttemptAt) })}`}
        </p>
        {lastError && <p class="delivery-answer">{lastError}</p>}
      </div>
      {state === 'dead' && (
        <Button isSmall isBusy={replay.isPending} onClick={() => replay.mutate()}>
          {t('event.replay')}
        </Button>
      )}
    </li>
  )
}
