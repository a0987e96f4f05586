import { useInfiniteQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../api/client.js'
import { byCursor, rowsOf } from '../../api/lists.js'
import { queryClient } from '../../api/queries.js'
import { OuterLink } from '../../attempts/AttemptItems.js'
import { formatDate } from '../../messages/format.js'
import { Button } from '../../ui/Button.js'
import { Field } from '../../ui/Field.js'
import { Form } from '../../ui/Form.js'
import { Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { t as common } from '../../ui/messages.js'
import { problemText } from '../../ui/problem-text.js'
import { toast } from '../../ui/toast.js'
import { useFocusSwap } from '../../ui/use-focus-swap.js'
import { toAddress } from './draft.js'
import { t } from './messages.js'
import type { Submission } from './submission-query.js'

const outputsKey = '/api/submissions/{id}/outputs'
const hourMinutes = 60

/** What came out on the way, and what it took. */
export function Outputs({ project, submission }: { project: Schema<'Project'>; submission: Submission }) {
  const { id, status } = submission
  const isOpen = project.status === 'published' && status !== 'accepted' && status !== 'rejected'
  const outputs = useInfiniteQuery({
    queryKey: [outputsKey, id],
    queryFn: ({ pageParam }) => {
      return take(api.GET('/api/submissions/{id}/outputs', { params: { path: { id }, query: { cursor: pageParam } } }))
    },
    ...byCursor
  })
  return (
    <section class="stack" aria-labelledby="project-outputs">
      <h3 id="project-outputs" class="project-subtitle">
        {t('outputs')}
      </h3>
      <p class="muted">{t('outputs.text')}</p>
      <Loaded query={outputs}>
        {(data) => {
          const rows = rowsOf(data)
          const minutes = rows.reduce((sum, each) => sum + each.minutes, 0)
          if (rows.length === 0) return <p>{t('outputs.empty')}</p>
          return (
            <>
              <ul class="rows">
                {rows.map((output) => (
                  <OutputRow key={output.id} output={output} mayDelete={isOpen} />
                ))}
              </ul>
              {minutes > 0 && !outputs.hasNextPage && <p>{t('outputs.total', { time: timeText(minutes) })}</p>}
            </>
          )
        }}
      </Loaded>
      <MoreButton query={outputs} />
      {isOpen && <AddOutput projectId={project.id} />}
    </section>
  )
}

function timeText(minutes: number): string {
  return t('outputs.hours', { h: Math.floor(minutes / hourMinutes), m: minutes % hourMinutes }).trim()
}

function OutputRow({ output, mayDelete }: { output: Schema<'SubmissionOutput'>; mayDelete: boolean }) {
  const { id, what, link, minutes, createdAt } = output
  const remove = async () => {
    try {
      await take(api.DELETE('/api/outputs/{id}', { params: { path: { id } } }))
      await queryClient.invalidateQueries({ queryKey: [outputsKey] })
    } catch (error) {
      toast(problemText(error))
    }
  }
  return (
    <li class="row-apart">
      <div class="project-output">
        <p>{what}</p>
        {link && <OuterLink url={link} />}
        <p class="muted small">
          {formatDate(createdAt)}
          {minutes > 0 && ` · ${timeText(minutes)}`}
        </p>
      </div>
      {mayDelete && (
        <Button isSmall look="quiet" aria-label={t('outputs.delete', { what })} onClick={() => void remove()}>
          {t('outputs.deleteShort')}
        </Button>
      )}
    </li>
  )
}

function AddOutput({ projectId }: { projectId: string }) {
  const [isOpen, setOpen] = useState(false)
  const place = useFocusSwap<HTMLDivElement>(isOpen)
  const add = async (data: FormData) => {
    const link = toAddress(String(data.get('link')))
    const body = { what: String(data.get('what')), link: link || null, minutes: Number(data.get('minutes')) || 0 }
    await take(api.POST('/api/projects/{id}/outputs', { params: { path: { id: projectId } }, body }))
    setOpen(false)
    await queryClient.invalidateQueries({ queryKey: [outputsKey] })
  }
  return (
    <div ref={place}>
      {isOpen ? (
        <Form
          label={t('outputs.add')}
          submit={t('outputs.save')}
          onSubmit={add}
          actions={<Button onClick={() => setOpen(false)}>{common('dialog.cancel')}</Button>}
        >
          <Field name="what" label={t('outputs.what')} maxLength={500} required />
          <Field name="link" label={t('outputs.link')} inputMode="url" maxLength={2_000} />
          <Field name="minutes" label={t('outputs.minutes')} type="number" min={0} max={60_000} inputMode="numeric" />
        </Form>
      ) : (
        <Button data-opens onClick={() => setOpen(true)}>
          {t('outputs.add')}
        </Button>
      )}
    </div>
  )
}
