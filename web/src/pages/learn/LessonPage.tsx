import { useQuery } from '@tanstack/preact-query'
import type { Schema } from '../../api/client.js'
import { lessonQuery } from '../../api/early-queries.js'
import { isTaking, type Outline, outlineQuery } from '../../courses/queries.js'
import { lessonsOf } from '../../courses/tree.js'
import type { PageParams } from '../../lazy-page.js'
import { Html } from '../../ui/Html.js'
import { Page } from '../../ui/Page.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { ClosedLesson } from './ClosedLesson.js'
import { Completion } from './Completion.js'
import { duration } from './duration.js'
import { LessonNotes } from './LessonNotes.js'
import { LessonSteps } from './LessonSteps.js'
import './lesson.css'
import { Materials } from './Materials.js'
import { t } from './messages.js'
import { PlayerLayout } from './PlayerLayout.js'
import { useLessonProgress } from './use-lesson-progress.js'

export default function LessonPage({ params }: { params: PageParams }) {
  const { id: course = '', lessonId = '' } = params
  return <OneLesson key={lessonId} course={course} lessonId={lessonId} />
}

/** @param course the id or the slug, as it stands in the address */
function OneLesson({ course, lessonId }: { course: string; lessonId: string }) {
  const outline = useQuery(outlineQuery(course))
  const lesson = useQuery(lessonQuery(lessonId))
  const view = () => {
    if (lesson.data && !outline.isPending) {
      return <OpenLesson course={course} lesson={lesson.data} outline={outline.data} />
    }
    if (lesson.error && !outline.isPending) {
      return (
        <ClosedLesson {...{ course, lessonId }} error={lesson.error} outline={outline.data} onRetry={lesson.refetch} />
      )
    }
    return (
      <div class="page">
        <Skeleton lines={12} />
      </div>
    )
  }
  return (
    <PlayerLayout course={course} lessonId={lessonId} outline={outline.data}>
      {view()}
    </PlayerLayout>
  )
}

interface OpenLessonProps {
  course: string
  lesson: Schema<'Lesson'>
  outline: Outline | undefined
}

function OpenLesson({ course, lesson, outline }: OpenLessonProps) {
  const { id, courseId, title, contentHtml, materials, minutes } = lesson
  const item = outline && lessonsOf(outline).find((each) => each.id === id)
  const isLearner = isTaking(outline?.enrolmentStatus)
  const progress = useLessonProgress({ id, courseId, item, isLearner })
  return (
    <Page
      title={title}
      back={{ href: `/app/courses/${course}`, label: t('player.back') }}
      lead={minutes !== null && t('player.minutes', { minutes: duration(minutes) })}
    >
      {contentHtml && <Html html={contentHtml} />}
      {!contentHtml && materials.length === 0 && <p class="muted">{t('player.empty')}</p>}
      <Materials materials={materials} resumeMs={item?.resumeMs ?? 0} progress={progress} />
      <Completion {...{ course, lessonId: id, item, outline, isLearner, progress }} />
      <LessonSteps course={course} lessonId={id} outline={outline} />
      {isLearner && <LessonNotes lessonId={id} progress={progress} />}
    </Page>
  )
}
