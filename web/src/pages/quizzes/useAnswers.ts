import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../api/problem.js'
import { queryClient } from '../../api/queries.js'
import { isWaitingFor, untilSent } from '../../attempts/until-sent.js'
import { sendOrQueue, waitingBody } from '../../offline/offline.js'
import { useReturn } from '../../session/expired.js'
import { type Answer, type Answers, type Question, startingAnswers, toSend } from './answers.js'
import { attemptKey, type TimedAttempt } from './attempt-query.js'

const pauseMs = 700
const retryMs = 4_000

/**
 * The answers of an attempt that runs. Each is saved a moment after it was given, by itself; what cannot be sent waits for
 * a network. `onClosed`: the server says that the attempt takes nothing any more.
 */
export function useAnswers({ id, questions }: TimedAttempt, onClosed: () => void) {
  const path = `/api/quiz-attempts/${id}/answers`
  const [answers, setAnswers] = useState<Answers>(() => startingAnswers(questions, waitingBody('PUT', path)))
  const [own, setOwn] = useState<'saved' | 'saving' | 'failed'>('saved')
  const kinds = useRef(new Map(questions.map(({ questionId, kind }): [string, Question['kind']] => [questionId, kind])))
  const unsaved = useRef(new Map<string, Answer>())
  const timer = useRef<ReturnType<typeof setTimeout>>()
  const sending = useRef<Promise<void>>(Promise.resolve())

  const later = (ms: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void save(), ms)
  }

  const send = async () => {
    if (unsaved.current.size === 0) return
    const batch = [...unsaved.current]
    unsaved.current = new Map()
    try {
      await sendOrQueue({ method: 'PUT', path, body: { answers: toBody(batch, kinds.current) } })
      if (unsaved.current.size === 0) setOwn('saved')
    } catch (error) {
      if (error instanceof Problem && error.code === 'ATTEMPT_CLOSED') return onClosed()
      // What was typed since is newer.
      unsaved.current = new Map([...batch, ...unsaved.current])
      setOwn('failed')
      if (!(error instanceof Problem && error.status === 401)) later(retryMs)
    }
  }

  /** One after the other: an older answer never overtakes a newer one. */
  const save = (): Promise<void> => {
    clearTimeout(timer.current)
    sending.current = sending.current.then(send)
    return sending.current
  }

  const answer = (questionId: string, value: Answer) => {
    setAnswers((before) => ({ ...before, [questionId]: value }))
    unsaved.current.set(questionId, value)
    setOwn('saving')
    keepInCache(id, questionId, toSend(kinds.current.get(questionId) ?? 'essay', value))
    later(pauseMs)
  }

  useReturn(() => void save())
  useEffect(() => {
    const saveWhenHidden = () => document.visibilityState === 'hidden' && void save()
    document.addEventListener('visibilitychange', saveWhenHidden)
    return () => {
      document.removeEventListener('visibilitychange', saveWhenHidden)
      void save()
    }
  }, [])

  return {
    answers,
    answer,
    state: own === 'saved' && isWaitingFor(path) ? ('waiting' as const) : own,
    /** Waits for what is under way; then what is left to be sent along. @throws Problem while there is no network */
    async rest() {
      clearTimeout(timer.current)
      await sending.current
      await untilSent(path)
      return toBody([...unsaved.current], kinds.current)
    }
  }
}

function toBody(batch: readonly (readonly [string, Answer])[], kinds: ReadonlyMap<string, Question['kind']>) {
  return batch.map(([questionId, value]) => ({ questionId, answer: toSend(kinds.get(questionId) ?? 'essay', value) }))
}

/** Who leaves the page and comes back finds what they typed, not what was there when they first came. */
function keepInCache(id: string, questionId: string, answer: Answer): void {
  queryClient.setQueryData<TimedAttempt>(
    attemptKey(id),
    (attempt) =>
      attempt && {
        ...attempt,
        questions: attempt.questions.map((each) => (each.questionId === questionId ? { ...each, answer } : each))
      }
  )
}
