import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { Field, RadioGroup, Select } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { numberOf, textOf } from '../../../ui/form-values.js'
import { toast } from '../../../ui/toast.js'
import { ConflictNote, useGuard } from '../Conflict.js'
import { type Course, courseKey, keepCourse } from '../course.js'
import { MarkdownInput } from '../MarkdownField.js'
import { fromZoned, toZoned } from '../zoned-time.js'
import { t } from './messages.js'
import { Section } from './Section.js'
import { timeZoneOptions } from './time-zones.js'

const visibilities = ['public', 'internal', 'invite_only'] as const
const modes = ['open', 'approval', 'invite', 'closed'] as const
const levels = ['beginner', 'intermediate', 'advanced'] as const

/** What the course says of itself, who finds it, how one gets in and how long one stays. */
export function CourseForm({ course }: { course: Course }) {
  const [shown, setShown] = useState(course)
  const [generation, setGeneration] = useState(0)
  const guard = useGuard(course, editable)
  const save = async (data: FormData) => {
    const saved = await guard.run((headers) =>
      take(
        api.PATCH('/api/courses/{id}', {
          params: { path: { id: course.id } },
          headers,
          body: fieldsFrom(data)
        })
      )
    )
    guard.adopt(saved)
    keepCourse(saved)
    toast(t('saved'))
  }
  const reload = () =>
    queryClient.fetchQuery({
      queryKey: courseKey(course.id),
      queryFn: () => take(api.GET('/api/courses/{id}', { params: { path: { id: course.id } } })),
      staleTime: 0
    })
  const takeTheirs = (theirs: Course) => {
    setShown(theirs)
    setGeneration(generation + 1)
  }
  return (
    <Form key={generation} class="settings" label={t('course.form')} submit={t('save')} onSubmit={save}>
      <ContentFields course={shown} />
      <DoorFields course={shown} />
      <ConflictNote guard={guard} reload={reload} onTakeTheirs={takeTheirs} />
    </Form>
  )
}

function ContentFields({ course }: { course: Course }) {
  return (
    <Section title={t('course.content')}>
      <Field name="title" label={t('course.title')} defaultValue={course.title} maxLength={200} required />
      <MarkdownInput
        name="description"
        label={t('course.description')}
        hint={t('course.descriptionHint')}
        defaultValue={course.description}
        rows={10}
        maxLength={20_000}
      />
      <div class="settings-pair">
        <Select
          name="level"
          label={t('course.level')}
          defaultValue={course.level ?? ''}
          options={[
            { value: '', label: t('course.noLevel') },
            ...levels.map((value) => ({ value, label: t(`level.${value}`) }))
          ]}
        />
        <Field
          name="durationWeeks"
          type="number"
          label={t('course.weeks')}
          min={1}
          max={520}
          defaultValue={course.durationWeeks ?? ''}
        />
        <Field name="category" label={t('course.category')} defaultValue={course.category ?? ''} maxLength={80} />
        <Field
          name="tags"
          label={t('course.tags')}
          hint={t('course.tagsHint')}
          defaultValue={course.tags.join(', ')}
          maxLength={900}
        />
      </div>
      <Field
        name="slug"
        label={t('course.slug')}
        hint={t('course.slugHint')}
        defaultValue={course.slug}
        pattern="[a-z0-9]+(-[a-z0-9]+)*"
        maxLength={100}
        required
        autoCapitalize="none"
        spellcheck={false}
      />
      <Field
        name="thumbnailUrl"
        label={t('course.thumbnail')}
        hint={t('course.thumbnailHint')}
        defaultValue={course.thumbnailUrl ?? ''}
        maxLength={2000}
        inputMode="url"
      />
    </Section>
  )
}

function DoorFields({ course }: { course: Course }) {
  return (
    <Section title={t('course.door')}>
      <RadioGroup
        name="visibility"
        label={t('course.visibility')}
        defaultValue={course.visibility}
        options={visibilities.map((value) => ({
          value,
          label: t(`visibility.${value}`),
          hint: t(`visibility.${value}.hint`)
        }))}
      />
      <RadioGroup
        name="enrolmentMode"
        label={t('course.mode')}
        defaultValue={course.enrolmentMode}
        options={modes.map((value) => ({ value, label: t(`mode.${value}`), hint: t(`mode.${value}.hint`) }))}
      />
      <div class="settings-pair">
        <Field
          name="capacity"
          type="number"
          label={t('course.capacity')}
          hint={t('course.capacityHint')}
          min={1}
          max={100_000}
          defaultValue={course.capacity ?? ''}
        />
        <Field
          name="accessDays"
          type="number"
          label={t('course.accessDays')}
          hint={t('course.accessDaysHint')}
          min={1}
          max={3650}
          defaultValue={course.accessDays ?? ''}
        />
        <Select
          name="timeZone"
          label={t('course.timeZone')}
          hint={t('course.timeZoneHint')}
          defaultValue={course.timeZone}
          options={timeZoneOptions(course.timeZone)}
        />
        <Field
          name="endsAt"
          type="datetime-local"
          label={t('course.endsAt')}
          hint={t('course.endsAtHint')}
          defaultValue={toZoned(course.endsAt, course.timeZone)}
        />
      </div>
    </Section>
  )
}

/** What the form shows of a course. */
function editable({ id, version, createdAt, updatedAt, status, publishedAt, archivedAt, ...fields }: Course) {
  return fields
}

function fieldsFrom(data: FormData) {
  const timeZone = String(data.get('timeZone'))
  const level = textOf(data, 'level') as Schema<'Course'>['level'] | undefined
  return {
    title: String(data.get('title')),
    description: String(data.get('description')),
    level: level ?? null,
    durationWeeks: numberOf(data, 'durationWeeks') ?? null,
    category: textOf(data, 'category') ?? null,
    tags: listOf(textOf(data, 'tags')),
    slug: String(data.get('slug')),
    thumbnailUrl: textOf(data, 'thumbnailUrl') ?? null,
    visibility: data.get('visibility') as Course['visibility'],
    enrolmentMode: data.get('enrolmentMode') as Course['enrolmentMode'],
    capacity: numberOf(data, 'capacity') ?? null,
    accessDays: numberOf(data, 'accessDays') ?? null,
    timeZone,
    endsAt: fromZoned(textOf(data, 'endsAt') ?? '', timeZone)
  }
}

function listOf(text = ''): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}
