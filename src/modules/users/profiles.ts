import { isTimeZone } from '../../lib/calendar.js'
import { conflict, unprocessable } from '../../lib/errors.js'
import type { Language } from '../../lib/languages.js'
import { foldText } from '../../lib/text.js'
import { normalizeUsername } from '../../lib/usernames.js'
import type { UserRow } from './users.repository.js'

/** What a user says of themself. */
export interface Profile {
  username: string
  fullName: string | null
  email: string | null
  age: number | null
  /** In which they are written to. */
  language: Language
  /** Of their day: its name. */
  timeZone: string
}

export type ProfileColumns = Profile & Pick<UserRow, 'usernameKey' | 'emailKey' | 'searchKey'>

/** With the forms by which it is compared and found. @throws 400 naming `username`; 422 UNKNOWN_TIME_ZONE */
export function toColumns(profile: Profile): ProfileColumns {
  const { username, usernameKey } = normalizeUsername(profile.username)
  const fullName = profile.fullName?.trim() || null
  const { email, age, language, timeZone } = profile
  if (!isTimeZone(timeZone)) {
    throw unprocessable('UNKNOWN_TIME_ZONE', 'timeZone', 'must be the name of a time zone, such as Asia/Jakarta')
  }
  return {
    username,
    usernameKey,
    fullName,
    email,
    emailKey: email === null ? null : foldText(email),
    age,
    language,
    timeZone,
    searchKey: foldText([username, fullName, email].filter(Boolean).join(' '))
  }
}

export function profileOf({ username, fullName, email, age, language, timeZone }: UserRow): Profile {
  return { username, fullName, email, age, language, timeZone }
}

export function alreadyTaken(what: 'username' | 'email'): Error {
  return what === 'username'
    ? conflict('USERNAME_TAKEN', 'This username is taken', { username: ['is taken'] })
    : conflict('EMAIL_TAKEN', 'Another account has this e-mail address', { email: ['is taken'] })
}
