interface ListPage<Row> {
  data: Row[]
  nextCursor: string | null
}

/** How a list of the API goes on: for `useInfiniteQuery`. */
export const byCursor = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined
}

export function rowsOf<Row>({ pages }: { pages: readonly ListPage<Row>[] }): Row[] {
  return pages.flatMap(({ data }) => data)
}

const mostRows = 2_000

/** A whole list, for what only makes sense whole, such as a choice or a board; it ends at 2,000 rows. */
export async function everyRow<Row>(fetchPage: (cursor: string | undefined) => Promise<ListPage<Row>>): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const { data, nextCursor } = await fetchPage(cursor)
    rows.push(...data)
    cursor = nextCursor ?? undefined
  } while (cursor && rows.length < mostRows)
  return rows
}
