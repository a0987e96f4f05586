import { Button } from './Button.js'
import { t } from './messages.js'

interface MoreQuery {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

/** The rest of a list, for as long as there is one. */
export function MoreButton({ query }: { query: MoreQuery }) {
  if (!query.hasNextPage) return null
  return (
    <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {query.isFetchingNextPage ? t('state.loading') : t('list.more')}
    </Button>
  )
}
