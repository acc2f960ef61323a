/**
 * Who sent this request? One verifier per signing scheme, all over the raw bytes of the body.
 *
 * <p>Start at {@link dev.waystation.receive.signature.SignatureVerifier}.
 */
package dev.waystation.receive.signature;
