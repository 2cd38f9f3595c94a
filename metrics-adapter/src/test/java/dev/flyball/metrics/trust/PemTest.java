package dev.flyball.metrics.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  private final TestingClock clock = new TestingClock();
  private final TestingAuthority authority = new TestingAuthority("a", clock.instant());

  @ParameterizedTest
  @CsvSource({"EC, EC PRIVATE KEY", "RSA, RSA PRIVATE KEY"})
  void readsKeysInTheirOlderForms(String algorithm, String title) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("EC") ? 256 : 2048);
    KeyPair keys = generator.generateKeyPair();
    byte[] encoded =
        keys.getPrivate() instanceof ECPrivateKey ec
            ? new org.bouncycastle.asn1.sec.ECPrivateKey(
                    256, ec.getS(), SECObjectIdentifiers.secp256r1)
                .getEncoded()
            : PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(title, encoded));
    }
    assertThat(text.toString()).contains(title);
    assertThat(secret(Pem.privateKey(text.toString()))).isEqualTo(secret(keys.getPrivate()));
    assertThat(Pem.privateKey(Pem.text(keys.getPrivate()))).isEqualTo(keys.getPrivate());
  }

  /** The number that a key is about; what is written beside it may differ. */
  private static BigInteger secret(PrivateKey key) {
    return switch (key) {
      case ECPrivateKey ec -> ec.getS();
      case RSAPrivateKey rsa -> rsa.getPrivateExponent();
      default -> throw new AssertionError(key.getAlgorithm());
    };
  }

  @Test
  void readsCertificatesInOrderAndSkipsTheRest() {
    var chain = authority.issue(TestingAuthority.Request.client("CN=x", clock.instant()));
    var both = List.of(chain.chain().getFirst(), authority.certificate());
    assertThat(Pem.certificates("subject=x\n" + Pem.text(chain.key()) + Pem.text(both)))
        .isEqualTo(both);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n"
      })
  void saysWhatIsWrongWithACertificate(String text) {
    assertThatThrownBy(() -> Pem.certificates(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("certificate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----\n"
      })
  void saysNothingOfAKeyThatIsWrong(String text) {
    assertThatThrownBy(() -> Pem.privateKey(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("private key")
        .hasMessageNotContaining("c2VjcmV0")
        .hasNoCause();
  }
}
