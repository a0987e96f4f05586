import { startProduct } from '../../test/support/product-process.js'

export interface MeasuredPage {
  name: string
  address: string
  /** Of who is signed in. */
  cookie?: string
}

export interface World {
  pages: readonly MeasuredPage[]
  /** The product ends, and leaves nothing behind. */
  end(): Promise<void>
}

const password = 'naik-kelas-demo'

/** The product as `npm start` runs it, on a new demo, and the pages that people open most. */
export async function createWorld(): Promise<World> {
  const endings: (() => unknown)[] = []
  const end = async () => {
    for (const each of endings.splice(0)) await each()
  }
  const after = (ending: () => unknown) => void endings.push(ending)
  const { address } = await startProduct({ after } as Parameters<typeof startProduct>[0], { SEED_DEMO: 'true' })
  const at = (path: string) => `${address}/app/${path}`

  async function ask<Answer>(path: string, cookie?: string, body?: object): Promise<Answer> {
    const answer = await post(`${address}/api/${path}`, cookie, body)
    return (await answer.json()) as Answer
  }

  try {
    const [sari, budi] = await Promise.all([signIn(address, 'sari'), signIn(address, 'mentor.budi')])
    const going = await ask<{ data: { course: { slug: string }; lesson: { id: string } | null }[] }>(
      'me/continue',
      sari
    )
    const next = going.data.find(({ lesson }) => lesson)
    const { id } = await ask<{ id: string }>('reviews/next', budi, {})
    const course = `courses/${next?.course.slug}`
    return {
      pages: [
        { name: 'catalogue', address: at('courses') },
        { name: 'course', address: at(course), cookie: sari },
        { name: 'lesson', address: at(`${course}/lessons/${next?.lesson?.id}`), cookie: sari },
        { name: 'home', address: at(''), cookie: sari },
        { name: 'review', address: at(`reviews/${id}`), cookie: budi }
      ],
      end
    }
  } catch (error) {
    await end()
    throw error
  }
}

async function signIn(address: string, username: string): Promise<string> {
  const { headers } = await post(`${address}/api/auth/login`, undefined, { username, password })
  return headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** A POST if there is a body. */
async function post(url: string, cookie?: string, body?: object): Promise<Response> {
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', ...(cookie && { cookie }) }
  const answer = await fetch(url, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return answer
}
