import type { ComponentChildren } from 'preact'
import type { Schema } from '../../api/client.js'
import { t as tc } from '../../courses/messages.js'
import type { Outline } from '../../courses/queries.js'
import { lessonsOf } from '../../courses/tree.js'
import { formatDate } from '../../messages/format.js'
import { duration } from './duration.js'
import { t } from './messages.js'

type Fact = readonly [term: string, fact: ComponentChildren]

/** What one wants to know of a course before anything else. */
export function CourseFacts({ course, outline }: { course: Schema<'Course'>; outline: Outline }) {
  const { level, durationWeeks, category, tags, endsAt, accessDays, capacity } = course
  const lessons = lessonsOf(outline)
  const minutes = lessons.reduce((sum, lesson) => sum + (lesson.minutes ?? 0), 0)
  const content = minutes > 0 ? { lessons: lessons.length, minutes: duration(minutes) } : { lessons: lessons.length }
  const facts: readonly (Fact | false | null)[] = [
    level && [t('fact.level'), tc(`level.${level}`)],
    durationWeeks !== null && [t('fact.duration'), tc('weeks', { count: durationWeeks })],
    lessons.length > 0 && [t('fact.lessons'), t(minutes > 0 ? 'fact.lessonsValue' : 'fact.lessonsOnly', content)],
    category !== null && [t('fact.category'), <CatalogueLink key="category" name="category" value={category} />],
    tags.length > 0 && [
      t('fact.topics'),
      <span key="tags" class="row">
        {tags.map((tag) => (
          <CatalogueLink key={tag} name="tag" value={tag} />
        ))}
      </span>
    ],
    capacity !== null && [t('fact.capacity'), t('fact.capacityValue', { count: capacity })],
    accessDays !== null && [t('fact.access'), t('fact.accessDays', { count: accessDays })],
    endsAt !== null && [t('fact.endsAt'), formatDate(endsAt)]
  ]
  return (
    <section class="stack-tight">
      <h2>{t('course.facts')}</h2>
      <dl class="course-facts">
        {facts
          .filter((fact) => fact !== false && fact !== null)
          .map(([term, fact]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

function CatalogueLink({ name, value }: { name: 'category' | 'tag'; value: string }) {
  return <a href={`/app/courses?${name}=${encodeURIComponent(value)}`}>{value}</a>
}
