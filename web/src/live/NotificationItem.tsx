import type { ComponentChildren } from 'preact'
import { formatDateTime, formatRelative } from '../messages/format.js'
import { useNow } from '../ui/useNow.js'
import { t } from './news-messages.js'
import type { Notification } from './notification-changes.js'
import './notification-item.css'

interface NotificationItemProps {
  notification: Notification
  /** It was opened. */
  onOpen: () => void
  /** What else can be done with it. */
  children?: ComponentChildren
}

export function NotificationItem({ notification, onOpen, children }: NotificationItemProps) {
  const { title, message, link, readAt, createdAt } = notification
  const now = useNow()
  const text = (
    <>
      <span class="notification-title">
        {!readAt && <span class="notification-dot" aria-hidden="true" />}
        {title}
        {!readAt && <span class="unseen"> ({t('unread')})</span>}
      </span>
      <span class="notification-message">{message}</span>
      <time class="notification-time" dateTime={createdAt} title={formatDateTime(createdAt)}>
        {formatRelative(createdAt, now)}
      </time>
    </>
  )
  return (
    <li class={readAt ? 'notification' : 'notification notification-unread'}>
      {link ? (
        <a class="notification-text" href={link} onClick={onOpen}>
          {text}
        </a>
      ) : (
        <div class="notification-text">{text}</div>
      )}
      {children}
    </li>
  )
}
