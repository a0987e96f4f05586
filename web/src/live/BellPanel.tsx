import { useQuery } from '@tanstack/preact-query'
import { useEffect, useId, useRef } from 'preact/hooks'
import { api, take } from '../api/client.js'
import { Button } from '../ui/Button.js'
import { EmptyState, Loaded } from '../ui/Loaded.js'
import { t } from './news-messages.js'
import './bell-panel.css'
import { listKey, listPath, unreadCount } from './live-state.js'
import { NotificationItem } from './NotificationItem.js'
import { useMarkAllRead, useMarkRead } from './notification-changes.js'

const newest = 10

/** The newest notifications, under the bell. */
export function BellPanel({ onClose }: { onClose: () => void }) {
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const latest = useQuery({
    queryKey: [...listKey, 'latest'],
    queryFn: () => take(api.GET('/api/notifications', { params: { query: { limit: newest } } }))
  })
  const markRead = useMarkRead()
  const markAllRead = useMarkAllRead()
  useEffect(() => heading.current?.focus(), [])
  const readAll = () => {
    // The button goes when there is nothing left for it.
    heading.current?.focus()
    markAllRead.mutate()
  }
  return (
    <div class="bell-panel" role="dialog" aria-labelledby={id}>
      <div class="bell-panel-head row-apart">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {t('title')}
        </h2>
        {unreadCount.value > 0 && (
          <Button look="quiet" isSmall isBusy={markAllRead.isPending} onClick={readAll}>
            {t('readAll')}
          </Button>
        )}
      </div>
      <div class="bell-panel-body">
        <Loaded query={latest}>
          {({ data }) =>
            data.length === 0 ? (
              <EmptyState title={t('empty')}>{t('empty.why')}</EmptyState>
            ) : (
              <ul class="rows">
                {data.map((notification) => (
                  <NotificationItem
                    key={notification.id}
                    notification={notification}
                    onOpen={() => {
                      if (!notification.readAt) markRead.mutate(notification.id)
                      onClose()
                    }}
                  >
                    {!notification.readAt && !notification.link && (
                      <Button
                        look="quiet"
                        isSmall
                        aria-label={t('readOf', { title: notification.title })}
                        onClick={() => markRead.mutate(notification.id)}
                      >
                        {t('read')}
                      </Button>
                    )}
                  </NotificationItem>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
      <div class="bell-panel-foot">
        <a href={listPath}>{t('seeAll')}</a>
      </div>
    </div>
  )
}
