/** Zooming and panning by wheel, fingers, double click and steps; one finger swipes while the whole picture is shown. */
import { computed, ref, shallowRef, type Ref } from "vue";
import { bounded, distance, middle, swipeOf, WHOLE, zoomAt, type Place, type Point } from "./zoom";

const STEP = 1.6;
const CLOSE = 2.5;

export function useZoom(booth: Ref<HTMLElement | null>, picture: Ref<HTMLElement | null>, swipe: (to: -1 | 1) => void) {
  const place = shallowRef<Place>(WHOLE);
  const isMoving = ref(false);
  const isZoomed = computed(() => place.value.scale > 1);
  const fingers = new Map<number, Point>();
  let start: Point = { x: 0, y: 0 };

  function set(next: Place): void {
    const room = booth.value?.getBoundingClientRect();
    if (!room || !picture.value) return;
    place.value = bounded(next, { width: picture.value.offsetWidth, height: picture.value.offsetHeight }, room);
  }

  /** From the middle of the picture at rest. */
  function within(event: { clientX: number; clientY: number }): Point {
    const box = picture.value!.getBoundingClientRect();
    const { x, y } = place.value;
    return { x: event.clientX - (box.left + box.width / 2 - x), y: event.clientY - (box.top + box.height / 2 - y) };
  }

  const step = (inwards: boolean) => set(zoomAt(place.value, inwards ? STEP : 1 / STEP, { x: 0, y: 0 }));
  const reset = () => (place.value = WHOLE);
  const toggle = (at: Point = { x: 0, y: 0 }) => (isZoomed.value ? reset() : set(zoomAt(WHOLE, CLOSE, at)));

  function wheel(event: WheelEvent): void {
    if (!isZoomed.value && (event.deltaY > 0 || !event.ctrlKey)) return;
    event.preventDefault();
    set(zoomAt(place.value, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), within(event)));
  }

  function pointerdown(event: PointerEvent): void {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 1) start = { x: event.clientX, y: event.clientY };
    if (isZoomed.value || fingers.size === 2) booth.value?.setPointerCapture(event.pointerId);
    isMoving.value = true;
  }

  function pointermove(event: PointerEvent): void {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    if (fingers.size === 2) pinch(event.pointerId, before, now);
    else if (isZoomed.value) set({ ...place.value, x: place.value.x + now.x - before.x, y: place.value.y + now.y - before.y });
    fingers.set(event.pointerId, now);
  }

  function pinch(moved: number, before: Point, now: Point): void {
    const still = [...fingers].find(([id]) => id !== moved)?.[1];
    if (!still) return;
    const centre = middle(still, now);
    set(zoomAt(place.value, distance(still, now) / Math.max(1, distance(still, before)), within({ clientX: centre.x, clientY: centre.y })));
  }

  function pointerup(event: PointerEvent): void {
    const isOnly = fingers.size === 1 && fingers.delete(event.pointerId);
    fingers.delete(event.pointerId);
    isMoving.value = fingers.size > 0;
    if (!isOnly || isZoomed.value || event.pointerType === "mouse") return;
    const to = swipeOf(start, { x: event.clientX, y: event.clientY });
    if (to !== 0) swipe(to);
  }

  function pointercancel(event: PointerEvent): void {
    fingers.delete(event.pointerId);
    isMoving.value = fingers.size > 0;
  }

  const dblclick = (event: MouseEvent) => toggle(within(event));
  const listeners = { wheel, pointerdown, pointermove, pointerup, pointercancel, dblclick };
  return { place, isZoomed, isMoving, step, toggle, reset, listeners };
}
