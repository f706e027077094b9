/** How many notifications are unread, for every place that shows it. */
import { defineStore } from "pinia";
import { ref } from "vue";
import { countUnread } from "@/api/notifications";
import { asProblem } from "@/api/problem";

export const useUnread = defineStore("unread", () => {
  const count = ref(0);

  /** Asks the server; what fails is asked again with the next thing that happens. */
  async function refresh(): Promise<void> {
    try {
      count.value = await countUnread();
    } catch (reason) {
      asProblem(reason);
    }
  }

  return { count, refresh };
});
