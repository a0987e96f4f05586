import { keepPreviousData, useInfiniteQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { LinkButton } from '../../../ui/Button.js'
import { Select } from '../../../ui/Field.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { Page } from '../../../ui/Page.js'
import { useFilters } from '../../../ui/useFilters.js'
import { BroadcastRow } from './BroadcastRow.js'
import './broadcasts.css'
import { listKey, states } from './broadcasts.js'
import { t } from './messages.js'

const watchMs = 3_000

/** What was written to many, and how far it has come. */
export default function BroadcastsPage() {
  const [filters, setFilters] = useFilters()
  const state = states.find((each) => each === filters.state)
  const broadcasts = useInfiniteQuery({
    queryKey: [listKey, state],
    queryFn: ({ pageParam }) =>
      take(api.GET(listKey, { params: { query: { ...(state && { state }), cursor: pageParam } } })),
    ...byCursor,
    placeholderData: keepPreviousData,
    // While one is under way its figures move.
    refetchInterval: ({ state: { data } }) =>
      data && rowsOf(data).some((row) => row.state === 'running') ? watchMs : false
  })
  const compose = (
    <LinkButton look="primary" href="/app/teach/broadcasts/new">
      {t('compose')}
    </LinkButton>
  )
  return (
    <Page title={t('title')} back={{ href: '/app/teach', label: t('back') }} actions={compose}>
      <div class="broadcast-filters">
        <Select
          name="state"
          label={t('state')}
          value={state ?? ''}
          options={[{ value: '', label: t('all') }, ...states.map((value) => ({ value, label: t(`state.${value}`) }))]}
          onChange={({ currentTarget: { value } }) => setFilters({ state: value })}
        />
      </div>
      <Loaded query={broadcasts}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0 && state) return <EmptyState title={t('noneFit')} />
          if (rows.length === 0) {
            return (
              <EmptyState title={t('none')} action={compose}>
                {t('noneText')}
              </EmptyState>
            )
          }
          return (
            <ul class="rows">
              {rows.map((row) => (
                <BroadcastRow key={row.id} broadcast={row} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={broadcasts} />
    </Page>
  )
}
