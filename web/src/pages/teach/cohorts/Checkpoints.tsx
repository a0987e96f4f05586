import { useState } from 'preact/hooks'
import { api, seen, take } from '../../../api/client.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Field, TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { type Checkpoint, type Cohort, checkpointOf, formatDay, refreshCohort } from './cohorts.js'
import { t } from './messages.js'
import { useCheckpoints } from './useBoard.js'

/** What each member is to show, week by week. */
export function Checkpoints({ cohort }: { cohort: Cohort }) {
  const [edited, setEdited] = useState<Checkpoint | 'new'>()
  const checkpoints = useCheckpoints(cohort.id)
  const add = (
    <Button look="primary" onClick={() => setEdited('new')}>
      {t('checkpoints.add')}
    </Button>
  )
  return (
    <>
      <Loaded query={checkpoints}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('checkpoints.none')} action={add}>
              {t('checkpoints.noneText')}
            </EmptyState>
          ) : (
            <>
              <div>{add}</div>
              <ol class="rows">
                {rows.map((checkpoint) => (
                  <li key={checkpoint.id} class="row-apart">
                    <div>
                      <p class="cohort-name">
                        {t('board.checkpoint', { week: checkpoint.week, title: checkpoint.title })}
                      </p>
                      <p class="muted small">
                        {checkpoint.dueOn
                          ? t('board.due', { day: formatDay(checkpoint.dueOn) })
                          : t('checkpoints.noDue')}
                      </p>
                    </div>
                    <Button
                      isSmall
                      aria-label={t('checkpoints.editOf', { title: checkpoint.title })}
                      onClick={() => setEdited(checkpoint)}
                    >
                      {t('edit')}
                    </Button>
                  </li>
                ))}
              </ol>
            </>
          )
        }
      </Loaded>
      {edited && (
        <CheckpointDialog
          cohort={cohort}
          onClose={() => setEdited(undefined)}
          {...(edited !== 'new' && { checkpoint: edited })}
        />
      )}
    </>
  )
}

interface CheckpointDialogProps {
  cohort: Cohort
  checkpoint?: Checkpoint
  onClose: () => void
}

function CheckpointDialog({ cohort, checkpoint, onClose }: CheckpointDialogProps) {
  const [isRemoving, setRemoving] = useState(false)
  const changed = async (change: () => Promise<unknown>) => {
    await changeSeen(change, () => refreshCohort(cohort))
    await refreshCohort(cohort)
    onClose()
  }
  const save = (data: FormData) =>
    changed(() => {
      const body = checkpointOf(data)
      if (!checkpoint)
        return take(api.POST('/api/cohorts/{id}/checkpoints', { params: { path: { id: cohort.id } }, body }))
      const params = { path: { id: checkpoint.id } }
      return take(api.PATCH('/api/checkpoints/{id}', { params, body, headers: seen(checkpoint) }))
    })
  if (checkpoint && isRemoving) {
    const params = { path: { id: checkpoint.id } }
    return (
      <Confirm
        title={t('checkpoints.deleteTitle', { title: checkpoint.title })}
        action={t('delete.action')}
        isDanger
        onConfirm={() =>
          changed(() => take(api.DELETE('/api/checkpoints/{id}', { params, headers: seen(checkpoint) })))
        }
        onClose={onClose}
      >
        <p>{t('checkpoints.deleteText')}</p>
      </Confirm>
    )
  }
  return (
    <Dialog title={t(checkpoint ? 'checkpoints.edit' : 'checkpoints.add')} onClose={onClose}>
      <Form
        submit={t('save')}
        onSubmit={save}
        actions={
          checkpoint && (
            <Button look="danger" onClick={() => setRemoving(true)}>
              {t('delete.action')}
            </Button>
          )
        }
      >
        <Field
          name="week"
          label={t('checkpoints.week')}
          type="number"
          min={1}
          max={520}
          defaultValue={checkpoint?.week ?? cohort.currentWeek ?? 1}
          required
        />
        <Field name="title" label={t('checkpoints.title')} defaultValue={checkpoint?.title} maxLength={200} required />
        <TextArea
          name="instructions"
          label={t('checkpoints.instructions')}
          defaultValue={checkpoint?.instructions}
          maxLength={10_000}
        />
        <Field name="dueOn" label={t('checkpoints.dueOn')} type="date" defaultValue={checkpoint?.dueOn ?? ''} />
      </Form>
    </Dialog>
  )
}
