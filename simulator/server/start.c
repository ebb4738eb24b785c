/*
 * A program file of the embedded machine. It hands its arguments to the machine's server, which does the program's
 * work, and does what the server says: print, end, die. The messages are described in messages.ts.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

static pid_t starter;

static void fail(const char *what) {
  fprintf(stderr, "The embedded machine: %s: %s\n", what, strerror(errno));
  exit(111);
}

static void die(void) {
  for (;;) {
    kill(getpid(), SIGKILL);
    pause();
  }
}

/* A starter that has ended in the meantime left its number to somebody else. */
static void die_with_starter(void) {
  if (getppid() == starter) kill(starter, SIGKILL);
  die();
}

static void own_path(char path[PATH_MAX]) {
#ifdef __APPLE__
  char given[PATH_MAX];
  uint32_t size = sizeof given;
  if (_NSGetExecutablePath(given, &size) != 0 || realpath(given, path) == NULL) fail("own path");
#else
  ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
  if (length < 0) fail("own path");
  path[length] = '\0';
#endif
}

/* Splits the program's path. Returns the name of the program; the machine's folder is left in the path. */
static const char *split(char *path) {
  const char *below = "/Windows/System32/";
  char *at = NULL;
  for (char *next = path; (next = strstr(next, below)) != NULL; next += 1) at = next;
  if (at == NULL) {
    errno = ENOENT;
    fail(path);
  }
  *at = '\0';
  return strrchr(at + strlen(below) - 1, '/') + 1;
}

/* Enters the folder: the path of a socket may have some 100 bytes only. */
static int connect_in(const char *folder) {
  struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "programs.sock"};
  int server = socket(AF_UNIX, SOCK_STREAM, 0);
  if (chdir(folder) != 0) fail(folder);
  if (server < 0 || connect(server, (struct sockaddr *)&address, sizeof address) != 0) fail("its server");
  return server;
}

/* Returns 0 if the reader has gone. */
static int write_all(int file, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(file, bytes, length);
    if (written >= 0) {
      bytes += written;
      length -= (size_t)written;
    } else if (errno == EAGAIN) {
      struct pollfd ready = {.fd = file, .events = POLLOUT};
      poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return 0;
    }
  }
  return 1;
}

/* A server that has gone takes its programs with it. */
static void read_all(int server, char *bytes, size_t length) {
  while (length > 0) {
    ssize_t got = read(server, bytes, length);
    if (got > 0) {
      bytes += got;
      length -= (size_t)got;
    } else if (got == 0 || errno != EINTR) {
      die();
    }
  }
}

static uint32_t number_of(const char bytes[4]) {
  const unsigned char *digit = (const unsigned char *)bytes;
  return (uint32_t)digit[0] << 24 | (uint32_t)digit[1] << 16 | (uint32_t)digit[2] << 8 | digit[3];
}

static void ask(int server, char *const parts[], int count) {
  size_t length = 0;
  for (int index = 0; index < count; index += 1) length += strlen(parts[index]) + 1;
  char *request = malloc(length + 4);
  if (request == NULL) fail("memory");
  for (int index = 0; index < 4; index += 1) request[index] = (char)(length >> (24 - 8 * index));
  char *at = request + 4;
  for (int index = 0; index < count; index += 1) at = stpcpy(at, parts[index]) + 1;
  write_all(server, request, length + 4);
  free(request);
}

/* Waits for a kill. Dies with its server, and with its starter, so that no test leaves it behind. */
static void hang(int server) {
  struct pollfd end = {.fd = server, .events = POLLIN};
  while (poll(&end, 1, 100) <= 0)
    if (getppid() != starter) die();
  die();
}

/* Writes so many bytes of the server's to a stream; to none at all once its reader has gone. */
static void print(int server, int stream, size_t length) {
  static int is_gone[3];
  static char block[65536];
  while (length > 0) {
    size_t part = length < sizeof block ? length : sizeof block;
    read_all(server, block, part);
    if (!is_gone[stream]) is_gone[stream] = !write_all(stream, block, part);
    length -= part;
  }
}

static int obey(int server) {
  for (;;) {
    char head[5];
    read_all(server, head, sizeof head);
    uint32_t number = number_of(head + 1);
    if (head[0] == 'o') print(server, STDOUT_FILENO, number);
    else if (head[0] == 'e') print(server, STDERR_FILENO, number);
    else if (head[0] == 'f') write_all(server, "f", 1);
    else if (head[0] == 'x') return (int)number;
    else if (head[0] == 'h') hang(server);
    else if (head[0] == 's') die_with_starter();
    else die();
  }
}

int main(int count, char *arguments[]) {
  starter = getppid();
  struct timeval now;
  gettimeofday(&now, NULL);
  signal(SIGPIPE, SIG_IGN);

  char path[PATH_MAX], folder[PATH_MAX], own[16], parent[16], since[32];
  own_path(path);
  const char *program = split(path);
  if (getcwd(folder, sizeof folder) == NULL) strcpy(folder, "/");
  snprintf(own, sizeof own, "%ld", (long)getpid());
  snprintf(parent, sizeof parent, "%ld", (long)starter);
  snprintf(since, sizeof since, "%lld.%06ld", (long long)now.tv_sec, (long)now.tv_usec);

  char **parts = calloc((size_t)count + 5, sizeof *parts);
  if (parts == NULL) fail("memory");
  char *const first[] = {(char *)program, own, parent, since, folder};
  memcpy(parts, first, sizeof first);
  for (int index = 1; index < count; index += 1) parts[index + 4] = arguments[index];
  int server = connect_in(path);
  ask(server, parts, count + 4);
  return obey(server);
}
