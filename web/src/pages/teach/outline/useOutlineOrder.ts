import { useEffect, useRef, useState } from 'preact/hooks'
import { api, type Schema, seen, take } from '../../../api/client.js'
import { Problem } from '../../../api/problem.js'
import { queryClient } from '../../../api/queries.js'
import { keepOutline, outlineKey, readOutline, refreshOutline } from '../outline.js'
import { isSameOrder, mergeOrder, type Order, orderOf } from './outline-order.js'

type Outline = Schema<'Outline'>

/** Why the order that is shown is not saved: somebody else was first, or what the API said. */
export type Unsaved = { why: 'changed' } | { why: 'failed'; error: unknown }

/**
 * The order of the outline: shown at once, and saved behind it, one change after the other, to what was read last. What
 * could not be saved stays on the page until one says what to do with it.
 */
export function useOutlineOrder(courseId: string, outline: Outline) {
  const [wanted, setWanted] = useState<Order | null>(null)
  const [unsaved, setUnsaved] = useState<Unsaved | null>(null)
  const latest = useRef<Order | null>(null)
  const isSaving = useRef(false)
  const savedVersion = useRef(0)

  const want = (order: Order | null) => {
    latest.current = order
    setWanted(order)
  }

  async function save(): Promise<void> {
    if (isSaving.current) return
    isSaving.current = true
    setUnsaved(null)
    try {
      while (latest.current) {
        const sent: Order = latest.current
        const saved = await put(courseId, sent)
        keepOutline(saved)
        savedVersion.current = saved.version
        if (latest.current === sent) latest.current = null
      }
    } catch (error) {
      const isChanged = error instanceof Problem && error.status === 412
      setUnsaved(isChanged ? { why: 'changed' } : { why: 'failed', error })
    } finally {
      isSaving.current = false
    }
  }

  const now = orderOf(outline)
  // Not before the outline that was saved has arrived: else what has moved would jump back for a moment, and lose the focus.
  useEffect(() => {
    if (wanted && latest.current === null && outline.version >= savedVersion.current) setWanted(null)
  }, [wanted, outline])
  return {
    order: wanted ? mergeOrder(wanted, now) : now,
    unsaved,
    change(order: Order): void {
      want(order)
      // After a refusal it is not sent again by itself: one is being asked.
      if (!unsaved) void save()
    },
    /** My order, of what there is now. */
    async insist(): Promise<void> {
      try {
        const fresh = await readOutline(courseId)
        if (latest.current) want(mergeOrder(latest.current, orderOf(fresh)))
      } catch (error) {
        setUnsaved({ why: 'failed', error })
        return
      }
      await save()
    },
    async giveUp(): Promise<void> {
      want(null)
      setUnsaved(null)
      await refreshOutline(courseId)
    }
  }
}

/** A new version of the outline that has the same order, such as after a new title, is no reason to ask. */
async function put(courseId: string, order: Order): Promise<Outline> {
  const base = queryClient.getQueryData<Outline>(outlineKey(courseId))
  const send = (outline: Outline) =>
    take(
      api.PUT('/api/courses/{id}/outline', {
        params: { path: { id: courseId } },
        headers: seen(outline),
        body: { modules: order.map(({ id, lessonIds }) => ({ id, lessonIds: [...lessonIds] })) }
      })
    )
  if (!base) return send(await readOutline(courseId))
  try {
    return await send(base)
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 412) throw error
    const fresh = await readOutline(courseId)
    if (!isSameOrder(orderOf(fresh), orderOf(base))) throw error
    return send(fresh)
  }
}
