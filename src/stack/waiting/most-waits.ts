/** Waits that go on at the same time: each asks the API server again and again, and a crowd of tenants has hundreds. */
export const mostWaits = 16;
