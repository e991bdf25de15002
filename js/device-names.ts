/** Names of devices, which Windows takes for them in any folder and with any extension. */
const DEVICE = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)/i;

/** Whether Windows takes a file's name for that of a device. */
export const isDeviceName = (name: string): boolean => DEVICE.test(name);
