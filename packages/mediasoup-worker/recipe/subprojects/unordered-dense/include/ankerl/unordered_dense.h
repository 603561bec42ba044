#ifndef TALLYLIGHT_ANKERL_UNORDERED_DENSE_H
#define TALLYLIGHT_ANKERL_UNORDERED_DENSE_H

// The worker uses ankerl::unordered_dense as a faster std::unordered_map and nothing that the
// standard containers lack, so these aliases stand in where the library itself is not packaged.

#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	template<typename Key>
	using hash = std::hash<Key>;

	template<typename Key, typename Value, typename Hash = std::hash<Key>, typename Equal = std::equal_to<Key>>
	using map = std::unordered_map<Key, Value, Hash, Equal>;

	template<typename Key, typename Hash = std::hash<Key>, typename Equal = std::equal_to<Key>>
	using set = std::unordered_set<Key, Hash, Equal>;
} // namespace ankerl::unordered_dense

#endif
