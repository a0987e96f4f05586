import { useInfiniteQuery } from '@tanstack/preact-query'
import { useLocation } from 'preact-iso'
import { api, type Schema, take } from '../../api/client.js'
import { SearchForm } from '../../courses/SearchForm.js'
import { may, useMe } from '../../session/session.js'
import { LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { Page } from '../../ui/Page.js'
import { t } from './messages.js'
import '../../ui/bits.css'
import './search.css'

type Hit = Schema<'SearchHit'>
type Kind = Hit['kind']

const kinds: readonly Kind[] = ['course', 'lesson', 'note', 'person']

export default function SearchPage() {
  const { query } = useLocation()
  const q = query.q?.trim() ?? ''
  const kind = kinds.find((each) => each === query.kind)
  const hits = useInfiniteQuery({
    queryKey: ['/api/search', { q, kind }],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/search', { params: { query: { q, kind, limit: 20, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: q !== ''
  })
  return (
    <Page title={q === '' ? t('title') : t('titleFor', { q })}>
      <SearchForm query={q} />
      {q === '' ? (
        <p class="muted">{t('hint')}</p>
      ) : (
        <>
          <Kinds q={q} kind={kind} />
          <Loaded query={hits}>
            {({ pages }) => {
              const rows = pages.flatMap(({ data }) => data)
              return (
                <div class="stack">
                  <p class="muted small" role="status">
                    {t(hits.hasNextPage ? 'foundMore' : 'found', { count: rows.length })}
                  </p>
                  {rows.length === 0 ? <Nothing q={q} /> : <Hits hits={rows} />}
                  <div>
                    <MoreButton query={hits} />
                  </div>
                </div>
              )
            }}
          </Loaded>
        </>
      )}
    </Page>
  )
}

function Kinds({ q, kind }: { q: string; kind: Kind | undefined }) {
  const { data: me } = useMe()
  const shown = kinds.filter((each) => (each === 'note' ? Boolean(me) : each !== 'person' || may(me, 'user.read')))
  const addressOf = (each?: Kind) => `/app/search?q=${encodeURIComponent(q)}${each ? `&kind=${each}` : ''}`
  return (
    <nav class="tabs" aria-label={t('kinds')}>
      <a href={addressOf()} aria-current={kind ? undefined : 'page'}>
        {t('kind.all')}
      </a>
      {shown.map((each) => (
        <a key={each} href={addressOf(each)} aria-current={kind === each ? 'page' : undefined}>
          {t(`kind.${each}`)}
        </a>
      ))}
    </nav>
  )
}

function Hits({ hits }: { hits: readonly Hit[] }) {
  return (
    <ul class="rows">
      {hits.map(({ kind, id, title, courseTitle, passage, link }) => (
        <li key={`${kind} ${id}`}>
          <a class="search-hit-title" href={link}>
            {title}
          </a>
          <p class="muted small">
            {t(`one.${kind}`)}
            {courseTitle !== null && kind !== 'course' && ` ${t('in', { course: courseTitle })}`}
          </p>
          <p class="search-passage">
            {passage.map(({ text, isMatch }, i) =>
              isMatch ? <mark key={i}>{text}</mark> : <span key={i}>{text}</span>
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Nothing({ q }: { q: string }) {
  return (
    <EmptyState title={t('none.title', { q })} action={<LinkButton href="/app/courses">{t('none.action')}</LinkButton>}>
      {t('none.text')}
    </EmptyState>
  )
}
