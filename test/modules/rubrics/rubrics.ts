import type { Answer, Client } from '../../support/client.js'

export const codeOf = ({ status, body }: Answer) => [status, body?.code]

/** The code, and the fields that it names. */
export const faultOf = ({ status, body }: Answer) => [status, body?.code, Object.keys(body?.details ?? {})]

export interface GivenLevel {
  id?: string
  title: string
  points: number
}

export interface GivenCriterion {
  id?: string
  title: string
  levels: GivenLevel[]
  [name: string]: unknown
}

export const criterion = (title: string, ...points: number[]): GivenCriterion => ({
  title,
  levels: points.map((value, i) => ({ title: `Tingkat ${i + 1}`, points: value }))
})

export const twoCriteria = [criterion('Rangkaian', 0, 6, 10), criterion('Laporan', 0, 2.5, 5)]

/** A rubric whose first version is published. */
export async function publishRubric(
  client: Client,
  fields: object = {}
): Promise<{ id: string; versionId: string; criteria: GivenCriterion[] }> {
  const made = await client.post('/api/rubrics', { title: 'Robot', criteria: twoCriteria, ...fields })
  const { body, status, text } = await client.post(`/api/rubrics/${made.body.id}/publish`)
  if (status !== 201) throw new Error(text)
  return { id: made.body.id, versionId: body.id, criteria: body.criteria }
}
