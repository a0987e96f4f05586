import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import { problemText } from '../../../ui/problem-text.js'
import type { Audience } from './AudienceFields.js'
import { t } from './messages.js'

/** How many it reaches, and some of them by name, before it is sent. */
export function Preview({ audience }: { audience: Audience | undefined }) {
  const preview = useQuery({
    queryKey: ['/api/broadcasts/preview', audience],
    queryFn: () => take(api.POST('/api/broadcasts/preview', { body: { audience: audience ?? {} } })),
    enabled: audience !== undefined
  })
  const { data, error } = preview
  return (
    <p class="broadcast-preview" role="status">
      {error ? problemText(error) : undefined}
      {data && <strong>{t('preview', { count: data.recipients })}</strong>}
      {data && data.sample.length > 0 && (
        <span class="muted small"> {t('preview.sample', { names: data.sample.join(', ') })}</span>
      )}
      {!data && !error && <span class="muted">{t('preview.counting')}</span>}
    </p>
  )
}
