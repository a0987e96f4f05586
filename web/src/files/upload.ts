import { leaveIfOfAnother, type Schema } from '../api/client.js'
import { Problem, problemOf } from '../api/problem.js'
import { loadRareProblems } from '../messages/problems.js'
import { noteSignedOut } from '../session/expired.js'

interface UploadOptions {
  /** Whose quota it counts against; the default organisation's when absent. */
  organizationId?: string
  /** @param share of 1 */
  onProgress: (share: number) => void
  signal: AbortSignal
}

/** Sends a file, and says how far it has come: only this old interface knows. @throws Problem; undefined when cancelled */
export function uploadFile(file: File, { organizationId, onProgress, signal }: UploadOptions): Promise<Schema<'File'>> {
  return new Promise((resolve, reject) => {
    leaveIfOfAnother()
    const request = new XMLHttpRequest()
    request.open('POST', '/api/files')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onerror = () => reject(Problem.unreachable(''))
    request.onabort = () => reject(undefined)
    request.onload = () => {
      if (request.status === 201) return resolve(request.response as Schema<'File'>)
      if (request.status === 401) noteSignedOut()
      const problem = problemOf(new Response(null, { status: request.status }), request.response)
      void loadRareProblems(problem.code).then(() => reject(problem))
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(formOf(file, organizationId))
  })
}

/** The fields first: the API reads the form as it comes. */
function formOf(file: File, organizationId: string | undefined): FormData {
  const form = new FormData()
  if (organizationId) form.append('organizationId', organizationId)
  form.append('file', file)
  return form
}
