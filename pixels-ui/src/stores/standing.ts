/** Goes up when what somebody may see has changed (a follow, a block, a level), so that open lists read themselves anew. */
import { defineStore } from "pinia";
import { ref } from "vue";

export const useStanding = defineStore("standing", () => {
  const version = ref(0);
  return { version, changed: () => void (version.value += 1) };
});
