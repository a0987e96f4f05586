import { useQuery } from '@tanstack/preact-query'
import { useEffect, useState } from 'preact/hooks'
import { api, take } from '../api/client.js'
import { ControlNotes, useControl } from '../ui/Form.js'
import { problemText } from '../ui/problem-text.js'
import { t } from './messages.js'
import { nameOf } from './name.js'
import './person-field.css'

export interface Person {
  id: string
  username: string
  fullName: string | null
}

interface PersonFieldProps {
  /** The form is handed the id of who was chosen by this name. */
  name: string
  label: string
  /** Among whom, and the key of the query. All users that one sees when absent. */
  among?: { key: readonly string[]; find: (q: string) => Promise<readonly Person[]> }
}

const pauseMs = 300
const mostShown = 8

const users = {
  key: ['/api/users'],
  find: async (q: string) => (await take(api.GET('/api/users', { params: { query: { q, limit: mostShown } } }))).data
}

/** Somebody, found by a part of their name. */
export function PersonField({ name, label, among = users }: PersonFieldProps) {
  const control = useControl(name, t('hint'))
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const found = useQuery({
    queryKey: [...among.key, 'found', asked],
    queryFn: () => among.find(asked),
    enabled: asked !== ''
  })
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  const people = asked === '' ? [] : (found.data ?? []).slice(0, mostShown)
  return (
    <div class="field">
      <label class="field-label" for={control.id}>
        {label}
      </label>
      <input
        {...control.aria}
        id={control.id}
        type="search"
        autoComplete="off"
        spellcheck={false}
        maxLength={200}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        // Enter would send the form, which nobody is chosen in yet.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      <ControlNotes control={control} hint={t('hint')} />
      <p class="unseen" role="status">
        {found.data && asked !== '' && t('found', { count: people.length })}
      </p>
      {found.error && <p class="field-error">{problemText(found.error)}</p>}
      {asked !== '' && found.data?.length === 0 && <p class="muted small">{t('none')}</p>}
      {people.length > 0 && (
        <fieldset class="person-choices">
          <legend class="unseen">{label}</legend>
          {people.map((person) => (
            <label key={person.id} class="field-choice">
              <input type="radio" name={name} value={person.id} required />
              <span>
                {nameOf(person)} <span class="muted small">{person.username}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}
