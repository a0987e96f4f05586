import { useEffect, useRef, useState } from 'preact/hooks'
import { api, seen, take } from '../../api/client.js'
import { Problem } from '../../api/problem.js'
import { useReturn } from '../../session/expired.js'
import { bodyOf, type Written, writtenOf } from './scores.js'
import type { ReviewDetail, ReviewDraft } from './types.js'

export type Saving = 'saved' | 'dirty' | 'saving' | 'failed' | 'conflict' | 'lost'

const pauseMs = 1_200
const retryMs = 6_000

/**
 * What is written of a review, saved whenever typing pauses, one at a time. What could not be saved is tried again; where it
 * was changed elsewhere, or the claim is lost, it stays on the page and its writer is told.
 */
export function useDraft(review: ReviewDetail, onSaved: () => void) {
  const criteria = review.rubric?.criteria ?? []
  const [written, setWritten] = useState<Written>(() => writtenOf(review.draft))
  const [saving, setSaving] = useState<Saving>('saved')
  const version = useRef(review.draft?.version)
  const latest = useRef(written)
  const isDirty = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>()
  const running = useRef<Promise<void>>(Promise.resolve())

  const put = async () => {
    if (!isDirty.current) return
    isDirty.current = false
    setSaving('saving')
    try {
      const saved = await save(review.id, bodyOf(latest.current, criteria), version.current)
      version.current = saved.version
      setSaving(isDirty.current ? 'dirty' : 'saved')
      onSaved()
    } catch (error) {
      isDirty.current = true
      setSaving(stateAfter(error))
      if (!(error instanceof Problem) || error.isTemporary) schedule(retryMs)
      throw error
    }
  }
  /** Saves what is not saved yet. @throws Problem */
  const flush = () => {
    clearTimeout(timer.current)
    running.current = running.current.catch(() => {}).then(put)
    return running.current
  }
  const schedule = (ms: number) => {
    clearTimeout(timer.current)
    // What went wrong is shown by `saving`.
    timer.current = setTimeout(() => void flush().catch(() => {}), ms)
  }
  const change = (to: Written) => {
    latest.current = to
    isDirty.current = true
    setWritten(to)
    setSaving((now) => (now === 'conflict' || now === 'lost' ? now : 'dirty'))
    if (saving !== 'conflict' && saving !== 'lost') schedule(pauseMs)
  }
  /** What is on the page replaces what was written elsewhere. */
  const overwrite = () => {
    version.current = undefined
    isDirty.current = true
    return flush()
  }

  useReturn(() => void flush().catch(() => {}))
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => isDirty.current && event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => {
      removeEventListener('beforeunload', warn)
      void flush().catch(() => {})
      clearTimeout(timer.current)
    }
  }, [])

  return { written, change, saving, flush, overwrite, version }
}

export type Draft = ReturnType<typeof useDraft>

function save(id: string, body: ReturnType<typeof bodyOf>, version: number | undefined): Promise<ReviewDraft> {
  const headers = version === undefined ? {} : seen({ version })
  return take(api.PUT('/api/reviews/{id}/draft', { params: { path: { id } }, body, headers }))
}

function stateAfter(error: unknown): Saving {
  if (!(error instanceof Problem)) return 'failed'
  if (error.status === 412) return 'conflict'
  return error.status === 409 || error.status === 403 || error.status === 404 ? 'lost' : 'failed'
}
