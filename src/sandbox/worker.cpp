#include "sandbox/worker.h"

#include <algorithm>
#include <cstdio>
#include <new>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/arguments.h"
#include "sandbox/channel.h"
#include "sandbox/confine.h"
#include "sandbox/memory.h"
#include "sandbox/message.h"

namespace assay::sandbox {
namespace {

bool is_socket(int fd) {
  int type = 0;
  socklen_t size = sizeof(type);
  return ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

Outcome answer(const Handler& handler, const Job& job, const Received& received,
               std::uint64_t& size) {
  const auto payload =
      Mapping::of(received.descriptors[0].get(), job.payload_size, Mapping::Access::read);
  if (!payload) return Outcome::not_mapped;
  const base::Bytes bytes = handler.handle(job.request, payload->bytes());
  if (bytes.size() > job.answer_room) return Outcome::too_large;
  auto room = Mapping::of(received.descriptors[1].get(), bytes.size(), Mapping::Access::write);
  if (!room) return Outcome::not_mapped;
  std::ranges::copy(bytes, room->writable().begin());
  size = bytes.size();
  return Outcome::answered;
}

// The layer's edge: an exception becomes an outcome here, and ends the worker, since nobody knows
// what the handler left behind.
Outcome guarded(const Handler& handler, const Job& job, const Received& received,
                std::uint64_t& size) {
  try {
    return answer(handler, job, received, size);
  } catch (const std::bad_alloc&) {
    return Outcome::out_of_memory;
  } catch (...) {
    return Outcome::threw;
  }
}

void serve(const Handler& handler) {
  for (;;) {
    Done done;
    {
      const Received received = receive(kSocket);
      const auto job = parse_job(bytes::Reader(received.message));
      if (!job || received.descriptors.size() != 2) return;
      done.number = job->number;
      done.outcome = guarded(handler, *job, received, done.answer_size);
      // Here the job's mappings and descriptors end, so that the parent can seal the answer.
    }
    if (!send(kSocket, to_bytes(done))) return;
    if (done.outcome == Outcome::threw || done.outcome == Outcome::out_of_memory) return;
  }
}

}  // namespace

bool is_worker(int argc, const char* const* argv) noexcept {
  return argc > 1 && std::string_view(argv[1]) == kWorkerVerb;
}

int work(int argc, const char* const* argv, std::span<const Handler> handlers) {
  const auto arguments = parse_arguments(argc, argv);
  const auto handler =
      arguments ? std::ranges::find(handlers, arguments->handler, &Handler::name) : handlers.end();
  if (handler == handlers.end() || !is_socket(kSocket)) {
    std::fputs("assay: sandbox-worker is started by assay itself, never by hand\n", stderr);
    return 2;
  }
  if (handler->prepare != nullptr) handler->prepare();
  if (send(kSocket, to_bytes(Greeting{confine(arguments->limits)}))) serve(*handler);
  // No destructors, no handlers at exit: they would make calls that the filter refuses.
  ::_exit(0);
}

}  // namespace assay::sandbox
