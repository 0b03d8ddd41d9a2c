/**
 * The passwords of ten characters or more that turn up most in leaked lists, and what people make
 * of them: shorter ones are refused for their length. Small on purpose: it stops what a guesser
 * tries within the rate limits.
 */
const COMMON = new Set(
  (
    '0123456789 0987654321 1029384756 1111111111 1122334455 1212121212 123123123123 1231231234 1234512345 123456123456 ' +
    '1234554321 1234567890 12345678900 12345678901 12345678910 123456789012 1234567890a 1234567890q 123456789a ' +
    '123456789abc 123456789q 123456789z 12345qwert 1234qwerasdf 1234qwerty 123qweasdzxc 1357924680 147258369a ' +
    '147258369000 1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qazxsw23edc 2222222222 3333333333 4444444444 ' +
    '5555555555 6666666666 7777777777 8888888888 9876543210 987654321a 9999999999 a1234567890 a123456789 a1b2c3d4e5 ' +
    'aa12345678 aa123456789 abc1234567 abc123456789 abcabcabc1 abcd123456 abcd1234567 abcdefghij abcdefghijk ' +
    'abcdefghijklmnopqrstuvwxyz administrator alexander1 asdasdasd1 asdasdasdasd asdf123456 asdfasdfasdf asdfghjkl1 ' +
    'asdfghjkl123 asdfghjkl; assassins1 babygirl123 barcelona1 baseball12 basketball basketball1 blink182blink182 ' +
    'butterfly1 california1 changeme12 changeme123 changemenow charlie123 chocolate1 christopher cinderella computer123 ' +
    'correcthorsebatterystaple counterstrike defaultpassword elizabeth1 football12 football123 freedom123 ' +
    'fuckyou123 fuckyou1234 godisgood1 goodmorning hellohello helloworld helloworld1 iloveyou12 iloveyou123 ' +
    'iloveyou1234 iloveyou22 iloveyou2much iloveyousomuch internet123 jennifer12 jonathan12 leadership letmein123 ' +
    'letmein1234 letmeinnow liverpool1 liverpool123 livestream livestream1 lovelovelove loveyou123 manchester ' +
    'manchester1 manunited1 metallica1 michael123 michelle12 millionaire minecraft1 minecraft123 monkey1234 ' +
    'motherfucker mypassword mypassword1 mypassword123 newpassword newpassword1 nintendo64 passpass12 passw0rd12 ' +
    'passw0rd123 passw0rd1234 password00 password01 password10 password11 password12 password123 password1234 ' +
    'password12345 password123456 password13 password2020 password2021 password2022 password2023 password2024 ' +
    'password2025 password2026 passwordpassword password! password1! password123! pa$$w0rd123 p@ssw0rd123 p@ssword123 ' +
    'p@ssw0rd12 photography pokemon123 princess12 princess123 q1w2e3r4t5 q1w2e3r4t5y6 q1w2e3r4t5y6u7 qazwsx1234 ' +
    'qazwsxedc1 qazwsxedc123 qazwsxedcrfv qqqqqqqqqq qwaszx1234 qwe123qwe123 qweasdzxc1 qweasdzxc123 qwer123456 ' +
    'qwerasdfzxcv qwert12345 qwerty1234 qwerty12345 qwerty123456 qwerty1234567890 qwertyqwerty qwertyuiop qwertyuiop1 ' +
    'qwertyuiop123 qwertyuiop[] qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm realmadrid samsung123 september1 ' +
    'spiderman1 starwars12 starwars123 sunshine12 sunshine123 superman12 superman123 teamo12345 thankyou12 trustno1trustno1 ' +
    'unbelievable volleyball welcome123 welcome1234 welcome12345 whatever12 whatever123 william123 windows123 ' +
    'zaq12wsxcde3 zaq1zaq1zaq1 zxcvbnm123 zxcvbnm1234 zxcvbnmasdfghjkl zxcvbnm,./'
  ).split(' '),
);

/**
 * Whether a guesser would try this password early: a much used one, one character over and over, or
 * the handle itself.
 */
export function isTooCommon(password: string, handle: string): boolean {
  const plain = password.normalize('NFKC').trim().toLowerCase();
  if (COMMON.has(plain) || /^(.)\1*$/u.test(plain)) return true;
  // The handle, alone, doubled, or with a few digits or signs after it.
  const remainder = plain.replaceAll(handle, '');
  return remainder !== plain && /^[\d\W_]{0,4}$/u.test(remainder);
}
