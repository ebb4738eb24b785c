// @ts-check
/*
 * Loaded into the process of the action before its bundle, where the demo wants the same result every time: it sets the
 * clock, and sends connections to the ports on which the embedded machine really listens.
 */
const { Socket } = require('node:net');

const { STAGE_NOW, STAGE_PORTS } = process.env;

if (STAGE_NOW !== undefined) {
  const RealDate = Date;
  const ahead = RealDate.parse(STAGE_NOW) - RealDate.now();
  // @ts-expect-error A date is always made with `new` in the bundle.
  globalThis.Date = class extends RealDate {
    /** @param {any[]} given */
    constructor(...given) {
      // @ts-expect-error The constructor has several forms.
      super(...(given.length === 0 ? [RealDate.now() + ahead] : given));
    }

    /** @override */
    static now() {
      return RealDate.now() + ahead;
    }
  };
}

if (STAGE_PORTS !== undefined) {
  /** @type {Record<string, number>} */
  const ports = JSON.parse(STAGE_PORTS);
  // Nobody listens on this one.
  const closed = 1;
  const connect = Socket.prototype.connect;
  /** @param {any[]} given */
  Socket.prototype.connect = function (...given) {
    const [options, ...rest] = given;
    const isTcp = typeof options === 'object' && options !== null && options.port !== undefined;
    const staged = isTcp ? { ...options, port: ports[options.port] ?? closed } : options;
    return connect.call(this, staged, ...rest);
  };
}
