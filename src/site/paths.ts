/** Every address of the public site, spelled once. */
export const paths = {
  home: () => '/',
  column: (code: string, page = 1) => `/c/${encodeURIComponent(code)}${page > 1 ? `?page=${page}` : ''}`,
  article: (id: number) => `/a/${id}`,
  summaries: () => '/summaries',
  edition: (code: string) => `/summaries/${encodeURIComponent(code)}`,
  figure: (code: string, place: number) => `/summaries/${encodeURIComponent(code)}#n${place + 1}`,
  editionFile: (code: string, form: string) => `/summaries/${encodeURIComponent(code)}.${form}`,
  data: (edition?: string, section?: string) => {
    const query = [
      edition && `edition=${encodeURIComponent(edition)}`,
      section && `section=${encodeURIComponent(section)}`,
    ]
      .filter(Boolean)
      .join('&');
    return `/data${query ? `?${query}` : ''}`;
  },
  about: () => '/about',
  feed: () => '/feed.xml',
  sitemap: () => '/sitemap.xml',
  sitemapPart: (part: number) => `/sitemap/${part}.xml`,
};
