import { useState } from 'preact/hooks'
import type { Schema } from '../../../api/client.js'
import { Field, Select } from '../../../ui/Field.js'
import type { Outline } from '../outline.js'
import { fromZoned, toZoned } from '../zoned-time.js'
import { t } from './messages.js'

export type Release = Schema<'Release'>

const kinds = ['immediately', 'date', 'after_enrolment', 'cohort_week', 'after_lesson'] as const

interface ReleaseFieldsProps {
  of: 'module' | 'lesson'
  value: Release
  onChange?: (release: Release) => void
  timeZone: string
  outline: Outline | undefined
  /** The lesson itself, which cannot wait for itself. */
  except?: string
}

/** When something opens for learners: the rule, and what it needs to be complete. */
export function ReleaseFields({ of, value, onChange, timeZone, outline, except }: ReleaseFieldsProps) {
  const [release, setRelease] = useState(value)
  const { kind } = release
  const change = (to: Release) => {
    setRelease(to)
    onChange?.(to)
  }
  const lessons = (outline?.modules ?? []).flatMap(({ title, lessons: of }) =>
    of.filter(({ id }) => id !== except).map((lesson) => ({ value: lesson.id, label: `${title}: ${lesson.title}` }))
  )
  return (
    <div class="stack">
      <Select
        name="release.kind"
        label={t('kind')}
        value={kind}
        onChange={({ currentTarget }) => change(emptyRelease(currentTarget.value as Release['kind']))}
        options={kinds.map((each) => ({ value: each, label: t(`${of}.${each}`) }))}
      />
      {kind === 'date' && (
        <Field
          name="release.at"
          type="datetime-local"
          label={t('at')}
          hint={t('zone', { timeZone })}
          defaultValue={value.kind === 'date' ? toZoned(value.at, timeZone) : ''}
          onInput={({ currentTarget }) => change({ kind, at: fromZoned(currentTarget.value, timeZone) ?? '' })}
          required
        />
      )}
      {kind === 'after_enrolment' && (
        <Field
          name="release.days"
          type="number"
          label={t('days')}
          min={0}
          max={3650}
          defaultValue={value.kind === kind ? value.days : 7}
          onInput={({ currentTarget }) => change({ kind, days: currentTarget.valueAsNumber || 0 })}
          required
        />
      )}
      {kind === 'cohort_week' && (
        <Field
          name="release.week"
          type="number"
          label={t('week')}
          hint={t('weekHint')}
          min={1}
          max={520}
          defaultValue={value.kind === kind ? value.week : 1}
          onInput={({ currentTarget }) => change({ kind, week: currentTarget.valueAsNumber || 1 })}
          required
        />
      )}
      {kind === 'after_lesson' && (
        <Select
          name="release.lessonId"
          label={t('lesson')}
          value={release.kind === kind ? release.lessonId : ''}
          onChange={({ currentTarget }) => change({ kind, lessonId: currentTarget.value })}
          options={[{ value: '', label: t('chooseLesson') }, ...lessons]}
          required
        />
      )}
    </div>
  )
}

function emptyRelease(kind: Release['kind']): Release {
  if (kind === 'date') return { kind, at: '' }
  if (kind === 'after_enrolment') return { kind, days: 7 }
  if (kind === 'cohort_week') return { kind, week: 1 }
  if (kind === 'after_lesson') return { kind, lessonId: '' }
  return { kind: 'immediately' }
}

/** The rule that the fields say. */
export function releaseFrom(data: FormData, timeZone: string): Release {
  const kind = data.get('release.kind')
  const text = (name: string) => String(data.get(`release.${name}`) ?? '')
  if (kind === 'date') return { kind, at: fromZoned(text('at'), timeZone) ?? '' }
  if (kind === 'after_enrolment') return { kind, days: Number(text('days')) }
  if (kind === 'cohort_week') return { kind, week: Number(text('week')) }
  if (kind === 'after_lesson') return { kind, lessonId: text('lessonId') }
  return { kind: 'immediately' }
}
