import { useMutation } from '@tanstack/preact-query'
import { useLocation } from 'preact-iso'
import { api, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { problemText } from '../../ui/problem-text.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'

export interface Where {
  courseId?: string
  cohortId?: string
}

export function refreshQueue(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['/api/reviews/queue'] })
}

/** Claims what is to be reviewed next, and opens it; tells when there is nothing. */
export function useTakeNext(where: Where = {}) {
  const { route } = useLocation()
  return useMutation({
    mutationFn: () => take(api.POST('/api/reviews/next', { body: where })),
    onSuccess: async (request) => {
      await refreshQueue()
      if (request) return route(`/app/reviews/${request.id}`)
      toast(t('next.none'))
      route('/app/reviews')
    },
    onError: (error) => toast(problemText(error))
  })
}
