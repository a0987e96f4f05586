import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { changeSeen } from '../../ui/changed-meanwhile.js'

export type Preferences = Schema<'NotificationPreferences'>
export type Cadence = Preferences['types'][number]['inApp']
export type Channel = 'inApp' | 'mail'
export type Timing = Pick<Preferences, 'quietHours' | 'digest'>

export const cadences: readonly Cadence[] = ['at_once', 'daily', 'weekly', 'never']
export const preferencesKey = ['/api/me/notification-preferences'] as const

interface Seen {
  preferences: Preferences
  /** Of the state that was read: the body does not have its version. */
  etag: string | null
}

export function usePreferences() {
  return useQuery({ queryKey: preferencesKey, queryFn: fetchPreferences })
}

async function fetchPreferences(): Promise<Seen> {
  let etag: string | null = null
  const call = api.GET('/api/me/notification-preferences').then((answer) => {
    etag = answer.response.headers.get('etag')
    return answer
  })
  return { preferences: await take(call), etag }
}

/** What is chosen and not saved yet, over what there is: read anew, the latter changes and the former stays. */
export function useDraft({ preferences, etag }: Seen) {
  const [timing, setTiming] = useState<Partial<Timing>>({})
  const [chosen, setChosen] = useState<ReadonlyMap<string, Cadence>>(new Map())
  const keyOf = (type: string, channel: Channel) => `${channel} ${type}`
  const saved = new Map(
    preferences.types.flatMap(({ type, inApp, mail }) => [
      [keyOf(type, 'inApp'), inApp],
      [keyOf(type, 'mail'), mail]
    ])
  )
  const cadenceOf = (type: string, channel: Channel): Cadence => {
    const key = keyOf(type, channel)
    return chosen.get(key) ?? saved.get(key) ?? 'at_once'
  }
  const current: Timing = { quietHours: preferences.quietHours, digest: preferences.digest, ...timing }
  const changes =
    [...chosen].filter(([key, cadence]) => saved.get(key) !== cadence).length +
    Number(!isSame(current.quietHours, preferences.quietHours)) +
    Number(!isSame(current.digest, preferences.digest))
  const undo = () => {
    setTiming({})
    setChosen(new Map())
  }
  return {
    timing: current,
    changes,
    cadenceOf,
    undo,
    setTiming: (part: Partial<Timing>) => setTiming((former) => ({ ...former, ...part })),
    choose: (types: readonly string[], channel: Channel, cadence: Cadence) =>
      setChosen((former) => new Map([...former, ...types.map((type) => [keyOf(type, channel), cadence] as const)])),
    /** @throws Problem */
    save: async () => {
      const types = preferences.types.map(({ type }) => ({
        type,
        inApp: cadenceOf(type, 'inApp'),
        mail: cadenceOf(type, 'mail')
      }))
      const headers = etag === null ? {} : { 'If-Match': etag }
      const reread = () => queryClient.invalidateQueries({ queryKey: preferencesKey })
      await changeSeen(
        () => take(api.PUT('/api/me/notification-preferences', { headers, body: { ...current, types } })),
        reread
      )
      await reread()
      undo()
    }
  }
}

export type Draft = ReturnType<typeof useDraft>

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
