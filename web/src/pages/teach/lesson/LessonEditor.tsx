import { useRef } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { formatRelative } from '../../../messages/format.js'
import { Button } from '../../../ui/Button.js'
import { Field } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { toast } from '../../../ui/toast.js'
import { ConflictNote, useGuard } from '../Conflict.js'
import type { Course } from '../course.js'
import { LeaveWarning } from '../LeaveWarning.js'
import { MarkdownField } from '../MarkdownField.js'
import { useStoredDraft } from '../useStoredDraft.js'
import { LessonSettings } from './LessonSettings.js'
import { editableOf, keepLesson, type Lesson, type LessonDraft, readLesson } from './lesson.js'
import { Materials } from './Materials.js'
import { t } from './messages.js'
import { Versions } from './Versions.js'

/** A lesson as it is written. What is typed is kept on this device until it is saved. */
export function LessonEditor({ course, lesson }: { course: Course; lesson: Lesson }) {
  const place = useRef<HTMLDivElement>(null)
  const { id, version } = lesson
  const draft = useStoredDraft<LessonDraft>(`naik-kelas.lesson.${id}`, { version, value: editableOf(lesson) })
  const guard = useGuard(lesson, editableOf, draft.basis)
  if (!draft.isDirty) guard.follow(lesson)
  const { value } = draft
  const change = (changes: Partial<LessonDraft>) => draft.change({ ...value, ...changes })

  /** What was typed while it was under way is not in it. */
  const keep = (saved: Lesson, sent: LessonDraft) => {
    guard.adopt(saved)
    keepLesson(saved)
    draft.settle(sent, { version: saved.version, value: editableOf(saved) })
  }
  const save = async () => {
    const params = { path: { id } }
    keep(await guard.run((headers) => take(api.PATCH('/api/lessons/{id}', { params, headers, body: value }))), value)
    toast(t('saved'))
  }
  return (
    <div class="stack-wide" ref={place}>
      {draft.restoredFrom && (
        <div class="conflict" role="status">
          <p>{t('restored', { when: formatRelative(draft.restoredFrom) })}</p>
          <div>
            <Button onClick={draft.clear}>{t('discard')}</Button>
          </div>
        </div>
      )}
      <Form
        label={t('form')}
        submit={t('save')}
        onSubmit={save}
        actions={
          <span class="muted small" role="status">
            {draft.isDirty ? t('unsaved') : ''}
          </span>
        }
      >
        <div class="lesson-columns">
          <div class="stack">
            <Field
              name="title"
              label={t('name')}
              value={value.title}
              onInput={({ currentTarget }) => change({ title: currentTarget.value })}
              maxLength={200}
              required
            />
            <MarkdownField
              name="content"
              label={t('content')}
              value={value.content}
              onChange={(content) => change({ content })}
              rows={18}
              maxLength={200_000}
            />
          </div>
          <LessonSettings course={course} lessonId={id} value={value} onChange={change} />
        </div>
        <ConflictNote guard={guard} reload={() => readLesson(id)} onTakeTheirs={draft.clear} />
      </Form>
      <Materials
        course={course}
        lesson={lesson}
        onInsert={(text) => {
          change({ content: `${value.content.trimEnd()}\n\n${text}\n` })
          place.current?.querySelector<HTMLElement>('textarea[name="content"]')?.focus()
        }}
      />
      <Versions
        lesson={lesson}
        guard={guard}
        onRestored={(restored) => keep(restored, value)}
        isDirty={draft.isDirty}
      />
      <LeaveWarning isDirty={draft.isDirty} />
    </div>
  )
}
