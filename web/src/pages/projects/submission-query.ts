import { api, type Schema, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'

export type Submission = Schema<'Submission'>

export function ownKey(projectId: string) {
  return ['/api/projects/{id}/submission', projectId]
}

export function fetchOwn(projectId: string): Promise<Submission> {
  return take(api.GET('/api/projects/{id}/submission', { params: { path: { id: projectId } } }))
}

/** It is not where it was: all pages that show it ask again. */
export function refreshSubmission({ projectId }: Pick<Submission, 'projectId'>): void {
  // Else who comes back begins in the form of before, and loses what they type when the new one takes its place.
  void queryClient.invalidateQueries({ queryKey: ownKey(projectId) })
  void queryClient.invalidateQueries({ queryKey: ['/api/projects/{id}', projectId] })
  void queryClient.invalidateQueries({ queryKey: ['/api/courses/{id}/projects'] })
  void queryClient.invalidateQueries({ queryKey: ['/api/me/submissions'] })
  void queryClient.invalidateQueries({ queryKey: ['/api/submissions/{id}'] })
  void queryClient.invalidateQueries({ queryKey: ['/api/submissions/{id}/attempts'] })
  void queryClient.invalidateQueries({ queryKey: ['/api/submissions/{id}/history'] })
}
