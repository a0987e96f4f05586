import { useEffect, useRef, useState } from 'preact/hooks'
import { api, type Schema, seen, take } from '../api/client.js'
import { Problem } from '../api/problem.js'
import { queryClient } from '../api/queries.js'
import { sendOrQueue, waiting } from '../offline/offline.js'
import { useReturn } from '../session/expired.js'

export type Note = Schema<'Note'>
export type SaveState =
  | { kind: 'idle' | 'unsaved' | 'saving' | 'saved' | 'queued' | 'conflict' }
  | { kind: 'failed'; error: unknown }

const pauseMs = 1_000
const all = { limit: 100 }
let drafts = 0

export const lessonNotesKey = (lessonId: string) => ['/api/lessons/{id}/notes', lessonId, all]

export function fetchLessonNotes(lessonId: string) {
  return take(api.GET('/api/lessons/{id}/notes', { params: { path: { id: lessonId }, query: all } }))
}

interface Kept {
  text: string
  /** Unknown while the note waits to be sent. */
  note: Note | undefined
  /** Under which it waits to be made. */
  queuedAs: string | undefined
}

interface AutosaveOptions {
  lessonId: string
  note?: Note | undefined
  /** The time in the video that a new note is about. */
  positionMs?: (() => number | undefined) | undefined
}

/** A note that is saved while it is typed: after a pause, when it is left, and when the page is. */
export function useAutosave({ lessonId, note, positionMs }: AutosaveOptions) {
  const [text, setText] = useState(note?.text ?? '')
  const [state, setState] = useState<SaveState>({ kind: 'idle' })
  const kept = useRef<Kept>({ text: note?.text ?? '', note, queuedAs: undefined })
  const wanted = useRef(text)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const running = useRef<Promise<unknown>>(Promise.resolve())

  /** Whether nothing is left that would be lost with the page. */
  const saveNow = async (isOverwriting: boolean): Promise<boolean> => {
    const now = wanted.current
    if (now.trim() === '' || now === kept.current.text) return true
    setState({ kind: 'saving' })
    try {
      await adoptWhatWasSent(lessonId, kept.current)
      const result = await send({ lessonId, text: now, kept: kept.current, isOverwriting, positionMs: positionMs?.() })
      kept.current.text = now
      if (result) keepInList(lessonId, result)
      setState({ kind: wanted.current !== now ? 'unsaved' : result ? 'saved' : 'queued' })
      return wanted.current === now
    } catch (error) {
      const isConflict = error instanceof Problem && error.status === 412
      setState(isConflict ? { kind: 'conflict' } : { kind: 'failed', error })
      return false
    }
  }

  /** One after the other: two at once would make two notes, or refuse each other. */
  const save = (isOverwriting = false): Promise<boolean> => {
    clearTimeout(timer.current)
    const saved = running.current.then(() => saveNow(isOverwriting))
    running.current = saved
    return saved
  }

  useReturn(() => void save())
  useEffect(() => {
    const leave = () => document.visibilityState === 'hidden' && void save()
    document.addEventListener('visibilitychange', leave)
    return () => {
      document.removeEventListener('visibilitychange', leave)
      void save()
    }
  }, [])

  return {
    text,
    state,
    save,
    noteId: kept.current.note?.id,
    type(next: string): void {
      wanted.current = next
      setText(next)
      setState({ kind: 'unsaved' })
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void save(), pauseMs)
    },
    /** Leaves what was typed, for what was written elsewhere. */
    async takeTheirs(): Promise<void> {
      const id = kept.current.note?.id
      if (!id) return
      const theirs = await take(api.GET('/api/notes/{id}', { params: { path: { id } } }))
      kept.current = { text: theirs.text, note: theirs, queuedAs: undefined }
      wanted.current = theirs.text
      setText(theirs.text)
      setState({ kind: 'saved' })
    },
    /** What comes next is another note. */
    startAnother(): void {
      kept.current = { text: '', note: undefined, queuedAs: undefined }
      wanted.current = ''
      setText('')
      setState({ kind: 'idle' })
    }
  }
}

interface Sending {
  lessonId: string
  text: string
  kept: Kept
  isOverwriting: boolean
  positionMs: number | undefined
}

/** What the API keeps now; undefined while it waits for a network. */
async function send({ lessonId, text, kept, isOverwriting, positionMs }: Sending): Promise<Note | undefined> {
  const { note } = kept
  if (note) {
    const headers = isOverwriting ? {} : seen(note)
    const result = await sendOrQueue<Note>({ method: 'PATCH', path: `/api/notes/${note.id}`, body: { text }, headers })
    if ('queued' in result) return undefined
    kept.note = result.sent
    return result.sent
  }
  drafts += 1
  const key = kept.queuedAs ?? `note ${lessonId} ${Date.now()} ${drafts}`
  const body = { text, ...(positionMs !== undefined && { positionMs }) }
  const result = await sendOrQueue<Note>({ method: 'POST', path: `/api/lessons/${lessonId}/notes`, body, key })
  if ('queued' in result) {
    kept.queuedAs = key
    return undefined
  }
  kept.queuedAs = undefined
  kept.note = result.sent
  return result.sent
}

/** A new note that waited may have been sent meanwhile: then it is changed, and not made once more. */
async function adoptWhatWasSent(lessonId: string, kept: Kept): Promise<void> {
  if (!kept.queuedAs || waiting.value.some(({ key }) => key === kept.queuedAs)) return
  const { data } = await fetchLessonNotes(lessonId)
  kept.note = data.filter(({ text }) => text === kept.text).at(-1)
  kept.queuedAs = undefined
}

function keepInList(lessonId: string, note: Note): void {
  queryClient.setQueryData<Schema<'NotePage'>>(lessonNotesKey(lessonId), (list) => {
    if (!list) return list
    const isKnown = list.data.some(({ id }) => id === note.id)
    return {
      ...list,
      data: isKnown ? list.data.map((each) => (each.id === note.id ? note : each)) : [...list.data, note]
    }
  })
  void queryClient.invalidateQueries({ queryKey: ['/api/me/notes'], refetchType: 'none' })
}
