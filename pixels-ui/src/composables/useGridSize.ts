/** The size of pictures in grids, chosen once for all of them and remembered on this device. */
import { ref, watch } from "vue";
import { GRID_SIZES, type GridSize } from "@/components/picture/grid-size";

const STORED = "pixels.gridSize";
const size = ref<GridSize>(GRID_SIZES.find((one) => one === localStorage.getItem(STORED)) ?? "M");
watch(size, (chosen) => localStorage.setItem(STORED, chosen));

export function useGridSize() {
  return size;
}
