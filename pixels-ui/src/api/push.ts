/** Devices of one's own that show what one is told, also while no page is open. */
import { answerOf, api } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Device = Schemas["DeviceOut"];
export type NewDevice = Schemas["NewDevice"];

export const listDevices = () => answerOf(api.GET("/api/v1/me/push"));
export const addDevice = (body: NewDevice) => answerOf(api.POST("/api/v1/me/push", { body }));
export const removeDevice = (device_id: string) => answerOf(api.DELETE("/api/v1/me/push/{device_id}", { params: { path: { device_id } } }));
