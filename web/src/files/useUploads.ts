import { useEffect, useRef, useState } from 'preact/hooks'
import type { Schema } from '../api/client.js'
import { uploadFile } from './upload.js'

export interface Upload {
  id: number
  file: File
  share: number
  /** Why it failed; then it can be tried again. */
  error?: unknown
}

let lastId = 0

/** Uploads that are under way, or failed. What is done is handed on, and gone from here. */
export function useUploads(organizationId: string | undefined, onDone: (file: Schema<'File'>) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const stops = useRef(new Map<number, AbortController>())
  const done = useRef(onDone)
  done.current = onDone
  useEffect(
    () => () => {
      for (const stop of stops.current.values()) stop.abort()
    },
    []
  )

  const change = (id: number, changes: Partial<Upload>) => {
    setUploads((all) => all.map((each) => (each.id === id ? { ...each, ...changes } : each)))
  }
  const drop = (id: number) => setUploads((all) => all.filter((each) => each.id !== id))

  const run = async (id: number, file: File) => {
    const stop = new AbortController()
    stops.current.set(id, stop)
    const onProgress = (share: number) => change(id, { share })
    try {
      const uploaded = await uploadFile(file, {
        onProgress,
        signal: stop.signal,
        ...(organizationId && { organizationId })
      })
      drop(id)
      done.current(uploaded)
    } catch (error) {
      if (!stop.signal.aborted) change(id, { error })
    } finally {
      stops.current.delete(id)
    }
  }

  return {
    uploads,
    start(files: readonly File[]) {
      const added = files.map((file) => ({ id: ++lastId, file, share: 0 }))
      setUploads((all) => [...all, ...added])
      for (const { id, file } of added) void run(id, file)
    },
    retry({ id, file }: Upload) {
      change(id, { share: 0, error: undefined })
      void run(id, file)
    },
    cancel({ id }: Upload) {
      stops.current.get(id)?.abort()
      drop(id)
    }
  }
}
