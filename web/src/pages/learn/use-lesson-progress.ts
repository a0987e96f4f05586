import { useEffect, useRef } from 'preact/hooks'
import { queryClient } from '../../api/queries.js'
import type { Outline, OutlineLesson } from '../../courses/queries.js'
import { withCompleted } from '../../courses/tree.js'
import { sendOrQueue, waitingBody } from '../../offline/offline.js'
import { problemText } from '../../ui/problem-text.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'

export type LessonProgress = ReturnType<typeof useLessonProgress>

interface LessonFacts {
  id: string
  courseId: string
  item: OutlineLesson | undefined
  /** Of others nothing is kept. */
  isLearner: boolean
}

/** What else tells how far somebody is. */
const dependent = ['/api/me/continue', '/api/me/enrolments', '/api/courses/{id}/progress/explain'] as const

/** What is told of a lesson to the API, and what the page shows meanwhile. */
export function useLessonProgress({ id, courseId, item, isLearner }: LessonFacts) {
  const path = `/api/lessons/${id}/progress`
  const video = useRef<HTMLVideoElement>(null)
  const isCompleted = (item ? item.completedAt !== null : false) || isWaiting(path)
  const isTouched = isCompleted || (item?.positionMs ?? 0) > 0

  const send = (body: { positionMs?: number; resumeMs?: number; completed?: true }) =>
    sendOrQueue({ method: 'PUT', path, body })

  // It has been begun: this is where one goes on, on other devices, too.
  useEffect(() => {
    if (!isLearner || isTouched || !navigator.onLine) return
    send({}).then(
      () => staleProgress('none'),
      () => undefined
    )
  }, [isLearner, id])

  const complete = async (): Promise<void> => {
    const before = queryClient.getQueriesData<Outline>({ queryKey: ['/api/courses/{id}/outline'] })
    await queryClient.cancelQueries({ queryKey: ['/api/courses/{id}/outline'] })
    showCompleted(courseId, id)
    try {
      const result = await send({ completed: true })
      if ('queued' in result) toast(t('player.doneQueued'))
      else await staleProgress('active')
    } catch (error) {
      for (const [key, outline] of before) queryClient.setQueryData(key, outline)
      toast(t('player.doneFailed', { why: problemText(error) }))
    }
  }

  return {
    isCompleted,
    complete,
    video,
    /** Where the video stands; undefined where there is none, or it was not begun. */
    videoTime: () => (video.current?.currentTime ? Math.floor(video.current.currentTime * 1_000) : undefined),
    /** In passing: whether it arrives matters little, the next report says it again. */
    report: (positionMs: number, resumeMs: number): void => {
      if (isLearner) send({ positionMs, resumeMs }).catch(() => undefined)
    }
  }
}

function isWaiting(path: string): boolean {
  const body = waitingBody('PUT', path)
  return typeof body === 'object' && body !== null && 'completed' in body && body.completed === true
}

/** At once: the answer will say the same. */
function showCompleted(courseId: string, lessonId: string): void {
  const now = new Date().toISOString()
  queryClient.setQueriesData<Outline>({ queryKey: ['/api/courses/{id}/outline'] }, (outline) =>
    outline?.courseId === courseId ? withCompleted(outline, lessonId, now) : outline
  )
}

async function staleProgress(refetchType: 'active' | 'none'): Promise<void> {
  const keys = refetchType === 'none' ? dependent : [...dependent, '/api/courses/{id}/outline']
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key], refetchType })))
}
