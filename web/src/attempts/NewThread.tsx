import { useEffect, useRef, useState } from 'preact/hooks'
import { api, take } from '../api/client.js'
import { Button } from '../ui/Button.js'
import { Field, Select } from '../ui/Field.js'
import { CommentForm } from './CommentForm.js'
import { refreshThreads } from './changed.js'
import { t } from './messages.js'
import type { Place, ThreadsProps } from './Threads.js'

type NewThreadProps = Pick<ThreadsProps, 'submissionId' | 'attemptNumber' | 'places' | 'place' | 'onPlace'> & {
  hasSaved: boolean
}

/** Opened by its button, or by picking a line of a text. */
export function NewThread({ submissionId, attemptNumber, places, place, onPlace, hasSaved }: NewThreadProps) {
  const [isOpen, setOpen] = useState(false)
  const [own, setOwn] = useState<Place>({})
  const chosen = place ?? own
  const choose = onPlace ?? setOwn
  const close = () => {
    setOpen(false)
    choose({})
  }
  const isShown = isOpen || chosen.deliverableId !== undefined
  const wasShown = useRef(isShown)
  const opener = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (wasShown.current && !isShown) opener.current?.querySelector('button')?.focus()
    wasShown.current = isShown
  }, [isShown])
  if (!isShown) {
    return (
      <div ref={opener}>
        <Button onClick={() => setOpen(true)}>{t('threads.begin')}</Button>
      </div>
    )
  }
  const hasLines = places.find(({ id }) => id === chosen.deliverableId)?.kind === 'text'
  const send = async (text: string) => {
    const about = {
      ...(attemptNumber !== undefined && { attemptNumber }),
      ...(chosen.deliverableId && { deliverableId: chosen.deliverableId }),
      ...(hasLines && chosen.line && { line: chosen.line })
    }
    const params = { path: { id: submissionId } }
    await take(api.POST('/api/submissions/{id}/threads', { params, body: { ...about, text } }))
    close()
    await refreshThreads()
  }
  return (
    <CommentForm
      label={t('threads.begin')}
      submit={t('threads.send')}
      hasSaved={hasSaved}
      isFocused
      onSend={send}
      onCancel={close}
    >
      {places.length > 0 && (
        <Select
          name="deliverableId"
          label={t('threads.place')}
          value={chosen.deliverableId ?? ''}
          options={[
            { value: '', label: t('threads.placeWhole') },
            ...places.map(({ id, title }) => ({ value: id, label: title }))
          ]}
          onChange={(event) => {
            setOpen(true)
            choose({ deliverableId: event.currentTarget.value || undefined })
          }}
        />
      )}
      {hasLines && (
        <Field
          name="line"
          label={t('threads.line')}
          hint={t('threads.lineHint')}
          type="number"
          min={1}
          step={1}
          inputMode="numeric"
          value={chosen.line ?? ''}
          onInput={(event) => choose({ ...chosen, line: Number(event.currentTarget.value) || undefined })}
        />
      )}
    </CommentForm>
  )
}
