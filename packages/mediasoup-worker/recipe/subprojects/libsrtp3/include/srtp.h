#ifndef TALLYLIGHT_SRTP3_H
#define TALLYLIGHT_SRTP3_H

// The part of libsrtp 3's interface that the worker uses, over libsrtp 2. Version 3 makes the
// policy opaque and protects from one buffer into another with explicit capacities; version 2
// fills a plain struct and works in place. The new calls overload the old ones, so this header is
// for C++ alone.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

// Only the type's name has to give way: version 3 calls a pointer srtp_policy_t.
#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

// Codes that version 2 lacks; the numbers are version 3's.
constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
constexpr srtp_err_status_t srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

namespace tallylight_srtp
{
	struct Policy
	{
		srtp2_policy_t v2;
		srtp_profile_t profile;
		// Master key followed by master salt, as version 2 takes them.
		unsigned char key[SRTP_MAX_KEY_LEN];
	};

	// What protection may add: the authentication tag or GCM tag, an MKI, and SRTCP's index.
	constexpr std::size_t MaxGrowth = SRTP_MAX_TRAILER_LEN + sizeof(std::uint32_t);
	// Lengths are int in version 2. No datagram is longer than this.
	constexpr std::size_t MaxPacket = 65535;

	using InPlace = srtp_err_status_t (*)(srtp_t, void*, int*);

	inline srtp_err_status_t transform(
	  InPlace call,
	  srtp_t session,
	  const std::uint8_t* from,
	  std::size_t fromLen,
	  std::uint8_t* to,
	  std::size_t* toLen,
	  std::size_t growth)
	{
		if (!from || !to || !toLen || fromLen > MaxPacket)
		{
			return srtp_err_status_bad_param;
		}

		if (fromLen + growth > *toLen)
		{
			return srtp_err_status_buffer_small;
		}

		if (from != to)
		{
			std::memmove(to, from, fromLen);
		}

		int len                        = static_cast<int>(fromLen);
		const srtp_err_status_t status = call(session, to, &len);

		if (status == srtp_err_status_ok)
		{
			*toLen = static_cast<std::size_t>(len);
		}

		return status;
	}
} // namespace tallylight_srtp

using srtp_policy_t = tallylight_srtp::Policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	*policy = new (std::nothrow) tallylight_srtp::Policy{};

	return *policy ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->v2.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	policy->profile = profile;

	const srtp_err_status_t status =
	  srtp_crypto_policy_set_from_profile_for_rtp(&policy->v2.rtp, profile);

	return status == srtp_err_status_ok
	         ? srtp_crypto_policy_set_from_profile_for_rtcp(&policy->v2.rtcp, profile)
	         : status;
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const std::uint8_t* key,
  std::size_t keyLen,
  const std::uint8_t* salt,
  std::size_t saltLen,
  const std::uint8_t* mki,
  std::size_t mkiLen)
{
	// One key without an MKI is all that the worker ever gives.
	if (policy->v2.key || mki || mkiLen != 0 || keyLen + saltLen > sizeof(policy->key))
	{
		return srtp_err_status_bad_param;
	}

	std::memcpy(policy->key, key, keyLen);
	std::memcpy(policy->key + keyLen, salt, saltLen);
	policy->v2.key = policy->key;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->v2.allow_repeat_tx = allow ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, std::size_t windowSize)
{
	policy->v2.window_size = windowSize;

	return srtp_err_status_ok;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	if (policy)
	{
		// The keys go with the policy, and a plain memset before delete may be optimised away.
		volatile unsigned char* key = policy->key;

		for (std::size_t i = 0; i < sizeof(policy->key); ++i)
		{
			key[i] = 0;
		}
	}

	delete policy;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return ::srtp_create(session, static_cast<const srtp2_policy_t*>(&policy->v2));
}

inline srtp_err_status_t srtp_protect(
  srtp_t session,
  const std::uint8_t* rtp,
  std::size_t rtpLen,
  std::uint8_t* srtp,
  std::size_t* srtpLen,
  std::size_t /*mkiIndex*/)
{
	return tallylight_srtp::transform(
	  ::srtp_protect, session, rtp, rtpLen, srtp, srtpLen, tallylight_srtp::MaxGrowth);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const std::uint8_t* srtp, std::size_t srtpLen, std::uint8_t* rtp, std::size_t* rtpLen)
{
	return tallylight_srtp::transform(::srtp_unprotect, session, srtp, srtpLen, rtp, rtpLen, 0);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session,
  const std::uint8_t* rtcp,
  std::size_t rtcpLen,
  std::uint8_t* srtcp,
  std::size_t* srtcpLen,
  std::size_t /*mkiIndex*/)
{
	return tallylight_srtp::transform(
	  ::srtp_protect_rtcp, session, rtcp, rtcpLen, srtcp, srtcpLen, tallylight_srtp::MaxGrowth);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session,
  const std::uint8_t* srtcp,
  std::size_t srtcpLen,
  std::uint8_t* rtcp,
  std::size_t* rtcpLen)
{
	return tallylight_srtp::transform(
	  ::srtp_unprotect_rtcp, session, srtcp, srtcpLen, rtcp, rtcpLen, 0);
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, std::uint32_t ssrc)
{
	return ::srtp_remove_stream(session, ssrc);
}

#endif
