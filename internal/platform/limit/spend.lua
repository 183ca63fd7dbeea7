-- Takes one from every bucket, or nothing from any of them, by the generic cell
-- rate algorithm: of each bucket only the moment is kept at which it would be
-- full again. Times are microseconds of this server's own clock, so that the
-- clocks of the nodes do not have to agree.
--
-- KEYS    the buckets
-- ARGV[1] how long this request can wait
-- ARGV[2] how long any request under this rule can
-- then three for each bucket: the time that lets one more in; how many may be
--         taken at once; 1 when it refuses beyond the wait, 0 when it then
--         delays by the wait
-- Returns 1 and how long to wait, or 0 and how long until another try is worth it.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local wait, longest = tonumber(ARGV[1]), tonumber(ARGV[2])
local delay, refused = 0, 0
local full_at = {}

for i, key in ipairs(KEYS) do
  local interval = tonumber(ARGV[i * 3])
  local capacity = tonumber(ARGV[i * 3 + 1]) * interval
  local refuses = ARGV[i * 3 + 2] == '1'
  local full = tonumber(redis.call('GET', key)) or now
  -- In the past: it is full. Further off than can be reached by taking: the
  -- clock was set back, and nobody is to be locked out for that.
  if full < now or full > now + capacity + longest then
    full = now
  end
  local needed = full + interval - capacity - now
  if needed <= wait or needed < 1000 then
    full_at[i] = full + interval
    delay = math.max(delay, needed)
  else
    delay = math.max(delay, wait)
    if refuses then
      refused = math.max(refused, needed)
    end
  end
end

if refused > 0 then
  return {0, refused}
end
for i, key in ipairs(KEYS) do
  if full_at[i] then
    redis.call('SET', key, string.format('%.0f', full_at[i]), 'PX', math.ceil((full_at[i] - now) / 1000))
  end
end
return {1, delay}
