/* Preloaded into the action: so many days have passed (DAYS_LATER). */
const ms = Number(process.env.DAYS_LATER ?? 0) * 24 * 60 * 60_000;
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + ms);
    else super(...given);
  }

  static now() {
    return RealDate.now() + ms;
  }
};
