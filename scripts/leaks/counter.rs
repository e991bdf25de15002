//! The C library's allocator, counted: preloaded into Node, it writes how many bytes are allocated into the file that
//! `CLINICORE_ALLOCATED` names. What V8 keeps JavaScript objects in is not allocated here.
#![no_std]

use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;
use core::sync::atomic::{AtomicI64, AtomicPtr, Ordering::Relaxed};

unsafe extern "C" {
    fn __libc_malloc(size: usize) -> *mut c_void;
    fn __libc_calloc(count: usize, size: usize) -> *mut c_void;
    fn __libc_realloc(pointer: *mut c_void, size: usize) -> *mut c_void;
    fn __libc_memalign(align: usize, size: usize) -> *mut c_void;
    fn __libc_free(pointer: *mut c_void);
    fn malloc_usable_size(pointer: *mut c_void) -> usize;
    fn getenv(name: *const c_char) -> *const c_char;
    fn open(path: *const c_char, flags: c_int) -> c_int;
    fn mmap(at: *mut c_void, length: usize, access: c_int, flags: c_int, file: c_int, offset: i64) -> *mut c_void;
    fn abort() -> !;
}

static BEFORE: AtomicI64 = AtomicI64::new(0);
static ALLOCATED: AtomicPtr<AtomicI64> = AtomicPtr::new((&raw const BEFORE).cast_mut());

/// Counts a block that is there from now on.
///
/// # Safety
/// It is null, or was allocated and not freed.
unsafe fn taken(pointer: *mut c_void) -> *mut c_void {
    unsafe { (*ALLOCATED.load(Relaxed)).fetch_add(malloc_usable_size(pointer).cast_signed() as i64, Relaxed) };
    pointer
}

/// Counts a block that is not there any longer.
///
/// # Safety
/// It is null, or was allocated and not freed yet.
unsafe fn given(pointer: *mut c_void) {
    unsafe { (*ALLOCATED.load(Relaxed)).fetch_sub(malloc_usable_size(pointer).cast_signed() as i64, Relaxed) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn malloc(size: usize) -> *mut c_void {
    unsafe { taken(__libc_malloc(size)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
    unsafe { taken(__libc_calloc(count, size)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn realloc(pointer: *mut c_void, size: usize) -> *mut c_void {
    unsafe {
        let before = malloc_usable_size(pointer).cast_signed() as i64;
        let moved = __libc_realloc(pointer, size);
        // Where it fails the old block stays; of no bytes it is freed.
        if !moved.is_null() || size == 0 {
            (*ALLOCATED.load(Relaxed)).fetch_sub(before, Relaxed);
        }
        taken(moved)
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn free(pointer: *mut c_void) {
    unsafe {
        given(pointer);
        __libc_free(pointer);
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn memalign(align: usize, size: usize) -> *mut c_void {
    unsafe { taken(__libc_memalign(align, size)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn aligned_alloc(align: usize, size: usize) -> *mut c_void {
    unsafe { taken(__libc_memalign(align, size)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn posix_memalign(to: *mut *mut c_void, align: usize, size: usize) -> c_int {
    const ENOMEM: c_int = 12;
    unsafe {
        let made = taken(__libc_memalign(align, size));
        if made.is_null() {
            return ENOMEM;
        }
        *to = made;
    }
    0
}

/// Lets the count stand in the file's first eight bytes from now on.
extern "C" fn publish() {
    const READ_AND_WRITE: c_int = 2;
    const READABLE_AND_WRITABLE: c_int = 3;
    const SHARED: c_int = 1;
    const FAILED: *mut c_void = usize::MAX as *mut c_void;
    unsafe {
        let path = getenv(c"CLINICORE_ALLOCATED".as_ptr());
        if path.is_null() {
            return;
        }
        let file = open(path, READ_AND_WRITE);
        let page = mmap(null_mut(), 8, READABLE_AND_WRITABLE, SHARED, file, 0);
        if page == FAILED {
            abort();
        }
        let counter: *mut AtomicI64 = page.cast();
        ALLOCATED.store(counter, Relaxed);
        (*counter).fetch_add(BEFORE.load(Relaxed), Relaxed);
    }
}

/// Called before `main`.
#[used]
#[unsafe(link_section = ".init_array")]
static PUBLISH: extern "C" fn() = publish;

#[panic_handler]
fn panicked(_: &core::panic::PanicInfo<'_>) -> ! {
    unsafe { abort() }
}
