import type { Frame, LiveHandlers } from './ports.js'

/** Notifications that come twice are told once. More than a page of the API, and than what comes while a tab is closed. */
const rememberedIds = 500

/**
 * Where one tab stands, whoever brings the frames and however often. Positions are `<epoch>.<number>`; a badge may change
 * without a new one, so of frames with the same position the one that came last counts.
 */
export function createFeed(on: Pick<LiveHandlers, 'onUnread' | 'onNews' | 'onReset'>) {
  const told = new Set<string>()
  let position: string | undefined
  let unread: number | undefined

  function show(count: number | undefined): void {
    if (count === undefined || count === unread) return
    unread = count
    on.onUnread(count)
  }

  return {
    position: () => position,
    unread: () => unread,

    take(frame: Frame): void {
      const isOld = !frame.isReset && isBehind(frame.position, position)
      if (!isOld) position = frame.position
      const news = frame.news.filter(({ id }) => !told.has(id))
      for (const { id } of news) told.add(id)
      for (const id of [...told].slice(0, -rememberedIds)) told.delete(id)
      if (!isOld) show(frame.unread)
      if (frame.isReset) on.onReset()
      if (news.length > 0) on.onNews(news)
    },

    /** Where another tab stands. */
    catchUp(other: { position: string | undefined; unread: number | undefined }): void {
      if (other.position === undefined || isBehind(other.position, position)) return
      // What came between the two has been told to the other one alone.
      const hasMissed = position !== undefined && position !== other.position
      position = other.position
      show(other.unread)
      if (hasMissed) on.onReset()
    }
  }
}

function isBehind(position: string, known: string | undefined): boolean {
  if (known === undefined) return false
  const [epoch, number] = split(position)
  const [knownEpoch, knownNumber] = split(known)
  return epoch === knownEpoch && number < knownNumber
}

function split(position: string): [epoch: string, number: number] {
  const dot = position.lastIndexOf('.')
  return [position.slice(0, dot), Number(position.slice(dot + 1))]
}
