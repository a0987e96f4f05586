import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, seen, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { nameOf } from '../../../people/name.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { Field } from '../../../ui/Field.js'
import { toast } from '../../../ui/toast.js'
import { refresh } from '../queries.js'
import { t } from './messages.js'
import type { User } from './users.js'

/** Nobody does this by mistake: it is last on the page, and asks for the username. */
export function DeleteUser({ user }: { user: User }) {
  const [isAsking, setAsking] = useState(false)
  const { route } = useLocation()
  const { id, username } = user
  const name = nameOf(user)
  const remove = async () => {
    await changeSeen(
      () => take(api.DELETE('/api/users/{id}', { params: { path: { id } }, headers: seen(user) })),
      () => refresh('/api/users/{id}')
    )
    toast(t('delete.done', { name }))
    route('/app/admin/users')
    queryClient.removeQueries({ queryKey: ['/api/users/{id}', id] })
    await refresh('/api/users', '/api/organizations/{id}/members')
  }
  return (
    <section class="stack-tight" aria-labelledby="users-delete">
      <h2 id="users-delete">{t('delete.part')}</h2>
      <p class="muted">{t('delete.lead')}</p>
      <p>
        <Button look="danger" onClick={() => setAsking(true)}>
          {t('delete.action')}
        </Button>
      </p>
      {isAsking && (
        <Confirm
          title={t('delete.title', { name })}
          action={t('delete.submit')}
          isDanger
          onConfirm={remove}
          onClose={() => setAsking(false)}
        >
          <p>{t('delete.text')}</p>
          <ul>
            <li>{t('delete.ends')}</li>
            <li>{t('delete.leaves')}</li>
            <li>{t('delete.stays')}</li>
          </ul>
          <Field
            name="confirm"
            label={t('delete.confirm', { username })}
            autoComplete="off"
            autoCapitalize="none"
            spellcheck={false}
            // A dot is all that a username may have that means something in a pattern.
            pattern={username.replaceAll('.', '\\.')}
            title={t('delete.mismatch')}
            required
          />
        </Confirm>
      )}
    </section>
  )
}
