import { useMutation } from '@tanstack/preact-query'
import { api, type Schema, take } from '../api/client.js'
import { queryClient } from '../api/queries.js'
import { problemText } from '../ui/problem-text.js'
import { toast } from '../ui/toast.js'
import { listKey, unreadCount } from './live-state.js'

export type Notification = Schema<'Notification'>
type Page = Schema<'NotificationPage'>
type Lists = Page | { pages: Page[]; pageParams: unknown[] }
type Change = (notification: Notification) => Notification | undefined

/** On the screen at once; what the server makes of it comes back by the stream, here and on the other devices. */
export function useMarkRead() {
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/api/notifications/{id}/read', { params: { path: { id } } })),
    onMutate: (id) => changeLists((each) => (each.id === id ? read(each) : each)),
    onError: recover
  })
}

export function useMarkAllRead() {
  return useMutation({
    mutationFn: () => take(api.POST('/api/notifications/read-all')),
    onMutate: () => changeLists(read),
    onError: recover
  })
}

export function useDeleteNotification() {
  return useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/notifications/{id}', { params: { path: { id } } })),
    onMutate: (id) => changeLists((each) => (each.id === id ? undefined : each)),
    onError: recover
  })
}

function read(notification: Notification): Notification {
  return notification.readAt ? notification : { ...notification, readAt: new Date().toISOString() }
}

function recover(error: unknown): void {
  toast(problemText(error))
  void queryClient.invalidateQueries({ queryKey: listKey })
}

function changeLists(change: Change): void {
  const wasUnread = new Set<string>()
  const isUnread = new Set<string>()
  const changePage = (page: Page): Page => {
    const data = page.data.flatMap((each) => {
      const changed = change(each)
      if (!each.readAt) wasUnread.add(each.id)
      if (changed && !changed.readAt) isUnread.add(each.id)
      return changed ? [changed] : []
    })
    return { ...page, data }
  }
  queryClient.setQueriesData<Lists>({ queryKey: listKey }, (list) => {
    if (!list) return list
    return 'pages' in list ? { ...list, pages: list.pages.map(changePage) } : changePage(list)
  })
  unreadCount.value = Math.max(0, unreadCount.value - (wasUnread.size - isUnread.size))
}
