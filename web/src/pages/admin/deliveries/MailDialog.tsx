import { useMutation, useQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { Button } from '../../../ui/Button.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Loaded } from '../../../ui/Loaded.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { t } from './messages.js'

const sendable: readonly string[] = ['dead', 'kept', 'unknown']

/** What stands in a mail, and sending it again where that makes sense. */
export function MailDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const params = { params: { path: { id } } }
  const mail = useQuery({
    queryKey: ['/api/mails/{id}', id],
    queryFn: () => take(api.GET('/api/mails/{id}', params)),
    // To look at one that holds a secret is recorded: once is enough.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0
  })
  const send = useMutation({
    mutationFn: () => take(api.POST('/api/mails/{id}/send', params)),
    onSuccess: () => {
      toast(t('mail.sentAgain'))
      onClose()
    },
    onError: (error) => toast(problemText(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['/api/mails'] })
  })
  return (
    <Dialog title={t('mail.title')} onClose={onClose}>
      <Loaded query={mail}>
        {({ subject, to, text, state }) => (
          <div class="stack">
            <dl class="delivery-mail">
              <dt>{t('mail.to')}</dt>
              <dd>{to}</dd>
              <dt>{t('mail.subject')}</dt>
              <dd>{subject}</dd>
            </dl>
            {text === null ? <p class="muted">{t('mail.secret')}</p> : <p class="delivery-text">{text}</p>}
            {state === 'unknown' && <p>{t('mail.twice')}</p>}
            {sendable.includes(state) && (
              <div>
                <Button look="primary" isBusy={send.isPending} onClick={() => send.mutate()}>
                  {t('mail.send')}
                </Button>
              </div>
            )}
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}
