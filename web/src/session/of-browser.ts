/**
 * What all tabs of this browser know of its session, at once and without asking: the cookie is of all of them, and phones
 * are shared.
 */
const userKey = 'naik-kelas.user'
const dueKey = 'naik-kelas.sign-out-due'

/** Whose page this is. */
let ours: string | undefined

/** Somebody is signed in, and the page is theirs. */
export function noteUser(id: string): void {
  ours = id
  write(userKey, id)
}

/** Somebody else is signed in, and the page is still of who was there before. */
export function noteOtherUser(id: string): void {
  write(userKey, id)
}

export function noteNobody(): void {
  write(userKey, null)
}

/** Whether what this page sends would be sent as somebody else. */
export function isOfAnother(): boolean {
  const user = read(userKey)
  return ours !== undefined && user !== null && user !== ours
}

/** Whether who this page is of has signed out since, or somebody else has signed in. */
export function isLeft(): boolean {
  return ours !== undefined && read(userKey) !== ours
}

/** Whether somebody has signed out and the server does not know it yet: until then their cookie is of no use. */
export function isSignOutNoted(): boolean {
  return read(dueKey) !== null
}

export function noteSignOutDue(isDue: boolean): void {
  write(dueKey, isDue ? '1' : null)
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // The browser keeps nothing: then each page goes by what the server says.
  }
}
