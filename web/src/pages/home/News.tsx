import { useQuery } from '@tanstack/preact-query'
import { formatRelative } from '../../messages/format.js'
import { Loaded } from '../../ui/Loaded.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { t } from './messages.js'
import { newsQuery } from './queries.js'

/** What happened last; the bell has the rest. */
export function News() {
  const news = useQuery(newsQuery)
  return (
    <section class="stack-tight">
      <h2>{t('news')}</h2>
      <Loaded query={news} skeleton={<Skeleton lines={4} />}>
        {({ data }) =>
          data.length === 0 ? (
            <p class="muted">{t('news.none')}</p>
          ) : (
            <ul class="rows">
              {data.map(({ id, title, message, link, readAt, createdAt }) => (
                <li key={id}>
                  <p class={readAt === null ? 'home-unread' : undefined}>
                    {readAt === null && <span class="unseen">{t('news.unread')} </span>}
                    {link ? <a href={link}>{title}</a> : title}
                  </p>
                  <p class="small">{message}</p>
                  <p class="muted small">{formatRelative(createdAt)}</p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <p>
        <a href="/app/notifications">{t('news.all')}</a>
      </p>
    </section>
  )
}
