/// <reference types="vite/client" />
import "vue-router";

declare module "vue-router" {
  interface RouteMeta {
    needsAccount?: boolean;
    isGate?: boolean;
    isEndless?: boolean;
  }
}
