import { CircleCheck } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Outline, OutlineLesson } from '../../courses/queries.js'
import { nextLesson } from '../../courses/tree.js'
import { Button, LinkButton } from '../../ui/Button.js'
import { t } from './messages.js'
import type { LessonProgress } from './use-lesson-progress.js'

interface CompletionProps {
  course: string
  lessonId: string
  item: OutlineLesson | undefined
  outline: Outline | undefined
  isLearner: boolean
  progress: LessonProgress
}

/** The one thing to do at the end of a lesson: say that it is done, take its quiz, or go on. */
export function Completion({ course, lessonId, item, outline, isLearner, progress }: CompletionProps) {
  const region = useRef<HTMLDivElement>(null)
  const [said, setSaid] = useState('')
  const wasActive = useRef(outline?.enrolmentStatus === 'active')
  const { isCompleted, complete } = progress
  const hasFinished = wasActive.current && outline?.enrolmentStatus === 'completed'

  // The button is gone: what stands in its place has the focus then.
  useEffect(() => {
    if (said && isCompleted) region.current?.querySelector('a')?.focus()
  }, [said, isCompleted])

  if (!isLearner) return <Outside course={course} />
  const markDone = () => {
    void complete()
    setSaid(t('lesson.done'))
  }
  return (
    <div ref={region} class="player-done">
      <div role="status">
        {isCompleted && (
          <p class="player-done-text">
            <CircleCheck size={22} aria-hidden="true" />
            {said && outline?.progress ? t('player.doneNow', { ...outline.progress }) : t('player.isDone')}
          </p>
        )}
        {hasFinished && <p>{t('go.completed')}</p>}
      </div>
      {!isCompleted && item?.hasQuiz && <p>{t('player.quizWhy')}</p>}
      <div class="row">
        {isCompleted ? (
          <GoOn {...{ course, lessonId, outline, hasFinished }} />
        ) : (
          !item?.hasQuiz && (
            <Button look="primary" onClick={markDone}>
              {t('player.markDone')}
            </Button>
          )
        )}
        {item?.hasQuiz && (
          <LinkButton look={isCompleted ? 'secondary' : 'primary'} href={`/app/lessons/${lessonId}/quiz`}>
            {t(isCompleted ? 'player.quizAgain' : 'player.quiz')}
          </LinkButton>
        )}
      </div>
    </div>
  )
}

type GoOnProps = Pick<CompletionProps, 'course' | 'lessonId' | 'outline'> & { hasFinished: boolean }

function GoOn({ course, lessonId, outline, hasFinished }: GoOnProps) {
  const next = outline && nextLesson(outline, lessonId)
  if (hasFinished || !next) {
    return (
      <LinkButton look="primary" href={hasFinished ? '/app/certificates' : `/app/courses/${course}`}>
        {t(hasFinished ? 'go.certificates' : 'player.toCourse')}
      </LinkButton>
    )
  }
  return (
    <LinkButton look="primary" href={`/app/courses/${course}/lessons/${next.id}`}>
      {t('player.nextLesson', { lesson: next.title })}
    </LinkButton>
  )
}

/** Who reads it as a guest, or as one of the staff. */
function Outside({ course }: { course: string }) {
  return (
    <div class="player-done">
      <p>{t('player.notLearning')}</p>
      <div>
        <LinkButton href={`/app/courses/${course}`}>{t('player.enrol')}</LinkButton>
      </div>
    </div>
  )
}
