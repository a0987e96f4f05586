import { Checkbox, Field, Select } from '../../../ui/Field.js'
import type { Course } from '../course.js'
import { t as common } from '../messages.js'
import { useOutline } from '../outline.js'
import { ReleaseFields } from '../release/ReleaseFields.js'
import type { Status } from '../StatusBadge.js'
import type { LessonDraft } from './lesson.js'
import { t } from './messages.js'

interface LessonSettingsProps {
  course: Course
  lessonId: string
  value: LessonDraft
  onChange: (changes: Partial<LessonDraft>) => void
}

/** Who sees the lesson, when, and what it counts for. */
export function LessonSettings({ course, lessonId, value, onChange }: LessonSettingsProps) {
  const outline = useOutline(course.id)
  return (
    <div class="stack">
      <Select
        name="status"
        label={t('status')}
        value={value.status}
        onChange={({ currentTarget }) => onChange({ status: currentTarget.value as Status })}
        options={(['draft', 'published', 'archived'] as const).map((status) => ({
          value: status,
          label: common(`status.${status}`)
        }))}
      />
      <Field
        name="minutes"
        type="number"
        label={t('minutes')}
        min={1}
        max={10_000}
        value={value.minutes ?? ''}
        onInput={({ currentTarget }) => onChange({ minutes: currentTarget.valueAsNumber || null })}
      />
      <div>
        <Checkbox
          name="isRequired"
          label={t('required')}
          hint={t('requiredHint')}
          checked={value.isRequired}
          onChange={({ currentTarget }) => onChange({ isRequired: currentTarget.checked })}
        />
        <Checkbox
          name="isFree"
          label={t('free')}
          hint={t('freeHint')}
          checked={value.isFree}
          onChange={({ currentTarget }) => onChange({ isFree: currentTarget.checked })}
        />
      </div>
      <ReleaseFields
        of="lesson"
        value={value.release}
        onChange={(release) => onChange({ release })}
        timeZone={course.timeZone}
        outline={outline.data}
        except={lessonId}
      />
    </div>
  )
}
