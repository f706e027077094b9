/** A long press with a finger; the click that follows it is told apart by `wasLong`. */
const PRESS_MS = 450;
const SLACK_PX = 10;

export function useLongPress(run: () => void) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isLong = false;
  let from = { x: 0, y: 0 };

  function end(): void {
    if (timer) clearTimeout(timer);
    timer = null;
  }

  function pointerdown(event: PointerEvent): void {
    end();
    isLong = false;
    if (event.pointerType !== "touch") return;
    from = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => {
      isLong = true;
      run();
    }, PRESS_MS);
  }

  function pointermove(event: PointerEvent): void {
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > SLACK_PX) end();
  }

  /** The browser's own menu would come with the same press. */
  function contextmenu(event: Event): void {
    if (isLong || timer) event.preventDefault();
  }

  function wasLong(): boolean {
    const was = isLong;
    isLong = false;
    return was;
  }

  return { listeners: { pointerdown, pointermove, pointerup: end, pointercancel: end, contextmenu }, wasLong };
}
