using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library), SuppressGCTransition] internal static partial long tb_tensor_numel(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int tb_tensor_dtype(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int tb_tensor_dim(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial void tb_tensor_sizes(IntPtr tensor, long* sizes);
    [LibraryImport(Library), SuppressGCTransition] internal static partial void tb_tensor_strides(IntPtr tensor, long* strides);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int tb_tensor_device_type(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int tb_tensor_device_index(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte tb_tensor_is_contiguous(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte tb_tensor_requires_grad(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte tb_tensor_is_leaf(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long tb_tensor_element_size(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long tb_tensor_storage_offset(IntPtr tensor);
    [LibraryImport(Library)] internal static partial void tb_tensor_free(IntPtr tensor);
}

public static partial class torch
{
    /// Owns one native tensor handle.
    public partial class Tensor : IDisposable
    {
        static long s_totalCount, s_peakCount;

        IntPtr _handle;

        /// Null: the caller owns the tensor.
        internal DisposeScope? OwningDisposeScope { get; set; }

        internal Tensor(IntPtr handle)
        {
            _handle = handle;
            if (handle == IntPtr.Zero)
            {
                GC.SuppressFinalize(this);
                return;
            }
            var count = Interlocked.Increment(ref s_totalCount);
            // A lost race only makes the peak a little low.
            if (count > Volatile.Read(ref s_peakCount)) Volatile.Write(ref s_peakCount, count);
            DisposeScopeManager.Register(this);
        }

        public static long TotalCount => Interlocked.Read(ref s_totalCount);
        public static long PeakCount => Interlocked.Read(ref s_peakCount);

        ~Tensor() => Dispose(false);

        public void Dispose()
        {
            OwningDisposeScope?.MarkAsDisposed(this);
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle == IntPtr.Zero) return;
            Interlocked.Decrement(ref s_totalCount);
            Native.tb_tensor_free(handle);
        }

        public bool IsInvalid => _handle == IntPtr.Zero;

        public IntPtr Handle
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                var handle = _handle;
                if (handle == IntPtr.Zero) ThrowDisposed();
                return handle;
            }
        }

        [DoesNotReturn]
        static void ThrowDisposed() => throw new InvalidOperationException("The tensor was disposed, or its native handle was moved to another object.");

        /// Gives the native handle away; this object becomes invalid but stays in its scope.
        public IntPtr DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle != IntPtr.Zero) Interlocked.Decrement(ref s_totalCount);
            return handle;
        }

        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        // A native call reads this object's handle, so this and the other operands are kept alive until the call is over:
        //     public Tensor add(Tensor target) => Result(Native.tb_add(Handle, target.Handle), target);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Tensor Result(IntPtr handle)
        {
            GC.KeepAlive(this);
            return Native.ToTensor(handle);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Tensor Result(IntPtr handle, object? other)
        {
            GC.KeepAlive(this);
            GC.KeepAlive(other);
            return Native.ToTensor(handle);
        }

        internal Tensor Result(IntPtr handle, object? other, object? third)
        {
            GC.KeepAlive(this);
            GC.KeepAlive(other);
            GC.KeepAlive(third);
            return Native.ToTensor(handle);
        }

        /// The same for operations in place.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Tensor InPlace(int status, object? other = null, object? third = null)
        {
            GC.KeepAlive(this);
            GC.KeepAlive(other);
            GC.KeepAlive(third);
            Native.Check(status);
            return this;
        }

        public override bool Equals(object? obj) => obj is Tensor t && Equals(t);

        public bool Equals(Tensor target) => Native.Decide(Native.tb_equal(Handle, target.Handle), this, target);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        [Obsolete("Use DetachFromDisposeScope.")]
        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            if (OwningDisposeScope is null) other.Attach(this);
            else OwningDisposeScope.MoveToOther(other, this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other)
        {
            if (other.OwningDisposeScope is null) return DetachFromDisposeScope();
            return MoveToOtherDisposeScope(other.OwningDisposeScope);
        }
    }
}
