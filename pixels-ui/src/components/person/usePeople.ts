/** A list of people that grows page by page and reads itself anew when ties change. */
import type { ListOptions } from "@/api/images";
import type { Page, Person } from "@/api/types";
import { usePaged } from "@/composables/usePaged";
import { useStandingChanges } from "@/composables/useStandingChanges";

export type ListedPerson = Person & { id: string };
const PAGE = 60;

export function usePeople(load: (options: ListOptions) => Promise<Page<Person>>) {
    const page = usePaged<ListedPerson>(async (cursor, signal) => {
    const { items, next } = await load({ cursor, limit: PAGE, signal });
    return { items: items.map((person) => ({ ...person, id: person.name })), next };
  });
  useStandingChanges(page.refresh);
  return page;
}
