import { conflict } from '../../lib/errors.js'
import { foldText } from '../../lib/text.js'
import { normalizeUsername } from '../../lib/usernames.js'
import type { UserRow } from './users.repository.js'

/** What a user says of themself. */
export interface Profile {
  username: string
  fullName: string | null
  email: string | null
  age: number | null
}

export type ProfileColumns = Profile & Pick<UserRow, 'usernameKey' | 'emailKey' | 'searchKey'>

/** With the forms by which it is compared and found. @throws 400 naming `username` */
export function toColumns(profile: Profile): ProfileColumns {
  const { username, usernameKey } = normalizeUsername(profile.username)
  const fullName = profile.fullName?.trim() || null
  const { email, age } = profile
  return {
    username,
    usernameKey,
    fullName,
    email,
    emailKey: email === null ? null : foldText(email),
    age,
    searchKey: foldText([username, fullName, email].filter(Boolean).join(' '))
  }
}

export function profileOf({ username, fullName, email, age }: UserRow): Profile {
  return { username, fullName, email, age }
}

export function alreadyTaken(what: 'username' | 'email'): Error {
  return what === 'username'
    ? conflict('USERNAME_TAKEN', 'This username is taken', { username: ['is taken'] })
    : conflict('EMAIL_TAKEN', 'Another account has this e-mail address', { email: ['is taken'] })
}
