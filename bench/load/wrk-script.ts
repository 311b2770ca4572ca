/**
 * What wrk runs. Where all requests are the same, wrk builds them once; else they are built before the first is sent, or
 * spend the token at the head of a queue. wrk does not tell which connection an answer belongs to, and with a queue it need not.
 */
export const lua = `
local kind, method = os.getenv("KIND"), os.getenv("METHOD")
wrk.method = method

if kind ~= "same" then
  local queue, head, tail, complaints = {}, 1, 0, 0
  for line in io.lines(os.getenv("LINES")) do tail = tail + 1; queue[tail] = line end

  if kind == "bodies" or kind == "access" then
    function init()
      for i, line in ipairs(queue) do
        if kind == "access" then
          wrk.headers["Authorization"] = "Bearer " .. line
          queue[i] = wrk.format()
        else
          queue[i] = wrk.format(nil, nil, nil, line)
        end
      end
    end
    function request()
      head = head % tail + 1
      return queue[head]
    end
  else
    local first, last
    function init()
      -- Every token is as long as this one, so that one request is the form of all.
      local placeholder = string.rep("x", 36)
      local form = wrk.format(nil, nil, nil, '{"refresh_token":"' .. placeholder .. '"}')
      local from, to = form:find(placeholder, 1, true)
      first, last = form:sub(1, from - 1), form:sub(to + 1)
    end
    function request()
      local token = queue[head]
      if token == nil then
        io.stderr:write("no token is left: every connection needs one at least\\n")
        os.exit(1)
      end
      queue[head] = nil
      head = head + 1
      return first .. token .. last
    end
    function response(status, _, body)
      local token = status == 200 and body:match('"refresh_token"%s*:%s*"([^"]+)"')
      if token then
        tail = tail + 1
        queue[tail] = token
      elseif complaints < 3 then
        complaints = complaints + 1
        io.stderr:write(status, " ", body:sub(1, 200), "\\n")
      end
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('RESULT {"perSecond":%.1f,"p50Ms":%.3f,"p99Ms":%.3f,"refused":%d,"broken":%d}\\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
`;
