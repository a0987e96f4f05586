import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { type Organization, refresh } from '../queries.js'
import { t } from './messages.js'

const path = '/api/issuers/{organizationId}/keys'

/** What the certificates of an organisation are signed with. */
export function IssuerKeys({ organization: { id, name } }: { organization: Organization }) {
  const [isAsking, setAsking] = useState(false)
  const params = { path: { organizationId: id } }
  // The answer is for everybody, and may be some minutes old: after a change it is asked for past what is kept.
  const keys = useQuery({ queryKey: [path, id], queryFn: () => take(api.GET(path, { params, cache: 'no-cache' })) })
  const rotate = async () => {
    await take(api.POST(path, { params }))
    await refresh(path)
    setAsking(false)
    toast(t('keys.rotated'))
  }
  return (
    <section class="stack-tight" aria-labelledby="organizations-keys">
      <h2 id="organizations-keys">{t('keys.title')}</h2>
      <p class="muted">{t('keys.lead')}</p>
      <Loaded query={keys}>
        {({ keys: { length: count } }) =>
          count > 0 ? (
            <p>
              {t('keys.count', { count })} ·{' '}
              <a href={`/api/issuers/${id}/keys`} download="jwks.json">
                {t('keys.file')}
              </a>
            </p>
          ) : (
            <p>{t('keys.none')}</p>
          )
        }
      </Loaded>
      <p>
        <Button onClick={() => setAsking(true)}>{t('keys.rotate')}</Button>
      </p>
      {isAsking && (
        <Confirm title={t('keys.rotate')} action={t('keys.rotate')} onConfirm={rotate} onClose={() => setAsking(false)}>
          <p>{t('keys.rotateText', { organization: name })}</p>
        </Confirm>
      )}
    </section>
  )
}
