# What a product that did not change costs, counted and not timed: allocations, memory beside the
# snapshots and the plan, instructions (by VALGRIND's callgrind), and that it is no more in a larger
# shop. Runs BENCHMARK. A number that is to grow is changed here, with a reason.
set(few 10000)
set(many 40000)
set(unchanged_bytes 64)
set(unchanged_instructions 9000)
set(unchanged_baseline_bytes 180)
set(unchanged_baseline_instructions 10900)
set(first_sync_instructions 33000)
set(prepared_instructions 2600)

function(at_most what found limit)
  message(STATUS "${what}: ${found}, at most ${limit}")
  if(found GREATER limit)
    message(SEND_ERROR "${what} is more than ${limit}")
  endif()
endfunction()

# The instructions of the reconcile of a row, for each product.
function(count_instructions row products to)
  set(counts "${CMAKE_CURRENT_BINARY_DIR}/callgrind.${row}.out")
  execute_process(COMMAND "${VALGRIND}" --tool=callgrind "--callgrind-out-file=${counts}"
      "--toggle-collect=benchmark::planned*" "${BENCHMARK}"
      --products ${products} --runs 1 --only ${row}
    OUTPUT_QUIET ERROR_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
  if(NOT said MATCHES "Collected : ([1-9][0-9]*)")
    message(FATAL_ERROR "callgrind counted nothing of ${row}: ${said}")
  endif()
  math(EXPR each "${CMAKE_MATCH_1} / ${products}")
  file(REMOVE "${counts}")
  set(${to} ${each} PARENT_SCOPE)
endfunction()

foreach(row unchanged unchanged_baseline)
  execute_process(COMMAND "${BENCHMARK}" --products ${few} --runs 1 --only ${row} --json
    OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
  string(JSON allocations GET "${output}" rows 1 allocations_per_unchanged)
  string(JSON bytes GET "${output}" rows 1 bytes_per_product)
  at_most("${row}: allocations" ${allocations} 0.1)
  at_most("${row}: bytes" ${bytes} ${${row}_bytes})
  count_instructions(${row} ${few} instructions)
  at_most("${row}: instructions" ${instructions} ${${row}_instructions})
endforeach()
count_instructions(unchanged ${few} in_few)
count_instructions(unchanged ${many} in_many)
math(EXPR most "${in_few} * 105 / 100")
at_most("unchanged: instructions among ${many}" ${in_many} ${most})
count_instructions(first_sync 1000 instructions)
at_most("first_sync: instructions" ${instructions} ${first_sync_instructions})
# 2 % of its products have changed, 1 % are new, 1 % are gone; the others are known to be at rest.
count_instructions(prepared ${few} instructions)
at_most("prepared: instructions" ${instructions} ${prepared_instructions})
