import { useInfiniteQuery } from '@tanstack/preact-query'
import { useRef } from 'preact/hooks'
import { api, take } from '../../api/client.js'
import { listKey, unreadCount } from '../../live/live-state.js'
import { NotificationItem } from '../../live/NotificationItem.js'
import { t } from '../../live/news-messages.js'
import {
  type Notification,
  useDeleteNotification,
  useMarkAllRead,
  useMarkRead
} from '../../live/notification-changes.js'
import { Button, LinkButton } from '../../ui/Button.js'
import { Select } from '../../ui/Field.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { Page } from '../../ui/Page.js'
import { useFilters } from '../../ui/useFilters.js'
import './notifications.css'

export default function NotificationsPage() {
  const [{ show }, setFilters] = useFilters()
  const unread = show === 'unread'
  const notifications = useInfiniteQuery({
    queryKey: [...listKey, 'all', { unread }],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/notifications', { params: { query: { cursor: pageParam, ...(unread && { unread }) } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined
  })
  const markAllRead = useMarkAllRead()
  const readAll = () => {
    // The button goes when there is nothing left for it.
    document.querySelector<HTMLElement>('h1')?.focus()
    markAllRead.mutate()
  }
  return (
    <Page
      title={t('title')}
      width="text"
      actions={
        <>
          {unreadCount.value > 0 && (
            <Button isBusy={markAllRead.isPending} onClick={readAll}>
              {t('readAll')}
            </Button>
          )}
          <LinkButton look="quiet" href="/app/profile/notifications">
            {t('settings')}
          </LinkButton>
        </>
      }
    >
      <div class="notifications-filter">
        <Select
          name="show"
          label={t('filter')}
          value={unread ? 'unread' : ''}
          options={[
            { value: '', label: t('filter.all') },
            { value: 'unread', label: t('filter.unread') }
          ]}
          onChange={({ currentTarget }) => setFilters({ show: currentTarget.value })}
        />
      </div>
      <Loaded query={notifications}>
        {({ pages }) => <NotificationList rows={pages.flatMap(({ data }) => data)} isUnreadOnly={unread} />}
      </Loaded>
      <div>
        <MoreButton query={notifications} />
      </div>
    </Page>
  )
}

function NotificationList({ rows, isUnreadOnly }: { rows: readonly Notification[]; isUnreadOnly: boolean }) {
  const list = useRef<HTMLUListElement>(null)
  const markRead = useMarkRead()
  const remove = useDeleteNotification()
  if (rows.length === 0 && isUnreadOnly) return <EmptyState title={t('empty.unread')} />
  if (rows.length === 0) {
    return (
      <EmptyState
        title={t('empty')}
        action={
          <LinkButton look="primary" href="/app/courses">
            {t('empty.courses')}
          </LinkButton>
        }
      >
        {t('empty.why')}
      </EmptyState>
    )
  }
  const removeAt = (index: number, id: string) => {
    remove.mutate(id)
    // The button goes with its row: the focus goes on to the row that takes its place.
    const others = [...(list.current?.querySelectorAll<HTMLElement>('.notifications-delete') ?? [])]
    const next = others[index + 1] ?? others[index - 1] ?? document.querySelector<HTMLElement>('h1')
    next?.focus()
  }
  return (
    <ul class="rows" ref={list}>
      {rows.map(({ id, title, readAt, ...rest }, index) => (
        <NotificationItem
          key={id}
          notification={{ id, title, readAt, ...rest }}
          onOpen={() => readAt === null && markRead.mutate(id)}
        >
          <div class="row notifications-actions">
            {!readAt && (
              <Button look="quiet" isSmall aria-label={t('readOf', { title })} onClick={() => markRead.mutate(id)}>
                {t('read')}
              </Button>
            )}
            <Button
              class="notifications-delete"
              look="quiet"
              isSmall
              aria-label={t('deleteOf', { title })}
              onClick={() => removeAt(index, id)}
            >
              {t('delete')}
            </Button>
          </div>
        </NotificationItem>
      ))}
    </ul>
  )
}
