import { useMutation } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, type Schema, seen, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Field } from '../../../ui/Field.js'
import { numberOf } from '../../../ui/form-values.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { t } from './messages.js'
import { NewSecret } from './NewSecret.js'
import { WebhookDialog } from './WebhookDialog.js'

type Asked = 'edit' | 'rotate' | 'remove'

/** What is done to a webhook. */
export function WebhookActions({ webhook }: { webhook: Schema<'Webhook'> }) {
  const { id, url, state, organizationId } = webhook
  const { route } = useLocation()
  const [asked, setAsked] = useState<Asked>()
  const [secret, setSecret] = useState<string>()
  const params = { path: { id } }
  const close = () => setAsked(undefined)
  const reread = () => queryClient.invalidateQueries({ queryKey: ['/api/webhooks/{id}'] })
  const onError = (error: unknown) => toast(problemText(error))

  const test = useMutation({
    mutationFn: () => take(api.POST('/api/webhooks/{id}/test', { params })),
    onSuccess: () => toast(t('tested')),
    onError,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['/api/webhooks/{id}/deliveries'] })
  })
  const turn = useMutation({
    mutationFn: () =>
      take(
        api.PATCH('/api/webhooks/{id}', {
          params,
          headers: seen(webhook),
          body: { state: state === 'enabled' ? 'disabled' : 'enabled' }
        })
      ),
    onError,
    onSettled: reread
  })
  const rotate = async (data: FormData) => {
    const body = { keepOldForHours: numberOf(data, 'keepOldForHours') ?? 0 }
    const answer = await take(api.POST('/api/webhooks/{id}/rotate-secret', { params, headers: seen(webhook), body }))
    close()
    setSecret(answer.secret)
    await reread()
  }
  const remove = async () => {
    await take(api.DELETE('/api/webhooks/{id}', { params, headers: seen(webhook) }))
    await queryClient.invalidateQueries({ queryKey: ['/api/organizations/{id}/webhooks'] })
    toast(t('removed'))
    route('/app/admin/webhooks')
  }

  return (
    <>
      <div class="row">
        <Button isBusy={test.isPending} onClick={() => test.mutate()}>
          {t('test')}
        </Button>
        <Button onClick={() => setAsked('edit')}>{t('edit')}</Button>
        <Button isBusy={turn.isPending} onClick={() => turn.mutate()}>
          {state === 'enabled' ? t('disable') : t('enable')}
        </Button>
        <Button onClick={() => setAsked('rotate')}>{t('rotate')}</Button>
        <Button look="danger" onClick={() => setAsked('remove')}>
          {t('remove')}
        </Button>
      </div>
      {asked === 'edit' && (
        <WebhookDialog
          organizationId={organizationId}
          webhook={webhook}
          onDone={() => {
            close()
            toast(t('saved'))
          }}
          onClose={close}
        />
      )}
      {asked === 'rotate' && (
        <Confirm title={t('rotate.title')} action={t('rotate.do')} onConfirm={rotate} onClose={close}>
          <p>{t('rotate.text')}</p>
          <Field name="keepOldForHours" type="number" min={0} label={t('rotate.hours')} defaultValue="24" required />
        </Confirm>
      )}
      {asked === 'remove' && (
        <Confirm title={t('remove.title')} action={t('remove')} isDanger onConfirm={remove} onClose={close}>
          <p>{t('remove.text', { url })}</p>
        </Confirm>
      )}
      {secret && <NewSecret secret={secret} onClose={() => setSecret(undefined)} />}
    </>
  )
}
