// SPDX-License-Identifier: GPL-3.0-or-later
// Only in builds for ThreadSanitizer. Qt's libraries are not instrumented, so what they hand from one thread to another
// (a contended mutex, a posted event, a future's result) looks unordered from outside. The functions that our code
// calls for it are caught here, and the order that Qt keeps is told, each with the object that keeps it: the mutex, the
// shared state of the future, the receiver of the event. What passes through nobody's hands stays a race.
#include <QCoreApplication>

#include <sanitizer/tsan_interface.h>

#include <dlfcn.h>

#include <cstdint>

namespace {

using Word = std::uintptr_t;
using Function = Word (*)(Word, Word, Word, Word, Word, Word);

// Calls Qt's function with the same registers, in between telling of the order kept by `keeper`.
Word passOn(void *function, void *keeper, Word a, Word b, Word c, Word d, Word e, Word f)
{
    __tsan_release(keeper);
    const Word result = reinterpret_cast<Function>(function)(a, b, c, d, e, f);
    __tsan_acquire(keeper);
    return result;
}

void *itself(Word object) { return reinterpret_cast<void *>(object); }

// QFutureInterfaceBase: a virtual table, then the pointer to the state that all copies share.
__attribute__((no_sanitize("thread"))) void *sharedState(Word future) { return reinterpret_cast<void **>(future)[1]; }

// Signals may have any receiver: one keeper for all of them.
void *signal(Word)
{
    static char any = 0;
    return &any;
}

bool onEvent(void **data)
{
    __tsan_acquire(data[0]);
    __tsan_acquire(signal(0));
    return false;
}

// A function on its way to another thread, which somebody may wait for.
class Sent final : public QtPrivate::QSlotObjectBase {
public:
    explicit Sent(QtPrivate::QSlotObjectBase *function)
        : QSlotObjectBase(&Sent::act)
        , m_function(function)
    {
    }

private:
    static void act(int what, QSlotObjectBase *self, QObject *receiver, void **arguments, bool *)
    {
        auto *sent = static_cast<Sent *>(self);
        __tsan_acquire(self);
        if (what == Call) {
            sent->m_function->call(receiver, arguments);
            __tsan_release(self);
            __tsan_release(receiver);
        } else if (what == Destroy) {
            sent->m_function->destroyIfLastRef();
            delete sent;
        }
    }

    QtPrivate::QSlotObjectBase *m_function;
};

void watchEvents() { QInternal::registerCallback(QInternal::EventNotifyCallback, onEvent); }

Q_COREAPP_STARTUP_FUNCTION(watchEvents)

} // namespace

// NOLINTBEGIN: names of another library
#define CATCH(name, keeper)                                                                                                                \
    extern "C" Word name(Word a, Word b, Word c, Word d, Word e, Word f)                                                                   \
    {                                                                                                                                      \
        static void *const found = dlsym(RTLD_NEXT, #name);                                                                                \
        return passOn(found, keeper(a), a, b, c, d, e, f);                                                                                 \
    }

CATCH(_ZN11QBasicMutex12lockInternalEv, itself)
CATCH(_ZN11QBasicMutex14unlockInternalEv, itself)
CATCH(_ZN10QSemaphore7releaseEi, itself)
CATCH(_ZN10QSemaphore10tryAcquireEii, itself)
CATCH(_ZN7QThread4waitE14QDeadlineTimer, itself)
CATCH(_ZN11QMetaObject8activateEP7QObjectPKS_iPPv, signal)
CATCH(_ZNK20QFutureInterfaceBase10queryStateENS_5StateE, sharedState)
CATCH(_ZNK20QFutureInterfaceBase10isCanceledEv, sharedState)
CATCH(_ZNK20QFutureInterfaceBase10isFinishedEv, sharedState)
CATCH(_ZNK20QFutureInterfaceBase9loadStateEv, sharedState)
CATCH(_ZNK20QFutureInterfaceBase11resultCountEv, sharedState)
CATCH(_ZN20QFutureInterfaceBase13waitForResultEi, sharedState)
CATCH(_ZN20QFutureInterfaceBase13reportStartedEv, sharedState)
CATCH(_ZN20QFutureInterfaceBase14reportFinishedEv, sharedState)
CATCH(_ZN20QFutureInterfaceBase18reportResultsReadyEii, sharedState)
CATCH(_ZN20QFutureInterfaceBase15resultStoreBaseEv, sharedState)
CATCH(_ZNK20QFutureInterfaceBase15resultStoreBaseEv, sharedState)
CATCH(_ZNK20QFutureInterfaceBase15runContinuationEv, sharedState)
CATCH(_ZN20QFutureInterfaceBase15setContinuationESt8functionIFvRKS_EE, sharedState)
CATCH(_ZN20QFutureInterfaceBase15setContinuationESt8functionIFvRKS_EEP27QFutureInterfaceBasePrivate, sharedState)
CATCH(_ZNK20QFutureInterfaceBase6derefTEv, sharedState)
CATCH(_ZN20QFutureInterfaceBase11setRunnableEP9QRunnable, sharedState)

extern "C" Word _ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv(
    Word object, Word function, Word type, Word result)
{
    static void *const found
        = dlsym(RTLD_NEXT, "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    auto *sent = new Sent(reinterpret_cast<QtPrivate::QSlotObjectBase *>(function));
    __tsan_release(sent);
    return passOn(found, itself(object), object, reinterpret_cast<Word>(sent), type, result, 0, 0);
}

// NOLINTEND
