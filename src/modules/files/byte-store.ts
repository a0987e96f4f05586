import { createHash } from 'node:crypto'
import { constants, createReadStream, type ReadStream } from 'node:fs'
import { copyFile, link, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError, unavailable } from '../../lib/errors.js'
import { idPattern } from '../../lib/ids.js'

export interface Received {
  /** Bytes. */
  size: number
  /** Hexadecimal. */
  sha256: string
}

/** What lies in the folder under a name that we gave: the bytes of an id, or those that are still arriving. */
export interface Stored {
  id: string
  isPart: boolean
}

export type ByteStore = ReturnType<typeof createByteStore>

const partEnd = '.part'
const isId = new RegExp(idPattern('file'))
const noRoomCodes = new Set(['ENOSPC', 'EDQUOT'])

/**
 * The bytes of files, on the disk: each under its id, which is all that its path is made of, in a folder for the last two
 * characters of the id. Bytes arrive under another name in the same folder and get their own by one rename.
 */
export function createByteStore(folder: string) {
  const pathOf = (id: string) => join(folder, folderName(id), id)
  const partOf = (id: string) => pathOf(id) + partEnd

  /** The names in a folder reach the disk by its own fsync, not by that of the file. */
  async function makeFolderFor(id: string): Promise<void> {
    const made = await mkdir(dirname(pathOf(id)), { recursive: true, mode: 0o700 })
    if (made !== undefined) await syncFolder(dirname(made))
  }

  return {
    folder,
    /** From `folder`: what a server of static files takes. */
    placeOf: (id: string): string => `${folderName(id)}/${id}`,
    partOf,

    /**
     * Writes what comes, piece by piece, to a name that is not yet the file's.
     * @throws 413 FILE_TOO_LARGE; 503 STORAGE_FULL; what `bytes` throws. Then nothing is left.
     */
    async receive(id: string, bytes: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Received> {
      await makeFolderFor(id)
      const file = await open(partOf(id), 'wx', 0o600)
      const hash = createHash('sha256')
      let size = 0
      try {
        for await (const chunk of bytes) {
          size += chunk.length
          if (size > maxBytes) throw tooLarge(maxBytes)
          hash.update(chunk)
          await writeAll(file, chunk)
        }
        await file.sync()
      } catch (error) {
        await file.close()
        await unlinkIfThere(partOf(id))
        throw noRoomCodes.has((error as NodeJS.ErrnoException).code ?? '') ? noRoom() : error
      }
      await file.close()
      return { size, sha256: hash.digest('hex') }
    },

    /** Gives received bytes their name, so that it outlives a power cut. */
    async keep(id: string): Promise<void> {
      await rename(partOf(id), pathOf(id))
      await syncFolder(dirname(pathOf(id)))
    },

    /** The same bytes under another id: no copy where the file system knows links. They are never changed in place. */
    async duplicate(fromId: string, toId: string): Promise<void> {
      await makeFolderFor(toId)
      try {
        await link(pathOf(fromId), pathOf(toId))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
        await copyFile(pathOf(fromId), pathOf(toId), constants.COPYFILE_EXCL)
      }
      await syncFolder(dirname(pathOf(toId)))
    },

    /** Also when there is nothing. */
    async remove(id: string): Promise<void> {
      await unlinkIfThere(pathOf(id))
      await unlinkIfThere(partOf(id))
    },
    removePart: (id: string): Promise<void> => unlinkIfThere(partOf(id)),

    readPart: (id: string): ReadStream => createReadStream(partOf(id)),

    /** All that lies there, a folder at a time; what we did not name is left out. */
    async *list(): AsyncGenerator<Stored[]> {
      for (const name of await namesIn(folder)) {
        if (name.length === 2) yield (await namesIn(join(folder, name))).flatMap((each) => storedAs(each, name))
      }
    },

    /** When it was last written, named or linked; undefined when it is gone. By the clock of the file system. */
    async changedAt({ id, isPart }: Stored): Promise<Date | undefined> {
      try {
        // The time of the inode, for a link to old bytes is young.
        return (await stat(isPart ? partOf(id) : pathOf(id))).ctime
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    }
  }
}

/** Of an id the last characters are random. */
function folderName(id: string): string {
  if (!isId.test(id)) throw new Error('only the id of a file names bytes')
  return id.slice(-2)
}

function storedAs(name: string, inFolder: string): Stored[] {
  const isPart = name.endsWith(partEnd)
  const id = isPart ? name.slice(0, -partEnd.length) : name
  return isId.test(id) && id.slice(-2) === inFolder ? [{ id, isPart }] : []
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, chunk: Uint8Array): Promise<void> {
  for (let offset = 0; offset < chunk.length; ) offset += (await file.write(chunk, offset)).bytesWritten
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return // which cannot open a folder, and orders its names itself
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}

function tooLarge(maxBytes: number): AppError {
  const message = `must not be larger than ${maxBytes} bytes`
  return new AppError(413, 'FILE_TOO_LARGE', `file ${message}`, { details: { file: [message] } })
}

function noRoom(): AppError {
  return unavailable(60, 'There is no room on the disk of the server', 'STORAGE_FULL')
}
