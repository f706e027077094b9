/** Which part of an element lies in the window, and its width; measured once a frame at most. */
import { onActivated, onBeforeUnmount, onDeactivated, onMounted, reactive, type Ref } from "vue";

export function useWindowView(element: Ref<HTMLElement | null>) {
  const view = reactive({ top: 0, bottom: 0, width: 0 });
  let frame = 0;
  const observer = new ResizeObserver(plan);

  function plan(): void {
    frame ||= requestAnimationFrame(measure);
  }

  function measure(): void {
    frame = 0;
    const box = element.value?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    view.top = -box.top;
    view.bottom = -box.top + window.innerHeight;
    view.width = box.width;
  }

  function begin(): void {
    if (element.value) observer.observe(element.value);
    window.addEventListener("scroll", plan, { passive: true });
    window.addEventListener("resize", plan, { passive: true });
    measure();
  }

  function end(): void {
    observer.disconnect();
    window.removeEventListener("scroll", plan);
    window.removeEventListener("resize", plan);
  }

  onMounted(begin);
  onActivated(begin);
  onDeactivated(end);
  onBeforeUnmount(() => {
    end();
    cancelAnimationFrame(frame);
  });
  return view;
}
