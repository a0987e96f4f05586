import { Problem } from '../api/problem.js'

/**
 * Makes a change to what one has seen. Where somebody else was faster it is read anew, and what was typed stays: sent once
 * more, it is made on top of what there is now. @throws Problem CHANGED_MEANWHILE
 */
export async function changeSeen<Answer>(
  change: () => Promise<Answer>,
  reread: () => Promise<unknown>
): Promise<Answer> {
  try {
    return await change()
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 412) throw error
    await reread()
    throw new Problem({ statusCode: 412, code: 'CHANGED_MEANWHILE', message: error.message })
  }
}
