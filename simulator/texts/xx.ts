import {
  type CertutilTexts,
  endpointFields,
  fields,
  type NetshTexts,
  propertyFields,
  type Texts,
} from './texts.js';

/**
 * A language that nobody speaks, with every oddity that a translation may have at once: colons and digits in
 * labels, no blank or a full-width colon or a no-break space before the value, letters of which the second byte is
 * a backslash in code page 932, other words for the values, messages without the English words.
 */
const separators = [':', ' :', '：', '\u00a0: ', ' : : ', '\t: '];

function oddPrefixes(): NetshTexts['prefix'] {
  const labels = Object.entries({ ...endpointFields, ...fields, ...propertyFields });
  const odd = labels.map(([label, english], index) => {
    const word = [...english].reverse().join('').toLowerCase().replaceAll(' ', ':');
    return [label, `ソ${word} ｱｲ${index}表${separators[index % separators.length]}`];
  });
  return Object.fromEntries(odd) as NetshTexts['prefix'];
}

const errors: CertutilTexts['errors'] = {
  '0x80070002': 'ｱ: elif on',
  '0x80070005': 'ｱ: deined',
  '0x80070056': 'ｱ: drowssap',
  '0x80070057': 'ｱ: retemarap',
  '0x80090011': 'ｱ: tcejbo on',
  '0x80090016': 'ｱ: ソ on',
  '0x80090019': 'ｱ: tesyek on',
  '0x80090029': 'ｱ: detroppus ton',
  '0x80092004': 'ｱ: ytreporp on',
  '0x8009310b': 'ｱ: gat dab',
};

export const texts: Texts = {
  netsh: {
    header: '表ソ: sgnidnib: 1：',
    rule: '=========================',
    prefix: oddPrefixes(),
    extendedProperties: 'seitreporp:表:',
    enabled: 'ﾊｲ: 1',
    disabled: 'ｲｲｴ: 0',
    set: 'ソ',
    notSet: '表 ソ',
    done: { add: 'ｱ', update: 'ｲ', delete: 'ｳ' },
    failed: { add: 'ｴ: ', update: 'ｵ: ', delete: 'ｶ: ' },
    missingParameters: ['ｷ: ?', 'ｸ'],
    invalidSyntax: 'ｹ?',
    notAnArgument: ' - ｺ',
    commandNotFound: 'ｻ: ',
    errors: { 2: 'ｼ.', 5: 'ｽ.', 87: 'ｾ.', 183: 'ｿ.', 1312: 'ﾀ. ﾁ.', 1450: 'ﾂ.' },
  },
  certutil: {
    storeNames: { MY: 'ｼ ﾌﾞﾝ', CA: 'ｶﾝ: 1', ROOT: 'ﾈ', WEBHOSTING: 'ｳｪﾌﾞ' },
    certificate: 'ソ:表',
    serial: '表:',
    issuer: 'ｲ：',
    notBefore: ' ﾏｴ:',
    notAfter: ' ｱﾄ:',
    subject: 'ｻ\u00a0:',
    nonRoot: 'ﾈ - ',
    root: 'ﾈ +',
    hash: '表 (sha1)：',
    container: '  ソ=',
    uniqueName: '  表 = ソ：',
    simpleName: '  表 = ｿ:',
    provider: '  表\u00a0= ',
    missingKey: 'ｶｷﾞ - -',
    noKeyProvider: 'ｶｷﾞ - 0',
    exportable: 'ｶｷﾞ + +',
    notExportable: 'ｶｷﾞ + -',
    encryptionTest: 'ｱﾝ + 1',
    signatureTest: 'ｼｮﾒｲ + 1',
    added: ['+ 「"', '"」'],
    alreadyThere: ['= 「"', '"」'],
    deleting: '- 「',
    prompt: 'ｱｲ?:',
    succeeded: ['CertUtil: ', ' ｿ.'],
    failed: ['CertUtil: ', ' ｼｯ: '],
    unknownArgument: 'CertUtil: ? ',
    errors,
  },
  reg: {
    notFound: 'ｴﾗｰ: ﾅｼ.',
    invalidSyntax: ['ｴﾗｰ: ?', '/?'],
    denied: 'ｴﾗｰ: ﾀﾞﾒ.',
    done: 'ｿ.',
    endOfSearch: ['1 = ', ' 表:'],
    defaultName: '(ソ)',
    cannotWrite: 'ｴﾗｰ: ｶｹ.',
  },
  icacls: {
    processed: 'ソ: ',
    summary: ['+ ', ' ; - ', ' 表'],
    invalidParameter: ['? "', '" ?'],
    errors: {
      1332: 'ｱ: gnippam on',
      1336: 'ｱ: lca dab',
      1337: 'ｱ: dis dab',
    },
  },
  appcmd: { failed: 'ｱﾌﾟ: 0.' },
  whoami: {
    group: {
      everyone: '表ﾐﾅ',
      administrators: 'ｿﾄ\\ｶﾝﾘ',
      users: 'ｿﾄ\\ﾋﾄ',
      service: 'ﾅｶ\\ｻ',
      system: 'ﾌﾀﾞ\\ｼｽ',
      high: 'ﾌﾀﾞ\\ﾀｶ',
      medium: 'ﾌﾀﾞ\\ﾅｶ',
    },
    wellKnown: 'ｼﾗ, ｼﾗ',
    alias: 'ﾍﾞﾂ',
    label: 'ﾌﾀﾞ',
    enabled: 'ﾊｲ, ﾊｲ',
    owner: 'ﾊｲ, ﾇｼ',
    denyOnly: 'ｲｲｴ',
  },
};
