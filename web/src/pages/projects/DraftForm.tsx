import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, type Schema, take } from '../../api/client.js'
import { SaveNote } from '../../attempts/SaveNote.js'
import { Button } from '../../ui/Button.js'
import { TextArea } from '../../ui/Field.js'
import { toast } from '../../ui/toast.js'
import { ChecklistField } from './ChecklistField.js'
import { DeliverableField } from './DeliverableField.js'
import { nothing } from './draft.js'
import { HandIn } from './HandIn.js'
import { t } from './messages.js'
import { refreshSubmission, type Submission } from './submission-query.js'
import { useDraft } from './useDraft.js'

interface DraftFormProps {
  project: Schema<'Project'>
  submission: Submission
  own: NonNullable<Schema<'Project'>['own']>
  organizationId: string | undefined
}

const maxNote = 2_000

/** What is to be handed in, part by part. */
export function DraftForm({ project, submission, own, organizationId }: DraftFormProps) {
  const { route } = useLocation()
  const draft = useDraft(project, submission)
  const [isHandingIn, setHandingIn] = useState(false)
  const [uploading, setUploading] = useState<Readonly<Record<string, number>>>({})
  const handIn = async () => {
    const params = { path: { id: project.id } }
    await draft.finish(() => take(api.POST('/api/projects/{id}/submissions', { params, body: draft.body })))
    refreshSubmission(submission)
    toast(t('handIn.done'))
    route(`/app/submissions/${submission.id}`)
  }
  return (
    <div class="stack-wide">
      {project.deliverables.map((deliverable) => (
        <DeliverableField
          key={deliverable.id}
          deliverable={deliverable}
          part={draft.values.parts[deliverable.id] ?? nothing}
          organizationId={organizationId}
          onChange={(changes) => draft.changePart(deliverable.id, changes)}
          onBusy={(count) => setUploading((before) => ({ ...before, [deliverable.id]: count }))}
        />
      ))}
      {project.checklist.length > 0 && (
        <ChecklistField
          items={project.checklist}
          ticked={draft.values.checklist}
          onChange={(checklist) => draft.change((before) => ({ ...before, checklist }))}
        />
      )}
      <TextArea
        name="note"
        label={t('note.label')}
        hint={t('note.hint')}
        rows={3}
        maxLength={maxNote}
        value={draft.values.note}
        onInput={({ currentTarget: { value } }) => draft.change((before) => ({ ...before, note: value }))}
      />
      {draft.hasConflict && <Conflict onSettle={draft.settle} />}
      <div class="row project-hand-in">
        <Button look="primary" onClick={() => setHandingIn(true)}>
          {t('handIn')}
        </Button>
        <SaveNote state={draft.state} why={draft.why} />
      </div>
      {isHandingIn && (
        <HandIn
          project={project}
          own={own}
          values={draft.values}
          isUploading={Object.values(uploading).some((count) => count > 0)}
          onHandIn={handIn}
          onClose={() => setHandingIn(false)}
        />
      )}
    </div>
  )
}

/** Nothing typed is lost, and nothing is overwritten unasked. */
function Conflict({ onSettle }: { onSettle: (whose: 'mine' | 'theirs') => void }) {
  return (
    <div class="project-conflict stack-tight" role="alert">
      <p>{t('conflict.text')}</p>
      <div class="row">
        <Button onClick={() => onSettle('mine')}>{t('conflict.mine')}</Button>
        <Button onClick={() => onSettle('theirs')}>{t('conflict.theirs')}</Button>
      </div>
    </div>
  )
}
