// Tells ThreadSanitizer of threads and locks that it would not see, because they lie in libraries that are not
// instrumented. It is part of every program that ThreadSanitizer watches, and of no other.

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

void __tsan_acquire(void *address);
void __tsan_release(void *address);

// Swift's Mutex: one that somebody waits for is taken and given in libswiftSynchronization. The linker puts these in
// front of the library's own (--wrap). One that nobody waits for is taken by atomics in the code of the caller.

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *handle
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void library_lock(uint32_t thread, SELF) __asm__("__real_" LOCK);
SWIFT void library_unlock(SELF) __asm__("__real_" UNLOCK);
SWIFT void noted_lock(uint32_t thread, SELF) __asm__("__wrap_" LOCK);
SWIFT void noted_unlock(SELF) __asm__("__wrap_" UNLOCK);

SWIFT void noted_lock(uint32_t thread, SELF) {
    library_lock(thread, handle);
    __tsan_acquire(handle);
}

SWIFT void noted_unlock(SELF) {
    __tsan_release(handle);
    library_unlock(handle);
}

// What librdkafka takes of C11's threads. ThreadSanitizer knows nothing of them, and falls in one that it has not seen
// begin. In glibc they are POSIX's by another name, and these it knows.

struct beginning {
    thrd_start_t function;
    void *argument;
};

static void *begin(void *given) {
    struct beginning beginning = *(struct beginning *)given;
    free(given);
    return (void *)(intptr_t)beginning.function(beginning.argument);
}

static int outcome(int error) {
    switch (error) {
    case 0: return thrd_success;
    case ENOMEM: return thrd_nomem;
    case ETIMEDOUT: return thrd_timedout;
    default: return thrd_error;
    }
}

int thrd_create(thrd_t *thread, thrd_start_t function, void *argument) {
    struct beginning *beginning = malloc(sizeof *beginning);
    if (beginning == NULL) return thrd_nomem;
    *beginning = (struct beginning){function, argument};
    int error = pthread_create(thread, NULL, begin, beginning);
    if (error != 0) free(beginning);
    return outcome(error);
}

int thrd_join(thrd_t thread, int *result) {
    void *value = NULL;
    int error = pthread_join(thread, &value);
    if (result != NULL) *result = (int)(intptr_t)value;
    return outcome(error);
}

int mtx_init(mtx_t *mutex, int type) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    if (type & mtx_recursive) pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    int error = pthread_mutex_init((pthread_mutex_t *)mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
    return outcome(error);
}

int mtx_lock(mtx_t *mutex) { return outcome(pthread_mutex_lock((pthread_mutex_t *)mutex)); }
int mtx_unlock(mtx_t *mutex) { return outcome(pthread_mutex_unlock((pthread_mutex_t *)mutex)); }
void mtx_destroy(mtx_t *mutex) { pthread_mutex_destroy((pthread_mutex_t *)mutex); }

int cnd_init(cnd_t *condition) { return outcome(pthread_cond_init((pthread_cond_t *)condition, NULL)); }
int cnd_signal(cnd_t *condition) { return outcome(pthread_cond_signal((pthread_cond_t *)condition)); }
int cnd_broadcast(cnd_t *condition) { return outcome(pthread_cond_broadcast((pthread_cond_t *)condition)); }
void cnd_destroy(cnd_t *condition) { pthread_cond_destroy((pthread_cond_t *)condition); }

int cnd_wait(cnd_t *condition, mtx_t *mutex) {
    return outcome(pthread_cond_wait((pthread_cond_t *)condition, (pthread_mutex_t *)mutex));
}

int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until) {
    return outcome(pthread_cond_timedwait((pthread_cond_t *)condition, (pthread_mutex_t *)mutex, until));
}
