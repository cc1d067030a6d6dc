#include "crypto/key_loader.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <string>

#include "bytes/text.h"
#include "crypto/ec_point.h"

namespace assay::crypto {
namespace {

// A key that has its curve and no point yet; null where the crypto library lacks the curve.
EVP_PKEY* make_blank(const CurveRow& row) {
  EVP_PKEY_CTX* ctx = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
  std::string group = row.group;
  std::array<OSSL_PARAM, 2> params{
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
      OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  if (ctx != nullptr && EVP_PKEY_fromdata_init(ctx) == 1)
    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEY_PARAMETERS, params.data());
  EVP_PKEY_CTX_free(ctx);
  if (key == nullptr) ERR_clear_error();
  return key;
}

}  // namespace

struct KeyLoader::Curves {
  std::array<EVP_PKEY*, kCurves.size()> blank{};

  Curves() {
    for (std::size_t i = 0; i < kCurves.size(); ++i) blank[i] = make_blank(kCurves[i]);
  }
  Curves(const Curves&) = delete;
  Curves& operator=(const Curves&) = delete;
  ~Curves() {
    for (EVP_PKEY* key : blank) EVP_PKEY_free(key);
  }
};

KeyLoader::KeyLoader() : curves_(std::make_shared<const Curves>()) {}

base::Result<PublicKey> KeyLoader::ec(Curve curve, bytes::ByteSpan x, bytes::ByteSpan y) const {
  const CurveRow& row = row_of(curve);
  ASSAY_TRY(const auto point, encode_point(row, x, y));
  // Duplicating only reads the blank key, so threads may do it side by side. Setting the point
  // checks that it lies on the curve.
  EVP_PKEY* blank = curves_->blank[static_cast<std::size_t>(&row - kCurves.data())];
  EVP_PKEY* key = blank != nullptr ? EVP_PKEY_dup(blank) : nullptr;
  if (key != nullptr && EVP_PKEY_set1_encoded_public_key(
                            key, bytes::as_uchars(bytes::ByteSpan(point.bytes)), point.size) == 1)
    return PublicKey(key);
  EVP_PKEY_free(key);
  ERR_clear_error();
  return base::fail(base::ErrorKind::malformed, "ECC key: the point does not lie on its curve");
}

}  // namespace assay::crypto
