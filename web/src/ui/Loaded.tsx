import type { ComponentChildren } from 'preact'
import { Problem } from '../api/problem.js'
import { Button, LinkButton } from './Button.js'
import { t } from './messages.js'
import { problemText } from './problem-text.js'
import { Skeleton } from './Skeleton.js'
import './states.css'

interface LoadedQuery<Data> {
  data: Data | undefined
  error: unknown
  refetch: () => unknown
}

interface LoadedProps<Data> {
  query: LoadedQuery<Data>
  /** While nothing has come yet. */
  skeleton?: ComponentChildren
  children: (data: Data) => ComponentChildren
}

/** What was asked for, or why it is not there. What is there stays when asking for it anew fails. */
export function Loaded<Data>({ query, skeleton, children }: LoadedProps<Data>) {
  const { data, error } = query
  if (data !== undefined) return <>{children(data)}</>
  if (error) return <ErrorState error={error} onRetry={() => void query.refetch()} />
  return <>{skeleton ?? <Skeleton />}</>
}

/** What happened, and what to do about it. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const status = error instanceof Problem ? error.status : undefined
  return (
    <div class="state" role="alert">
      <p class="state-title">{titleOf(status)}</p>
      <p class="muted">{problemText(error)}</p>
      {status === 403 || status === 404 ? (
        <LinkButton href="/app/">{t('state.toStart')}</LinkButton>
      ) : (
        onRetry && <Button onClick={onRetry}>{t('state.retry')}</Button>
      )}
    </div>
  )
}

function titleOf(status: number | undefined): string {
  if (status === 0) return t('state.offline')
  if (status === 403) return t('state.forbidden')
  if (status === 404) return t('state.missing')
  return t('state.failed')
}

/** There is nothing yet, and what to do next. */
export function EmptyState({
  title,
  children,
  action
}: {
  title: string
  children?: ComponentChildren
  action?: ComponentChildren
}) {
  return (
    <div class="state">
      <p class="state-title">{title}</p>
      {children && <div class="muted">{children}</div>}
      {action}
    </div>
  )
}
