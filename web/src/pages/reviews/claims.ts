import { api, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { refreshQueue } from './useTakeNext.js'

export async function refreshReview(id: string): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ['/api/reviews/{id}', id] }), refreshQueue()])
}

/** Takes it; whoever has it already has it for longer. */
export async function claim(id: string): Promise<void> {
  await take(api.POST('/api/reviews/{id}/claim', { params: { path: { id } } }))
  await refreshReview(id)
}

/** @param reason needed of a manager who takes it from somebody else */
export async function release(id: string, reason?: string): Promise<void> {
  await take(api.POST('/api/reviews/{id}/release', { params: { path: { id } }, ...(reason && { body: { reason } }) }))
  await refreshReview(id)
}
