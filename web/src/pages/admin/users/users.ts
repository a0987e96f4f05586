import { api, type Schema, take } from '../../../api/client.js'

export type User = Schema<'User'>

/** Such a link is what anybody may ask for who has forgotten theirs; it goes to the address of the user alone. */
export async function mailPasswordLink({ username }: Pick<User, 'username'>): Promise<void> {
  await take(api.POST('/api/auth/forgot-password', { body: { username } }))
}
