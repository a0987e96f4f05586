import { keepPreviousData, useInfiniteQuery } from '@tanstack/preact-query'
import { useRef, useState } from 'preact/hooks'
import { api, take } from '../../api/client.js'
import { byCursor, rowsOf } from '../../api/lists.js'
import { useMe } from '../../session/session.js'
import { Button, LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { Page } from '../../ui/Page.js'
import { useFilters } from '../../ui/useFilters.js'
import { BulkBar } from './BulkBar.js'
import { t } from './messages.js'
import { QueueFilters } from './QueueFilters.js'
import { QueueRow } from './QueueRow.js'
import './reviews.css'
import { isNarrowed, queueQuery } from './queue-query.js'
import { ShortcutHelp } from './ShortcutHelp.js'
import { useShortcuts } from './shortcuts.js'
import { useTakeNext } from './useTakeNext.js'

/** What waits to be reviewed by me. */
export default function QueuePage() {
  const me = useMe().data?.user
  const [filters, setFilters] = useFilters()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [isHelpOpen, setHelpOpen] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const { courseId, cohortId } = filters
  const next = useTakeNext({ ...(courseId && { courseId }), ...(cohortId && { cohortId }) })
  const query = queueQuery(filters)
  const queue = useInfiniteQuery({
    queryKey: ['/api/reviews/queue', query],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/reviews/queue', { params: { query: { ...query, total: true, cursor: pageParam } } })),
    ...byCursor,
    placeholderData: keepPreviousData
  })
  useShortcuts({
    n: () => next.mutate(),
    j: () => moveFocus(list.current, 1),
    k: () => moveFocus(list.current, -1),
    '?': () => setHelpOpen(true)
  })
  const pick = (id: string, isPicked: boolean) => {
    const ids = new Set(selected)
    if (isPicked) ids.add(id)
    else ids.delete(id)
    setSelected(ids)
  }
  const total = queue.data?.pages[0]?.total
  return (
    <Page
      title={t('queue.title')}
      lead={total !== undefined && t('queue.count', { count: total })}
      actions={
        <>
          {courseId && (
            <LinkButton href={`/app/teach/courses/${courseId}/statistics`}>{t('queue.statistics')}</LinkButton>
          )}
          <Button look="primary" isBusy={next.isPending} onClick={() => next.mutate()} aria-keyshortcuts="n">
            {t('queue.next')}
          </Button>
        </>
      }
    >
      <QueueFilters filters={filters} onChange={setFilters} />
      <Loaded query={queue}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0)
            return <EmptyQueue isNarrowed={isNarrowed(filters)} onClear={() => setFilters(nothing)} />
          return (
            <ul class="rows review-queue" ref={list} aria-label={t('queue.title')}>
              {rows.map((row) => (
                <QueueRow
                  key={row.id}
                  request={row}
                  myId={me?.id}
                  isPicked={selected.has(row.id)}
                  onPick={(isPicked) => pick(row.id, isPicked)}
                />
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={queue} />
      <BulkBar
        requests={queue.data ? rowsOf(queue.data).filter(({ id }) => selected.has(id)) : []}
        myId={me?.id}
        onDone={() => setSelected(new Set())}
      />
      <ShortcutHelp
        isOpen={isHelpOpen}
        onToggle={setHelpOpen}
        keys={[
          ['n', t('keys.next')],
          ['j', t('keys.down')],
          ['k', t('keys.up')],
          ['Enter', t('keys.open')],
          ['?', t('keys.help')]
        ]}
      />
    </Page>
  )
}

const nothing = { state: '', courseId: '', cohortId: '', due: '' }

function EmptyQueue({ isNarrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  if (!isNarrowed) return <EmptyState title={t('queue.empty')}>{t('queue.emptyText')}</EmptyState>
  return <EmptyState title={t('queue.noneFit')} action={<Button onClick={onClear}>{t('filter.clear')}</Button>} />
}

/** From row to row; from nowhere to the first. */
function moveFocus(list: HTMLUListElement | null, by: 1 | -1): void {
  const links = [...(list?.querySelectorAll<HTMLAnchorElement>('.review-row-link') ?? [])]
  const row = document.activeElement?.closest('li')
  const at = links.findIndex((link) => row?.contains(link))
  links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)]?.focus()
}
