import { api, take } from '../../../api/client.js'
import { formatRelative } from '../../../messages/format.js'
import { Button } from '../../../ui/Button.js'
import { Checkbox, Field, Select } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { toast } from '../../../ui/toast.js'
import { ConflictNote, useGuard } from '../Conflict.js'
import type { Course } from '../course.js'
import { LeaveWarning } from '../LeaveWarning.js'
import { MarkdownField } from '../MarkdownField.js'
import { useOutline } from '../outline.js'
import { useStoredDraft } from '../useStoredDraft.js'
import { Checklist } from './Checklist.js'
import { DeadlineFields } from './DeadlineFields.js'
import { Deliverables } from './Deliverables.js'
import { t } from './messages.js'
import { bodyOf, editableOf, keepProject, type Project, type ProjectDraft, readProject } from './project.js'
import { RubricChoice } from './RubricChoice.js'

/** A project as it is written. What is typed is kept on this device until it is saved. */
export function ProjectEditor({ course, project }: { course: Course; project: Project }) {
  const { id, version } = project
  const { timeZone } = course
  const outline = useOutline(course.id)
  const editable = (of: Project) => editableOf(of, timeZone)
  const draft = useStoredDraft<ProjectDraft>(`naik-kelas.project.${id}`, { version, value: editable(project) })
  const guard = useGuard(project, editable, draft.basis)
  if (!draft.isDirty) guard.follow(project)
  const { value } = draft
  const change = (changes: Partial<ProjectDraft>) => draft.change({ ...value, ...changes })
  const save = async () => {
    const body = bodyOf(value, timeZone)
    const params = { path: { id } }
    const saved = await guard.run((headers) => take(api.PATCH('/api/projects/{id}', { params, headers, body })))
    guard.adopt(saved)
    keepProject(saved)
    draft.settle(value, { version: saved.version, value: editable(saved) })
    toast(t('saved'))
  }
  const lessons = (outline.data?.modules ?? []).flatMap((module) =>
    module.lessons.map((lesson) => ({ value: lesson.id, label: `${module.title}: ${lesson.title}` }))
  )
  return (
    <>
      {draft.restoredFrom && (
        <div class="conflict" role="status">
          <p>{t('restored', { when: formatRelative(draft.restoredFrom) })}</p>
          <div>
            <Button onClick={draft.clear}>{t('discard')}</Button>
          </div>
        </div>
      )}
      <Form
        class="stack-wide"
        label={t('project')}
        submit={t('save')}
        onSubmit={save}
        actions={
          <span class="muted small" role="status">
            {draft.isDirty ? t('unsaved') : ''}
          </span>
        }
      >
        <section class="project-part" aria-labelledby="project-task">
          <h2 id="project-task">{t('task')}</h2>
          <Field
            name="title"
            label={t('name')}
            value={value.title}
            onInput={({ currentTarget }) => change({ title: currentTarget.value })}
            maxLength={200}
            required
          />
          <MarkdownField
            name="brief"
            label={t('brief')}
            hint={t('briefHint')}
            value={value.brief}
            onChange={(brief) => change({ brief })}
            rows={12}
            maxLength={50_000}
          />
          <Select
            name="lessonId"
            label={t('opens')}
            value={value.lessonId}
            onChange={({ currentTarget }) => change({ lessonId: currentTarget.value })}
            options={[{ value: '', label: t('opensAtOnce') }, ...lessons]}
          />
          <Checkbox
            name="isRequired"
            label={t('required')}
            hint={t('requiredHint')}
            checked={value.isRequired}
            onChange={({ currentTarget }) => change({ isRequired: currentTarget.checked })}
          />
        </section>
        <Deliverables rows={value.deliverables} onChange={(deliverables) => change({ deliverables })} />
        <Checklist rows={value.checklist} onChange={(checklist) => change({ checklist })} />
        <RubricChoice
          organizationId={course.organizationId}
          current={project.rubric}
          value={value.rubricVersionId}
          onChange={(rubricVersionId) => change({ rubricVersionId })}
        />
        <DeadlineFields timeZone={timeZone} value={value} onChange={change} />
        <ConflictNote guard={guard} reload={() => readProject(id)} onTakeTheirs={draft.clear} />
      </Form>
      <LeaveWarning isDirty={draft.isDirty} />
    </>
  )
}
