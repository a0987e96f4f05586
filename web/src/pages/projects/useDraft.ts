import { useEffect, useRef, useState } from 'preact/hooks'
import { type Schema, seen } from '../../api/client.js'
import { Problem } from '../../api/problem.js'
import { queryClient } from '../../api/queries.js'
import type { SaveState } from '../../attempts/SaveNote.js'
import { isWaitingFor, untilSent } from '../../attempts/until-sent.js'
import { sendOrQueue, waitingBody } from '../../offline/offline.js'
import { useReturn } from '../../session/expired.js'
import { problemText } from '../../ui/problem-text.js'
import { type DraftBody, isSame, nothing, type Part, toBody, toValues, type Values } from './draft.js'
import { fetchOwn, ownKey, type Submission } from './submission-query.js'

const pauseMs = 1_000
const retryMs = 5_000

/**
 * What a learner prepares. It is saved a moment after it was typed, by itself. What is shown is what was typed here: what
 * comes from elsewhere meanwhile is offered, and never put in its place.
 */
export function useDraft(project: Schema<'Project'>, submission: Submission) {
  const path = `/api/projects/${project.id}/draft`
  const [values, setValues] = useState(() => {
    return toValues(submission.draft, waitingBody('PUT', path) as DraftBody | undefined)
  })
  const [state, setState] = useState<SaveState>('saved')
  const [why, setWhy] = useState('')
  const [conflict, setConflict] = useState<Submission>()
  const latest = useRef(values)
  const version = useRef(submission.version)
  const sent = useRef<DraftBody>(toBody(project, toValues(submission.draft)))
  const isDirty = useRef(false)
  const isStopped = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>()
  const sending = useRef<Promise<void>>(Promise.resolve())

  const later = (ms: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void save(), ms)
  }

  const put = async (body: DraftBody): Promise<void> => {
    const headers = seen({ version: version.current })
    const result = await sendOrQueue<Submission>({ method: 'PUT', path, body, headers })
    sent.current = body
    if (!('sent' in result)) return
    version.current = result.sent.version
    queryClient.setQueryData(ownKey(project.id), result.sent)
  }

  /** Somebody has changed it: ourselves, when an answer was lost or what waited was sent; else another window. */
  const reconcile = async (body: DraftBody): Promise<void> => {
    const now = await fetchOwn(project.id)
    if (isSame(project, now.draft, sent.current) || isSame(project, now.draft, body)) {
      version.current = now.version
      return put(body)
    }
    isStopped.current = true
    setConflict(now)
    setState('conflict')
  }

  const send = async () => {
    if (!isDirty.current || isStopped.current) return
    isDirty.current = false
    const body = toBody(project, latest.current)
    try {
      await put(body).catch((error: unknown) => {
        if (error instanceof Problem && error.status === 412) return reconcile(body)
        throw error
      })
      if (!isDirty.current && !isStopped.current) setState('saved')
    } catch (error) {
      isDirty.current = true
      const mayComeThrough = error instanceof Problem && (error.isTemporary || error.status >= 500)
      setState(mayComeThrough ? 'failed' : 'refused')
      setWhy(problemText(error))
      if (mayComeThrough) later(retryMs)
    }
  }

  const save = (): Promise<void> => {
    clearTimeout(timer.current)
    sending.current = sending.current.then(send)
    return sending.current
  }

  const change = (how: (before: Values) => Values) => {
    latest.current = how(latest.current)
    setValues(latest.current)
    isDirty.current = true
    if (isStopped.current) return
    setState('saving')
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
    values,
    why,
    state: state === 'saved' && isWaitingFor(path) ? ('waiting' as const) : state,
    body: toBody(project, values),
    changePart(id: string, changes: (part: Part) => Partial<Part>) {
      change((before) => {
        const part = before.parts[id] ?? nothing
        return { ...before, parts: { ...before.parts, [id]: { ...part, ...changes(part) } } }
      })
    },
    change,
    hasConflict: conflict !== undefined,
    /** Which of the two is to stay. */
    settle(whose: 'mine' | 'theirs') {
      if (!conflict) return
      version.current = conflict.version
      isStopped.current = false
      setConflict(undefined)
      if (whose === 'theirs') {
        latest.current = toValues(conflict.draft)
        sent.current = toBody(project, latest.current)
        setValues(latest.current)
        isDirty.current = false
        return setState('saved')
      }
      change((before) => before)
    },
    /** Before it is handed in: nothing is saved after that, and what is under way arrives first. @throws Problem offline */
    async finish(handIn: () => Promise<unknown>) {
      clearTimeout(timer.current)
      await sending.current
      await untilSent(path)
      const wasStopped = isStopped.current
      isStopped.current = true
      try {
        await handIn()
        isDirty.current = false
      } catch (error) {
        isStopped.current = wasStopped
        throw error
      }
    }
  }
}
