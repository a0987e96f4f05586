import { unprocessable } from '../../lib/errors.js'

const maxBytes = 255
/** Those that turn the direction of what follows make `gpj.exe` of `exe.jpg`. */
const misleading = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
const control = /[\p{Cc}\p{Cs}\u2028\u2029]/u

/**
 * The name as it is kept and shown; no path is ever made of it. Refused rather than mended: a name that climbs out of its
 * folder is no accident.
 * @throws 422 UNSAFE_FILE_NAME naming `file`
 */
export function cleanFileName(input: string): string {
  const name = input.normalize('NFC').trim()
  if (name === '') throw unsafe('must have a name')
  if (/[/\\]/.test(name)) throw unsafe('must be named without a folder: its name must not contain / or \\')
  if (name.startsWith('.')) throw unsafe('must not have a name that begins with a dot')
  if (control.test(name)) throw unsafe('must not have control characters in its name')
  if (misleading.test(name)) throw unsafe('must not have characters in its name that turn the direction of writing')
  if (Buffer.byteLength(name) > maxBytes) throw unsafe(`must not have a name of more than ${maxBytes} bytes`)
  return name
}

/** In lower case and without its dot; empty when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}

function unsafe(message: string): Error {
  return unprocessable('UNSAFE_FILE_NAME', 'file', message)
}
