/** Where an element lies against the window: its width, and the stretch of it that is seen. */
import { onActivated, onBeforeUnmount, onMounted, reactive, type Ref } from "vue";

export function useViewport(element: Ref<HTMLElement | null>) {
  const view = reactive({ width: 0, from: 0, to: 0, windowWidth: window.innerWidth, windowHeight: window.innerHeight });
  let waiting = 0;

  function measure(): void {
    waiting = 0;
    const box = element.value?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    view.width = box.width;
    view.from = -box.top;
    view.to = window.innerHeight - box.top;
    view.windowWidth = window.innerWidth;
    view.windowHeight = window.innerHeight;
  }

  function measureSoon(): void {
    waiting ||= requestAnimationFrame(measure);
  }

  const observer = new ResizeObserver(measureSoon);
  onMounted(() => {
    measure();
    if (element.value) observer.observe(element.value);
    window.addEventListener("scroll", measureSoon, { passive: true });
    window.addEventListener("resize", measureSoon, { passive: true });
  });
  onActivated(measure);
  onBeforeUnmount(() => {
    observer.disconnect();
    cancelAnimationFrame(waiting);
    window.removeEventListener("scroll", measureSoon);
    window.removeEventListener("resize", measureSoon);
  });
  return view;
}
