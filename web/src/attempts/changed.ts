import { queryClient } from '../api/queries.js'

/** Something was said or settled: what shows it is asked for again. */
export async function refreshThreads(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['/api/submissions/{id}/threads'] }),
    queryClient.invalidateQueries({ queryKey: ['/api/submissions/{id}/attempts/{n}/diff'] })
  ])
}
