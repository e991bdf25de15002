//! What the processor has of the instructions that the crates choose between when they run.

use napi_derive::napi;

use crate::guard;

/// The names of those it has, for `npx clinicore doctor`.
#[napi]
pub fn cpu_features() -> napi::Result<Vec<&'static str>> {
    guard::export(|| {
        #[cfg(target_arch = "x86_64")]
        let found = [
            ("ssse3", is_x86_feature_detected!("ssse3")),
            ("sse4.1", is_x86_feature_detected!("sse4.1")),
            ("sse4.2", is_x86_feature_detected!("sse4.2")),
            ("avx", is_x86_feature_detected!("avx")),
            ("avx2", is_x86_feature_detected!("avx2")),
            ("aes", is_x86_feature_detected!("aes")),
            ("pclmulqdq", is_x86_feature_detected!("pclmulqdq")),
            ("sha", is_x86_feature_detected!("sha")),
            ("bmi2", is_x86_feature_detected!("bmi2")),
        ];
        #[cfg(target_arch = "aarch64")]
        let found = [
            ("neon", std::arch::is_aarch64_feature_detected!("neon")),
            ("aes", std::arch::is_aarch64_feature_detected!("aes")),
            ("pmull", std::arch::is_aarch64_feature_detected!("pmull")),
            ("sha2", std::arch::is_aarch64_feature_detected!("sha2")),
            ("crc", std::arch::is_aarch64_feature_detected!("crc")),
        ];
        #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
        let found: [(&str, bool); 0] = [];
        Ok(found.into_iter().filter_map(|(name, has)| has.then_some(name)).collect())
    })
}
