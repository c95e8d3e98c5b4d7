using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// The entry points of libTorchBridge are declared in partial parts of this class, beside the code that calls them.
internal static unsafe partial class Native
{
    const string Library = "TorchBridge";

    [LibraryImport(Library), SuppressGCTransition] private static partial byte* tb_last_error();
    [LibraryImport(Library)] private static partial int tb_initialize();

    // The resolver must be in place before the first native method is bound.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);

    static IntPtr s_library;
    static readonly Lock s_gate = new();

    static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library) return IntPtr.Zero;
        lock (s_gate)
        {
            if (s_library == IntPtr.Zero) s_library = Load();
            return s_library;
        }
    }

    static IntPtr Load()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "libTorchBridge.so");
        try
        {
            var library = NativeLibrary.Load(file);
            ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, nameof(tb_initialize)))();
            return library;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            // The runtime's message ends with the loader's own reason.
            var reason = File.Exists(file) ? e.Message.Trim().Split('\n')[^1].Trim() : $"{file} is missing";
            throw new InvalidOperationException($"The native part of this build cannot be loaded: {reason}. Run ./setup.sh in the repository root, then build again.", e);
        }
    }

    /// Throws what libtorch reported when a status is not 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(int status)
    {
        if (status != 0) ThrowLastError();
    }

    /// Wraps a new native tensor; a null handle is a failure. The other arguments are kept alive until the native call is over.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static torch.Tensor ToTensor(IntPtr handle)
    {
        if (handle == IntPtr.Zero) ThrowLastError();
        return new torch.Tensor(handle);
    }

    internal static torch.Tensor ToTensor(IntPtr handle, object? a)
    {
        GC.KeepAlive(a);
        return ToTensor(handle);
    }

    internal static torch.Tensor ToTensor(IntPtr handle, object? a, object? b)
    {
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return ToTensor(handle);
    }

    internal static torch.Tensor ToTensor(IntPtr handle, object? a, object? b, object? c)
    {
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
        return ToTensor(handle);
    }

    /// For functions that return 0 or 1, and -1 on failure.
    internal static bool Decide(int answer, object? a = null, object? b = null)
    {
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        if (answer < 0) ThrowLastError();
        return answer != 0;
    }

    internal static void ThrowLastError() =>
        throw new ExternalException(Marshal.PtrToStringUTF8((IntPtr)tb_last_error()) ?? "Unknown native failure.");

    /// The handle, or zero for an optional tensor that is absent.
    internal static IntPtr HandleOrNull(torch.Tensor? tensor) => tensor is null ? IntPtr.Zero : tensor.Handle;
    internal static IntPtr HandleOrNull(torch.Generator? generator) => generator is null ? IntPtr.Zero : generator.Handle;

    internal static int Code(torch.ScalarType? dtype) => dtype is { } d ? (int)d : -1;
    internal static byte Flag(bool value) => value ? (byte)1 : (byte)0;
}
