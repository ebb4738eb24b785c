/** Where this action is published; whoever publishes it under another name changes it here. */
export const project = { repository: 'rebind-iis-certificate/rebind-iis-certificate', ref: 'v1' } as const;
