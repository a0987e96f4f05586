import { useInfiniteQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { Page } from '../../ui/Page.js'
import { t } from './messages.js'

export default function CataloguePage() {
  const courses = useInfiniteQuery({
    queryKey: ['/api/courses'],
    queryFn: ({ pageParam }) => take(api.GET('/api/courses', { params: { query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined
  })
  return (
    <Page title={t('title')}>
      <Loaded query={courses}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data)
          if (rows.length === 0) return <EmptyState title={t('empty')} />
          return (
            <ul class="rows">
              {rows.map(({ id, title, durationWeeks }) => (
                <li key={id} class="stack-tight">
                  <a href={`/app/courses/${id}`}>{title}</a>
                  {durationWeeks !== null && <p class="muted small">{t('weeks', { count: durationWeeks })}</p>}
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={courses} />
    </Page>
  )
}
